@sim
Feature: What the online check and backups save
  The guide's two figures, counted from the records of calls through a vendor that dies, and through one that refuses a part of its calls.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_SIP_OPTIONS_CHECK_PERIOD is 30 on switch "A"

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
