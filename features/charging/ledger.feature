@sim
Feature: The ledger
  Nothing is lost and nothing is made: what accounts have is what was paid in less the fees of the call records, to the last digit. That
  is checked after every scenario of every feature; these are about what is hardest on it.

  Rule: No account ever stands below its limit

    @BAL-014
    Scenario: Two hundred accounts under random calls, rates, payments and failures, a hundred times over
      When 200 accounts see random calls, rates, payments and failures, with the seeds 1 to 100
      Then at no moment was an account below its limit
      And money and fees add up to what was opened and paid
      And calls were admitted, refused and cut

  Rule: Money is exact

    @BAL-024
    Scenario: A million calls of a hundredth of a cent
      When a million calls at "0.0001" are charged to an account with "100.0000"
      Then its money is exactly "0"
      And its next call is refused
      But with a hundredth of a cent more it is admitted

  Rule: It holds through failures, kills and changes of the clock

    @BAL-014 @slow
    Scenario: A random week
      Given "Acme", "Bravo", "Coral" and "Delta" are customers of switch "A"
      And the vendor chain:
        | vendor | does                             | prefix           | priority | account |
        | Alpha  | answers 8801 alone, 503 otherwise | 8801, 8802, 8803 | 1        | Alpha   |
        | Beta   | answers 8802 alone, 486 otherwise | 8801, 8802, 8803 | 2        | Beta    |
      And the rate tables:
        | prefix | Sell | Dear | Buy  | period |
        | 8801   | 0.07 | 0.6  | 0.05 | 6      |
        | 8802   | 0.09 | 1.3  | 0.06 | 60     |
        | 8803   | 0.11 | 0.9  | 0.07 | 1      |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 30.00   | 0     |
        | Bravo   | Sell       | -1.50   | 25.00 |
        | Coral   | Dear       | 90.00   | 0     |
        | Delta   | Dear       | 0       | 70.07 |
        | Alpha   | Buy        | 1.00    | 2.00  |
        | Beta    | Buy        | 0       | -1    |
      When a week of random calls, payments, kills, restarts and changes of the clock goes by
      Then at no moment was an account below its limit
      And calls were answered, refused, cut and lost in a kill
