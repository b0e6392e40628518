@sim
Feature: GetAvailableTime
  How long could this account talk to that number now? The answer is made by the calculation that admits calls and cuts them, so that
  it holds.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix |
      | Alpha  | 880    |
    And the rate tables:
      | prefix | Sell | period |
      | 880    | 0.60 | 1      |

  Rule: Above zero it is seconds, below zero the number of the end reason

    @BAL-019
    Scenario: Six units at 0.60 a minute
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 6.00    | 0     |
      When an operator asks how long account "Acme" could talk to "+8801700000001"
      Then the answer is 600 seconds, with a balance of "6.00"

    @BAL-019
    Scenario: At the limit
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | -10.00  | 10.00 |
      When an operator asks how long account "Acme" could talk to "+8801700000001"
      Then the answer is -1012 for "Insufficient Balance", with a balance of "-10.00"

    @BAL-004
    Scenario: Without a limit
      Given the accounts:
        | account | rate table | balance  | limit |
        | Acme    | Sell       | -5000.00 | -1    |
      When an operator asks how long account "Acme" could talk to "+8801700000001"
      Then the answer is 2147483647 seconds, with a balance of "-5000.00"

    Scenario Outline: <circumstance>
      Given the accounts:
        | account | rate table | balance | limit | lock   |
        | Acme    | Sell       | 6.00    | 0     | <lock> |
      When an operator asks how long account "<account>" could talk to "<number>"
      Then the answer is <code> for "<reason>"

      Examples: reasons that are not the balance
        | circumstance        | account | lock   | number         | code  | reason          |
        | There is no account | Bravo   |        | +8801700000001 | -1009 | Account missing |
        | It is locked        | Acme    | locked | +8801700000001 | -1010 | Account Locked  |
        | There is no rate    | Acme    |        | +442079460123  | -1008 | Rate Not Found  |

  Rule: What was told holds

    @BAL-020
    Scenario: Five hundred balances, rates, steps and limits at random
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Random     | 0       | 0     |
      When for 500 random balances, rates, steps and limits an operator asks, and "Acme" calls and leaves the call alone
      Then every call that was told no time was refused, and every other was cut after the time that was told
      And of both there were at least 50
