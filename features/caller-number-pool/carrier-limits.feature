@sim
Feature: Carriers that limit calls by caller number
  Carriers throttle a number that makes too many calls a day, and block one that keeps doing so. A pool spreads the calls. What the carrier
  here answers is ours: the guide says "silently reject".

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_MEDIAPROXYMODE is 0 on switch "A"

  Rule: A number over the carrier's limit is refused for the rest of the day

    @CLI-015
    Scenario Outline: 1200 calls by one number, of which the carrier takes 1000 and answers <status> to the rest
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And "Alpha" ends each call after 1 second
      And "Alpha" takes 1000 calls a day of one caller, and answers <status> to more
      When "Acme" makes 1200 calls over a day
      Then the first 1000 of them were answered, and no other

      Examples: the ways in which carriers say no
        | status |
        | 403    |
        | 603    |
        | 608    |

    @CLI-016
    Scenario: A number that went over its limit once is blocked on the next day too
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And "Alpha" ends each call after 1 second
      And "Alpha" blocks a caller for good that makes more than 100 calls on a day
      When "Acme" makes 150 calls over a day
      Then the first 100 of them were answered, and no other
      When "Acme" makes 50 calls over a day
      Then 0 calls of that day were answered

  Rule: A pool keeps every number under the limit

    @CLI-017 @CLI-018 @CLI-019 @CLI-021 @CLI-037
    Scenario: 10000 calls a day on 50 numbers, at most 500 for each
      Given the vendor chain:
        | vendor | pool       |
        | Alpha  | Poll of 50 |
      And "Alpha" ends each call after 1 second
      And "Alpha" blocks a caller for good that makes more than 500 calls on a day
      When "Acme" makes 10000 calls within an hour
      Then 10000 calls of that day were answered
      And each of 50 numbers stood for 200 of them

    @CLI-019 @CLI-021
    Scenario: The same carrier and one number: the limit is reached, and the number is blocked
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And "Alpha" ends each call after 1 second
      And "Alpha" blocks a caller for good that makes more than 500 calls on a day
      When "Acme" makes 2000 calls within an hour
      Then the first 500 of them were answered, and no other
      And each of 1 numbers stood for 2000 of them

    @CLI-022
    Scenario: On one number the answer-seizure ratio falls through the day
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And "Alpha" ends each call after 1 second
      And "Alpha" takes 700 calls a day of one caller, and answers 403 to more
      When "Acme" makes 2400 calls over a day
      Then the answer-seizure ratio is 100 per cent for 7 hours, and 0 after them

  Rule: A soft throttle leaves an ASR of 30 to 40 per cent where a pool has 50 to 60

    # Vendor figures: a hard cap of 1,000 on 10,000 calls would leave 10 per cent at most.
    @CLI-020
    Scenario Outline: A day on <numbers>
      Given the vendor chain:
        | vendor | pool   |
        | Alpha  | <pool> |
      And "Alpha" ends each call after 1 second
      And "Alpha" answers 11 of 20 calls, and 7 of 20 of a caller over 100 calls a day
      When "Acme" makes 2000 calls over a day
      Then between <least> and <most> per cent of them were answered

      Examples:
        | numbers    | pool       | least | most |
        | one number | Poll of 1  | 30    | 40   |
        | a pool     | Poll of 50 | 50    | 60   |

  Rule: Random is even in the long run alone

    @CLI-035
    Scenario: Twenty calls on five numbers are less even than a thousand on twenty
      Given the vendor chain:
        | vendor | prefix | pool         |
        | Few    | 44     | Random of 5  |
        | Many   | 33     | Random of 20 |
      And "Few" ends each call after 1 second
      And "Many" ends each call after 1 second
      When "Acme" makes 20 calls to "44" and 1000 calls to "33" over a day
      Then the busiest number of "Few" is further above its share than that of "Many"
