@sim
Feature: What is encrypted
  The payload of RTP, on the leg between two switches, in the media service; nothing else.

  Background:
    Given the two-switch set-up

  Rule: Only the leg between two switches is encrypted

    @wire @docker @RTP-020 @RTP-021
    Scenario: Three segments of one call
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then between "Acme" and switch "A" every payload is as it was spoken
      And between the switches no payload is as it was spoken
      And between switch "B" and "Alpha" every payload is as it was spoken
      And "Alpha" hears "Acme" clearly

    @wire @RTP-021
    Scenario: A leg that is not marked is clear in any mode
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And the leg between the switches is not marked as encrypted
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then between the switches every payload is as it was spoken
      And "Alpha" hears "Acme" clearly

    @wire @RTP-022
    Scenario: A peer that is no such switch
      Given "Gamma" serves "49" for switch "A" on an encrypted leg
      And both switches encrypt with mode 1 and key "abcdefghijklmnop"
      When "Acme" calls "+493012345678" and they talk for 2 seconds
      Then "Acme" receives 200 OK
      And "Gamma" does not hear "Acme" clearly
      And "Acme" does not hear "Gamma" clearly

  Rule: Header and length of a packet stay as they are

    @RTP-023
    Scenario Outline: Mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then every RTP header between the switches is the one that was sent
      And every payload between the switches is as long as the one that was sent
      And between the switches no payload is as it was spoken

      Examples: the ciphers
        | mode |
        | 1    |
        | 2    |
        | 3    |

    @RTP-023
    Scenario Outline: Contributing sources and header extension stay clear in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends the RTP packet "928003e800027100112233440a0b0c0d0e0f1011bede00010102030400112233445566778899aabbccddeeff00"
      Then between the switches the packet keeps its first 28 bytes and changes the rest
      And "Alpha" receives the packet "928003e800027100112233440a0b0c0d0e0f1011bede00010102030400112233445566778899aabbccddeeff00"

      Examples: the ciphers
        | mode |
        | 1    |
        | 2    |
        | 3    |

    @RTP-024
    Scenario Outline: Payloads of <lengths> bytes in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends RTP payloads of <lengths> bytes
      Then between the switches payloads of <lengths> bytes pass
      And between the switches no payload is as it was spoken
      And "Alpha" receives the payloads as they were sent

      Examples: G.729, G.723, iLBC, events, comfort noise and odd ones
        | mode | lengths                                                  |
        | 1    | 1, 2, 4, 10, 12, 15, 16, 17, 20, 24, 38, 50, 160 and 240 |
        | 2    | 1, 2, 4, 10, 12, 15, 16, 17, 20, 24, 38, 50, 160 and 240 |
        | 3    | 1, 2, 4, 10, 12, 15, 16, 17, 20, 24, 38, 50, 160 and 240 |

  Rule: Every packet is encrypted on its way out and decrypted on its way in

    @RTP-026
    Scenario: A hundred packets each way
      Given both switches encrypt with mode 2 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When both sides send 100 RTP packets
      Then switch "A" has encrypted 100 packets and decrypted 100
      And switch "B" has encrypted 100 packets and decrypted 100

  Rule: Signalling is the same in every mode

    @wire @RTP-027 @RTP-111
    Scenario Outline: SDP in mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then every SDP of the call offers plain RTP/AVP without a key
      And the SDP between the switches is that of mode 0 but for addresses, ports and session ids
      And between the switches <payloads> as it was spoken

      Examples: the four modes
        | mode | payloads         |
        | 0    | every payload is |
        | 1    | no payload is    |
        | 2    | no payload is    |
        | 3    | no payload is    |

  Rule: What is not RTP passes as it is

    @RTP-028
    Scenario Outline: <what>
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends the <port> packet "<bytes>"
      Then between the switches the packet passes unchanged
      And "Alpha" receives the packet "<bytes>"

      Examples: other protocols on media ports
        | what                     | port | bytes                                                                      |
        | An RTCP sender report    | RTCP | 80c8000611223344e0000000000000000002710000000064000003e8                   |
        | RTCP on the RTP port     | RTP  | 80c8000611223344e0000000000000000002710000000064000003e8                   |
        | A STUN binding request   | RTP  | 000100002112a442000102030405060708090a0b                                   |
        | A T.38 UDPTL packet      | RTP  | 00010300c0012800000100                                                     |

  Rule: Every kind of RTP payload is encrypted

    @RTP-029 @RTP-053
    Scenario: Key presses
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" presses 1, 5 and 9 in the audio stream
      Then between the switches no key press can be read
      And "Alpha" receives the key presses 1, 5 and 9

    @RTP-029
    Scenario: Comfort noise
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      When "Acme" sends 40 comfort noise packets of 1 byte
      Then between the switches at least 30 of them differ from what was sent
      And "Alpha" receives the payloads as they were sent

  Rule: Encryption needs the media service in the path

    @RTP-030
    Scenario: Media that bypass the switches
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      And SS_MEDIAPROXYMODE is 0 on switch "B"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" hears "Acme" clearly
      And between "Acme" and "Alpha" every payload is as it was spoken
      And no payload crosses between the switches
