@sim
Feature: Overdraft limit
  A call needs money. What an account can spend is its money and, below zero, as much as its overdraft limit lets it.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix  |
      | Alpha  | 880, 44 |
    And the rate tables:
      | prefix | Sell | period |
      | 880    | 0.60 | 1      |
      | 44     | 0.60 | 1      |

  Rule: Available is the money and the limit beside it, and a call must be able to pay its first minute

    @BAL-001
    Scenario: An account of which nothing is said can spend nothing
      Given the accounts:
        | account | rate table | balance |
        | Acme    | Sell       | 0       |
      When "Acme" calls "+8801700000001"
      Then account "Acme" has:
        | money     | 0 |
        | limit     | 0 |
        | available | 0 |
      And "Acme" receives 403 Forbidden
      And the call is offered to nobody

    @BAL-002
    Scenario Outline: Money <money> and limit <limit> are <available> to a call
      Given the accounts:
        | account | rate table | balance | limit   |
        | Acme    | Sell       | <money> | <limit> |
      When "Acme" calls "+8801700000001" and nobody hangs up
      Then the call is up
      And account "Acme" has:
        | money     | <money> |
        | reserved  | 0.60    |
        | available | <left>  |

      Examples: above and below zero
        | money | limit | available | left  |
        | 2.00  | 0     | 2.00      | 1.40  |
        | 2.00  | 10.00 | 12.00     | 11.40 |
        | -9.40 | 10.00 | 0.60      | 0     |

    @BAL-003
    Scenario: At the limit a call is refused before any vendor hears of it
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | -10.00  | 10.00 |
      When "Acme" calls "+8801700000001"
      Then "Acme" receives 403 Forbidden
      And the call is offered to nobody
      And the call record says:
        | end reason | Insufficient Balance |
        | ended by   | server               |
        | hold time  | 0 seconds            |
      And the fee of the call is "0"
      And switch "A" has 1 call record

    @BAL-004
    Scenario Outline: A limit of <limit> is none
      Given the accounts:
        | account | rate table | balance  | limit   |
        | Acme    | Sell       | -5000.00 | <limit> |
      When "Acme" calls 100 numbers at once
      Then 100 calls are up and 403 is the answer to 0 calls
      And account "Acme" has:
        | limit     | unlimited |
        | available | unlimited |

      Examples: as tools in the field write it
        | limit    |
        | -1       |
        | Infinity |

    @BAL-005
    Scenario: Another limit below zero is refused, with the rule and what is meant by it
      When a configuration says that an account has a limit of "-1000"
      Then it is refused since "a limit is 0 or more, or -1 for unlimited; a floor of -1000 is a limit of 1000"
