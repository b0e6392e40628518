@sim
Feature: What the guide says of pools
  The doctor answers with the guide's own comparisons, and where the manual explains a setting.

  Rule: Where the setting stands

    @CLI-007
    Scenario: The box of the pool
      When the doctor is asked where the manual explains "Enable Caller Number Pool"
      Then it says section "2.5.1.1" and page "50"
      And it says the menu path "Operation Management > Gateway Operation > Routing Gateway > Additional Settings > Others"

  Rule: Rotation modes, multiplexes, transform and pool

    Scenario Outline: <about>
      When the doctor is asked what the guide says of <about>
      Then it says of a pool:
        | <first> | <second> | <third> | <fourth> |

      @CLI-040
      Examples: rotation modes
        | about              | first              | second                      | third                | fourth                     |
        | the rotation Random | statistically even | low (no pattern)            | good (statistical)   | most outbound call centres |
        | the rotation Poll   | perfectly even     | medium (sequential pattern) | excellent (exact)    | strict volume control      |

      @CLI-084
      Examples: two ways to change the caller number
        | about                | first                                 | second             | third                                  | fourth                        |
        | the number transform | adds or removes prefixes              | rules of a gateway | before the pool                        | modified original number      |
        | the number pool      | replaces the caller number entirely   | list of a gateway  | after the transform, overriding it     | a completely different number |

      @CLI-062
      Examples: values of Multiplexes
        | about      | first                             | second                                | third                      | fourth                                    |
        | Multiplexes | 0: carriers without concurrency limit | 1: strict per-number concurrency control | 5: balanced load distribution | 10: higher volume with moderate control |

  Rule: A prefix that the carrier needs stands in the pool

    @CLI-082
    Scenario: A number of the pool is sent as it is stored, though the transform fits it too
      Given "Acme" is a customer of switch "A"
      And the vendor chain:
        | vendor | caller transform | pool      |
        | Alpha  | 44 as 88044      | Poll of 1 |
      When an operator sets the numbers of the pool of "Alpha" to "442079460555"
      And "Acme" places 1 calls that stay up
      Then the callers that vendors see are:
        | 442079460555 |

    @CLI-082
    Scenario: The doctor advises to store the prefix in the pool
      When the doctor examines the guide's design with A has { callerTransforms: [{ match: "17", replace: "88017" }], callerPool: { enabled: true, numbers: ["1700000001"] } }
      Then it reports the warning POOL_PREFIX_NOT_STORED about "A":
        | finding | 1700000001 is sent as it is       |
        | cost    | numbers without the prefix        |
        | mend    | store 8801700000001 in the pool   |
      But it reports no POOL_PREFIX_NOT_STORED for the guide's design with A has { callerTransforms: [{ match: "17", replace: "88017" }], callerPool: { enabled: true, numbers: ["8801700000001"] } }
