@sim
Feature: A database that is slow
  Inserts, queries, prices and balances all want the database at once. Calls do not: what they need is in memory, and what they leave
  behind is in the journal.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix |
      | Alpha  | 44     |
    And the rate tables:
      | prefix | Sell | period |
      | 44     | 0.60 | 60     |
    And the accounts:
      | account | rate table | balance | limit |
      | Acme    | Sell       | 500     | 0     |
    And SS_CDR_FILE_WRITE_MAX is 10 on switch "A"

  Rule: Calls do not wait for the database

    @SCL-087 @SCL-089
    Scenario Outline: 50 calls a second while the database takes <latency> for each answer
      Given SERVER_BILLING_HOLD_TIME_PRECISION is 0 on switch "A"
      And the database of switch "A" takes <latency> for each answer
      When "Acme" calls 50 numbers a second for 4 seconds, and hangs up when the last of them is answered
      Then at least <waiting> call records of switch "A" wait
      And every post-dial delay of 200 calls is under 0.21 seconds
      And account "Acme" has:
        | money    | <left> |
        | reserved | 0.00   |

      Examples: the calls are the same, what waits is not
        | latency       | waiting | left   |
        | 1 millisecond | 0       | 380.00 |
        | 2 seconds     | 150     | 380.00 |

    @SCL-087
    Scenario: What waited is stored, at the pace of the database
      Given the database of switch "A" takes 2 seconds for each answer
      When "Acme" calls 50 numbers a second for 1 second, and hangs up when the last of them is answered
      Then at least 40 call records of switch "A" wait
      And no call record of switch "A" waits 60 seconds later
      And switch "A" has 50 call records

  Rule: The database is slow before a call is

    @SCL-089
    Scenario: What an operator sees first
      Given the database of switch "A" takes 2 seconds for each answer
      When "Acme" calls 50 numbers a second for 1 second, and hangs up when the last of them is answered
      And 60 seconds pass
      Then the last batch of switch "A" took 2 seconds
      And switch "A" tells that its database is slow, 1 time
      And every post-dial delay of 50 calls is under 0.21 seconds
