@sim
Feature: Setting up a protect route
  Two settings make one: the box "Protect route" of a routing gateway, and SS_TRY_PROTECT_ROUTE_DELAY for the whole switch.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The delay is a whole number of seconds from 0 to 180

    @PRT-001
    Scenario: Range, unit and default
      Given the lab is running
      Then SS_TRY_PROTECT_ROUTE_DELAY takes 0 to 180 seconds
      And SS_TRY_PROTECT_ROUTE_DELAY on switch "A" is 0 by default

    @PRT-001
    Scenario Outline: <value> seconds are accepted and hold at once
      When an operator saves SS_TRY_PROTECT_ROUTE_DELAY as <value> on switch "A"
      Then SS_TRY_PROTECT_ROUTE_DELAY on switch "A" is saved as <value> and runs as <value>

      Examples: the bounds and two of the guide's rows
        | value |
        | 0     |
        | 5     |
        | 30    |
        | 180   |

    @PRT-002
    Scenario Outline: <value> is refused and the old value stays
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      When an operator saves SS_TRY_PROTECT_ROUTE_DELAY as <value> on switch "A"
      Then the change is refused since "from 0 to 180"
      And SS_TRY_PROTECT_ROUTE_DELAY on switch "A" is saved as 30 and runs as 30

      Examples: outside the range, not whole, empty
        | value |
        | "-1"  |
        | "181" |
        | "2.5" |
        | ""    |

  Rule: A routing gateway is no protect route until its box is ticked

    @PRT-003
    Scenario: A fresh gateway
      Given the vendor chain:
        | vendor | priority |
        | GW1    | 1        |
      And the lab is running
      Then the protect box of "GW1" is clear

    @PRT-003
    Scenario: The box is ticked
      Given the vendor chain:
        | vendor | priority |
        | GW1    | 1        |
        | PR1    | 2        |
      When an operator ticks the protect box of "PR1"
      Then the protect box of "PR1" is ticked
      And the protect box of "GW1" is clear

  Rule: The box takes effect with the next call

    @PRT-004
    Scenario: The vendor in first place becomes a protect route under traffic
      Given the vendor chain:
        | vendor | priority |
        | PR1    | 1        |
        | GW1    | 2        |
      And 1 call of "Acme" is up on "PR1"
      And an operator has ticked the protect box of "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", and to nobody else
      And all 2 calls are up

    @PRT-004
    Scenario: A call that is being set up keeps its order
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                |
        | GW1    | 1        | 503 after 3 seconds |
        | GW2    | 2        | answers             |
      When "Acme" calls "+442079460123" and meanwhile:
        | after    | what happens                        |
        | 1 second | the protect box of "GW2" is ticked |
      Then the call is offered to:
        | vendor | after     |
        | GW1    | 0 seconds |
        | GW2    | 3 seconds |

    @PRT-005
    Scenario: The box is cleared
      Given the vendor chain:
        | vendor | priority | protect |
        | PR1    | 1        | yes     |
        | GW1    | 2        |         |
      And an operator has cleared the protect box of "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to "PR1", and to nobody else

  Rule: Both settings are named by their place in the client

    @PRT-007
    Scenario: Where the delay is set
      When the place of SS_TRY_PROTECT_ROUTE_DELAY is asked for
      Then it is the group "System Parameter", manual section "4.3.5.2", and the path "Operation Management > Softswitch Management > Additional Settings > System Parameter"

    @PRT-007
    Scenario: Where the box is
      When the configuration's schema is asked about the gateway setting "protect"
      Then it names the box "Protect route" in "Routing Gateway > Additional Settings > Others (manual 2.5.1.1, page 50)"
