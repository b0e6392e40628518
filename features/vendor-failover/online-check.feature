@sim
Feature: Options online check
  A vendor that is dead costs every call its INVITE timeout until somebody locks it. OPTIONS finds out once for all calls.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_SIP_OPTIONS_CHECK_PERIOD is 30 on switch "A"

  Rule: Each checked gateway is asked once a period, and no other

    @FOV-120
    Scenario: Five minutes without a call
      Given the vendor chain:
        | vendor | priority | options check | protect |
        | Alpha  | 1        | yes           |         |
        | Beta   | 2        |               |         |
        | Gamma  | 3        | yes           | yes     |
      And the lab is running
      When 300 seconds pass
      Then "Alpha" is asked with OPTIONS every 30 seconds
      And "Gamma" is asked with OPTIONS every 30 seconds
      And "Beta" is never asked with OPTIONS

    @FOV-120
    Scenario: A period of 0 switches the check off
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
      And SS_SIP_OPTIONS_CHECK_PERIOD is 0 on switch "A"
      And the lab is running
      When 300 seconds pass
      Then "Alpha" is never asked with OPTIONS

  Rule: One probe without an answer takes a gateway out, and then it costs no call any time

    @FOV-121
    Scenario: The first vendor is dead
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        | yes           | 8 seconds |
        | Beta   | 2        | yes           | 8 seconds |
      And "Alpha" cannot be reached
      And the online check has found "Alpha" to be away
      When "Acme" calls "+442079460123" and waits for the answer
      Then the call is offered to:
        | vendor | after     |
        | Beta   | 0 seconds |
      And Routing Analysis of "+442079460123" for "Acme" shows the chain:
        | gateway | role   | left out |
        | Beta    | normal |          |
        | Alpha   | normal | offline  |

    @wire @FOV-121
    Scenario: The first vendor says nothing to OPTIONS
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
        | Beta   | 2        | yes           |
      And SS_SIP_OPTIONS_CHECK_PERIOD is 2 on switch "A"
      And "Alpha" keeps silent on OPTIONS
      And the online check has found "Alpha" to be away
      When "Acme" calls "+442079460123"
      Then the call is offered to "Beta", and to nobody else

    @FOV-121
    Scenario Outline: Any answer proves that somebody is there: <response>
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
        | Beta   | 2        | yes           |
      And "Alpha" answers OPTIONS with <response>
      And the lab is running
      And 150 seconds have passed
      When "Acme" calls "+442079460123"
      Then "Alpha" is asked with OPTIONS every 30 seconds
      And "Alpha" is shown as online
      And the call is offered to "Alpha", and to nobody else

      Examples: refusals
        | response                |
        | 404 Not Found           |
        | 405 Method Not Allowed  |
        | 501 Not Implemented     |
        | 503 Service Unavailable |

    @FOV-121
    Scenario: A gateway without the check is never taken out
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        |               | 8 seconds |
        | Beta   | 2        | yes           | 8 seconds |
      And "Alpha" cannot be reached
      And 100 seconds have passed
      When "Acme" calls "+442079460123" and waits for the answer
      Then the call is offered to:
        | vendor | after     |
        | Alpha  | 0 seconds |
        | Beta   | 8 seconds |

  Rule: One probe with an answer brings it back

    @FOV-122
    Scenario: The first vendor lives again, fails again and is back again
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        | yes           | 8 seconds |
        | Beta   | 2        | yes           | 8 seconds |
      And "Alpha" cannot be reached
      And the online check has found "Alpha" to be away
      And "Alpha" is back on the network
      And the online check has found "Alpha" to be back
      And "Alpha" cannot be reached
      And the online check has found "Alpha" to be away
      And "Acme" has called "+442079460122", offered to "Beta" alone
      And "Alpha" is back on the network
      And the online check has found "Alpha" to be back
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else

  Rule: Until the next probe a dead gateway still costs its INVITE timeout

    @FOV-123
    Scenario: The vendor died a second after its last answer
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        | yes           | 8 seconds |
        | Beta   | 2        | yes           | 8 seconds |
      And "Alpha" cannot be reached from 1 second after an answer to OPTIONS on
      When "Acme" calls "+442079460123" and waits for the answer
      Then the call is offered to:
        | vendor | after     |
        | Alpha  | 0 seconds |
        | Beta   | 8 seconds |

  Rule: Calls that are up stay up

    @FOV-127
    Scenario: Ten calls when the probe fails
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
        | Beta   | 2        | yes           |
      And 10 calls of "Acme" are answered and both sides speak
      And "Alpha" cannot be reached
      When the online check finds "Alpha" to be away
      Then all 10 calls are up
      And Routing Analysis of "+442079460123" for "Acme" lists "Beta"
      And the calls end well once "Alpha" is back on the network
