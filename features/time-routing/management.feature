@sim @wire
Feature: Calendars and rates on a running switch
  What an operator changes of calendars, rate tables, period rates and accounts is saved by the switch and holds for the next call. Nothing is
  restarted, and calls that are recorded keep their prices.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix       |
      | Alpha  | 88017, 88019 |
    And the server is in "Asia/Dhaka"
    And the rate tables:
      | prefix | BD_Day | BD_Night |
      | 88017  | 0.012  | 0.008    |
    And the work calendars:
      | calendar              | days    | hours       | holidays   |
      | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 | 2026-03-26 |
    And the period rates:
      | period rate           | calendar              | working | non-working |
      | BD_Wholesale_DayNight | BD_Wholesale_Schedule | BD_Day  | BD_Night    |
    And the accounts:
      | account | period rates          |
      | Acme    | BD_Wholesale_DayNight |

  Rule: Two test calls around the switch show it, and their records stay as they are

    @CAL-901 @CAL-911 @CAL-912 @CAL-216
    Scenario: Before and after 18:00, and after the calendar and the table were edited
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 17:59:30" and talks for 1 second
      Then the call was charged "0.012", at "0.012" a minute by table "BD_Day"
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 18:30" and talks for 1 second
      Then the call was charged "0.008", at "0.008" a minute by table "BD_Night"
      And the call was rated in "non-working" time of the calendar "BD_Wholesale_Schedule"
      When the prices of all calls so far are noted
      And an operator sets end of the calendar "BD_Wholesale_Schedule" to "17:00"
      And an operator imports the rate tables:
        | prefix | BD_Night |
        | 88017  | 0.007    |
      And "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 17:31" and talks for 1 second
      Then the call was charged "0.007", at "0.007" a minute by table "BD_Night"
      And the prices of those calls have not changed

    @CAL-902
    Scenario: The table in force can be asked for
      Given the lab is running
      When it is "Monday 2026-04-20 17:59:59"
      Then the table in force for "Acme" is "BD_Day": "BD_Wholesale_Schedule" says "working hours"
      When it is "Monday 2026-04-20 18:00:00"
      Then the table in force for "Acme" is "BD_Night": "BD_Wholesale_Schedule" says "outside working hours"

  Rule: Accounts that share a calendar change together

    @CAL-603
    Scenario: A holiday for ten accounts
      Given 10 accounts with the period rate "BD_Wholesale_DayNight"
      And the lab is running
      When it is "Monday 2026-04-20 12:00"
      Then the table in force for all 10 accounts is "BD_Day"
      When an operator sets holidays of the calendar "BD_Wholesale_Schedule" to "2026-04-20"
      Then the table in force for all 10 accounts is "BD_Night"

  Rule: A calendar is made in five steps, and a period rate in seven; what they refer to has to be there

    @CAL-107 @CAL-305
    Scenario: A calendar and a period rate that a call is then charged by
      Given the lab is running
      When an operator saves the calendar:
        | calendar         | days    | hours       | holidays |
        | UK_BusinessHours | mon-fri | 15:00-00:00 | 12-25    |
      Then the calendars are "BD_Wholesale_Schedule, UK_BusinessHours"
      And the calendar "UK_BusinessHours" has "mon tue wed thu fri", "15:00-00:00" and the holidays "12-25"
      When an operator saves the period rate:
        | period rate | calendar         | working | non-working |
        | UK_DayNight | UK_BusinessHours | BD_Day  | BD_Night    |
      Then the period rates are "BD_Wholesale_DayNight, UK_DayNight"
      When an operator binds the account "Acme" to "UK_DayNight"
      And "Acme" calls "+8801712345678" on "Monday 2026-04-20 20:00" and talks for 1 second
      Then the call was rated in "working" time of the calendar "UK_BusinessHours"

    @CAL-306
    Scenario: A period rate without its tables
      Given the lab is running
      When an operator saves the period rate:
        | period rate | calendar              | working | non-working |
        | Weekend     | BD_Wholesale_Schedule | BD_Day  | BD_Weekend  |
      Then the switch refuses, because 'rateTables has no "BD_Weekend"; create it first'
      And the period rates are "BD_Wholesale_DayNight"

    @CAL-108
    Scenario: A calendar in use is not taken away
      Given the accounts:
        | account | calendar              |
        | Bound   | BD_Wholesale_Schedule |
      And the lab is running
      When an operator takes the calendar "BD_Wholesale_Schedule" away
      Then the switch refuses, because 'is in use by period rate "BD_Wholesale_DayNight", account "Bound"'
      And the calendars are "BD_Wholesale_Schedule"

    @CAL-106
    Scenario: The administrator sees, adds, changes and takes away; another session is refused
      Given switch A is worked by the administrator "root" and the observer "viewer"
      And the lab is running
      When an operator saves the calendar:
        | calendar   | days | hours       |
        | BD_Sundays | sun  | 08:00-18:00 |
      And an operator sets end of the calendar "BD_Sundays" to "20:00"
      Then the calendar "BD_Sundays" has "sun", "08:00-20:00" and the holidays ""
      When "viewer" asks for the calendars
      Then the switch refuses, because "is for administrators; viewer is an observer"
      When "viewer" tries to take the calendar "BD_Sundays" away
      Then the switch refuses, because "is for administrators; viewer is an observer"
      When "nobody" asks for the calendars
      Then the switch refuses, because "nobody has this token"
      When an operator takes the calendar "BD_Sundays" away
      Then the change is taken
      And the calendars are "BD_Wholesale_Schedule"

    @CAL-113
    Scenario: A thousand calendars and one more
      Given 999 more calendars like "BD_Wholesale_Schedule"
      And the lab is running
      When an operator saves the calendar:
        | calendar   | days | hours       |
        | BD_Sundays | sun  | 08:00-18:00 |
      And an operator saves the period rate:
        | period rate | calendar   | working | non-working |
        | Sundays     | BD_Sundays | BD_Day  | BD_Night    |
      And an operator binds the account "Acme" to "Sundays"
      And "Acme" calls "+8801712345678" on "Sunday 2026-04-19 12:00" and talks for 1 second
      Then the call was rated in "working" time of the calendar "BD_Sundays"

  Rule: A night table is a copy of the day table with other values

    @CAL-316
    Scenario: The copy has every prefix
      Given the rate tables:
        | prefix | Full  | Gap   |
        | 88017  | 0.012 | 0.008 |
        | 88019  | 0.013 |       |
      And the period rates:
        | period rate | calendar              | working | non-working |
        | WithGap     | BD_Wholesale_Schedule | Full    | Gap         |
      And the lab is running
      When an operator binds the account "Acme" to "WithGap"
      And "Acme" calls "+8801912345678" on "Monday 2026-04-20 19:00"
      Then "Acme" receives 503 Service Unavailable
      When an operator copies the rate table "Full" to "Full_Night"
      And an operator saves the period rate:
        | period rate | calendar              | working | non-working |
        | WithGap     | BD_Wholesale_Schedule | Full    | Full_Night  |
      And "Acme" calls "+8801912345678" on "Monday 2026-04-20 20:00" and talks for 1 second
      Then the call was charged "0.013", at "0.013" a minute by table "Full_Night"

  Rule: Calendars are on the server's clock, and move with it

    @CAL-706
    Scenario: The same calendars on a server of another zone
      Given switch "B" is switch "A" on a server in "UTC"
      And the lab is running
      When it is "Monday 2026-04-20 18:00"
      Then the table in force for "Acme" is "BD_Night" on switch "A"
      But the table in force for "Acme" is "BD_Day" on switch "B"
      When the doctor compares switch "B" with switch "A" as it was
      Then it reports the error CALENDAR_SERVER_ZONE about "BD_Wholesale_Schedule":
        | finding | every switch comes 6 h later        |
        | cost    | charged and paid by the wrong table |
        | mend    | set timeZone back to Asia/Dhaka     |
