@sim
Feature: Numbers of a caller pool
  A vendor sees a number of its gateway's pool as the caller, another one for each call, and none more often than it may be used.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: Poll goes round, and starts again behind the last number

    @CLI-001 @CLI-005 @CLI-032 @CLI-036
    Scenario: Six calls on a pool of four
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 4 |
      When "Acme" places 6 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |
        | 8801700000003 |
        | 8801700000004 |
        | 8801700000001 |
        | 8801700000002 |

  Rule: A number carries no more calls at once than its multiplexes

    @CLI-051 @CLI-101
    Scenario: A call more than the pool has room for shows its own caller
      Given the vendor chain:
        | vendor | pool                   |
        | Alpha  | Poll of 3, 1 call each |
      When "Acme" places 4 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |
        | 8801700000003 |
        | 442079460001  |

    @CLI-053
    Scenario: Multiplexes 0 is no limit
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      When "Acme" places 20 calls that stay up
      Then every caller that vendors see is one of 1 numbers of the pool

  Rule: Each gateway has a pool of its own, or none

    @CLI-030 @CLI-060
    Scenario: A vendor that fails leaves its number behind
      Given the vendor chain:
        | vendor | priority | does    | pool                   |
        | Alpha  | 1        | 503     | Poll of 2, 1 call each |
        | Beta   | 2        | answers |                        |
      When "Acme" places 3 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 442079460001  |
        | 8801700000002 |
        | 442079460001  |
        | 8801700000001 |
        | 442079460001  |

    @CLI-001 @CLI-120
    Scenario: A pool that is switched off is not used, whatever numbers it has
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 4 |
      And "Acme" places 2 calls that stay up
      When an operator sets the pool of "Alpha" to "Poll of 4, switched off"
      And "Acme" places 2 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |
        | 442079460001  |
        | 442079460001  |
