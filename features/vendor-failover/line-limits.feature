@sim
Feature: Line limits
  A contract carries so many calls at once and not one more, whatever happens in one instant.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A vendor at its line limit is passed over without an attempt

    @FOV-025
    Scenario: The lines of the first vendor are all in use
      Given the vendor chain:
        | vendor | priority | lines | switch until connect |
        | Alpha  | 1        | 50    | no                   |
        | Beta   | 2        | 30    | no                   |
      And 50 calls of "Acme" are up on "Alpha"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Beta", and to nobody else

    @FOV-026
    Scenario: Offered more than it may carry, a vendor gets exactly its limit
      Given the vendor chain:
        | vendor | priority | lines |
        | Alpha  | 1        | 500   |
      When "Acme" calls 501 numbers at once
      Then 500 calls are up and 503 is the answer to 1 call
      And at its busiest "Alpha" has 500 calls at once

    @FOV-026
    Scenario: A hundred calls in one instant overshoot no limit
      Given the vendor chain:
        | vendor | priority | lines |
        | Alpha  | 1        | 40    |
        | Beta   | 2        | 30    |
        | Gamma  | 3        | 20    |
      When "Acme" calls 100 numbers at once
      Then 90 calls are up and 503 is the answer to 10 calls
      And at its busiest "Alpha" has 40 calls at once
      And at its busiest "Beta" has 30 calls at once
      And at its busiest "Gamma" has 20 calls at once

    @FOV-026
    Scenario Outline: The only line comes free after a call that <ending>
      Given the vendor chain:
        | vendor | priority | lines | does   | timer B   |
        | Alpha  | 1        | 1     | <does> | 2 seconds |
      And "Acme" has called "+442079460122" and given up after 5 seconds
      And 40 seconds have passed
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else

      Examples: every way to end
        | ending               | does                     |
        | was answered         | answers                  |
        | was refused          | 503                      |
        | was given up         | rings for ever           |
        | met with silence     | keeps silent             |
        | got no further       | tries and keeps silent   |
        | crossed the CANCEL   | answers after CANCEL     |

    @FOV-027
    Scenario: When every normal vendor is full the protect route is used
      Given the vendor chain:
        | vendor | priority | lines | protect |
        | Alpha  | 1        | 5     |         |
        | Beta   | 2        | 3     |         |
        | Gamma  | 3        | 2     |         |
        | Delta  | 4        | 1     | yes     |
      And SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And 5 calls of "Acme" are up on "Alpha"
      And 3 calls of "Acme" are up on "Beta"
      And 2 calls of "Acme" are up on "Gamma"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Delta", and to nobody else

    @FOV-027
    Scenario: When every vendor is full and there is no protect route the call fails
      Given the vendor chain:
        | vendor | priority | lines |
        | Alpha  | 1        | 2     |
        | Beta   | 2        | 1     |
      And 2 calls of "Acme" are up on "Alpha"
      And 1 call of "Acme" is up on "Beta"
      When "Acme" calls "+442079460123"
      Then the call is offered to nobody
      And "Acme" receives 503 Service Unavailable
      And the call record says:
        | end reason | AllGatewayBusy |
        | attempts   | 0              |
