@sim
Feature: The doctor checks protect routes, groups and upkeep
  Each row is the guide's four-level design with one fault, what the doctor says of it, and a change beside it that is none.

  Rule: A reserve is kept for outages, and for as long as its use asks

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @PRT-006
      Examples: one step of two
        | fault                                       | severity | rule                      | subject                    | finding                                 | cost                    | mend                           | sound             |
        | nobody set the delay                        | info     | ROUTE_PROTECT_DELAY_UNSET | D                          | the current delay of 0 s is used        | nobody's decision       | set SS_TRY_PROTECT_ROUTE_DELAY | the delay is 0 s  |
        | the delay is 30 s; D has { protect: false } | warning  | ROUTE_PROTECT_DELAY_IDLE  | SS_TRY_PROTECT_ROUTE_DELAY | is 30 and no gateway is a protect route | the delay has no effect | tick Protect route             | the delay is 30 s |

      @PRT-085
      Examples: the advised range of each use
        | fault                                           | severity | rule                    | subject | finding                                  | cost                | mend                                     | sound                                           |
        | D is kept for premium-backup; the delay is 29 s | warning  | ROUTE_PROTECT_DELAY_USE | D       | for premium-backup the guide has 30-60 s | would soon take     | set SS_TRY_PROTECT_ROUTE_DELAY to 30-60  | D is kept for premium-backup; the delay is 30 s |
        | D is kept for premium-backup; the delay is 61 s | warning  | ROUTE_PROTECT_DELAY_USE | D       | for premium-backup the guide has 30-60 s | callers wait longer | set SS_TRY_PROTECT_ROUTE_DELAY to 30-60  | D is kept for premium-backup; the delay is 60 s |
        | D is kept for emergency; the delay is 59 s      | warning  | ROUTE_PROTECT_DELAY_USE | D       | for emergency the guide has 60-180 s     | would soon take     | set SS_TRY_PROTECT_ROUTE_DELAY to 60-180 | D is kept for emergency; the delay is 180 s     |
        | D is kept for promotional; the delay is 31 s    | warning  | ROUTE_PROTECT_DELAY_USE | D       | for promotional the guide has 10-30 s    | callers wait longer | set SS_TRY_PROTECT_ROUTE_DELAY to 10-30  | D is kept for promotional; the delay is 10 s    |

      @PRT-087
      Examples: dear and at once
        | fault                                          | severity | rule                      | subject | finding                                                 | cost                     | mend                                | sound                                           |
        | A has { rate: "0.01" }; D has { rate: "0.02" } | warning  | ROUTE_PROTECT_DELAY_SHORT | D       | at least twice any normal gateway, and the delay is 0 s | paid at the premium rate | lengthen SS_TRY_PROTECT_ROUTE_DELAY | A has { rate: "0.01" }; D has { rate: "0.019" } |

      @PRT-088
      Examples: completion first
        | fault                                      | severity | rule                     | subject                    | finding                                        | cost            | mend                          | sound                                     |
        | completion comes first; the delay is 120 s | warning  | ROUTE_PROTECT_DELAY_LONG | SS_TRY_PROTECT_ROUTE_DELAY | completion comes first, and the delay is 120 s | callers give up | to 10 or less, or set it to 0 | completion comes first; the delay is 10 s |

      @PRT-089
      Examples: priority used as protection
        | fault                                                          | severity | rule                         | subject | finding                                                                   | cost                          | mend               | sound                                          |
        | A has { rate: "0.01" }; D has { rate: "0.02", protect: false } | warning  | ROUTE_PRIORITY_AS_PROTECTION | D       | far more than any gateway before it, and its priority alone keeps it last | it will carry regular traffic | tick Protect route | A has { rate: "0.01" }; D has { rate: "0.02" } |

      @FOV-106
      Examples: the dearest gateway is the last
        | fault                                                            | severity | rule                  | subject | finding                                               | cost                         | mend               | sound                                                            |
        | A has { rate: "0.010" }; D has { rate: "0.012", protect: false } | info     | ROUTE_SUGGEST_PROTECT | D       | costs 0.012 a minute, more than any gateway before it | whenever the others are full | tick Protect route | A has { rate: "0.010" }; D has { rate: "0.010", protect: false } |

      @PRT-122
      Examples: nothing to protect
        | fault                      | severity | rule                     | subject | finding                            | cost                | mend                               | sound                            |
        | D has { prefixes: ["44"] } | warning  | ROUTE_NOTHING_TO_PROTECT | D       | no normal gateway shares prefix 44 | it protects nothing | give it the prefix of the gateways | D has { prefixes: ["52", "44"] } |

      @PRT-114
      Examples: a test in the busy hour
        | fault                                                                  | severity | rule                    | subject   | finding                                           | cost                                              | mend                                    | sound                                                                |
        | a test locks prefix 52 at 11:00, 900 calls then and 100 in other hours | warning  | ROUTE_TEST_IN_BUSY_HOUR | prefix 52 | is to lock A, B, C at 11:00, an hour of 900 calls | other calls on the prefix will be hit by the lock | test in low traffic: 0:00 has 100 calls | a test locks prefix 52 at 3:00, 10 calls then and 100 in other hours |

  Rule: Vendors that share one capacity are counted together

    @FOV-049
    Scenario: Three vendors, one contract
      When the doctor examines the guide's design with A, B and C share 300 lines
      Then it reports the warning ROUTE_SHARED_CAPACITY about "A, B, C":
        | finding | A, B, C share 300 lines and are in no common group |
        | cost    | nobody counts the sum                              |
        | mend    | put them in one gateway group with 300 lines       |
      But it reports no ROUTE_SHARED_CAPACITY for the guide's design with A, B and C share 300 lines; A has { group: Tier }; B has { group: Tier }; C has { group: Tier }

  Rule: What is not looked after fails in the outage

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @FOV-141
      Examples: the account with a vendor
        | fault                                                     | severity | rule                 | subject | finding                                   | cost                   | mend               | sound                                                      |
        | the account with A holds 99.99 and its alert level is 100 | warning  | ROUTE_VENDOR_BALANCE | A       | holds 99.99, below the alert level of 100 | the vendor answers 503 | pay the vendor now | the account with A holds 100.00 and its alert level is 100 |

      @FOV-142
      Examples: the monthly drill
        | fault                          | severity | rule            | subject | finding                       | cost             | mend                         | sound                          |
        | the last drill was 31 days ago | warning  | ROUTE_DRILL_DUE | switch  | was 31 days ago               | in a real outage | run the drill in low traffic | the last drill was 30 days ago |
        | no drill was ever run          | warning  | ROUTE_DRILL_DUE | switch  | no failover drill is recorded | in a real outage | write the switch times down  | the last drill was 1 days ago  |

      @FOV-145
      Examples: the monthly check of backups
        | fault                       | severity | rule              | subject | finding                            | cost                          | mend                                 | sound                       |
        | C last answered 31 days ago | warning  | ROUTE_BACKUP_IDLE | C       | no call and no OPTIONS for 31 days | would take calls in an outage | place a test call over it each month | C last answered 30 days ago |
        | D has never answered        | warning  | ROUTE_BACKUP_IDLE | D       | has never answered                 | would take calls in an outage | OPTIONS online check                 | A has never answered        |

  Rule: What a protect route is kept for decides what it costs and how far it is trusted

    @PRT-086
    Scenario Outline: <use>
      When the doctor is asked what a protect route for <use> costs
      Then it says "<cost>" and "<reliability>"

      Examples: the guide's table
        | use            | cost                          | reliability                    |
        | premium-backup | minimises premium use         | high (guaranteed connectivity) |
        | emergency      | very rare activation          | highest (trusted carrier)      |
        | promotional    | preserves promotional minutes | good (limited availability)    |

  Rule: The guides' page references are kept at hand

    @FOV-148
    Scenario Outline: <item>
      When the doctor is asked where the manual explains "<item>"
      Then it says section "<section>" and page "<page>"

      Examples: as the guide lists them
        | item                          | section | page |
        | Routing Gateway               | 2.5.1.1 | 28   |
        | Gateway prefix                | 2.5.1.1 | 29   |
        | Gateway Group                 | 2.5.1.3 | 31   |
        | Options online check          | 2.5.1.1 | 43   |
        | Switch gateway until connect  | 2.5.1.1 | 50   |
        | Stop switching response codes | 2.5.1.1 | 50   |
        | Routing Gateway sorting       | 4.3.3   |      |

  Rule: The set-up has five steps, and the linter names what is still missing

    Scenario Outline: <built>
      When the linter checks the set-up of prefix 52 with <built>
      Then its steps are "<steps>"
      And it says "<says>" of step <step>

      @FOV-035
      Examples: after each step
        | built                               | steps                                    | step | says                                                   |
        | without A and B and C and D         | done, missing, missing, missing, missing | 2    | add a gateway with prefix 52 and priority 1            |
        | without B and C and D               | done, done, missing, missing, done       | 3    | add a second gateway on prefix 52                      |
        | without C and D                     | done, done, done, missing, done          | 4    | a third gateway with priority 3                        |
        | without D                           | done, done, done, missing, done          | 4    | add a gateway with priority 4 and Set to protect route |
        | C has { switchUntilConnect: false } | done, done, done, done, missing          | 5    | tick it on C                                           |
        | no change                           | done, done, done, done, done             | 4    | C is third, D protects                                 |

      @FOV-030
      Examples: an operator without the right to edit gateways
        | built                     | steps                           | step | says                                        |
        | no right to edit gateways | missing, done, done, done, done | 1    | contact the system administrator for access |
