Feature: A crash with calls in progress
  A switch that dies must leave neither free minutes nor money that is locked away for calls which are gone. What it had written down
  of its calls is what it charges when it comes back.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix | account |
      | Alpha  | 880    | VendorA |
    And the rate tables:
      | prefix | Sell | Buy  | period |
      | 880    | 0.60 | 0.30 | 1      |
    And the accounts:
      | account | rate table | balance | limit |
      | Acme    | Sell       | 1.00    | 0     |
      | VendorA | Buy        | 1.00    | 0     |

  Rule: What was talked is charged once, and nothing stays reserved

    Scenario Outline: Killed after <time> of talk
      Given "Acme" is in a call to "+8801700000001"
      And account "Acme" has:
        | money    | 1.00 |
        | reserved | 0.60 |
      And <time> have passed
      When the signalling service of switch "A" is killed and started again, and the parties hang up
      Then the call is charged once, for no more than a second less than <time>
      And the call record says:
        | end reason     | Process ended |
        | ended by       | server        |
        | callee gateway | Alpha         |
      And nothing is reserved of account "Acme"
      And nothing is reserved of account "VendorA"

      @BAL-025 @wire
      Examples: on real processes
        | time      |
        | 4 seconds |

      @sim
      Examples: in virtual time
        | time       |
        | 45 seconds |
        | 95 seconds |

    @sim
    Scenario: Killed again before anything was stored
      Given the database of switch "A" takes 30 seconds for each answer
      And "Acme" is in a call to "+8801700000001"
      And 45 seconds have passed
      When the signalling service of switch "A" is killed and started again
      And the signalling service of switch "A" is killed and started again, and the parties hang up
      Then the call is charged once, for no more than a second less than 45 seconds
      And nothing is reserved of account "Acme"

    @sim
    Scenario: Balances and payments outlive an orderly restart too
      Given "Acme" has talked to "+8801700000001" for 10 seconds
      And "0.50" is paid to account "Acme"
      When the signalling service of switch "A" restarts
      Then account "Acme" has:
        | money    | 1.40 |
        | reserved | 0    |
      And account "VendorA" has:
        | money | 0.95 |
