@sim
Feature: The doctor audits call records
  What a configuration cannot tell, the calls of a day or a month do.

  Rule: Reasons are reviewed daily

    @FOV-140
    Scenario: The share of 503 at one vendor rises
      Given the call records:
        | day        | calls | attempts     |
        | 2026-03-01 | 98    | A 200        |
        | 2026-03-01 | 2     | A 503, B 200 |
        | 2026-03-02 | 80    | A 200        |
        | 2026-03-02 | 20    | A 503, B 200 |
      When the doctor audits them for the guide's design with no change
      Then it reports the warning ROUTE_503_RISE about "A":
        | finding | 20.0 % of the attempts at A on 2026-03-02 ended with 503, 2.0 % on the days before |
        | cost    | soon all its calls go to the backups                                               |
        | mend    | look at the vendor's balance and lines                                             |
      And the daily report of them is:
        | gateway | day        | attempts | reasons        |
        | A       | 2026-03-01 | 100      | 200 98, 503 2  |
        | A       | 2026-03-02 | 100      | 200 80, 503 20 |
        | B       | 2026-03-01 | 2        | 200 2          |
        | B       | 2026-03-02 | 20       | 200 20         |

    @FOV-140
    Scenario: A share that stays as it was is no rise
      Given the call records:
        | day        | calls | attempts     |
        | 2026-03-01 | 80    | A 200        |
        | 2026-03-01 | 20    | A 503, B 200 |
        | 2026-03-02 | 80    | A 200        |
        | 2026-03-02 | 20    | A 503, B 200 |
      When the doctor audits them for the guide's design with no change
      Then the audit finds no ROUTE_503_RISE

  Rule: A protect route is for emergencies

    @PRT-118 @PRT-119
    Scenario Outline: The reserve took <protect> of <all> calls
      Given the call records:
        | day        | calls     | attempts                   |
        | 2026-03-02 | <rest>    | A 200                      |
        | 2026-03-03 | <protect> | A 503, B 503, C 503, D 200 |
      When the doctor audits them for the guide's design with the delay is 0 s
      Then it reports the warning ROUTE_PROTECT_OFTEN about "D":
        | finding | took <protect> of <all> calls (<percent> %): A failed <protect> of <all> attempts; B failed |
        | finding | the delay is 0 s: the shortest outage goes to the protect route                             |
        | cost    | regular traffic runs at the emergency rate                                                  |
        | mend    | mend or unlock the normal gateways                                                          |

      Examples: a fifth, as in the guide
        | rest | protect | all | percent |
        | 80   | 20      | 100 | 20      |

    @PRT-119
    Scenario: An emergency now and then is what it is for
      Given the call records:
        | day        | calls | attempts                   |
        | 2026-03-02 | 97    | A 200                      |
        | 2026-03-03 | 3     | A 503, B 503, C 503, D 200 |
      When the doctor audits them for the guide's design with the delay is 0 s
      Then the audit finds no ROUTE_PROTECT_OFTEN

  Rule: A pool spreads calls evenly

    @CLI-102
    Scenario: One number has five times the mean share
      Given the call records:
        | day        | calls | attempts | number        |
        | 2026-03-02 | 10    | A 200    | 8801700000001 |
        | 2026-03-02 | 10    | A 200    | 8801700000003 |
        | 2026-03-02 | 10    | A 200    | 8801700000004 |
        | 2026-03-02 | 10    | A 200    | 8801700000005 |
        | 2026-03-02 | 10    | A 200    | 8801700000006 |
        | 2026-03-02 | 10    | A 200    | 8801700000007 |
        | 2026-03-02 | 10    | A 200    | 8801700000008 |
        | 2026-03-02 | 10    | A 200    | 8801700000009 |
        | 2026-03-02 | 100   | A 200    | 8801700000002 |
      When the doctor audits them for the guide's design with A has a pool of 9 in Random
      Then it reports the warning POOL_NUMBER_OVERUSED about "A":
        | finding | 2026-03-02: 8801700000002 made 100 calls, 5.0 times the mean of 20 |
        | cost    | throttles or blocks this number first                              |
        | mend    | look at the pool and at Multiplexes                                |

    @CLI-102
    Scenario: A bad day is found although another day makes up for it
      Given the call records:
        | day        | calls | attempts | number        |
        | 2026-03-02 | 5     | A 200    | 8801700000001 |
        | 2026-03-02 | 50    | A 200    | 8801700000002 |
        | 2026-03-02 | 5     | A 200    | 8801700000003 |
        | 2026-03-03 | 50    | A 200    | 8801700000001 |
        | 2026-03-03 | 5     | A 200    | 8801700000002 |
        | 2026-03-03 | 50    | A 200    | 8801700000003 |
      When the doctor audits them for the guide's design with A has a pool of 3 in Random
      Then it reports the warning POOL_NUMBER_OVERUSED about "A":
        | finding | 2026-03-02: 8801700000002 made 50 calls, 2.5 times the mean of 20 |

    @CLI-102 @CLI-116
    Scenario: An uneven share within chance is listed and raises no alarm
      Given the call records:
        | day        | calls | attempts | number        |
        | 2026-03-02 | 30    | A 200    | 8801700000001 |
        | 2026-03-02 | 50    | A 200    | 8801700000002 |
      When the doctor audits them for the guide's design with A has a pool of 2 in Random
      Then the audit finds no POOL_NUMBER_OVERUSED
      And the calls by caller number of the guide's design with A has a pool of 2 in Random are:
        | caller        | calls | deviation |
        | 8801700000002 | 50    | 25 %      |
        | 8801700000001 | 30    | -25 %     |

    @CLI-104
    Scenario: Of 1000 calls 120 showed their own number
      Given the call records:
        | day        | calls | attempts | number        |
        | 2026-03-02 | 880   | A 200    | 8801700000001 |
        | 2026-03-02 | 120   | A 200    |               |
      When the doctor audits them for the guide's design with A has a pool of 1 in Random
      Then it reports the warning POOL_EXHAUSTED about "A":
        | finding | 12 % of the calls (120 of 1000) ran with the pool exhausted |
        | cost    | the customer's own number takes the load                    |
        | mend    | add numbers to the pool or raise Multiplexes                |

    @CLI-104
    Scenario: A few of a thousand are none to speak of
      Given the call records:
        | day        | calls | attempts | number        |
        | 2026-03-02 | 990   | A 200    | 8801700000001 |
        | 2026-03-02 | 10    | A 200    |               |
      When the doctor audits them for the guide's design with A has a pool of 1 in Random
      Then the audit finds no POOL_EXHAUSTED

  Rule: Rotation "does not work" when calls leave by another gateway

    Background:
      Given "Acme" is a customer of switch "A"

    @CLI-103
    Scenario: The pool is on a gateway that no call takes
      Given the vendor chain:
        | vendor | priority | pool      |
        | GW1    | 2        | Poll of 4 |
        | GW2    | 1        |           |
      And "Acme" has made 5 calls and they are over
      When the doctor audits the calls of the switch
      Then it reports the warning POOL_NOT_ON_THE_WAY about "GW1":
        | finding | all 5 calls left by GW2 with their own numbers |
        | cost    | no number rotates                              |
        | mend    | with Routing Analysis, or give GW2 a pool too  |

    @CLI-103
    Scenario: The pool is on the gateway that the calls take
      Given the vendor chain:
        | vendor | priority | pool      |
        | GW1    | 1        | Poll of 4 |
        | GW2    | 2        |           |
      And "Acme" has made 5 calls and they are over
      When the doctor audits the calls of the switch
      Then the audit finds no POOL_NOT_ON_THE_WAY
