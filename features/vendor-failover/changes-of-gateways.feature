@sim
Feature: Changes while the switch runs
  Whoever tests failover locks gateways and changes lines under traffic. What an operator changes counts from the next call on, and is still
  there when the service has been started again.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A lock counts from the next call on, for calls and for Routing Analysis

    Scenario: Locked, unlocked and locked again between three calls
      Given the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
        | Beta   | 2        |
      And an operator has locked "Alpha"
      And "Acme" has called "+442079460121", offered to "Beta" alone
      And an operator has unlocked "Alpha"
      And "Acme" has called "+442079460122", offered to "Alpha" alone
      When an operator has locked "Alpha"
      Then Routing Analysis of "+442079460123" for "Acme" shows the chain:
        | gateway | role   | left out |
        | Beta    | normal |          |
        | Alpha   | normal | locked   |

  Rule: A change outlives a restart of the signalling service

    @wire
    Scenario: A lock, and a line limit that was lowered
      Given the vendor chain:
        | vendor | priority | lines |
        | Alpha  | 1        |       |
        | Beta   | 2        | 30    |
        | Gamma  | 3        |       |
      And an operator has locked "Alpha"
      And an operator has set the lines of "Beta" to 1
      When the signalling service of switch "A" restarts
      And "Acme" is in a call to "+442079460122"
      And "Acme" calls "+442079460123"
      Then "Alpha" receives no call
      And the call is offered to "Gamma", and to nobody else

    Scenario: A line limit that was taken away, and a lock that was
      Given the vendor chain:
        | vendor | priority | lines |
        | Alpha  | 1        | 1     |
        | Beta   | 2        |       |
      And an operator has locked "Alpha"
      And an operator has unlocked "Alpha"
      And an operator has taken the line limit of "Alpha" away
      When the signalling service of switch "A" restarts
      And "Acme" is in a call to "+442079460122"
      And "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else

    Scenario: A protect box that was ticked, and a priority
      Given the vendor chain:
        | vendor | priority | does |
        | Alpha  | 1        | 503  |
        | Beta   | 2        | 503  |
        | Gamma  | 3        | 503  |
      And SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And an operator has ticked the protect box of "Alpha"
      When an operator sets the priority of "Gamma" to "1"
      And the signalling service of switch "A" restarts
      And "Acme" calls "+442079460123"
      Then the call is offered to "Gamma", "Beta" and "Alpha", and to nobody else

    Scenario: What was refused is as it was, before and after
      Given the vendor chain:
        | vendor | priority | lines |
        | Alpha  | 1        | 1     |
        | Beta   | 2        |       |
      When an operator tries to set the lines of "Alpha" to 0
      Then the change is refused since "lineLimit: 0 is not allowed"
      When the signalling service of switch "A" restarts
      And "Acme" is in a call to "+442079460122"
      And "Acme" calls "+442079460123"
      Then the call is offered to "Beta", and to nobody else

  Rule: A new SS_SIP_OPTIONS_CHECK_PERIOD counts at once

    @FOV-120
    Scenario Outline: From 30 seconds to <period>
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
      And SS_SIP_OPTIONS_CHECK_PERIOD is 30 on switch "A"
      And the lab is running
      And 100 seconds have passed
      When an operator saves SS_SIP_OPTIONS_CHECK_PERIOD as <period> on switch "A"
      And 200 seconds pass
      Then in the last 195 seconds "Alpha" was asked with OPTIONS <often>

      Examples: shorter, longer, and off
        | period | often                  |
        | 5      | every 5 seconds        |
        | 60     | every 60 seconds       |
        | 0      | not once               |

    @FOV-120
    Scenario: From off to 10 seconds
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
      And SS_SIP_OPTIONS_CHECK_PERIOD is 0 on switch "A"
      And the lab is running
      And 100 seconds have passed
      When an operator saves SS_SIP_OPTIONS_CHECK_PERIOD as 10 on switch "A"
      And 100 seconds pass
      Then "Alpha" is asked with OPTIONS every 10 seconds
