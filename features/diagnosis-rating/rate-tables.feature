@sim
Feature: The doctor checks rate tables and margins
  Each row is a sound design on the guide's day and night table with one fault, what the doctor says of it, and a change beside it that is
  none.

  Scenario: The sound design has no fault
    When the doctor examines the guide's rates with no change
    Then it reports nothing

  Rule: Tables between which the time chooses have the same prefixes

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's rates with <sound>

      @CAL-315
      Examples: a prefix is missing on either side
        | fault                                | severity | rule                | subject               | finding                                    | cost                       | mend               | sound                                                                    |
        | table BD_Night has { "88019": null } | error    | RATE_PREFIX_MISSING | BD_Wholesale_DayNight | "BD_Night" lacks 88019, which "BD_Day" has | such calls are refused     | copying "BD_Day"   | table BD_Night has { "88019": null }; table BD_Day has { "88019": null } |
        | table BD_Night has { "34": "0.02" }  | error    | RATE_PREFIX_MISSING | BD_Wholesale_DayNight | "BD_Day" lacks 34, which "BD_Night" has    | or carried for nothing     | add it to "BD_Day" | table BD_Night has { "34": "0.02" }; table BD_Day has { "34": "0.03" }   |
        | table BD_Day has { "44": null }      | error    | RATE_PREFIX_MISSING | BD_Wholesale_DayNight | "BD_Day" lacks 44, which "BD_Night" has    | while "BD_Day" is in force | add it to "BD_Day" | table BD_Day has { "44": "0.009" }                                       |

      @CAL-313 @CAL-315
      Examples: a shorter prefix hides the gap
        | fault                                                | severity | rule               | subject               | finding                                        | cost          | mend                    | sound                                                                      |
        | table BD_Night has { "88017": null, "880": "0.002" } | error    | RATE_PREFIX_HIDDEN | BD_Wholesale_DayNight | lacks 88017 (880 gives 0.002 instead of 0.012) | nothing shows | add the longer prefixes | table BD_Night has { "880": "0.002" }; table BD_Day has { "880": "0.003" } |

      @CAL-802
      Examples: tables of several period rates in a row
        | fault                                                                                                                                                                                                                           | severity | rule                | subject | finding                                  | cost                   | mend        | sound                                                                                                                                                                        |
        | calendar BD_Evening has { start: "18:00", end: "22:00" }; table Mid has { "44": "0.01" }; period rate Second has { calendar: BD_Evening, workingTable: Mid }; account Acme has { periodRates: [BD_Wholesale_DayNight, Second] } | error    | RATE_PREFIX_MISSING | Acme    | "Mid" lacks 1, 8802, 88017, 88018, 88019 | such calls are refused | add them to | calendar BD_Evening has { start: "18:00", end: "22:00" }; period rate Second has { calendar: BD_Evening }; account Acme has { periodRates: [BD_Wholesale_DayNight, Second] } |

      @CAL-317
      Examples: the night is dearer than the day
        | fault                                   | severity | rule              | subject               | finding                                                           | cost                     | mend                            | sound                                   |
        | table BD_Night has { "88017": "0.013" } | warning  | RATE_NIGHT_DEARER | BD_Wholesale_DayNight | "BD_Night" is dearer than "BD_Day" for 88017 at 0.013 after 0.012 | customers call elsewhere | below that of the working hours | table BD_Night has { "88017": "0.011" } |

    @CAL-505
    Scenario: A vendor may serve a prefix by day alone
      When the doctor examines the guide's rates with table ANight has { "880": null, "44": null, "1": null }
      Then it reports nothing

  Rule: Every period earns something

    @CAL-503
    Scenario: The guide's own two tables sell at cost in the evening
      When the doctor examines the guide's rates with the guide's vendors
      Then it reports the warning RATE_NO_MARGIN about "44":
        | finding | Acme buys 44 at 0.004, and VendorC takes 0.004 for it, from 18:00 to 22:00 on mon, tue, wed, thu, fri |
        | cost    | its minutes earn nothing                                                                              |
        | mend    | raise the rate of 44 in that period                                                                   |
      And it reports the warning RATE_NO_MARGIN about "8802":
        | finding | Acme buys 8802 at 0.005, and VendorC takes 0.005 for it, from 18:00 to 22:00 on mon, tue, wed, thu, fri |
        | mend    | or keep VendorC from it then                                                                            |
      And it reports RATE_NO_MARGIN twice

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's rates with <sound>

      @CAL-503
      Examples: at cost and below it
        | fault                              | severity | rule            | subject | finding                                                                                                                         | cost                           | mend                 | sound                              |
        | table ANight has { "1": "0.003" }  | warning  | RATE_NO_MARGIN  | 1       | Acme buys 1 at 0.003, and VendorA takes 0.003 for it, from 18:00 to 08:00 on mon, tue, wed, thu and from fri 18:00 to mon 08:00 | its minutes earn nothing       | raise the rate of 1  | table ANight has { "1": "0.0029" } |
        | table BDay has { "880": "0.0101" } | error    | RATE_BELOW_COST | 8802    | Acme buys 8802 at 0.01, and VendorB takes 0.0101 for it, from 08:00 to 18:00 on mon, tue, wed, thu, fri                         | every minute of it loses money | keep VendorB from it | table BDay has { "880": "0.0099" } |

      @CAL-314
      Examples: calls for nothing
        | fault                                  | severity | rule             | subject | finding                                 | cost                               | mend                      | sound                                     |
        | account Acme has { missingRate: zero } | warning  | RATE_FOR_NOTHING | Acme    | a number without a rate is carried at 0 | the vendor is paid and nobody pays | set missingRate to reject | account VendorA has { missingRate: zero } |
