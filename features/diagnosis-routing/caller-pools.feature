@sim
Feature: The doctor checks caller number pools
  Present only numbers that you hold the right to use. Each row is the guide's four-level design with one fault of a pool, what the
  doctor says of it, and a change beside it that is none.

  Rule: Numbers, their formats and the carrier's terms

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's design with <fault>
      Then it reports the <severity> <rule> about "A":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's design with <sound>

      @CLI-041
      Examples: Random unless exact volumes are needed
        | fault                                                  | severity | rule          | finding                            | cost                 | mend                                   | sound                                                |
        | A has a pool of 20 in Poll                             | info     | POOL_ROTATION | rotates by Poll; Random is advised | a strict sequence    | numbers that you hold the right to use | A has a pool of 20 in Poll; exact volumes are needed |
        | A has a pool of 20 in Random; exact volumes are needed | info     | POOL_ROTATION | rotates by Random; Poll is advised | even on average only | use Poll                               | A has a pool of 20 in Random                         |

      @CLI-111
      Examples: undersized
        | fault                                                     | severity | rule           | finding                                | cost                             | mend                                        | sound                                                     |
        | A has a pool of 20 in Random; A carries 10000 calls a day | warning  | POOL_TOO_SMALL | 500 per number per day exceeds 200-300 | limit a number at about 500-1000 | 50 numbers carry it at 200 a day, 34 at 300 | A has a pool of 34 in Random; A carries 10000 calls a day |

      @CLI-110
      Examples: the sizing rule
        | fault                                                     | severity | rule           | finding                | cost                       | mend                                        | sound                                                     |
        | A has a pool of 33 in Random; A carries 10000 calls a day | warning  | POOL_TOO_SMALL | 304 per number per day | busy days go over the mean | 50 numbers carry it at 200 a day, 34 at 300 | A has a pool of 50 in Random; A carries 10000 calls a day |

      @CLI-112
      Examples: it grows with the calls
        | fault                                                     | severity | rule           | finding                | cost                       | mend                              | sound                                                      |
        | A has a pool of 50 in Random; A carries 20000 calls a day | warning  | POOL_TOO_SMALL | 400 per number per day | busy days go over the mean | 100 numbers carry it at 200 a day | A has a pool of 100 in Random; A carries 20000 calls a day |
        | A has a pool of 50 in Random; A carries 30000 calls a day | warning  | POOL_TOO_SMALL | 600 per number per day | busy days go over the mean | 150 numbers carry it at 200 a day | A has a pool of 150 in Random; A carries 30000 calls a day |

      @CLI-113
      Examples: one format
        | fault                                                                                                | severity | rule               | finding                                                | cost                | mend                            | sound                                                                                  |
        | A has { callerPool: { enabled: true, numbers: ["+8801700000001", "8801700000002", "01700000003"] } } | error    | POOL_MIXED_FORMATS | 8801700000002 (digits), 01700000003 (national, with 0) | wrong caller number | write all numbers in the format | A has { callerPool: { enabled: true, numbers: ["+8801700000001", "+8801700000002"] } } |

      @CLI-114
      Examples: the carrier asks for the country code
        | fault                                                                                                   | severity | rule                | finding                             | cost             | mend                        | sound                                                                                                      |
        | A has { callerPool: { enabled: true, numbers: ["01700000001"] } }; the carrier of A wants +880 in front | error    | POOL_CARRIER_FORMAT | 1 of 1 numbers lack it: 01700000001 | rejects the call | store the numbers with +880 | A has { callerPool: { enabled: true, numbers: ["+8801700000001"] } }; the carrier of A wants +880 in front |

      @CLI-115
      Examples: a few before many
        | fault                                            | severity | rule          | finding                                                        | cost               | mend                                           | sound                                                  |
        | A has a pool of 50 in Random; no pool was tested | info     | POOL_UNTESTED | 50 numbers went into the pool of A and none of them was tested | refuses every call | test carrier acceptance with a few calls first | A has a pool of 50 in Random; the pool of A was tested |

      @CLI-117
      Examples: Multiplexes over the carrier's limit
        | fault                                                                                           | severity | rule                          | finding                                              | cost                                  | mend                                        | sound                                                                                          |
        | A has a pool of 20 in Random, 50 calls each; the carrier of A takes 5 calls at once of a number | error    | POOL_MULTIPLEXES_OVER_CARRIER | Multiplexes is 50; the carrier takes 5 calls at once | the carrier rejects the calls over it | lower Multiplexes to the carrier's limit, 5 | A has a pool of 20 in Random, 5 calls each; the carrier of A takes 5 calls at once of a number |

      @CLI-118
      Examples: one number for everything
        | fault                                   | severity | rule               | finding                                                                                           | cost                                    | mend                                      | sound                                 |
        | A carries 10000 calls a day of 1 number | warning  | POOL_NONE_FOR_LOAD | 10000 calls a day on one caller number through A, whose pool is off: exceeds ~500-1000 per number | throttles the number and then blocks it | enable a caller number pool of 50 numbers | A carries 500 calls a day of 1 number |

      @CLI-119
      Examples: an outbound call centre
        | fault                                                                                                                 | severity | rule             | finding                                                                      | cost                                                      | mend                           | sound                                                                                                                                            |
        | it is an outbound call centre                                                                                         | warning  | POOL_CALL_CENTRE | A: Enable Caller Number Pool is off                                          | an outbound call centre needs rotation for its own calls | tick Enable Caller Number Pool | no change                                                                                                                                        |
        | without B and C and D; it is an outbound call centre                                                                  | warning  | POOL_CALL_CENTRE | A: Enable Caller Number Pool is off                                          | an outbound call centre needs rotation for its own calls | tick Enable Caller Number Pool | without B and C and D; A has a pool of 20 in Random; it is an outbound call centre                                                              |
        | without B and C and D; A has a pool of 20 in Random; it is an outbound call centre; calls are forwarded to A          | warning  | POOL_CALL_CENTRE | A: calls are forwarded there and Enable Forwarding Signal Caller Pool is off | for forwarded ones only where it forwards                | tick it                        | without B and C and D; A has { callerPool: { enabled: true, forwarding: true, numbers: ["8801700000001"] } }; it is an outbound call centre; calls are forwarded to A |
        | A has { callerPool: { enabled: true, forwarding: true, numbers: ["8801700000001"] } }; it is an outbound call centre | warning  | POOL_CALL_CENTRE | A: Enable Forwarding Signal Caller Pool is on, and no call is forwarded there | for forwarded ones only where it forwards                | untick it                      | A has { callerPool: { enabled: true, forwarding: true, numbers: ["8801700000001"] } }                                                            |
