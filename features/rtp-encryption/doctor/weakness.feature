@sim
Feature: What each mode does not protect from
  XOR falls to one known packet, and no mode notices tampering or replay. The proving ground shows it on its own calls.

  Background:
    Given the two-switch set-up

  Rule: One known packet gives an XOR key away

    @RTP-034
    Scenario: A-law silence under XOR repeats, and its byte reveals the key
      Given both switches encrypt with mode 1 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 160 bytes of A-law silence
      Then between the switches all 10 blocks of 16 bytes are alike
      And the byte of silence turns the first block into "abcdefghijklmnop"

    @RTP-035
    Scenario Outline: Grading mode <mode> by a known packet
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 160 bytes of A-law silence
      Then a known packet shows <period>

      Examples: the three ciphers
        | mode | period                   |
        | 1    | a pad that repeats every 16 bytes |
        | 2    | no pad that repeats      |
        | 3    | no pad that repeats      |

  Rule: Nothing is authenticated

    @RTP-112
    Scenario Outline: One bit flipped on the way in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And one bit of byte <byte> of each payload is flipped on the way from "A" to "B"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends RTP payloads of <length> bytes
      Then "Alpha" receives payloads that differ from what was sent in <damage>
      And switch "B" has dropped nothing

      Examples: a stream cipher, a block in the middle, the last block, the tail
        | mode | length | byte | damage                                |
        | 1    | 160    | 40   | 1 bit                                 |
        | 2    | 160    | 40   | 1 bit                                 |
        | 3    | 160    | 40   | one block of 16 bytes and 1 bit in the next |
        | 3    | 20     | 18   | 1 bit                                 |

    @RTP-113
    Scenario: A packet that comes twice is taken twice
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And the path between "A" and "B" loses 0%, doubles 100% and reorders 0% of packets
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends RTP payloads of 160 bytes
      Then "Alpha" receives each packet 2 times
