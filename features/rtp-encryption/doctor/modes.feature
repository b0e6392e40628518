@sim
Feature: What each encryption mode is and costs
  The guide's tables of modes, read by the doctor, the capacity planner and the documents from one place.

  Rule: The mode catalogue says what each mode is

    @RTP-016 @RTP-017 @RTP-018 @RTP-019
    Scenario Outline: Mode <mode> is <name>
      When the mode catalogue is read
      Then mode <mode> is "<name>" with security "<security>", CPU impact "<cpu>" and is best for "<best for>"

      Examples: the guide's two tables of modes
        | mode | name   | security          | cpu        | best for                            |
        | 0    | None   | none              | none       | default with no security needed         |
        | 1    | XOR    | basic obfuscation | negligible | low-resource servers                |
        | 2    | RC4    | moderate          | low        | moderate security at acceptable overhead |
        | 3    | AES128 | strong            | moderate   | sensitive traffic                   |

    @RTP-090 @RTP-091 @RTP-092 @RTP-093
    Scenario Outline: Mode <mode> costs <from> to <to> percent of CPU a call
      When the cost table is read
      Then mode <mode> costs <from> to <to> percent of CPU and <least> to <most> ms, with capacity "<capacity>"

      Examples: the guide's cost table
        | mode | from | to | least | most | capacity                            |
        | 0    | 0    | 0  | 0     | 0    | baseline                            |
        | 1    | 1    | 3  | 0     | 0.1  | nearly baseline                     |
        | 2    | 3    | 8  | 0     | 0.2  | slightly below baseline             |
        | 3    | 8    | 15 | 0.2   | 0.5  | noticeably below baseline at volume |

  Rule: Cost follows the calls and the host

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
      Then the number of keys has 39 digits and starts with "34"

    @RTP-115
    Scenario: Four differences from SRTP
      When the differences from SRTP are read
      Then they are "no interworking", "static key", "no authentication tag", "payload only"
