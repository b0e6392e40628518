@sim
Feature: The settings of a pool
  A list of numbers that no carrier would accept, or that would break the rotation, is refused before it is used. What is allowed and
  still unwise the doctor reports.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The list keeps its order, and holds numbers alone, each once

    @CLI-003
    Scenario: Numbers are used in the order in which they were entered
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      When an operator sets the numbers of the pool of "Alpha" to "8801700000009, 8801700000002, 8801700000005"
      And "Acme" places 4 calls that stay up
      Then the callers that vendors see are:
        | 8801700000009 |
        | 8801700000002 |
        | 8801700000005 |
        | 8801700000009 |

    Scenario Outline: "<numbers>" is refused, and the old list stays in use
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      When an operator sets the numbers of the pool of "Alpha" to "<numbers>"
      Then the change is refused since "<rule>"
      When "Acme" places 1 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |

      @CLI-008
      Examples: no valid phone numbers
        | numbers          | rule                                                     |
        | abc              | a valid phone number has 3 to 15 digits                  |
        | 8801700000001,   | a valid phone number has 3 to 15 digits                  |
        | 12               | a valid phone number has 3 to 15 digits                  |
        | 8801700000001234 | a valid phone number has 3 to 15 digits                  |
        | 880-1700-000001  | a valid phone number has 3 to 15 digits                  |

      @CLI-003 @CLI-010
      Examples: a number twice
        | numbers                                     | rule                          |
        | 8801700000001, 8801700000002, 8801700000001 | a number stands in a pool once |

    @CLI-009
    Scenario: An enabled pool without numbers shows the caller
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And "Acme" places 1 calls that stay up
      When an operator sets the pool of "Alpha" to "Poll of 0"
      And "Acme" places 1 calls that stay up
      Then all 2 calls are up
      And the callers that vendors see are:
        | 8801700000001 |
        | 442079460001  |

  Rule: Poll is exactly even

    @CLI-037
    Scenario: Every number of fifty has four of two hundred calls
      Given the vendor chain:
        | vendor | pool       |
        | Alpha  | Poll of 50 |
      When "Acme" places 200 calls at the same moment
      Then each of 50 numbers of the pool carries 4 calls

  Rule: Random is even over many calls alone

    @CLI-035
    Scenario: Twenty calls on five numbers, time and again, and a thousand on twenty
      Given the vendor chain:
        | vendor | does | pool        |
        | Alpha  | 486  | Random of 5 |
      When "Acme" calls 400 numbers at once
      And an operator sets the pool of "Alpha" to "Random of 20"
      And "Acme" calls 1000 numbers at once
      Then the first 400 calls, in lots of 20 on 5 numbers, are spread less evenly than the 1000 behind them on 20 numbers

  Rule: What is allowed and unwise is reported

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "A":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @CLI-009
      Examples: nothing in it
        | fault                         | severity | rule       | finding                 | cost                                      | mend                    | sound                         |
        | A has a pool of 0 in Random   | warning  | POOL_EMPTY | enabled without numbers | every call shows the original caller      | add numbers to the pool | A has a pool of 20 in Random  |

      @CLI-035
      Examples: too small for an even spread
        | fault                        | severity | rule                  | finding                                | cost                  | mend                 | sound                        |
        | A has a pool of 19 in Random | info     | POOL_SMALL_FOR_RANDOM | 19 numbers in Random: fewer than 20    | some numbers get far  | add numbers up to 20 | A has a pool of 20 in Random |

      @CLI-061
      Examples: the advised multiplexes
        | fault                                      | severity | rule             | finding                       | cost           | mend                            | sound                                     |
        | A has a pool of 20 in Random, 6 calls each | info     | POOL_MULTIPLEXES | Multiplexes is 6              | on one number  | 3-5 balance capacity and load   | A has a pool of 20 in Random, 5 calls each |
        | A has a pool of 20 in Random, 2 calls each | info     | POOL_MULTIPLEXES | Multiplexes is 2              | on one number  | 3-5 balance capacity and load   | A has a pool of 20 in Random, 3 calls each |
