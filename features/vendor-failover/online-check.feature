@sim
Feature: Options online check
  A vendor that is dead costs every call the INVITE timeout until somebody locks it. OPTIONS finds out once for all calls.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_SIP_OPTIONS_CHECK_PERIOD is 30 on switch "A"

  Rule: A gateway is asked once a period, found away when it does not answer, and back when it does

    Background:
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        | yes           | 8 seconds |
        | Beta   | 2        | yes           | 8 seconds |
        | Gamma  | 3        | no            | 8 seconds |

    @FOV-120
    Scenario: Five minutes without a call
      When 5 minutes pass
      Then "Alpha" is asked with OPTIONS every 30 seconds
      And "Beta" is asked with OPTIONS every 30 seconds
      And "Gamma" is never asked with OPTIONS

    @FOV-121
    Scenario: A dead vendor costs no call any time, and Routing Analysis says why
      Given "Alpha" has been cut off from the network
      And the online check has found "Alpha" to be away
      When "Acme" calls "+442079460123"
      Then the call goes to "Beta" at once
      And Routing Analysis of "+442079460123" for "Acme" leaves "Alpha" out: "it does not answer OPTIONS"

    @FOV-122
    Scenario: One answer brings it back
      Given "Alpha" has been cut off from the network
      And the online check has found "Alpha" to be away
      And "Alpha" has come back to the network
      And the online check has found "Alpha" to be back
      When "Acme" calls "+442079460123"
      Then the call goes to "Alpha" at once

    @FOV-123
    Scenario: Until the next probe a dead vendor still costs its INVITE timeout
      Given "Alpha" has been cut off from the network 1 second after it answered OPTIONS
      When "Acme" calls "+442079460123"
      Then the call goes to "Alpha" at once and to "Beta" 8 seconds later

    @FOV-127
    Scenario: A call that is up stays up when the probe fails
      Given 1 call of "Acme" is up on "Alpha"
      And "Alpha" has been cut off from the network
      When the online check has found "Alpha" to be away
      Then "Alpha" still carries 1 call
      Given "Alpha" has come back to the network

  Rule: Any answer to OPTIONS is a sign of life

    @FOV-122
    Scenario Outline: A vendor that answers OPTIONS with <status> counts as online
      Given the vendor chain:
        | vendor | priority | options check |
        | Alpha  | 1        | yes           |
      And "Alpha" answers OPTIONS with <status>
      When 2 minutes pass
      Then "Alpha" counts as online

      Examples: a refusal too
        | status |
        | 200    |
        | 404    |
        | 405    |
        | 501    |

  Rule: The check saves the calls that would have waited

    @FOV-124
    Scenario: Of 240 calls after the failure, the check lets at most 40 per cent wait
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        | yes           | 8 seconds |
        | Beta   | 2        | yes           | 8 seconds |
      When "Acme" makes 300 calls, one every 1 second, while "Alpha" goes away after 60 seconds
      Then at most 96 of them waited for a dead vendor
      And 300 of them were answered

    @FOV-124
    Scenario: Without the check each call after the failure waits
      Given the vendor chain:
        | vendor | priority | options check | timer B   |
        | Alpha  | 1        | no            | 8 seconds |
        | Beta   | 2        | no            | 8 seconds |
      When "Acme" makes 300 calls, one every 1 second, while "Alpha" goes away after 60 seconds
      Then 240 of them waited for a dead vendor

  Rule: One to three independent backups cut the failures of a prefix by four fifths and more

    @FOV-125
    Scenario: A vendor alone that refuses three calls of ten
      Given the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
      And "Alpha" refuses 3 of 10 calls with 503
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      When "Acme" makes 1000 calls, one every 50 milliseconds
      Then 300 of them got 503
      And 700 of them were answered

    @FOV-125
    Scenario Outline: The same vendor with <backups>
      Given the vendor chain:
        | vendor | priority | customers |
        | Alpha  | 1        |           |
        | Beta   | 2        | <beta>    |
        | Gamma  | 3        | <gamma>   |
        | Delta  | 4        | <delta>   |
      And "Alpha" refuses 3 of 10 calls with 503
      And "Beta" refuses 1 of 5 calls with 503
      And "Gamma" refuses 1 of 5 calls with 503
      And "Delta" refuses 1 of 5 calls with 503
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      When "Acme" makes 1000 calls, one every 50 milliseconds
      Then at most 60 of them got 503
      And <answered> of them were answered

      Examples: each backup refuses one call of five by itself
        | backups        | beta | gamma  | delta  | answered |
        | one backup     | Acme | Nobody | Nobody | 940      |
        | two backups    | Acme | Acme   | Nobody | 988      |
        | three backups  | Acme | Acme   | Acme   | 997      |
