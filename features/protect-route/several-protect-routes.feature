@sim
Feature: Several protect routes for one prefix
  A primary and a secondary backup, in the order of normal sorting. The delay is served once.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 5 on switch "A"

  Rule: Priority decides between them, and the second follows the first at once

    @PRT-034
    Scenario: The primary backup takes the call
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR2    | 2        | answers | yes     |
        | PR1    | 1        | answers | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | PR1    | 5 seconds |

    @PRT-035
    Scenario: The primary backup fails
      Given the vendor chain:
        | vendor | priority | does                | protect |
        | GW1    | 1        | 503                 |         |
        | PR1    | 1        | 503 after 2 seconds | yes     |
        | PR2    | 2        | answers             | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | PR1    | 5 seconds |
        | PR2    | 7 seconds |

    @PRT-037
    Scenario Outline: Of equal priority, the less loaded of two <kind> comes first
      Given the vendor chain:
        | vendor | priority | does    | lines | protect   |
        | GW0    | 0        | 503     |       |           |
        | Busy   | 1        | answers | 10    | <protect> |
        | Idle   | 1        | answers | 10    | <protect> |
      And 6 calls of "Acme" are up on "Busy"
      And 1 call of "Acme" is up on "Idle"
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW0" and "Idle", and to nobody else

      Examples: one rule for both sets
        | kind            | protect |
        | normal gateways |         |
        | protect routes  | yes     |

  Rule: A protect route that takes no call is passed over

    @PRT-041
    Scenario: The primary backup is locked
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 1        | answers | yes     |
        | PR2    | 2        | answers | yes     |
      And an operator has locked "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | PR2    | 5 seconds |

    @PRT-041
    Scenario: The only backup is locked
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 1        | answers | yes     |
      And an operator has locked "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", and to nobody else
      And "Acme" receives 503 Service Unavailable 5 seconds after it called

    @PRT-042
    Scenario: The primary backup has no free line
      Given the vendor chain:
        | vendor | priority | does    | lines | protect |
        | GW1    | 1        | 503     |       |         |
        | PR1    | 1        | answers | 1     | yes     |
        | PR2    | 2        | answers |       | yes     |
      And 1 call of "Acme" is up on "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | PR2    | 5 seconds |

    @PRT-042
    Scenario: The only backup has no free line
      Given the vendor chain:
        | vendor | priority | does    | lines | protect |
        | GW1    | 1        | 503     |       |         |
        | PR1    | 1        | answers | 1     | yes     |
      And 1 call of "Acme" is up on "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", and to nobody else
      And "Acme" receives 503 Service Unavailable 5 seconds after it called

  Rule: When all of them fail the caller hears what the last one said

    @PRT-036
    Scenario Outline: The last protect route says <last>
      Given the vendor chain:
        | vendor | priority | does   | protect |
        | GW1    | 1        | 500    |         |
        | PR1    | 1        | 500    | yes     |
        | PR2    | 2        | <last> | yes     |
      When "Acme" calls "+442079460123"
      Then "Acme" receives <response> 5 seconds after it called
      And the call is offered to "GW1", "PR1" and "PR2", and to nobody else

      Examples: out of service, and the called party itself
        | last | response                |
        | 503  | 503 Service Unavailable |
        | 486  | 486 Busy Here           |

  Rule: An outage reaches the protect routes as it came, a delay later

    @PRT-044
    Scenario: Twenty calls a second, and a primary backup of 500 lines
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | lines | protect |
        | GW1    | 1        | 503     |       |         |
        | PR1    | 1        | answers | 500   | yes     |
        | PR2    | 2        | answers | 500   | yes     |
      When "Acme" calls 20 numbers a second for 30 seconds, and 40 seconds pass
      Then "PR1" is offered 20 calls in each second from 30 to 55 seconds after the first call, and none in any other
      And "PR2" is offered 20 calls in each second from 55 to 60 seconds after the first call, and none in any other
      And at its busiest "PR1" has 500 calls at once
