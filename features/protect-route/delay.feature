@sim
Feature: The delay is a window for normal gateways
  It does not simply wait: a normal gateway that becomes available again within it takes the call, and the backup is not needed.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"

  Rule: It begins when the last normal gateway has failed, not with the first failure

    @PRT-050
    Scenario: One gateway fails after 2 seconds, two after 12
      Given the vendor chain:
        | vendor | priority | does                 | protect |
        | GW1    | 1        | 503 after 2 seconds  |         |
        | GW2    | 2        | 503 after 10 seconds |         |
        | GW3    | 3        | 503                  |         |
        | PR1    | 4        | answers              | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 2 seconds  |
        | GW3    | 12 seconds |
        | PR1    | 42 seconds |

  Rule: A normal gateway is tried again once for each time it becomes available

    @PRT-051 @PRT-055
    Scenario: A line comes free
      Given the vendor chain:
        | vendor | priority | does                 | lines | protect |
        | GW1    | 1        | 503                  |       |         |
        | GW2    | 2        | 503 after 12 seconds |       |         |
        | GW3    | 3        | answers              | 1     |         |
        | PR1    | 4        | answers              |       | yes     |
      And 1 call of "Acme" is up on "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens                |
        | 20 seconds | a line of "GW3" comes free |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 0 seconds  |
        | GW3    | 20 seconds |
      And 60 seconds later "PR1" has received no INVITE
      And the call is up

    @PRT-051
    Scenario: Two gateways become available while one of them is tried
      Given the vendor chain:
        | vendor | priority | does                | protect |
        | GW1    | 1        | 503 after 2 seconds |         |
        | GW2    | 2        | answers             |         |
        | PR1    | 4        | answers             | yes     |
      And an operator has locked "GW1" and "GW2"
      When "Acme" calls "+442079460123" and meanwhile:
        | after        | what happens       |
        | 10 seconds   | "GW1" is unlocked |
        | 11 seconds   | "GW2" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 10 seconds |
        | GW2    | 12 seconds |

    @PRT-052
    Scenario: Nothing changes, and nobody is asked twice
      Given the vendor chain:
        | vendor | priority | does                 | timer B    | protect |
        | GW1    | 1        | 503 after 2 seconds  |            |         |
        | GW2    | 2        | keeps silent         | 10 seconds |         |
        | GW3    | 3        | 503                  |            |         |
        | PR1    | 4        | answers              |            | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then "GW1" is offered calls 0 seconds after the first call
      And "GW2" is offered calls 2 seconds after the first call
      And "GW3" is offered calls 12 seconds after the first call
      And "PR1" is offered calls 42 seconds after the first call

    @PRT-053
    Scenario: A Retry-After that is over before the delay begins
      Given SS_TRY_PROTECT_ROUTE_DELAY is 5 on switch "A"
      And the vendor chain:
        | vendor | priority | does         | timer B    | protect |
        | GW1    | 1        | 503          |            |         |
        | GW2    | 2        | keeps silent | 10 seconds |         |
        | PR1    | 4        | answers      |            | yes     |
      And "GW1" refuses every call after 2 seconds with 503 and asks for 5 seconds of rest
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 2 seconds  |
        | GW1    | 12 seconds |
        | PR1    | 17 seconds |

    @PRT-053
    Scenario: A Retry-After that is over within the delay
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 4        | answers | yes     |
      And "GW1" refuses every call after 2 seconds with 503 and asks for 20 seconds of rest
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW1    | 22 seconds |
        | PR1    | 32 seconds |

  Rule: A gateway that refused the number itself is not tried again

    @PRT-054
    Scenario Outline: The first gateway said <answer>
      Given the vendor chain:
        | vendor | priority | does     | protect |
        | GW1    | 1        | <answer> |         |
        | GW2    | 2        | 408      |         |
        | GW3    | 3        | 503      |         |
        | PR1    | 4        | answers  | yes     |
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 5 seconds  | "GW1" is locked   |
        | 5 seconds  | "GW2" is locked   |
        | 5 seconds  | "GW3" is locked   |
        | 10 seconds | "GW1" is unlocked |
        | 15 seconds | "GW2" is unlocked |
        | 20 seconds | "GW3" is unlocked |
      Then "GW1" is offered calls <asked> seconds after the first call
      And "GW2" is offered calls 0 and 15 seconds after the first call
      And "GW3" is offered calls 0 and 20 seconds after the first call
      And "PR1" is offered calls 30 seconds after the first call

      Examples: about the number that was called
        | answer | asked |
        | 404    | 0     |
        | 484    | 0     |
        | 486    | 0     |
        | 603    | 0     |

      Examples: about the gateway
        | answer | asked    |
        | 408    | 0 and 10 |
        | 500    | 0 and 10 |
        | 503    | 0 and 10 |

  Rule: A retry neither stops nor restarts the delay unless it is answered

    @PRT-057
    Scenario: A retry fails after a second
      Given the vendor chain:
        | vendor | priority | does                 | protect |
        | GW1    | 1        | 503 after 12 seconds |         |
        | GW3    | 3        | 503 after 1 second   |         |
        | PR1    | 4        | answers              | yes     |
      And an operator has locked "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 20 seconds | "GW3" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW3    | 20 seconds |
        | PR1    | 42 seconds |

    @PRT-056
    Scenario: A retry rings when the delay is over, and is answered
      Given the vendor chain:
        | vendor | priority | does                                    | protect |
        | GW1    | 1        | 503 after 12 seconds                    |         |
        | GW3    | 3        | 180 after 1 second, 200 after 8 seconds |         |
        | PR1    | 4        | answers                                 | yes     |
      And an operator has locked "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 40 seconds | "GW3" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW3    | 40 seconds |
      And 60 seconds later "PR1" has received no INVITE
      And the call is up

    @PRT-056
    Scenario: A retry rings when the delay is over, and is refused
      Given the vendor chain:
        | vendor | priority | does                                    | protect |
        | GW1    | 1        | 503 after 12 seconds                    |         |
        | GW3    | 3        | 180 after 1 second, 503 after 8 seconds |         |
        | PR1    | 4        | answers                                 | yes     |
      And an operator has locked "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 40 seconds | "GW3" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW3    | 40 seconds |
        | PR1    | 48 seconds |

    @PRT-056
    Scenario: A retry has not rung when the delay is over
      Given the vendor chain:
        | vendor | priority | does                      | protect |
        | GW1    | 1        | 503 after 12 seconds      |         |
        | GW3    | 3        | 100, 200 after 8 seconds  |         |
        | PR1    | 4        | answers                   | yes     |
      And an operator has locked "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 40 seconds | "GW3" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW3    | 40 seconds |
        | PR1    | 42 seconds |
      And "GW3" receives CANCEL

  Rule: Once it is over, normal gateways are not asked any more

    @PRT-065
    Scenario: A normal gateway recovers while the primary backup rings
      Given the vendor chain:
        | vendor | priority | does                                    | protect |
        | GW1    | 1        | answers                                 |         |
        | GW2    | 2        | 503 after 12 seconds                    |         |
        | PR1    | 1        | 180 after 1 second, 503 after 8 seconds | yes     |
        | PR2    | 2        | answers                                 | yes     |
      And an operator has locked "GW1"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 45 seconds | "GW1" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW2    | 0 seconds  |
        | PR1    | 42 seconds |
        | PR2    | 50 seconds |
