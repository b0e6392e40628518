@sim
Feature: The three ciphers
  What each mode does to a payload, byte for byte, and why loss and reordering never upset it.

  Background:
    Given the two-switch set-up

  Rule: Mode 0 leaves the payload as it is, whatever the key

    @RTP-002
    Scenario: A payload of 160 known bytes
      Given both switches encrypt with mode 0 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends an RTP packet with the payload 00 to 9f
      Then between the switches the packet passes unchanged

  Rule: Each mode turns the documented plaintext into its documented ciphertext

    @RTP-031 @RTP-042 @RTP-052
    Scenario Outline: 20 bytes in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends the RTP packet "800003e80002710011223344000102030405060708090a0b0c0d0e0f10111213"
      Then between the switches its payload is "<ciphertext>"
      And "Alpha" receives the packet "800003e80002710011223344000102030405060708090a0b0c0d0e0f10111213"

      Examples: sequence 1000, timestamp 160000, source 0x11223344
        | mode | ciphertext                               |
        | 1    | 616361676163616f616361676163617f71737177 |
        | 2    | 13b37fb068982f4fb43c2c8e9c06c852d31d034c |
        | 3    | ee000042fab934443f71bdc6a62118b998bf7f07 |

    @RTP-053
    Scenario: Four bytes of a key press in mode 3
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends the RTP packet "806503e8000271001122334400010203"
      Then between the switches its payload is "fed645fa"

  Rule: XOR is its own inverse, and equivalent keys are equal

    @RTP-032
    Scenario: The ciphertext encrypted once more
      Given both switches encrypt with mode 1 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends the RTP packet "800003e80002710011223344616361676163616f616361676163617f71737177"
      Then between the switches its payload is "000102030405060708090a0b0c0d0e0f10111213"

    @RTP-037
    Scenario: A key and its repetition
      Given switch "A" encrypts with mode 1 and key "abcd"
      And switch "B" encrypts with mode 1 and key "abcdabcd"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
      And between the switches no payload is as it was spoken

  Rule: RC4 and AES128 never send the same payload twice alike

    @RTP-040 @RTP-041
    Scenario: One payload in two packets in mode 2
      Given both switches encrypt with mode 2 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 2 RTP packets with the same payload of 160 bytes
      Then between the switches their payloads differ
      And "Alpha" receives the payloads as they were sent

    @RTP-041
    Scenario: One payload in two packets in mode 1
      Given both switches encrypt with mode 1 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 2 RTP packets with the same payload of 160 bytes
      Then between the switches their payloads are alike
      And between the switches no payload is as it was spoken

    @RTP-050 @RTP-051 @RTP-054
    Scenario: A hundred packets of silence in mode 3
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 100 RTP packets with the same payload of 160 bytes
      Then between the switches no block of 16 bytes comes twice
      And "Alpha" receives the payloads as they were sent

  Rule: Packets that are lost, doubled or overtaken upset no other packet

    @RTP-033 @RTP-042 @RTP-055
    Scenario Outline: A bad path in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And the path between "A" and "B" loses 5%, doubles 5% and reorders 10% of packets
      When "Acme" calls "+442079460123" and they talk for 10 seconds
      Then every payload that "Alpha" receives is one that "Acme" sent
      And every payload that "Acme" receives is one that "Alpha" sent
      And "Alpha" has received at least 80% and at most 99% of them
      And between the switches no payload is as it was spoken

      Examples: the ciphers
        | mode |
        | 1    |
        | 2    |
        | 3    |

    @RTP-033 @RTP-042 @RTP-055
    Scenario Outline: Five packets lost and two swapped in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 50 RTP packets, numbers 5 to 9 missing and 20 and 21 swapped
      Then "Alpha" receives the payloads as they were sent
      And between the switches no payload is as it was spoken

      Examples: the ciphers
        | mode |
        | 1    |
        | 2    |
        | 3    |
