@sim
Feature: The two parameters of RTP encryption
  SS_RTPENCRYPTIONMODE says how, SS_RTPENCRYPTIONKEY says with what. Both are a switch's own; nothing is negotiated.

  Rule: A fresh switch does not encrypt

    @RTP-001
    Scenario: Defaults
      Given the two-switch set-up
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then SS_RTPENCRYPTIONMODE on switch "A" is 0 by default
      And between the switches every payload is as it was spoken

  Rule: A value outside 0 to 3 is refused, and what was in force stays

    @RTP-001 @RTP-003
    Scenario Outline: <value> is no mode
      Given the two-switch set-up
      And SS_RTPENCRYPTIONMODE is 2 on switch "A"
      When an operator saves SS_RTPENCRYPTIONMODE as <value> on switch "A"
      Then the change is refused with a message that names the range
      And SS_RTPENCRYPTIONMODE on switch "A" is saved as 2 and runs as 2

      Examples: not one of 0, 1, 2, 3
        | value |
        | "4"   |
        | "-1"  |
        | "1.5" |
        | "RC4" |
        | "AES" |

    @RTP-001
    Scenario Outline: Mode <value> is accepted
      Given the two-switch set-up
      When an operator saves SS_RTPENCRYPTIONMODE as <value> on switch "A"
      Then SS_RTPENCRYPTIONMODE on switch "A" is saved as <value>

      Examples: the four modes
        | value |
        | 0     |
        | 1     |
        | 2     |
        | 3     |

  Rule: One key serves every call of a switch, in both directions

    @RTP-004
    Scenario: Three calls with one key
      Given the two-switch set-up
      And both switches encrypt with mode 2 and key "abcdefghijklmnop"
      When "Acme" calls 3 numbers at once and they talk for 1 second
      Then between the switches every payload decrypts with RC4 and key "abcdefghijklmnop"

  Rule: XOR takes any key that is not empty

    @RTP-005
    Scenario Outline: The key "<key>"
      Given the two-switch set-up
      And both switches encrypt with mode 1 and key "<key>"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
      And between the switches no payload is as it was spoken

      Examples: simple keys
        | key      |
        | k        |
        | mysecret |

  Rule: A key that a cipher cannot take stops the media and not the call

    @RTP-014
    Scenario: AES128 with 19 bytes
      Given the two-switch set-up
      And both switches encrypt with mode 3 and key "YourSecureKey128Bit"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" hears silence
      And "Acme" hears silence
      And switch "A" has counted packets dropped for "cipher"
      And switch "A" reports that the cipher could not be set up
      And no payload crosses between the switches
      And the call record of switch "A" says:
        | end reason | Normal release |
        | hold time  | 2 seconds      |

  Rule: Nothing about the key is ever said on the wire

    @wire @docker @RTP-015
    Scenario: Everything that two encrypting switches exchange
      Given the two-switch set-up
      And both switches encrypt with mode 3 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then no packet between the switches contains "abcdefghijklmnop"
      And no packet between the switches contains "a=crypto" or "a=fingerprint" or "a=setup"
      And everything between the switches is SIP, RTP or RTCP
      And between the switches no payload is as it was spoken
      And "Alpha" hears "Acme" clearly
