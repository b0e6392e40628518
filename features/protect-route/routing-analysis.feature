@sim
Feature: Routing Analysis shows protect routes
  The tool answers where a number would go, without a call. What it says is what a call does.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The chain is shown as a whole: normal gateways first, protect routes last and marked as such

    @PRT-116
    Scenario: Five gateways of one prefix
      Given the vendor chain:
        | vendor | priority | prefix | protect |
        | PR2    | 2        | 44     | yes     |
        | GW3    | 3        | 44     |         |
        | PR1    | 1        | 44     | yes     |
        | GW1    | 1        | 44     |         |
        | GW2    | 2        | 44     |         |
        | Other  | 1        | 33     | yes     |
      And the lab is running
      Then Routing Analysis of "+442079460123" for "Acme" shows the chain:
        | gateway | role    | left out |
        | GW1     | normal  |          |
        | GW2     | normal  |          |
        | GW3     | normal  |          |
        | PR1     | protect |          |
        | PR2     | protect |          |
        | Other   | protect | noPrefix |
      And none of "GW1", "GW2", "GW3", "PR1" and "PR2" has received anything

    @PRT-116
    Scenario: One normal gateway and one protect route are locked
      Given the vendor chain:
        | vendor | priority | protect |
        | GW1    | 1        |         |
        | GW2    | 2        |         |
        | PR1    | 1        | yes     |
        | PR2    | 2        | yes     |
      And an operator has locked "GW1" and "PR1"
      Then Routing Analysis of "+442079460123" for "Acme" shows the chain:
        | gateway | role    | left out |
        | GW2     | normal  |          |
        | PR2     | protect |          |
        | GW1     | normal  | locked   |
        | PR1     | protect | locked   |

  Rule: Calls go out in the order of the analysis

    @PRT-117
    Scenario Outline: <count> gateways at random, drawn with the seed <seed>
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And <count> gateways at random, drawn with the seed <seed>, that refuse every call with 503
      When "Acme" calls "+442079460123" after Routing Analysis has been asked for the same
      Then the call was offered to the gateways of the analysis in its order, and to nobody else

      Examples: prefixes, priorities, protect boxes, locks, full lines, rates and load of every kind
        | count | seed | delay |
        | 6     | 1    | 0     |
        | 6     | 2    | 7     |
        | 12    | 3    | 0     |
        | 12    | 4    | 30    |
        | 18    | 5    | 0     |
        | 18    | 6    | 0     |
        | 18    | 7    | 5     |
        | 18    | 8    | 180   |
