@sim
Feature: Cut at the limit
  While a call is up its next stretch of the advance time is reserved as the last one ends. When no further billing step can be paid
  the switch ends the call, so that no account goes below its limit.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix   |
      | Alpha  | 880, 881 |

  Rule: A call may use all the money

    @BAL-010
    Scenario: One unit at 0.60 a minute is a hundred seconds
      Given the rate tables:
        | prefix | Sell | period |
        | 880    | 0.60 | 1      |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      When "Acme" calls "+8801700000001" and waits for the end
      Then the switch ends the call to "+8801700000001" after 100 seconds for "Insufficient Balance", at a fee of "1.00"
      And "Acme" and "Alpha" are each sent one BYE
      And account "Acme" has:
        | money    | 0 |
        | reserved | 0 |

    @BAL-013
    Scenario: A step that cannot be paid is not begun
      Given the rate tables:
        | prefix | Sell | period |
        | 880    | 0.60 | 60     |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      When "Acme" calls "+8801700000001" and waits for the end
      Then the switch ends the call to "+8801700000001" after 60 seconds for "Insufficient Balance", at a fee of "0.60"
      And account "Acme" has:
        | money | 0.40 |

    Scenario: The overdraft limit is used as money is
      Given the rate tables:
        | prefix | Sell | period |
        | 880    | 0.60 | 1      |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0.50  |
      When "Acme" calls "+8801700000001" and waits for the end
      Then the switch ends the call to "+8801700000001" after 150 seconds for "Insufficient Balance", at a fee of "1.50"
      And account "Acme" has:
        | money | -0.50 |

    Scenario: A caller who hangs up in time pays what was talked
      Given the rate tables:
        | prefix | Sell | period |
        | 880    | 0.60 | 1      |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      When "Acme" calls "+8801700000001" and hangs up 70 seconds after the answer
      Then the fee of the call is "0.70"
      And account "Acme" has:
        | money    | 0.30 |
        | reserved | 0    |

  Rule: The other reading of the parameter ends calls the advance time before the money

    @BAL-011
    Scenario: A hundred seconds of money less sixty
      Given switch "A" ends calls the advance time early
      And the rate tables:
        | prefix | Sell | period |
        | 880    | 0.60 | 1      |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      When "Acme" calls "+8801700000001" and waits for the end
      Then the switch ends the call to "+8801700000001" after 40 seconds for "Insufficient Balance", at a fee of "0.40"
      And account "Acme" has:
        | money | 0.60 |

  Rule: Calls of one account last equally long

    @BAL-012
    Scenario: Two calls share one balance
      Given the rate tables:
        | prefix | Sell | period |
        | 880    | 0.60 | 1      |
        | 881    | 1.20 | 1      |
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 2.00    | 0     |
      When "Acme" calls "+8801700000001" and "+8811700000001" in the same moment, and nobody hangs up for 2 minutes
      Then the switch ends the call to "+8801700000001" after 66 seconds for "Insufficient Balance", at a fee of "0.66"
      And the switch ends the call to "+8811700000001" after 66 seconds for "Insufficient Balance", at a fee of "1.32"
      And account "Acme" has:
        | money    | 0.02 |
        | reserved | 0    |
