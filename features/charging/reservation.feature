@sim
Feature: Reservation
  Calls that come at once must not spend one balance twice: each sets money aside in the step in which it is admitted, for the
  advance time, and gives back what it does not use.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix  | priority | stop codes |
      | Alpha  | 880, 44 | 1        | 486        |
      | Beta   | 880, 44 | 2        | 486        |
    And the rate tables:
      | prefix | Sell | period |
      | 880    | 0.60 | 1      |
      | 44     | 0.60 | 1      |

  Rule: A call is admitted when the advance time can be paid

    @BAL-006
    Scenario Outline: With <balance> and an advance time of <minutes> the call is <verdict>
      Given SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME is <minutes> on switch "A"
      And the accounts:
        | account | rate table | balance   | limit |
        | Acme    | Sell       | <balance> | 0     |
      When "Acme" calls "+8801700000001"
      Then <up> calls are up and 403 is the answer to <refused> calls

      Examples: a cent decides
        | balance | minutes | verdict  | up | refused |
        | 0.59    | 1       | refused  | 0  | 1       |
        | 0.60    | 1       | admitted | 1  | 0       |
        | 8.99    | 15      | refused  | 0  | 1       |
        | 9.00    | 15      | admitted | 1  | 0       |

    @BAL-006
    Scenario Outline: An advance time of <minutes> is <verdict>
      When an operator saves SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME as <minutes> on switch "A"
      Then SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME on switch "A" is saved as <saved>

      Examples: from 1 to 15
        | minutes | verdict | saved |
        | 15      | saved   | 15    |
        | 0       | refused | 1     |
        | 16      | refused | 1     |

  Rule: What a call has reserved is no other call's

    @BAL-007
    Scenario: The second call finds what the first has left
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      And "Acme" is in a call to "+8801700000001"
      When 5 seconds pass
      And "Acme" calls "+8801700000002"
      Then "Acme" receives 403 Forbidden
      And account "Acme" has:
        | money     | 1.00 |
        | reserved  | 0.60 |
        | available | 0.40 |
      And the call record says:
        | end reason | Insufficient Balance |

    @BAL-008
    Scenario: Fifty calls in one moment, sixteen of which can be paid
      Given the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 10.00   | 0     |
      When "Acme" calls 50 numbers at once
      Then 16 calls are up and 403 is the answer to 34 calls
      And account "Acme" has:
        | reserved  | 9.60 |
        | available | 0.40 |
        | calls     | 16   |

  Rule: What was reserved for a call that is not answered goes back with its last response

    @BAL-009
    Scenario: The vendor is busy
      Given "Alpha" refuses every call with 486 Busy Here
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      When "Acme" calls "+8801700000001"
      Then "Acme" receives 486 Busy Here
      And "1.00" is available to account "Acme"
      And nothing is reserved of account "Acme"

    @BAL-009
    Scenario: The caller gives up while it rings
      Given "Alpha" rings for ever
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      And "Acme" has a ringing call to "+8801700000001"
      And "0.40" is available to account "Acme"
      When "Acme" hangs up
      Then "1.00" is available to account "Acme"
      And nothing is reserved of account "Acme"

    @BAL-009
    Scenario: All vendors fail, one after another, with one reservation
      Given "Alpha" refuses every call with 503 Service Unavailable
      And "Beta" refuses every call with 500 Server Internal Error
      And the accounts:
        | account | rate table | balance | limit |
        | Acme    | Sell       | 1.00    | 0     |
      When "Acme" calls "+8801700000001"
      Then the call is offered to "Alpha" and "Beta", and to nobody else
      And "1.00" is available to account "Acme"
      And nothing is reserved of account "Acme"
