@sim
Feature: Testing a protect route as the guide does
  Lock every normal gateway of the prefix, place a test call, look at its record, unlock.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A gateway with Lock Type "Bar all calls" is shown as locked and takes no new call

    @PRT-110
    Scenario: Step 1, all normal gateways are locked under traffic
      Given the vendor chain:
        | vendor | priority |
        | GW1    | 1        |
        | GW2    | 2        |
        | GW3    | 3        |
      And 1 call of "Acme" is up on "GW1"
      And an operator has locked "GW1", "GW2" and "GW3"
      When "Acme" calls "+442079460123"
      Then "GW1", "GW2" and "GW3" are shown as barred for all calls
      And "Acme" receives 503 Service Unavailable
      And the call is offered to nobody
      And "GW1" still carries 1 call

  Rule: With all normal gateways locked the delay begins with the call, and the caller hears ringing

    Scenario Outline: Steps 2 to 4, with a delay of <delay> seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor | priority | does               | protect |
        | GW1    | 1        | answers            |         |
        | GW2    | 2        | answers            |         |
        | GW3    | 3        | answers            |         |
        | PR1    | 4        | 200 after 1 second | yes     |
      And an operator has locked "GW1", "GW2" and "GW3"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the call is offered to:
        | vendor | after           |
        | PR1    | <delay> seconds |
      And "Acme" is told:
        | response | after              |
        | 100      | 0 seconds          |
        | 180      | 0 seconds          |
        | 200      | <answered> seconds |
      And the attempts are:
        | gateway | response | outcome  |
        | PR1     | 200      | answered |
      And the call record says:
        | callee gateway | PR1       |
        | hold time      | 2 seconds |

      @PRT-111 @PRT-112
      Examples: the guide's test
        | delay | answered |
        | 10    | 11       |

      @wire @PRT-111 @PRT-112
      Examples: short, for real sockets
        | delay | answered |
        | 2     | 3        |

  Rule: With Lock Type "No lock" normal routing is restored at once

    @PRT-113
    Scenario: Step 5
      Given SS_TRY_PROTECT_ROUTE_DELAY is 10 on switch "A"
      And the vendor chain:
        | vendor | priority | protect |
        | GW1    | 1        |         |
        | GW2    | 2        |         |
        | PR1    | 3        | yes     |
      And an operator has locked "GW1" and "GW2"
      And an operator has unlocked "GW1" and "GW2"
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", and to nobody else
      And 20 seconds later "PR1" has received no INVITE
