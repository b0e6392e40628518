@sim
Feature: The guide's timeline of 43 seconds
  Three gateways fail, the delay runs for 30 seconds, and the backup answers. The guide gives the moments; the INVITE timeout of
  10 seconds follows from them.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"

  Rule: Every row of the timeline holds to the second

    @PRT-070 @PRT-071 @PRT-072 @PRT-073
    Scenario: The call of the guide
      Given the vendor chain:
        | vendor | priority | does                | timer B    | protect |
        | GW1    | 1        | 503 after 2 seconds | 10 seconds |         |
        | GW2    | 2        | keeps silent        | 10 seconds |         |
        | GW3    | 3        | 503                 | 10 seconds |         |
        | PR1    | 1        | 200 after 1 second  | 10 seconds | yes     |
      And "GW3" refuses every call at once with 503 All Lines Busy
      When "Acme" calls "+442079460123" and they talk for 60 seconds
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 2 seconds  |
        | GW3    | 12 seconds |
        | PR1    | 42 seconds |
      And "Acme" is told:
        | response | after      |
        | 100      | 0 seconds  |
        | 180      | 12 seconds |
        | 200      | 43 seconds |
      And the attempts are:
        | gateway | response | outcome  | elapsed    |
        | GW1     | 503      | refused  | 2 seconds  |
        | GW2     | 408      | timeout  | 10 seconds |
        | GW3     | 503      | refused  | 0 seconds  |
        | PR1     | 200      | answered | 1 second   |
      And the call record says:
        | callee gateway  | PR1        |
        | post-dial delay | 43 seconds |
        | hold time       | 60 seconds |

    @PRT-071
    Scenario Outline: The second gateway <how>
      Given the vendor chain:
        | vendor | priority | does                | timer B    | protect |
        | GW1    | 1        | 503 after 2 seconds | 10 seconds |         |
        | GW2    | 2        | <does>              | <timer B>  |         |
        | GW3    | 3        | 503                 | 10 seconds |         |
        | PR1    | 1        | 200 after 1 second  | 10 seconds | yes     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 2 seconds  |
        | GW3    | 12 seconds |
        | PR1    | 42 seconds |
      And the attempts are:
        | gateway | response |
        | GW1     | 503      |
        | GW2     | 408      |
        | GW3     | 503      |
        | PR1     | 200      |

      Examples: both readings of its row
        | how                            | does                 | timer B    |
        | says nothing, and is timed out | keeps silent         | 10 seconds |
        | says only that it is trying    | 100                  | 10 seconds |
        | answers 408 itself             | 408 after 10 seconds | 32 seconds |

  Rule: The time before the answer is not billed

    @PRT-073
    Scenario: A conversation of 90 seconds after 43 seconds of waiting
      Given the vendor chain:
        | vendor | priority | does                 | rate | protect |
        | GW1    | 1        | 503 after 12 seconds | 0.02 |         |
        | PR1    | 1        | 200 after 1 second   | 0.08 | yes     |
      When "Acme" calls "+442079460123" and they talk for 90 seconds
      Then the call record says:
        | post-dial delay | 43 seconds |
        | hold time       | 90 seconds |
      And the calls cost, by started minutes:
        | vendor | calls | minutes | cost  |
        | PR1    | 1     | 2       | $0.16 |

  Rule: A search that was stopped on purpose waits for nothing

    @PRT-074
    Scenario Outline: <code> is a stop code of the first gateway
      Given the vendor chain:
        | vendor | priority | does                   | stop codes         | protect |
        | GW1    | 1        | <code> after 2 seconds | 486, 403, 404, 484 |         |
        | GW2    | 2        | answers                |                    |         |
        | PR1    | 1        | answers                |                    | yes     |
      When "Acme" calls "+442079460123"
      Then "Acme" receives <response> 2 seconds after it called
      And the call is offered to "GW1", and to nobody else
      And 60 seconds later "PR1" has received no INVITE

      Examples: the codes that the guides advise
        | code | response                |
        | 486  | 486 Busy Here           |
        | 403  | 403 Forbidden           |
        | 404  | 404 Not Found           |
        | 484  | 484 Address Incomplete  |

    @PRT-075
    Scenario Outline: The <which> gateway may not be left before the call is connected
      Given the vendor chain:
        | vendor | priority | does               | switch until connect | protect |
        | GW1    | 1        | 503                | <GW1>                |         |
        | GW2    | 2        | 503 after 1 second | <GW2>                |         |
        | PR1    | 1        | answers            | yes                  | yes     |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable <when> after it called
      And the call is offered to <offered>, and to nobody else
      And 60 seconds later "PR1" has received no INVITE

      Examples: the flag belongs to the gateway that has just failed
        | which | GW1 | GW2 | when      | offered           |
        | first | no  | yes | 0 seconds | "GW1"             |
        | last  | yes | no  | 1 second  | "GW1" and "GW2"   |
