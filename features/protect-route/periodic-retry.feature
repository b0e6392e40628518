@sim
Feature: Trying normal gateways again by the clock
  A vendor that recovers far away tells nobody. Who wants to find out tries again every few seconds of the delay; this is opt-in.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"

  Rule: With a period every normal gateway that may have recovered is tried at each turn of it

    @PRT-066
    Scenario: A vendor's own carrier comes back 25 seconds into the call
      Given normal gateways are tried again every 5 seconds of the protect delay
      And "GW1" leads to switch "B" whose own carrier is out of service, for calls to "44" with priority 1
      And the vendor chain:
        | vendor | priority | does                 | protect |
        | GW2    | 2        | 404 after 12 seconds |         |
        | GW3    | 3        | answers              |         |
        | PR1    | 4        | answers              | yes     |
      And an operator has locked "GW3"
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens                          |
        | 25 seconds | the carrier behind switch "B" is back |
      Then the gateway to switch "B" is offered calls 0, 17, 22 and 27 seconds after the first call
      And "GW2" is offered calls 0 seconds after the first call
      And "Carrier" is offered calls 27 seconds after the first call
      And 60 seconds later "PR1" has received no INVITE
      And "GW3" receives no call

  Rule: Without a period a recovery that the switch cannot see is not found

    @PRT-066 @PRT-052
    Scenario: The same recovery
      Given "GW1" leads to switch "B" whose own carrier is out of service, for calls to "44" with priority 1
      And the vendor chain:
        | vendor | priority | does                 | protect |
        | GW2    | 2        | 404 after 12 seconds |         |
        | PR1    | 4        | answers              | yes     |
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens                          |
        | 25 seconds | the carrier behind switch "B" is back |
      Then the gateway to switch "B" is offered calls 0 seconds after the first call
      And "PR1" is offered calls 42 seconds after the first call
