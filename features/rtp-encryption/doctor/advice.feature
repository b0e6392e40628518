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

  Rule: The mode catalogue says what each mode is

    @RTP-016 @RTP-017 @RTP-018 @RTP-019
    Scenario Outline: Mode <mode> is <name>
      When the mode catalogue is read
      Then mode <mode> is "<name>" with security "<security>", CPU impact "<cpu>" and is best for "<best for>"

      Examples: the guide's two tables of modes
        | mode | name   | security          | cpu        | best for                            |
        | 0    | None   | none              | none       | default, no security needed         |
        | 1    | XOR    | basic obfuscation | negligible | low-resource servers                |
        | 2    | RC4    | moderate          | low        | moderate security at acceptable overhead |
        | 3    | AES128 | strong            | moderate   | sensitive traffic                   |

    @RTP-090 @RTP-091 @RTP-092 @RTP-093
    Scenario Outline: Mode <mode> costs <cpu> of CPU a call
      When the cost table is read
      Then mode <mode> costs <cpu> of CPU and <latency> of latency, with capacity "<capacity>"

      Examples: the guide's cost table
        | mode | cpu     | latency       | capacity                       |
        | 0    | 0 %     | 0 ms          | baseline maximum               |
        | 1    | 1 to 3 %  | under 0.1 ms  | nearly baseline                |
        | 2    | 3 to 8 %  | under 0.2 ms  | slightly below baseline        |
        | 3    | 8 to 15 % | 0.2 to 0.5 ms | noticeably below baseline at volume |

    @RTP-093
    Scenario: AES128 takes its share of 5,000 calls
      When the capacity of 5000 calls is estimated for mode 3
      Then it is between 4348 and 4630 calls

    @RTP-094
    Scenario: Two operations a hop stay below one percent of the latency budget of 150 ms
      When the worst latency of one encrypted hop is taken from the cost table
      Then it uses less than 1 percent of 150 ms

    @RTP-095
    Scenario: Load grows with the number of calls
      When the load of mode 3 is computed for 100 calls and for 1000 calls
      Then the second is 10 times the first

    @RTP-096
    Scenario: AES-NI lowers the cost of AES128 alone
      When the cost of each mode is computed with and without AES-NI
      Then only mode 3 is cheaper with it

    @RTP-056
    Scenario: The key space of AES128
      When the doctor's facts about AES128 are read
      Then the number of keys is 2^128, about 3.4 x 10^38

    @RTP-115
    Scenario: Four differences from SRTP
      When the differences from SRTP are read
      Then they are "no interworking", "static key", "no authentication tag", "payload only"
