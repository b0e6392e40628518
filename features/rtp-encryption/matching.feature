@sim
Feature: Two switches that agree, and two that do not
  Equal settings are heard clearly. Unequal ones are heard as noise, while signalling and records look perfectly well.

  Background:
    Given the two-switch set-up

  Rule: Equal mode and equal key give clear speech both ways

    @wire @docker @RTP-070
    Scenario Outline: Mode <mode> on both
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 5 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
      And "Alpha" receives every byte that "Acme" sent
      And "Acme" receives every byte that "Alpha" sent
      And between the switches <payloads> as it was spoken

      Examples: the four modes
        | mode | payloads         |
        | 0    | every payload is |
        | 1    | no payload is    |
        | 2    | no payload is    |
        | 3    | no payload is    |

  Rule: Different modes give noise both ways

    @RTP-071 @RTP-072 @RTP-073
    Scenario Outline: Mode <a> against mode <b>
      Given switch "A" encrypts with mode <a> and key "abcdefghijklmnop"
      And switch "B" encrypts with mode <b> and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears noise
      And "Acme" hears noise

      Examples: every pair that differs
        | a | b |
        | 0 | 1 |
        | 0 | 2 |
        | 0 | 3 |
        | 1 | 0 |
        | 1 | 2 |
        | 1 | 3 |
        | 2 | 0 |
        | 2 | 1 |
        | 2 | 3 |
        | 3 | 0 |
        | 3 | 1 |
        | 3 | 2 |

    @wire @docker @RTP-025
    Scenario: Signalling knows nothing of it
      Given switch "A" encrypts with mode 3 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 0 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears noise
      And "Acme" receives 200 OK
      And "Alpha" receives INVITE, ACK and BYE in this order
      And "Acme" receives no BYE
      And nobody is sent a response of 300 or over

    @wire @RTP-083
    Scenario: The record shows a call like any other
      Given switch "A" encrypts with mode 3 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 0 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 60 seconds
      Then "Alpha" hears noise
      And the call record of switch "A" says:
        | end reason | Normal release |
        | ended by   | caller         |
        | hold time  | 60 seconds     |
      And the call record of switch "B" says:
        | end reason | Normal release |
        | hold time  | 60 seconds     |
      And the media statistics of switch "A" show packets in both directions

  Rule: Different keys give noise both ways

    @RTP-074 @RTP-076 @RTP-057
    Scenario Outline: <difference> in mode <mode>
      Given switch "A" encrypts with mode <mode> and key "<key A>"
      And switch "B" encrypts with mode <mode> and key "<key B>"
      When "Acme" calls "+442079460123" and they talk for 5 seconds
      Then "Alpha" hears noise
      And "Acme" hears noise
      And about 1 in 256 of the bytes that "Alpha" receives are right

      Examples: RC4 and AES128
        | difference         | mode | key A            | key B            |
        | Another key        | 2    | abcdefghijklmnop | ponmlkjihgfedcba |
        | Another key        | 3    | abcdefghijklmnop | ponmlkjihgfedcba |
        | The last character | 2    | abcdefghijklmnop | abcdefghijklmnoq |
        | The last character | 3    | abcdefghijklmnop | abcdefghijklmnoq |
        | One bit            | 3    | abcdefghijklmnop | abcdefghijklmnoP |
        | Upper case         | 2    | Abcdefghijklmnop | abcdefghijklmnop |

    @RTP-077
    Scenario: A trailing space in mode 2
      Given switch "A" encrypts with mode 2 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 2 and key "abcdefghijklmnop "
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears noise
      And "Acme" hears noise

    @RTP-036
    Scenario: The last character in mode 1 is heard as crackling
      Given switch "A" encrypts with mode 1 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 1 and key "abcdefghijklmnoq"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears a degraded voice
      And 150 of each 160 bytes that "Alpha" receives are right

  Rule: A fault in one direction is heard in one direction

    @wire @RTP-075
    Scenario: The receiving side of one switch has kept an old key
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And the media service of switch "A" still decrypts with key "ponmlkjihgfedcba"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears noise
