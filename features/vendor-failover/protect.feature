@sim
Feature: Protect route at the end of a chain
  The last resort, which carries no normal traffic.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"

  Rule: The protect route is used when every normal vendor has failed, and only then

    @wire @FOV-100 @FOV-033
    Scenario: Three vendors fail
      Given the vendor chain:
        | vendor | priority | lines | does    | protect |
        | Alpha  | 1        | 500   | 503     |         |
        | Beta   | 2        | 300   | 503     |         |
        | Gamma  | 3        | 200   | 503     |         |
        | Delta  | 4        | 100   | answers | yes     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Alpha", "Beta", "Gamma" and "Delta", and to nobody else
      And the call record says:
        | callee gateway | Delta |

    @FOV-101
    Scenario: The overflow of the first vendor stays with the normal ones
      Given the vendor chain:
        | vendor | priority | lines | protect |
        | Alpha  | 1        | 500   |         |
        | Beta   | 2        | 300   |         |
        | Gamma  | 3        | 200   |         |
        | Delta  | 4        | 100   | yes     |
      And 499 calls of "Acme" are up on "Alpha"
      When "Acme" calls 100 numbers at once
      Then all 599 calls are up
      And "Delta" receives no call
      And at its busiest "Beta" has 99 calls at once

    @FOV-102
    Scenario: A better priority does not bring it forward
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | Delta  | 1        | answers | yes     |
        | Alpha  | 2        | answers |         |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else

    @FOV-102
    Scenario: It stands behind a vendor of worse priority that fails
      Given the vendor chain:
        | vendor | priority | does    | protect |
        | Delta  | 1        | answers | yes     |
        | Alpha  | 2        | 503     |         |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha" and "Delta", and to nobody else

  Rule: A search that was stopped does not reach the protect route

    @FOV-103
    Scenario Outline: <how>
      Given the vendor chain:
        | vendor | priority | does     | switch until connect | stop codes | protect |
        | Alpha  | 1        | <Alpha>  | yes                  | 486        |         |
        | Beta   | 2        | 503      | no                   | 486        |         |
        | Delta  | 4        | answers  | yes                  |            | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to <offered>, and to nobody else

      Examples: by an answer, by a missing flag
        | how                         | Alpha | offered            |
        | The first vendor says busy  | 486   | "Alpha"            |
        | The second has no flag      | 503   | "Alpha" and "Beta" |

  Rule: The protect delay runs from the failure of the last normal vendor

    @FOV-104
    Scenario Outline: A delay of <delay> seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor | priority | does                    | protect |
        | Alpha  | 1        | 503                     |         |
        | Beta   | 2        | 503                     |         |
        | Gamma  | 3        | 100, 503 after 1 second |         |
        | Delta  | 4        | answers                 | yes     |
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after     |
        | Alpha  | 0 seconds |
        | Beta   | 0 seconds |
        | Gamma  | 0 seconds |
        | Delta  | <moment>  |

      Examples: without and with
        | delay | moment     |
        | 0     | 1 second   |
        | 30    | 31 seconds |
