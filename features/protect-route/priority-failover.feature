@sim
Feature: Priority failover, and what protect route adds to it
  Failover alone tries every gateway at once and in order, the dear one too. A protect route stays out until all others failed.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: Gateways are tried in the order of their priority, the smallest number first

    @PRT-020
    Scenario: All vendors are healthy
      Given the vendor chain:
        | vendor | priority |
        | GW3    | 3        |
        | GW1    | 1        |
        | GW2    | 2        |
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", and to nobody else

  Rule: A gateway that fails is followed by the next one at once, without a timer

    Scenario Outline: The first gateway <how>
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | timer B    |
        | GW1    | 1        | <does>  | 10 seconds |
        | GW2    | 2        | answers | 10 seconds |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | GW2    | <next>    |

      @PRT-021 @PRT-027
      Examples: it answers with an error
        | how                    | does                 | next      |
        | refuses at once        | 503                  | 0 seconds |
        | refuses after a while  | 500 after 3 seconds  | 3 seconds |

      @PRT-023
      Examples: nothing comes from it
        | how                    | does                 | next       |
        | keeps silent           | keeps silent         | 10 seconds |

    @PRT-022
    Scenario: The first gateway has no free line
      Given the vendor chain:
        | vendor | priority | lines |
        | GW1    | 1        | 1     |
        | GW2    | 2        |       |
      And 1 call of "Acme" is up on "GW1"
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW2", and to nobody else

    @PRT-023
    Scenario: The first gateway is known to be out of service
      Given the vendor chain:
        | vendor | priority |
        | GW1    | 1        |
        | GW2    | 2        |
      And an operator has locked "GW1"
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | GW2    | 0 seconds |

  Rule: Without a protect route the dear gateway takes part in normal routing

    @PRT-024 @PRT-081
    Scenario: Three vendors have no line for one call
      Given the vendor chain:
        | vendor | priority | lines | rate  |
        | GW1    | 1        | 1     | 0.02  |
        | GW2    | 2        | 1     | 0.025 |
        | GW3    | 3        | 1     | 0.03  |
        | GW4    | 4        |       | 0.08  |
      And 1 call of "Acme" is up on "GW1"
      And 1 call of "Acme" is up on "GW2"
      And 1 call of "Acme" is up on "GW3"
      When "Acme" calls "+442079460123" and they talk for 50 seconds
      Then the call is offered to:
        | vendor | after     |
        | GW4    | 0 seconds |
      And the calls cost, by started minutes:
        | vendor | calls | minutes | cost  |
        | GW4    | 1     | 1       | $0.08 |

  Rule: The guide's comparison of both, row by row

    @PRT-025 @PRT-037
    Scenario Outline: Who takes part in normal routing, with the fourth gateway <set up>
      Given the vendor chain:
        | vendor | priority | protect   |
        | GW1    | 1        |           |
        | GW2    | 2        |           |
        | GW3    | 3        |           |
        | GW4    | 4        | <protect> |
      And the lab is running
      Then Routing Analysis of "+442079460123" for "Acme" has <normal> normal gateways and <backup> protect routes

      Examples: four against three
        | set up             | protect | normal | backup |
        | by priority        |         | 4      | 0      |
        | as a protect route | yes     | 3      | 1      |

    @PRT-026
    Scenario: The backup waits while any normal gateway takes the call
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | GW2    | 2        | answers |         |
        | PR1    | 1        | answers | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1" and "GW2", and to nobody else

    @PRT-027
    Scenario Outline: When all normal gateways fail, a backup <set up> is tried after <after>
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | protect   |
        | GW1    | 1        | 503                 |           |
        | GW2    | 2        | 503 after 2 seconds |           |
        | Backup | 3        | answers             | <protect> |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | GW2    | 0 seconds |
        | Backup | <after>   |

      Examples: at once and after the delay
        | set up             | protect | after      |
        | by priority        |         | 2 seconds  |
        | as a protect route | yes     | 32 seconds |

    @PRT-029
    Scenario: Between protect routes the rules of normal sorting hold
      Given the vendor chain:
        | vendor | priority | does | protect |
        | GW1    | 5        | 503  |         |
        | PR3    | 3        | 503  | yes     |
        | PR1    | 1        | 503  | yes     |
        | PR2    | 2        | 503  | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", "PR1", "PR2" and "PR3", and to nobody else

  Rule: For one call and without a delay both are alike

    @PRT-067
    Scenario Outline: Three gateways fail, the fourth is set up <set up>
      Given SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | protect   |
        | GW1    | 1        | 503                 |           |
        | GW2    | 2        | 503 after 2 seconds |           |
        | GW3    | 3        | 408 after 1 second  |           |
        | GW4    | 4        | answers             | <protect> |
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | GW2    | 0 seconds |
        | GW3    | 2 seconds |
        | GW4    | 3 seconds |

      Examples: the same INVITEs at the same times
        | set up             | protect |
        | by priority        |         |
        | as a protect route | yes     |
