@sim
Feature: Reasons that are not the balance
  A customer who is told that the money is gone goes and pays. So a call that fails for another reason must say that one.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix  |
      | Alpha  | 880, 44 |
    And the rate tables:
      | prefix | Sell | Locals | period |
      | 880    | 0.60 |        | 1      |
      | 44     |      | 0.60   | 1      |

  Rule: Each reason has a name of its own

    @BAL-023
    Scenario Outline: <circumstance>
      Given the accounts:
        | account | rate table | balance   | limit | lock   | valid until   |
        | Acme    | <table>    | <balance> | 0     | <lock> | <valid until> |
      And the numbers that "Acme" may call begin with "<may call>"
      When "Acme" calls "+8801700000001"
      Then "Acme" receives <status>
      And the call record says:
        | end reason | <reason>  |
        | ended by   | server    |
        | hold time  | 0 seconds |
      And the call is offered to nobody

      Examples: with money enough
        | circumstance            | balance | table  | lock   | valid until      | may call | status                  | reason          |
        | The account has expired | 100.00  | Sell   |        | 2020-01-01T00:00 | 880      | 403 Forbidden           | Account expired |
        | The account is locked   | 100.00  | Sell   | locked |                  | 880      | 403 Forbidden           | Account Locked  |
        | There is no rate        | 100.00  | Locals |        |                  | 880      | 503 Service Unavailable | Rate Not Found  |
        | The number is barred    | 100.00  | Sell   |        |                  | 44       | 403 Forbidden           | No permission   |

      Examples: of several the first of this order: locked, expired, permission, rate, balance
        | circumstance          | balance | table  | lock   | valid until      | may call | status                  | reason               |
        | Everything is wrong   | 0       | Locals | locked | 2020-01-01T00:00 | 44       | 403 Forbidden           | Account Locked       |
        | All but the lock      | 0       | Locals |        | 2020-01-01T00:00 | 44       | 403 Forbidden           | Account expired      |
        | The number, the rate  | 0       | Locals |        |                  | 44       | 403 Forbidden           | No permission        |
        | The rate, the balance | 0       | Locals |        |                  | 880      | 503 Service Unavailable | Rate Not Found       |
        | The balance alone     | 0       | Sell   |        |                  | 880      | 403 Forbidden           | Insufficient Balance |

  Rule: A vendor whose account does not pay is passed over, the call is not

    Background:
      Given the vendor chain:
        | vendor | prefix | priority | account |
        | GWA    | 881    | 1        | VendorA |
        | GWB    | 881    | 2        |         |
        | GWC    | 882    | 1        | VendorA |
      And the rate tables:
        | prefix | Buy  | Trunk | period |
        | 881    | 0.30 | 0.60  | 1      |
        | 882    | 0.30 | 0.60  | 1      |

    @BAL-021
    Scenario: The next vendor takes the call
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Trunk      | 10.00   | 0     |
        | VendorA | Buy        | -5.00   | 5.00  |
      When "Acme" calls "+8811700000001" and hangs up 10 seconds after the answer
      Then the call is offered to "GWB", and to nobody else
      And account "VendorA" has:
        | money    | -5.00 |
        | reserved | 0     |

    @BAL-021
    Scenario: With that vendor alone the call fails for the vendor's money
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Trunk      | 10.00   | 0     |
        | VendorA | Buy        | -5.00   | 5.00  |
      When "Acme" calls "+8821700000001"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to nobody
      And the call record says:
        | end reason | Insufficient balance of the vendor |
        | ended by   | server                             |
      And "10.00" is available to account "Acme"

    Scenario: A vendor's account is charged what the vendor is paid, and is never overdrawn either
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Trunk      | 10.00   | 0     |
        | VendorA | Buy        | 0.50    | 0     |
      When "Acme" calls "+8821700000001" and waits for the end
      Then the switch ends the call to "+8821700000001" after 100 seconds for "Insufficient balance of the vendor", at a fee of "1.00"
      And account "VendorA" has:
        | money    | 0 |
        | reserved | 0 |
