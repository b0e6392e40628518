@sim
Feature: The doctor recommends an encryption mode
  The guide's tables of what each mode is for, and what it costs.

  Rule: Where a leg runs decides which modes are sensible

    @RTP-100 @RTP-101 @RTP-102 @RTP-103 @RTP-104 @RTP-105 @RTP-106 @RTP-107 @RTP-108
    Scenario Outline: A leg that is <circumstance>
      When the doctor advises on a leg that is "<circumstance>"
      Then it recommends mode <modes>

      Examples: the guide's table of use cases
        | circumstance    | modes |
        | private-lan     | 0, 1  |
        | vpn             | 1, 2  |
        | public-internet | 2, 3  |
        | compliance      | 3     |
        | wholesale-5000  | 1, 2  |
        | sensitive       | 3     |
        | low-cpu         | 1     |
        | high-volume     | 2     |
        | trusted-segment | 1     |

    @RTP-102 @RTP-103 @RTP-104 @RTP-105 @RTP-160
    Scenario Outline: Mode <mode> on a leg that is <circumstance> is a <severity>
      Given switch "A" is saved with mode <mode> and key "q7Zt1mWx9Rb4Ks2v"
      And the leg of "A" is "<circumstance>"
      When the doctor examines "A"
      Then it reports the <severity> RTP_MODE_ADVICE

      Examples: departures from the advice
        | mode | circumstance    | severity |
        | 0    | public-internet | warning  |
        | 1    | public-internet | warning  |
        | 1    | compliance      | error    |
        | 2    | compliance      | error    |
        | 3    | wholesale-5000  | warning  |
        | 1    | sensitive       | error    |
        | 2    | sensitive       | error    |

    @RTP-104
    Scenario: Advice that conflicts is reported from both sides
      Given switch "A" is saved with mode 1 and key "q7Zt1mWx9Rb4Ks2v"
      And the leg of "A" is "public-internet"
      And the leg of "A" is "wholesale-5000"
      When the doctor examines "A"
      Then it reports the warning RTP_MODE_ADVICE, which says "recommended: 2 or 3"

    @RTP-108
    Scenario: XOR is better than nothing and no more than that
      When the doctor advises on a leg that is "trusted-segment"
      Then its reason is "not for sensitive traffic"

  Rule: Encryption complements network controls

    @RTP-167
    Scenario: A public leg without VPN, firewall or VLAN
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And the leg of "A" is public without network controls
      When the doctor examines "A"
      Then it reports the info RTP_NETWORK_CONTROLS, whose mend is "encryption complements network controls and does not replace them"

    @RTP-114
    Scenario: A vendor that requires SRTP
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And the peer of "A" requires SRTP
      When the doctor examines "A"
      Then it reports the error RTP_SRTP_PEER, whose mend is "external SBC or media gateway"

    @RTP-022
    Scenario: A peer that is no VOS3000
      Given switch "A" is saved with mode 1 and key "q7Zt1mWx9Rb4Ks2v"
      And the peer of "A" is not a VOS3000
      When the doctor examines "A"
      Then it reports the error RTP_PEER_NOT_VOS, which costs "the peer hears noise"
