@sim
Feature: The doctor explains a symptom after encryption was enabled
  The guide's table of symptoms, its order of checks and its procedure, as an operator walks through them.

  Rule: Each symptom has a likely cause and a mend

    @RTP-064 @RTP-078 @RTP-079 @RTP-080 @RTP-081 @RTP-082
    Scenario Outline: <symptom>
      When the doctor is told of "<symptom>"
      Then the likely cause is "<cause>" and the mend "<mend>"

      Examples: the guide's symptom table
        | symptom        | cause                                    | mend                                        |
        | no audio       | mode mismatch                            | identical SS_RTPENCRYPTIONMODE              |
        | one-way audio  | key mismatch in one direction            | character by character                      |
        | garbled        | same mode, different key                 | check for trailing spaces                   |
        | high CPU       | AES128 on a host without AES-NI          | switch to RC4 or XOR, or use hardware with AES-NI |
        | intermittent   | special characters                       | use an alphanumeric-only key                |
        | calls fail     | parameter not applied                    | restart the media relay                     |

    @RTP-139
    Scenario: The three usual causes of no audio, most likely first
      When the doctor lists the usual causes of no audio
      Then they are "mode differs", "key differs", "media relay not restarted"

  Rule: Signalling, media path, codec, payload: the first stage that fails ends the search

    @RTP-120 @RTP-121 @RTP-122 @RTP-140
    Scenario Outline: <what is missing>
      Given a no-audio ticket with signalling "<signalling>", <out> packets out, <in> packets in and codecs "<offer>" against "<answer>"
      When the doctor triages it
      Then it stops at the <stage> stage, saying "<verdict>"

      Examples: from the wire up
        | what is missing     | signalling     | out | in  | offer     | answer | stage      | verdict                        |
        | no ACK              | INVITE 200     | 500 | 500 | PCMU PCMA | PCMU   | signalling | not an encryption issue        |
        | refused             | INVITE 486 ACK | 0   | 0   | PCMU      |        | signalling | not an encryption issue        |
        | nothing from callee | INVITE 200 ACK | 500 | 0   | PCMU      | PCMU   | media path | no RTP from the callee         |
        | nothing from caller | INVITE 200 ACK | 0   | 500 | PCMU      | PCMU   | media path | no RTP from the caller         |
        | no common codec     | INVITE 200 ACK | 500 | 500 | PCMU      | G729   | codec      | share no audio codec           |
        | nothing             | INVITE 200 ACK | 500 | 500 | PCMU PCMA | pcmu   | payload    | compare mode, key              |

  Rule: What a capture shows is judged over the streams that each switch emitted

    @RTP-128 @RTP-129 @RTP-130
    Scenario Outline: A looks <a>, B looks <b>, audio is <audio>
      When the doctor judges streams that look <a> from A and <b> from B with <audio> audio
      Then the capture alone says "<verdict>"

      Examples: the guide's four cases
        | a      | b      | audio   | verdict      |
        | random | plain  | garbled | modeMismatch |
        | plain  | random | garbled | modeMismatch |
        | random | random | garbled | keyMismatch  |
        | random | random | clear   | healthy      |
        | plain  | plain  | clear   | notEncrypted |

  Rule: A rise of calls without audio on one route points at a partial mismatch

    @RTP-166
    Scenario: One route of two gets worse after encryption was enabled
      Given 1000 calls an hour on routes "Alpha" and "Beta", 1 percent of them without audio
      And since encryption was enabled 8 percent of those on "Beta" are without audio
      When the doctor watches the calls
      Then it reports the warning RTP_NO_AUDIO_RISE about "Beta" and about nothing else
