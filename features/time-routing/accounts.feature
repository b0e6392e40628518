@sim
Feature: What an account may use, and what it is told
  A rate group authorises accounts for period rates, an account may be charged piece by piece, and alarms about long calls can be suppressed.

  Background:
    Given "Acme" is a customer of switch "A"
    And "Bravo" is a customer of switch "A"
    And SS_MEDIAPROXYMODE is 0 on switch "A"
    And SS_SESSION_TIMER is 0 on switch "A"
    And the vendor chain:
      | vendor | prefix       |
      | Alpha  | 88017, 88019 |
    And the server is in "Asia/Dhaka"
    And the rate tables:
      | prefix | BD_Day | BD_Night |
      | 88017  | 0.012  | 0.008    |
      | 88019  | 0.013  |          |
    And the work calendars:
      | calendar              | days    | hours       | holidays |
      | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 |          |
      | With_Holiday          | mon-fri | 08:00-18:00 | 04-22    |
    And the period rates:
      | period rate           | calendar              | working | non-working |
      | BD_Wholesale_DayNight | BD_Wholesale_Schedule | BD_Day  | BD_Night    |

  Rule: A period rate in a rate group is for the accounts that the group authorises

    @CAL-606
    Scenario Outline: <account> is <authorised>: its calls at 20:00 have the table <table>
      Given the accounts:
        | account | rate table | period rates          |
        | Acme    | BD_Day     | BD_Wholesale_DayNight |
        | Bravo   | BD_Day     | BD_Wholesale_DayNight |
      And the rate groups:
        | rate group | period rates          | accounts |
        | Wholesale  | BD_Wholesale_DayNight | Acme     |
      When "<account>" calls "+8801712345678" on "Monday 2026-04-20 20:00" and talks for 5 seconds
      Then the rate was that of table "<table>"

      Examples:
        | account | authorised     | table    |
        | Acme    | authorised     | BD_Night |
        | Bravo   | not authorised | BD_Day   |

  Rule: One period rate has one calendar and two tables

    @CAL-801
    Scenario: A third table is not possible
      When the configuration has '{ periodRates: [{ name: Three, calendar: BD_Wholesale_Schedule, workingTable: BD_Day, nonWorkingTable: BD_Night, eveningTable: BD_Day }] }'
      Then it is refused, because '"eveningTable" is not a key of periodRates[0]'

    @CAL-101
    Scenario Outline: A calendar has a name of its own, by which period rates and accounts refer to it: <fault>
      When the configuration has '<setting>'
      Then it is refused, because '<because>'
      When the configuration has '<sound>'
      Then it is taken

      Examples: what a name has to be
        | fault             | setting                                                                                                                    | because                                         | sound                                                                                                                      |
        | an empty one      | { workCalendars: [{ name: "", start: "08:00", end: "18:00" }], periodRates: [] }                                           | a name has 1 to 64 letters                      | { workCalendars: [{ name: "X", start: "08:00", end: "18:00" }], periodRates: [] }                                          |
        | one that is taken | { workCalendars: [{ name: X, start: "08:00", end: "18:00" }, { name: X, start: "09:00", end: "18:00" }], periodRates: [] } | "X" is there twice; names are unique            | { workCalendars: [{ name: X, start: "08:00", end: "18:00" }, { name: Y, start: "09:00", end: "18:00" }], periodRates: [] } |
        | not there         | { accounts: [{ name: Acme, calendar: Nowhere }] }                                                                          | workCalendars has no "Nowhere"; create it first | { accounts: [{ name: Acme, calendar: BD_Wholesale_Schedule }] }                                                            |

  Rule: A number without a rate may be carried for nothing, and that is told

    @CAL-314
    Scenario: By night the prefix is missing
      Given the accounts:
        | account | period rates          | missing rate |
        | Acme    | BD_Wholesale_DayNight | zero         |
      When "Acme" calls "+8801912345678" on "Monday 2026-04-20 19:00" and talks for 60 seconds
      Then the call was charged "0", at "0" a minute by table "BD_Night"
      And an alarm says 'Acme called 8801912345678 for nothing: table "BD_Night" has no rate'

  Rule: The classification is a function of time

    @CAL-212
    Scenario: Ten switches in a week of five days, eight with a holiday in it
      Given the period rates:
        | period rate | calendar     | working | non-working |
        | Holiday     | With_Holiday | BD_Day  | BD_Night    |
      And the accounts:
        | account | period rates          |
        | Acme    | BD_Wholesale_DayNight |
        | Bravo   | Holiday               |
      When a week passes from "Monday 2026-04-20 00:00" on, minute by minute
      Then the table in force for "Acme" has changed 10 times, never on "Saturday, Sunday"
      And the table in force for "Bravo" has changed 8 times, never on "Wednesday, Saturday, Sunday"

  Rule: A call that lasts over a change may be charged piece by piece

    @CAL-310
    Scenario Outline: Ten minutes from 17:55 on, charged by <spanning>
      Given the accounts:
        | account | period rates          | spanning   |
        | Acme    | BD_Wholesale_DayNight | <spanning> |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 17:55:00" and talks for 9.9 minutes
      Then the call was charged "<fee>", at "0.012" a minute by table "BD_Day"

      Examples: the guide's arithmetic
        | spanning | fee   |
        | first    | 0.120 |
        | split    | 0.100 |

    Scenario: A week-end of talk has a piece for each period
      Given the accounts:
        | account | period rates          | spanning |
        | Acme    | BD_Wholesale_DayNight | split    |
      When "Acme" calls "+8801712345678" on "Friday 2026-04-17 17:59:00" and talks for 62.1 hours
      Then the call was charged in pieces:
        | table    | seconds | fee   |
        | BD_Day   | 60      | 0.012 |
        | BD_Night | 223200  | 29.76 |
        | BD_Day   | 360     | 0.072 |

  Rule: Alarms about long calls can be suppressed for an account, by day and by night

    Background:
      Given a call longer than 2 hours raises an alarm

    @CAL-607 @CAL-608
    Scenario Outline: A call of <time> at <moment>, alarm <alarm>
      Given the accounts:
        | account | period rates          | long-call alarm |
        | Acme    | BD_Wholesale_DayNight | <alarm>         |
      When 1 calls of "Acme" of <time> each begin on "Monday 2026-04-20 <moment>"
      Then <count> alarms about long calls are raised
      And all calls were answered and none was cut

      Examples:
        | moment | alarm      | time         | count |
        | 12:00  |            | 7203 seconds | 1     |
        | 12:00  |            | 4 hours      | 1     |
        | 12:00  |            | 7195 seconds | 0     |
        | 12:00  | suppressed | 7203 seconds | 0     |
        | 03:00  | suppressed | 7203 seconds | 0     |

    @CAL-609
    Scenario: Fifty long calls in a night
      Given the accounts:
        | account | period rates          |
        | Acme    | BD_Wholesale_DayNight |
      When 50 calls of "Acme" of 3 hours each begin on "Monday 2026-04-20 22:00"
      Then 50 alarms about long calls are raised
      When the doctor looks at the alarms of that night
      Then it reports the info RATE_FALSE_ALARMS about "Acme":
        | finding | 50 alarms about long calls of Acme, 50 of them about calls that began off-peak |
        | mend    | Suppressing all duration too long alarm                                        |
        | mend    | it hides the long calls of a fraud too                                         |
