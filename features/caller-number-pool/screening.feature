@sim
Feature: Rules on callers, and the pool
  A pool number is what a vendor sees. Who may call, and through whom, is decided by the number that the customer showed.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A blacklist and a caller-prefix rule of a customer are asked of the customer's own caller

    @CLI-085
    Scenario Outline: <caller>, where <rule>
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And <rule>
      When "Acme" calls "+442079460123" with the caller <caller>
      Then "Acme" receives 403 Forbidden
      And the call is offered to nobody
      And every call record says "<end reason>"

      Examples: refused for the caller's own number
        | rule                                                 | caller       | end reason    |
        | the callers 44207946 of "Acme" are on the blacklist  | 442079460001 | Blacklisted   |
        | the callers of "Acme" begin with 44207946            | 447700900001 | No permission |
        | the callers of "Acme" begin with 88017               | 442079460001 | No permission |

    @CLI-085
    Scenario Outline: <caller> may call, where <rule>
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And <rule>
      When "Acme" calls "+442079460123" with the caller <caller>
      Then the callers that vendors see are:
        | 8801700000001 |

      Examples: whatever the number of the pool is
        | rule                                                 | caller       |
        | the callers 88017 of "Acme" are on the blacklist     | 442079460001 |
        | the callers 44207946 of "Acme" are on the blacklist  | 447700900001 |
        | the callers of "Acme" begin with 44207946            | 442079460001 |

  Rule: A vendor that is kept for some callers is chosen by the customer's own caller

    @CLI-085
    Scenario Outline: The caller <caller>
      Given the vendor chain:
        | vendor | priority | callers  | pool      |
        | Alpha  | 1        | 44207946 | Poll of 1 |
        | Beta   | 2        |          | Poll of 1 |
      When "Acme" calls "+442079460123" with the caller <caller>
      Then the call is offered to <vendor>, and to nobody else
      And the callers that vendors see are:
        | 8801700000001 |

      Examples: by its prefix
        | caller       | vendor  |
        | 442079460001 | "Alpha" |
        | 447700900001 | "Beta"  |
