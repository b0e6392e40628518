@docker
Feature: Reading an encrypted leg in captures from two hosts
  The guide's procedure with Wireshark, on two switches in containers: captured on both at once, read by tshark, judged by what
  each switch emitted.

  Background:
    Given the two-switch set-up

  Rule: The guide's capture command needs a mend

    @RTP-123
    Scenario: A port is no range of ports
      Given the lab is running
      When the guide's capture command and the doctor's run on switch "A"
      Then the guide's is refused because of "10000-20000"
      And the doctor's listens

  Rule: Headers can be read in every mode

    @RTP-125
    Scenario Outline: tshark lists the streams of mode <mode> without seeing any SIP
      Given both switches encrypt with mode <mode> and key "q7Zt1mWx9Rb4Ks2v"
      When "Acme" calls "+442079460123", both switches capture, and they talk for 3 seconds
      Then tshark finds both streams in the media of switch "A", with the numbers that were sent

      Examples: clear and encrypted
        | mode |
        | 0    |
        | 3    |

  Rule: Captures on both switches at once are compared by what each emitted

    @RTP-126 @RTP-127 @RTP-128 @RTP-129 @RTP-130 @RTP-134 @RTP-135
    Scenario Outline: <a> at A and <b> at B
      Given switch "A" encrypts with mode <mode a> and key "<key a>"
      And switch "B" encrypts with mode <mode b> and key "<key b>"
      When "Acme" calls "+442079460123", both switches capture, and they talk for 3 seconds
      Then both captures hold the same streams at the same time
      And every payload between the switches has 160 bytes
      And switch "A" emitted what looks <a> and switch "B" what looks <b>
      And from the captures and the ear alone the verdict is "<verdict>"

      Examples: the guide's comparison of captures
        | mode a | key a            | mode b | key b            | a      | b      | verdict      |
        | 3      | q7Zt1mWx9Rb4Ks2v | 0      | q7Zt1mWx9Rb4Ks2v | random | plain  | modeMismatch |
        | 3      | q7Zt1mWx9Rb4Ks2v | 3      | q7Zt1mWx9Rb4Ks2w | random | random | keyMismatch  |
        | 2      | q7Zt1mWx9Rb4Ks2v | 2      | q7Zt1mWx9Rb4Ks2v | random | random | healthy      |
        | 0      | q7Zt1mWx9Rb4Ks2v | 0      | q7Zt1mWx9Rb4Ks2v | plain  | plain  | notEncrypted |

    @RTP-127
    Scenario: Plain G.711 has patterns that anyone can see
      Given both switches encrypt with mode 0 and key ""
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends a tone of 1 kHz and then silence
      Then between the switches the tone repeats every 8 bytes and silence is one byte
