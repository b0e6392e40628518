@sim
Feature: When a protect route is activated
  It stays out of normal routing altogether, and is tried for a call that no normal gateway has taken.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A protect route carries nothing while a normal gateway takes calls

    @PRT-030
    Scenario: A better priority does not bring it forward
      Given the vendor chain:
        | vendor | priority | protect |
        | PR1    | 1        | yes     |
        | GW1    | 9        |         |
      When "Acme" calls 100 numbers at once
      Then all 100 calls are up
      And at its busiest "GW1" has 100 calls at once
      And "PR1" receives no call

    @PRT-031
    Scenario: Calls at random, and a hundred thousand plans
      Given the vendor chain:
        | vendor | priority | prefix    | protect |
        | PR1    | 1        | 44, 44207 | yes     |
        | GW1    | 9        | 44        |         |
      When "Acme" calls 300 numbers at random within 1 hour, for up to 3 minutes each
      Then "GW1" is offered 300 calls
      And "PR1" receives no call
      And in 100000 plans for numbers at random "GW1" comes before "PR1"

    @PRT-032
    Scenario: One of two normal gateways answers, later than the delay would be over
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                                   | protect |
        | GW1    | 1        | 503                                    |         |
        | GW2    | 2        | 180 after 1 second, 200 after 40 seconds |         |
        | PR1    | 1        | answers                                | yes     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "GW1" and "GW2", and to nobody else
      And the call record says:
        | callee gateway | GW2 |

    @PRT-068
    Scenario: A loaded gateway keeps its traffic until it is full
      Given SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | lines | protect |
        | GW1    | 1        | 1000  |         |
        | PR1    | 1        | 1000  | yes     |
      And 900 calls of "Acme" are up on "GW1"
      When "Acme" calls 101 numbers at once
      Then all 1001 calls are up
      And at its busiest "GW1" has 1000 calls at once
      And at its busiest "PR1" has 1 call at once

  Rule: It is tried when all normal gateways have failed and the delay is over

    @PRT-033
    Scenario: Three gateways fail in three ways
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | timer B   | lines | protect |
        | GW1    | 1        | 503 after 2 seconds |           |       |         |
        | GW2    | 2        | keeps silent        | 4 seconds |       |         |
        | GW3    | 3        | answers             |           | 1     |         |
        | PR1    | 4        | answers             |           |       | yes     |
      And 1 call of "Acme" is up on "GW3"
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 2 seconds  |
        | PR1    | 36 seconds |

    @PRT-039
    Scenario: There is no normal gateway at all
      Given SS_TRY_PROTECT_ROUTE_DELAY is 10 on switch "A"
      And the vendor chain:
        | vendor | priority | protect |
        | PR1    | 1        | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after      |
        | PR1    | 10 seconds |

    @PRT-040
    Scenario: Without a protect route nobody waits
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | prefix | does                | protect |
        | GW1    | 1        | 44     | 503                 |         |
        | GW2    | 2        | 44     | 503                 |         |
        | GW3    | 3        | 44     | 503 after 3 seconds |         |
        | PR1    | 1        | 44161  | answers             | yes     |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable 3 seconds after it called
      And "PR1" receives no call

    @PRT-038
    Scenario: A protect route of another prefix is not activated
      Given the vendor chain:
        | vendor | priority | prefix | does    | protect |
        | GW1    | 1        | 44207  | 503     |         |
        | PR2    | 1        | 44161  | answers | yes     |
        | PR1    | 2        | 44207  | answers | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1" and "PR1", and to nobody else

    @PRT-043
    Scenario: Every call in an outage waits a delay of its own
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | GW2    | 2        | 503     |         |
        | PR1    | 3        | answers | yes     |
      When "Acme" calls one number after another, 0, 10 and 100 seconds from now, and 60 seconds pass
      Then "PR1" is offered calls 30, 40 and 130 seconds after the first call
