@sim
Feature: The doctor checks work calendars
  Each row is a sound design on the guide's day and night table with one fault, what the doctor says of it, and a change beside it that is
  none.

  Rule: A calendar says what it is for, and its holidays are those of the year

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's rates with <sound>

      @CAL-109
      Examples: descriptive names
        | fault                | severity | rule          | subject | finding                                | cost                       | mend                                                  | sound                            |
        | calendar cal1 has {} | info     | CALENDAR_NAME | cal1    | does not tell what the calendar is for | a wrong rate on every call | BD_PeakOffPeak or UK_BusinessHours, and the time zone | calendar BD_PeakOffPeak has {}   |
        | calendar Work has {} | info     | CALENDAR_NAME | Work    | the name "Work" does not tell          | has to guess               | name plan and market                                  | calendar UK_BusinessHours has {} |

      @CAL-102
      Examples: no working day
        | fault                                                  | severity | rule                 | subject               | finding            | cost              | mend                  | sound                                                     |
        | calendar BD_Wholesale_Schedule has { workingDays: [] } | warning  | CALENDAR_NEVER_WORKS | BD_Wholesale_Schedule | has no working day | is never in force | tick the working days | calendar BD_Wholesale_Schedule has { workingDays: [sun] } |

      @CAL-213
      Examples: holidays that were not renewed
        | fault                                                                                | severity | rule                   | subject               | finding                  | cost                               | mend                       | sound                                                                                              |
        | calendar BD_Wholesale_Schedule has { holidays: ["2026-03-21"] }; today is 2027-01-01 | warning  | CALENDAR_HOLIDAYS_PAST | BD_Wholesale_Schedule | has no holidays for 2027 | holidays are rated as working days | enter the holidays of 2027 | calendar BD_Wholesale_Schedule has { holidays: ["2026-03-21", "2027-03-10"] }; today is 2027-01-01 |

      @CAL-214
      Examples: a fixed date that was entered for one year
        | fault                                                           | severity | rule                  | subject               | finding                                     | cost                            | mend                                | sound                                                      |
        | calendar BD_Wholesale_Schedule has { holidays: ["2026-03-26"] } | info     | CALENDAR_HOLIDAY_ONCE | BD_Wholesale_Schedule | 2026-03-26 (Independence Day of Bangladesh) | a working day again in the next | write 03-26, which comes back every | calendar BD_Wholesale_Schedule has { holidays: ["03-26"] } |

      @CAL-215
      Examples: the review of January
        | fault               | severity | rule                     | subject               | finding                                                                        | cost                   | mend                       | sound               |
        | today is 2027-01-02 | info     | CALENDAR_REVIEW_HOLIDAYS | BD_Wholesale_Schedule | Eid al-Fitr, Eid al-Adha, Spring Festival, Mid-Autumn have other dates in 2027 | rated as a working day | review the moving holidays | today is 2027-02-01 |

      @CAL-513
      Examples: a calendar that decides nothing
        | fault                      | severity | rule            | subject    | finding                                            | cost          | mend                       | sound                                                                     |
        | calendar BD_Evening has {} | info     | CALENDAR_UNUSED | BD_Evening | no period rate and no account refers to BD_Evening | switches none | choose it in a period rate | calendar BD_Evening has {}; period rate BuyB has { calendar: BD_Evening } |

  Rule: Hours are those of the destination, entered on the switch's clock

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's rates with <sound>

      @CAL-704
      Examples: the destination's hours were entered as they are
        | fault                                                                                                                                        | severity | rule                   | subject          | finding                                                                         | cost                                | mend                                   | sound                                                                                                                                        |
        | calendar UK_BusinessHours has { start: "09:00", end: "18:00", destinations: [{ timeZone: Europe/London, start: "09:00", end: "18:00" }] }    | error    | CALENDAR_NOT_CONVERTED | UK_BusinessHours | 09:00-18:00 in Europe/London is 15:00-00:00 on this switch's clock (Asia/Dhaka) | peak calls are sold at the off-peak | shift its hours by 6 h, to 15:00-00:00 | calendar UK_BusinessHours has { start: "15:00", end: "00:00", destinations: [{ timeZone: Europe/London, start: "09:00", end: "18:00" }] }    |
        | calendar US_BusinessHours has { start: "21:00", end: "05:00", destinations: [{ timeZone: America/New_York, start: "09:00", end: "18:00" }] } | error    | CALENDAR_NOT_CONVERTED | US_BusinessHours | 09:00-18:00 in America/New_York is 20:00-05:00 on this switch's clock           | peak calls are sold                 | set its hours to 20:00-05:00           | calendar US_BusinessHours has { start: "20:00", end: "05:00", destinations: [{ timeZone: America/New_York, start: "09:00", end: "18:00" }] } |

      @CAL-702
      Examples: summer time moves the destination
        | fault                                                                                                                                                          | severity | rule                 | subject          | finding                                                                                     | cost                 | mend                             | sound                                                                                                                                                        |
        | calendar UK_BusinessHours has { start: "15:00", end: "00:00", destinations: [{ timeZone: Europe/London, start: "09:00", end: "18:00" }] }; today is 2026-06-01 | warning  | CALENDAR_SUMMER_TIME | UK_BusinessHours | has 15:00-00:00; 09:00-18:00 in Europe/London is 14:00-23:00 on this switch's clock in July | for half of the year | change the hours with the clocks | calendar UAE_BusinessHours has { start: "11:00", end: "20:00", destinations: [{ timeZone: Asia/Dubai, start: "09:00", end: "18:00" }] }; today is 2026-06-01 |

      @CAL-705
      Examples: one calendar for three zones
        | fault                                                                                                                                                                                                                                  | severity | rule                | subject               | finding                                                    | cost                       | mend                                                           | sound                                                                                                         |
        | calendar BD_Wholesale_Schedule has { destinations: [{ timeZone: Asia/Dhaka, start: "08:00", end: "18:00" }, { timeZone: Europe/London, start: "09:00", end: "18:00" }, { timeZone: America/New_York, start: "09:00", end: "18:00" }] } | info     | CALENDAR_MANY_ZONES | BD_Wholesale_Schedule | is for Asia/Dhaka, Europe/London, America/New_York at once | right for one of them only | make 3 calendars, one for each zone, with the zone in the name | calendar BD_Wholesale_Schedule has { destinations: [{ timeZone: Asia/Dhaka, start: "08:00", end: "18:00" }] } |

      @CAL-703
      Examples: the vendor's contract has other hours
        | fault                                                               | severity | rule                    | subject               | finding                                  | cost                      | mend                     | sound                                                               |
        | account VendorA has { peakHours: { start: "07:00", end: "21:00" } } | error    | CALENDAR_CONTRACT_HOURS | BD_Wholesale_Schedule | 4 h are bought at peak but sold off-peak | the margin of those hours | to those of the contract | account VendorA has { peakHours: { start: "08:00", end: "18:00" } } |
        | account VendorA has { peakHours: { start: "10:00", end: "18:00" } } | warning  | CALENDAR_CONTRACT_HOURS | BD_Wholesale_Schedule | 2 h are bought off-peak but sold at peak | customers pay the peak    | to those of the contract | account VendorA has { peakHours: { start: "08:00", end: "18:00" } } |

      @CAL-706
      Examples: the server moved and its calendars stayed
        | fault                                                     | severity | rule                 | subject               | finding                                                                                         | cost                                | mend                                                                                  | sound                                                           |
        | the server was in Asia/Dhaka before; the server is in UTC | error    | CALENDAR_SERVER_ZONE | BD_Wholesale_Schedule | from Asia/Dhaka to UTC and BD_Wholesale_Schedule kept 08:00-18:00: every switch comes 6 h later | charged and paid by the wrong table | set timeZone back to Asia/Dhaka, or the hours of BD_Wholesale_Schedule to 02:00-12:00 | the server was in Asia/Dhaka before; the server is in Asia/Omsk |

  Rule: Accounts are bound to what decides for them

    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the <severity> <rule> about "<subject>":
        | finding | <finding> |
        | cost    | <cost>    |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's rates with <sound>

      @CAL-604
      Examples: customers of two zones on one calendar
        | fault                                                                                                                                                                    | severity | rule            | subject               | finding                                         | cost                         | mend                                        | sound                                                                                                                                                                                                                                  |
        | customer London has { account: London }; account London has { timeZone: Europe/London, periodRates: [BD_Wholesale_DayNight] }; account Acme has { timeZone: Asia/Dhaka } | warning  | CALENDAR_SHARED | BD_Wholesale_Schedule | Acme (Asia/Dhaka), London (Europe/London) share | the peak rate in their night | make a calendar for each group of customers | customer London has { account: London }; calendar UK_BusinessHours has {}; account London has { timeZone: Europe/London, periodRates: [BD_Wholesale_DayNight], calendar: UK_BusinessHours }; account Acme has { timeZone: Asia/Dhaka } |

      @CAL-307
      Examples: a calendar alone
        | fault                                                                                    | severity | rule           | subject | finding                                                            | cost                         | mend                           | sound                                                |
        | account Acme has { calendar: BD_Wholesale_Schedule, periodRates: [], rateTable: BD_Day } | warning  | CALENDAR_ALONE | Acme    | bound to the calendar BD_Wholesale_Schedule and has no period rate | changes no rate and no route | give the account a period rate | account Acme has { calendar: BD_Wholesale_Schedule } |

      @CAL-602
      Examples: two calendars claim to decide
        | fault                                                                 | severity | rule               | subject | finding                                                                               | cost                          | mend                      | sound                                                |
        | calendar BD_Evening has {}; account Acme has { calendar: BD_Evening } | warning  | CALENDAR_OVERRULED | Acme    | its period rate BD_Wholesale_DayNight to BD_Wholesale_Schedule: the account's decides | expects the switch at another | bind both to one calendar | account Acme has { calendar: BD_Wholesale_Schedule } |

      @CAL-804
      Examples: two calendars say working time at once
        | fault                                                                                                                                                                  | severity | rule             | subject | finding                                                                             | cost                                 | mend                               | sound                                                                                                                                                                  |
        | calendar BD_Late has { start: "17:00", end: "23:00" }; period rate Second has { calendar: BD_Late }; account Acme has { periodRates: [BD_Wholesale_DayNight, Second] } | warning  | CALENDAR_OVERLAP | Acme    | BD_Wholesale_DayNight and Second are both in working time, first on Monday at 17:00 | decides there, as the first in order | begin where those of the other end | calendar BD_Late has { start: "18:00", end: "23:00" }; period rate Second has { calendar: BD_Late }; account Acme has { periodRates: [BD_Wholesale_DayNight, Second] } |

      @CAL-606
      Examples: a rate group without the account
        | fault                                                                                                     | severity | rule                | subject | finding                     | cost                           | mend                     | sound                                                                               |
        | rate group Wholesale has { periodRates: [BD_Wholesale_DayNight] }; account Acme has { rateTable: BD_Day } | warning  | RATE_NOT_AUTHORISED | Acme    | no rate group authorises it | charged by BD_Day at all times | add Acme to a rate group | rate group Wholesale has { periodRates: [BD_Wholesale_DayNight], accounts: [Acme] } |

      @CAL-609
      Examples: a night of long calls
        | fault                                                   | severity | rule              | subject | finding                                        | cost              | mend                                    | sound                                                  |
        | 50 alarms about long calls of Acme, 50 of them off-peak | info     | RATE_FALSE_ALARMS | Acme    | 50 alarms about long calls of Acme, 50 of them | rings every night | Suppressing all duration too long alarm | 50 alarms about long calls of Acme, 9 of them off-peak |

  Rule: When the rate does not switch, it is the hours or the binding

    @CAL-903
    Scenario Outline: <rule>: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the error <rule> about "Acme":
        | finding | <finding> |
        | mend    | <mend>    |
      But it reports no <rule> for the guide's rates with the rate of Acme is to switch on 2026-04-20 at 18:00

      Examples: the two things to check, and an account without a period rate
        | fault                                                                                                                                                                                      | rule                | finding                                                                                    | mend                                         |
        | calendar BD_Wholesale_Schedule has { end: "20:00" }; the rate of Acme is to switch on 2026-04-20 at 18:00                                                                                  | RATE_OTHER_HOURS    | the working hours of BD_Wholesale_Schedule (08:00-20:00) do not begin or end then          | correct the working days, hours and holidays |
        | calendar UK_BusinessHours has { start: "15:00", end: "00:00" }; period rate BD_Wholesale_DayNight has { calendar: UK_BusinessHours }; the rate of Acme is to switch on 2026-04-20 at 18:00 | RATE_OTHER_CALENDAR | bound to the calendar UK_BusinessHours (15:00-00:00), and BD_Wholesale_Schedule is the one | to BD_Wholesale_Schedule                     |
        | account Acme has { periodRates: [], rateTable: BD_Day }; the rate of Acme is to switch on 2026-04-20 at 18:00                                                                              | RATE_NOT_BOUND      | Acme has no period rate                                                                    | assign a period rate                         |
