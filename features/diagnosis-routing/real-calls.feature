@sim
Feature: The doctor audits calls that were really placed
  The same findings as from written records, from the records of a switch and vendors that behave so.

  Background:
    Given "Acme" is a customer of switch "A"
    And each call of "Acme" lasts 1 second

  Rule: Reasons are reviewed daily

    @FOV-140
    Scenario: A vendor of two lines, on a quiet day and on a busy one
      Given the vendor chain:
        | vendor | priority | does      |
        | Alpha  | 1        | two lines |
        | Beta   | 2        | answers   |
      And "Acme" has placed 40 calls over a day
      And 3600 seconds have passed
      And "Acme" calls 20 numbers at once
      And 5 seconds pass
      When the doctor audits the calls of the switch
      Then it reports the warning ROUTE_503_RISE about "Alpha":
        | finding | 90.0 % of the attempts at Alpha on |
        | finding | , 0.0 % on the days before         |
      And the daily report of the switch is:
        | gateway | day | attempts | reasons       |
        | Alpha   | 1   | 40       | 200 40        |
        | Alpha   | 2   | 20       | 200 2, 503 18 |
        | Beta    | 2   | 18       | 200 18        |

    @FOV-140
    Scenario: Two quiet days
      Given the vendor chain:
        | vendor | priority | does      |
        | Alpha  | 1        | two lines |
        | Beta   | 2        | answers   |
      And "Acme" has placed 40 calls over a day
      And "Acme" has placed 20 calls over a day
      When the doctor audits the calls of the switch
      Then the audit finds no ROUTE_503_RISE

  Rule: A vendor that asks for a password gets no calls without the right one

    Scenario Outline: The gateway has <what>
      Given the vendor chain:
        | vendor | priority | does                | login   |
        | Alpha  | 1        | asks for a password | <login> |
        | Beta   | 2        | answers             |         |
      And "Acme" calls 3 numbers at once
      And 5 seconds pass
      When the doctor audits the calls of the switch
      Then it reports the error ROUTE_LOGIN_REFUSED about "Alpha":
        | finding | 3 of 3 attempts at Alpha ended with a challenge: <why> |
        | cost    | no call that is challenged gets through it             |
        | mend    | <mend>                                                 |

      Examples: nothing, and something else
        | what             | login                    | why                                                | mend                           |
        | no login         |                          | it has no user name and password                   | give it the username           |
        | another password | carrierlab with Thames-2 | the vendor does not take the password of "carrierlab" | correct username and password |

    Scenario: The gateway has the right password
      Given the vendor chain:
        | vendor | does                | login                    |
        | Alpha  | asks for a password | carrierlab with Thames-1 |
      And "Acme" calls 3 numbers at once
      And 5 seconds pass
      When the doctor audits the calls of the switch
      Then the audit finds no ROUTE_LOGIN_REFUSED

  Rule: A protect route is for emergencies, and follows a failure of every normal gateway

    @PRT-118 @PRT-119
    Scenario Outline: A month in which GW1 fails <often>, with a protect delay of <delay> seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor | priority | does                           | protect |
        | GW1    | 1        | 503 to <failed> calls of <all> |         |
        | GW2    | 2        | 503                            |         |
        | PR1    | 3        | answers                        | yes     |
      And "Acme" has placed 5 calls a day for 30 days
      When the doctor audits the calls of the switch
      Then it reports the warning ROUTE_PROTECT_OFTEN about "PR1":
        | finding | took <taken> of 150 calls (<percent> %)          |
        | finding | GW1 failed <taken> of 150 attempts; GW2 failed   |
        | finding | <why>                                            |
      And the report of protect routes counts <taken> of 150 calls on "PR1", 0 of them without a failure of every normal gateway

      Examples: delay 0 with short outages, and failing normal gateways
        | often              | failed | all | delay | taken | percent | why                                                             |
        | one call of five   | 1      | 5   | 0     | 30    | 20      | the delay is 0 s: the shortest outage goes to the protect route |
        | three calls of ten | 3      | 10  | 2     | 45    | 30      | GW2 failed 45 of 45 attempts                                    |

    @PRT-118 @PRT-119
    Scenario: A month in which a normal gateway always takes the call
      Given SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | does               | protect |
        | GW1    | 1        | 503 to 1 call of 5 |         |
        | GW2    | 2        | answers            |         |
        | PR1    | 3        | answers            | yes     |
      And "Acme" has placed 5 calls a day for 30 days
      When the doctor audits the calls of the switch
      Then the audit finds no ROUTE_PROTECT_OFTEN
      And the report of protect routes counts 0 of 150 calls on "PR1", 0 of them without a failure of every normal gateway

    @PRT-118
    Scenario: The protect route took a call while a normal gateway was only full
      Given SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | lines | protect |
        | GW1    | 1        | 1     |         |
        | PR1    | 2        |       | yes     |
      And "Acme" calls 2 numbers at once
      And 5 seconds pass
      When the doctor audits the calls of the switch
      Then the report of protect routes counts 1 of 2 calls on "PR1", 1 of them without a failure of every normal gateway

  Rule: A pool spreads calls evenly, and is large enough

    @CLI-102 @CLI-116
    Scenario: A pool that had one number for most of the day
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 6 |
      And "Acme" calls 6 numbers at once
      When an operator sets the pool of "Alpha" to "Poll of 1"
      And "Acme" calls 24 numbers at once
      And 5 seconds pass
      And the doctor audits the calls of the switch
      Then it reports the warning POOL_NUMBER_OVERUSED about "Alpha":
        | finding | 8801700000001 made 25 calls, 5.0 times the mean of 5 |
      And the calls by caller number of the switch are:
        | caller        | calls | deviation |
        | 8801700000001 | 25    | 400 %     |
        | 8801700000002 | 1     | -80 %     |
        | 8801700000003 | 1     | -80 %     |
        | 8801700000004 | 1     | -80 %     |
        | 8801700000005 | 1     | -80 %     |
        | 8801700000006 | 1     | -80 %     |

    @CLI-102 @CLI-116
    Scenario: A pool in turn
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 6 |
      And "Acme" calls 30 numbers at once
      And 5 seconds pass
      When the doctor audits the calls of the switch
      Then the audit finds no POOL_NUMBER_OVERUSED
      And each of 6 numbers of the pool carries 5 calls

    @CLI-104
    Scenario Outline: <calls> calls at once on a pool of ten numbers with 5 calls each
      Given the vendor chain:
        | vendor | pool                     |
        | Alpha  | Poll of 10, 5 calls each |
      And "Acme" calls <calls> numbers at once
      And 5 seconds pass
      When the doctor audits the calls of the switch
      Then <finding>

      Examples: over what it carries, and what it carries
        | calls | finding                                                                                        |
        | 57    | it says of POOL_EXHAUSTED "12 % of the calls (7 of 57) ran with the pool exhausted"            |
        | 50    | the audit finds no POOL_EXHAUSTED                                                              |
