@sim
Feature: What protect routes are for
  The guide's three uses: a premium vendor that should cost nothing, an emergency route, and a promotion with few minutes.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A premium vendor carries a call only when the standard vendors were out for the whole delay

    @PRT-080
    Scenario: The three standard vendors have no line for 20 seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | lines | rate  | protect |
        | GW1    | 1        | 1     | 0.02  |         |
        | GW2    | 2        | 1     | 0.025 |         |
        | GW3    | 3        | 1     | 0.03  |         |
        | PR1    | 4        |       | 0.08  | yes     |
      And 1 call of "Acme" is up on "GW1"
      And 1 call of "Acme" is up on "GW2"
      And 1 call of "Acme" is up on "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens                |
        | 20 seconds | a line of "GW1" comes free |
        | 20 seconds | a line of "GW2" comes free |
        | 20 seconds | a line of "GW3" comes free |
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 20 seconds |
      And after 50 seconds of talk the caller hangs up
      And 60 seconds later "PR1" has received no INVITE
      And the calls cost, by started minutes:
        | vendor | calls | minutes | cost   |
        | GW1    | 2     | 2       | $0.04  |
        | GW2    | 1     | 1       | $0.025 |
        | GW3    | 1     | 1       | $0.03  |

    @PRT-080
    Scenario: The three standard vendors are out of service for 20 seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does | rate  | protect |
        | GW1    | 1        |      | 0.02  |         |
        | GW2    | 2        |      | 0.025 |         |
        | GW3    | 3        |      | 0.03  |         |
        | PR1    | 4        |      | 0.08  | yes     |
      And an operator has locked "GW1", "GW2" and "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens       |
        | 20 seconds | "GW2" is unlocked |
        | 21 seconds | "GW1" is unlocked |
      Then the call is offered to:
        | vendor | after      |
        | GW2    | 20 seconds |
      And after 50 seconds of talk the caller hangs up
      And the calls cost, by started minutes:
        | vendor | calls | minutes | cost   |
        | GW2    | 1     | 1       | $0.025 |

    @PRT-081
    Scenario: The same vendors with the premium one as fourth priority
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | rate  |
        | GW1    | 1        | 0.02  |
        | GW2    | 2        | 0.025 |
        | GW3    | 3        | 0.03  |
        | GW4    | 4        | 0.08  |
      And an operator has locked "GW1", "GW2" and "GW3"
      When "Acme" calls "+442079460123" and they talk for 50 seconds
      Then the call is offered to:
        | vendor | after     |
        | GW4    | 0 seconds |
      And the calls cost, by started minutes:
        | vendor | calls | minutes | cost  |
        | GW4    | 1     | 1       | $0.08 |

    @PRT-082
    Scenario: The standard vendors are out of service for ten minutes
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does | rate  | protect |
        | GW1    | 1        | 503  | 0.02  |         |
        | GW2    | 2        | 503  | 0.025 |         |
        | GW3    | 3        | 503  | 0.03  |         |
        | PR1    | 4        |      | 0.08  | yes     |
      When "Acme" calls "+442079460123" and they talk for 500 seconds
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 0 seconds  |
        | GW3    | 0 seconds  |
        | PR1    | 30 seconds |
      And the calls cost, by started minutes:
        | vendor | calls | minutes | cost  |
        | PR1    | 1     | 9       | $0.72 |

  Rule: An emergency route connects the call after the delay, unless a normal vendor recovers in it

    @PRT-083
    Scenario Outline: Primary and secondary are down, with a delay of <delay> seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor    | priority | timer B   | protect |
        | Primary   | 1        | 4 seconds |         |
        | Secondary | 2        | 4 seconds |         |
        | Emergency | 3        | 4 seconds | yes     |
      And "Primary" cannot be reached
      And "Secondary" cannot be reached
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor    | after           |
        | Primary   | 0 seconds       |
        | Secondary | 4 seconds       |
        | Emergency | <asked> seconds |
      And the call is up

      Examples: the guide's range
        | delay | asked |
        | 60    | 68    |
        | 180   | 188   |

    @PRT-083
    Scenario Outline: <vendor> recovers in the delay
      Given SS_TRY_PROTECT_ROUTE_DELAY is 60 on switch "A"
      And the vendor chain:
        | vendor    | priority | protect |
        | Primary   | 1        |         |
        | Secondary | 2        |         |
        | Emergency | 3        | yes     |
      And an operator has locked "Primary" and "Secondary"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens            |
        | 45 seconds | "<vendor>" is unlocked |
      Then the call is offered to:
        | vendor   | after      |
        | <vendor> | 45 seconds |
      And 60 seconds later "Emergency" has received no INVITE

      Examples: either of the two
        | vendor    |
        | Primary   |
        | Secondary |

  Rule: A promotional vendor keeps its minutes while normal routing works

    @PRT-084
    Scenario: A month of calls
      Given SS_TRY_PROTECT_ROUTE_DELAY is 20 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | rate  | protect |
        | GW1    | 1        |                     | 0.02  |         |
        | GW2    | 2        |                     | 0.025 |         |
        | Promo  | 1        |                     | 0.01  | yes     |
      When "Acme" calls 300 numbers at random within 720 hours, for up to 3 minutes each
      Then "GW1" is offered 300 calls
      And "Promo" receives no call
