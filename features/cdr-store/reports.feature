@sim
Feature: Reports over call records
  Which vendor answers, which one earns, and which prefix loses money: added up from the records of the calls, to the last digit.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | does                       | prefix  | priority | account   |
      | Alpha  | 503 | 880, 44 | 1       | Alpha Ltd |
      | Beta   |                            | 880, 44 | 2        | Beta Ltd  |
    And the rate tables:
      | prefix | Sell  | AlphaCost | BetaCost |
      | 880    | 0.012 | 0.008     | 0.011    |
      | 44     | 0.008 | 0.0075    | 0.0085   |
    And the accounts:
      | account   | rate table |
      | Acme      | Sell       |
      | Alpha Ltd | AlphaCost  |
      | Beta Ltd  | BetaCost   |

  Rule: Each vendor is judged by what it was asked, and earns by what it carried

    Scenario: A vendor that refuses every call, and the next one
      When "Acme" calls "+8801700000001" on "Monday 2026-04-20 12:00" and talks for 59 seconds
      And "Acme" calls "+442079460123" on "Monday 2026-04-20 12:00" and talks for 59 seconds
      Then the report of switch "A" says:
        | vendor | calls | answered | ASR | ACD  | fee  | cost   | profit |
        | Alpha  | 2     | 0        | 0   | none | 0    | 0      | 0      |
        | Beta   | 2     | 2        | 100 | 59   | 0.02 | 0.0195 | 0.0005 |

  Rule: A prefix that is sold below cost shows as a loss

    Scenario: The same calls by prefix and by customer
      When "Acme" calls "+8801700000001" on "Monday 2026-04-20 12:00" and talks for 59 seconds
      And "Acme" calls "+442079460123" on "Monday 2026-04-20 12:00" and talks for 59 seconds
      Then the report of switch "A" says:
        | prefix | calls | fee   | cost   | profit  |
        | 44     | 1     | 0.008 | 0.0085 | -0.0005 |
        | 880    | 1     | 0.012 | 0.011  | 0.001   |
      And the report of switch "A" says:
        | customer | calls | answered | ASR | fee  | cost   | profit |
        | Acme     | 2     | 2        | 100 | 0.02 | 0.0195 | 0.0005 |
