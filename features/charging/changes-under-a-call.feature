@sim
Feature: Changes under a call
  Payments, limits and locks change while calls are up. What a call has been granted stays; what it gets next is decided by how the account
  stands then.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix |
      | Alpha  | 880    |
    And the rate tables:
      | prefix | Sell | period |
      | 880    | 0.60 | 1      |

  Rule: Money that comes in time keeps a call up

    @BAL-015
    Scenario: Five units more at half time
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      And "Acme" is in a call to "+8801700000001"
      And 50 seconds have passed
      When "5.00" is paid to account "Acme"
      Then account "Acme" has:
        | money    | 6.00 |
        | reserved | 0.60 |
      And the call is cut 600 seconds after its answer

    @BAL-015
    Scenario: A limit that is raised does the same
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      And "Acme" is in a call to "+8801700000001"
      And 50 seconds have passed
      When an operator sets the limit of account "Acme" to "1.00"
      Then the call is cut 200 seconds after its answer
      And account "Acme" has:
        | money | -1.00 |

  Rule: What was granted is not taken back

    @BAL-016
    Scenario: A limit that is lowered ends a call where its reservation ends, and new calls at once
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | -2.00   | 10.00 |
      And "Acme" is in a call to "+8801700000001"
      And 30 seconds have passed
      When an operator sets the limit of account "Acme" to "0"
      And "Acme" calls "+8801700000002"
      Then "Acme" receives 403 Forbidden
      And the call to "+8801700000001" is cut 60 seconds after its answer

    @BAL-016
    Scenario: A lock refuses new calls and cuts none
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 10.00   | 0     |
      And "Acme" is in a call to "+8801700000001"
      And 30 seconds have passed
      When an operator locks account "Acme"
      And "Acme" calls "+8801700000002"
      Then "Acme" receives 403 Forbidden
      And the call record says:
        | end reason | Account Locked |
      And the call to "+8801700000001" is cut 1000 seconds after its answer

  Rule: Operators hear of low balances, and of what changed them beside calls

    @BAL-022
    Scenario: A call takes the balance below the floor, and a payment lifts it
      Given the accounts:
        | account | rate table | balance | limit | alarm below |
        | Acme    | Sell       | 5.10    | 0     | 5.00        |
      And "Acme" has talked to "+8801700000001" for 20 seconds
      And there is an alarm of type 20007 that "Acme has 4.9, which is below 5"
      And no change of money was told
      When "10.00" is paid to account "Acme"
      And a rent of "1.00" is taken from account "Acme"
      Then there is no alarm about balances
      And 2 changes of money were told
      And account "Acme" has:
        | money | 13.90 |
