@sim
Feature: The doctor checks the chains of vendors
  A chain that cannot fail over looks like one that can until the first outage. Each row is the guide's four-level design with one
  fault, what the doctor says of it, and a change beside it that is none.

  Rule: The guide's own design has no fault

    @FOV-105
    Scenario: Four levels, the last of them a protect route
      When the doctor examines the guide's design with no change
      Then it reports nothing

  Rule: A failed call goes on to a living gateway

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @FOV-010
      Examples: one vendor alone
        | fault                 | severity | rule            | subject   | finding                 | cost                           | mend                  | sound           |
        | without B and C and D | warning  | ROUTE_NO_BACKUP | prefix 52 | no backup for prefix 52 | every call to the prefix fails | one to three gateways | without C and D |

      @FOV-034 @FOV-147
      Examples: the flag is missing on one of four
        | fault                               | severity | rule               | subject | finding                              | cost                               | mend                                   | sound                 |
        | C has { switchUntilConnect: false } | error    | ROUTE_NO_SWITCHING | C       | C lacks Switch gateway until connect | a call that fails there ends there | tick Switch gateway until connect on C | C has { priority: 5 } |
        | D has { switchUntilConnect: false } | info     | ROUTE_NO_SWITCHING | D       | nothing stands behind it today       | added behind it one day            | the flag belongs on every level        | D has { priority: 5 } |

      @FOV-147
      Examples: levels behind it
        | fault                               | severity | rule              | subject | finding                                   | cost                                  | mend                                   | sound                               |
        | A has { switchUntilConnect: false } | error    | ROUTE_UNREACHABLE | B       | never reached for prefix 52: A, before it | does not protect a single failed call | tick Switch gateway until connect on A | D has { switchUntilConnect: false } |
        | A has { switchUntilConnect: false } | error    | ROUTE_UNREACHABLE | D       | (1. A, 2. B, 3. C, protect D)             | the level is paid for                 | tick Switch gateway until connect on A | D has { switchUntilConnect: false } |

      @FOV-081
      Examples: an order that hides backups
        | fault                       | severity | rule                | subject | finding                                    | cost                                     | mend                 | sound                             |
        | B has { prefixes: ["521"] } | warning  | ROUTE_LONGER_PREFIX | B       | comes before A (priority 1) for prefix 521 | the longest prefix outranks the priority | give B the prefix 52 | B has { prefixes: ["52", "521"] } |
        | B has { lock: barAllCalls } | warning  | ROUTE_NEVER_USED    | B       | its lock barAllCalls bars calls to it      | it looks like a backup and is none       | put it in service    | B has { lock: barCallIn }         |

      @FOV-055
      Examples: five levels
        | fault             | severity | rule                  | subject   | finding                | cost                                | mend                      | sound     |
        | a fifth gateway E | warning  | ROUTE_TOO_MANY_LEVELS | prefix 52 | 5 levels for prefix 52 | callers hang up before the last one | keep three or four levels | no change |

      @FOV-136
      Examples: Prefix Mode with one gateway
        | fault                                                                                 | severity | rule                    | subject | finding                                         | cost                           | mend                                            | sound                        |
        | C has { prefixes: ["521"], prefixMode: prefix }                                       | warning  | ROUTE_PREFIX_MODE_ALONE | C       | C serves prefix 521 alone and is in Prefix Mode | its failure is the call's      | use Extension Mode, which falls back to A, B, D | C has { prefixes: ["521"] }  |
        | C has { prefixes: ["521"], prefixMode: prefix, rate: "0.01" }; A has { rate: "0.02" } | warning  | ROUTE_PREFIX_MODE_ALONE | C       | Prefix Mode                                     | shorter prefixes are not tried | A costs 0.02 against 0.01: mind a loss          | C has { prefixMode: prefix } |

  Rule: Answers about the call stop the search, answers about the vendor do not

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @FOV-091
      Examples: the advised list
        | fault                                | severity | rule                   | subject | finding                              | cost                                  | mend                         | sound                      |
        | A has { stopCodes: [] }              | warning  | ROUTE_STOP_CODES_EMPTY | A       | has no stop switching response codes | tried at every vendor in turn         | list 486, 487, 403, 404, 484 | D has { stopCodes: [] }    |
        | A has { stopCodes: [486, 403, 404] } | info     | ROUTE_STOP_CODES_SHORT | A       | lacks 487, 484                       | tried at the next vendor without hope | add 487, 484                 | D has { stopCodes: [486] } |

      @FOV-095
      Examples: failures of the vendor
        | fault                      | severity | rule                   | subject | finding                    | cost                              | mend                  | sound                                               |
        | A has { stopCodes: [503] } | error    | ROUTE_STOPS_ON_FAILURE | A       | the stop list of A has 503 | vendor outages will not fail over | take 503 off the list | A has { stopCodes: [486, 487, 403, 404, 484, 600] } |
        | B has { stopCodes: [408] } | error    | ROUTE_STOPS_ON_FAILURE | B       | the stop list of B has 408 | vendor outages will not fail over | take 408 off the list | B has { stopCodes: [] }                             |
        | C has { stopCodes: [500] } | error    | ROUTE_STOPS_ON_FAILURE | C       | the stop list of C has 500 | vendor outages will not fail over | take 500 off the list | C has { stopCodes: [486] }                          |

  Rule: The caller does not wait longer than callers do

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @FOV-054
      Examples: nine seconds
        | fault                | severity | rule              | subject   | finding                                                  | cost                                     | mend                                         | sound                                        |
        | A has { timerB: 3s } | warning  | ROUTE_LONG_SEARCH | prefix 52 | the worst case for prefix 52 is 9 s of post-dial delay   | callers hang up before a backup is tried | shorten Timer B of each gateway              | A has { timerB: 2900ms }                     |
        | A has { timerB: 3s } | warning  | ROUTE_LONG_SEARCH | prefix 52 | typical 3 s                                              | callers hang up                          | let the OPTIONS check take dead gateways out | A has { timerB: 32s }; without B and C and D |
        | the delay is 30 s    | warning  | ROUTE_LONG_SEARCH | prefix 52 | is 38 s of post-dial delay, 30 s of it the protect delay | callers hang up                          | keep fewer levels                            | the delay is 0 s; A has { timerB: 1s }       |

      @FOV-144
      Examples: the network has changed
        | fault                                      | severity | rule                | subject | finding                                            | cost                                    | mend                                                               | sound                                     |
        | the round trip to A went from 50 to 400 ms | info     | ROUTE_RETUNE_TIMERS | A       | went from 50 to 400 ms; Timer B is 2 s, 8.4 s fits | the worst case is 8 s now, 14.4 s after | set T1 to 500 ms (never below the round trip) and Timer B to 8.4 s | the round trip to A went from 50 to 60 ms |

      @FOV-126
      Examples: nobody asks whether a gateway lives
        | fault                         | severity | rule                   | subject | finding                       | cost                                           | mend                      | sound                                         |
        | C has { optionsCheck: false } | warning  | ROUTE_NO_OPTIONS_CHECK | C       | C has no OPTIONS online check | each call finds out for itself that it is dead | tick OPTIONS online check | C has { optionsCheck: false, enabled: false } |
