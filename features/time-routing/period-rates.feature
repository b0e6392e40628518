@sim
Feature: Period rates
  A package period rate joins a work calendar with two rate tables. Which of them a call is charged by is decided when the call is
  initiated, that is when its INVITE arrives, and stays so.

  Background:
    Given "Acme" is a customer of switch "A"
    And "Bravo" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix  |
      | Alpha  | 8, 4, 1 |
    And the server is in "Asia/Dhaka"
    And the rate tables:
      | prefix | BD_Day | BD_Night |
      | 88017  | 0.012  | 0.008    |
      | 88018  | 0.012  | 0.008    |
      | 88019  | 0.013  | 0.009    |
      | 8802   | 0.010  | 0.005    |
      | 44     | 0.008  | 0.004    |
      | 1      | 0.005  | 0.003    |
    And the work calendars:
      | calendar              | days    | hours       | holidays                           |
      | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 | 2026-01-01, 2026-03-26, 2026-12-16 |
      | BD_Peak               | mon-fri | 08:00-18:00 |                                    |
      | BD_Evening            | mon-fri | 18:00-22:00 |                                    |
      | UK_BusinessHours      | mon-fri | 15:00-00:00 |                                    |
    And the period rates:
      | period rate           | calendar              | working | non-working |
      | BD_Wholesale_DayNight | BD_Wholesale_Schedule | BD_Day  | BD_Night    |

  Rule: The table changes by itself, and the longest prefix in it decides

    Scenario Outline: One minute to <number>: <day> by day, <night> by night
      Given the accounts:
        | account | period rates          |
        | Acme    | BD_Wholesale_DayNight |
      When "Acme" calls "<number>" on "Monday 2026-04-20 12:00" and talks for 59 seconds
      Then the call was charged "<day>", at "<day>" a minute by table "BD_Day"
      And the rate was that of prefix "<prefix>"
      When "Acme" calls "<number>" on "Monday 2026-04-20 22:00" and talks for 59 seconds
      Then the call was charged "<night>", at "<night>" a minute by table "BD_Night"

      @CAL-301 @CAL-302 @CAL-303 @CAL-304
      @CAL-401 @CAL-402 @CAL-403 @CAL-404 @CAL-405 @CAL-406 @CAL-407
      Examples: the guide's table
        | number         | prefix | day   | night |
        | +8801712345678 | 88017  | 0.012 | 0.008 |
        | +8801812345678 | 88018  | 0.012 | 0.008 |
        | +8801912345678 | 88019  | 0.013 | 0.009 |
        | +880212345678  | 8802   | 0.010 | 0.005 |
        | +442079460123  | 44     | 0.008 | 0.004 |
        | +12125550100   | 1      | 0.005 | 0.003 |

    @CAL-308 @CAL-309
    Scenario Outline: A call that is initiated at <moment> has the rate <rate>
      Given the accounts:
        | account | period rates          |
        | Acme    | BD_Wholesale_DayNight |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 <moment>" and talks for <talk> minutes
      Then the call was charged "<fee>", at "<rate>" a minute by table "<table>"

      Examples: thirty seconds on either side
        | moment   | talk | rate  | fee   | table    |
        | 17:59:30 | 1    | 0.012 | 0.012 | BD_Day   |
        | 18:00:30 | 1    | 0.008 | 0.008 | BD_Night |

      @CAL-310 @CAL-311
      Examples: a call that lasts beyond the change keeps its rate
        | moment   | talk  | rate  | fee   | table    |
        | 17:55:00 | 9.9   | 0.012 | 0.120 | BD_Day   |
        | 07:50:00 | 29.9  | 0.008 | 0.240 | BD_Night |

    @CAL-408
    Scenario: Ten thousand minutes at 0.009 are exactly 90
      Given SS_MEDIAPROXYMODE is 0 on switch "A"
      And the rate tables:
        | prefix | Exact |
        | 88017  | 0.009 |
      And the accounts:
        | account | rate table |
        | Acme    | Exact      |
      When 10 times over "Acme" makes 1000 calls of 59 seconds on "Monday 2026-04-20 22:00"
      Then all calls together were charged "90.000"

  Rule: A number without a rate in the table in force is no call

    Background:
      Given the rate tables:
        | prefix | Full  | Gap   | Short |
        | 88017  | 0.012 | 0.008 |       |
        | 88019  | 0.013 |       |       |
        | 880    |       |       | 0.002 |

    @CAL-312
    Scenario: By night the prefix is missing, and the call is turned away before any INVITE leaves
      Given the period rates:
        | period rate | calendar              | working | non-working |
        | WithGap     | BD_Wholesale_Schedule | Full    | Gap         |
      And the accounts:
        | account | period rates |
        | Acme    | WithGap      |
      When "Acme" calls "+8801912345678" on "Monday 2026-04-20 17:00" and talks for 59 seconds
      Then the call was charged "0.013", at "0.013" a minute by table "Full"
      When "Acme" calls "+8801912345678" on "Monday 2026-04-20 19:00"
      Then "Acme" receives 503 Service Unavailable
      And the call record says:
        | end reason | Rate Not Found |
        | attempts   | 0              |

    @CAL-407
    Scenario: No shorter prefix is made up
      Given the accounts:
        | account | rate table |
        | Acme    | BD_Day     |
      When "Acme" calls "+8801512345678" on "Monday 2026-04-20 12:00"
      Then "Acme" receives 503 Service Unavailable
      And the call record says:
        | end reason | Rate Not Found |
        | attempts   | 0              |

    @CAL-313
    Scenario: A shorter prefix hides the gap
      Given the period rates:
        | period rate | calendar              | working | non-working |
        | Hidden      | BD_Wholesale_Schedule | Full    | Short       |
      And the accounts:
        | account | period rates |
        | Acme    | Hidden       |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 19:00" and talks for 59 seconds
      Then the call was charged "0.002", at "0.002" a minute by table "Short"
      And the rate was that of prefix "880"

    Scenario: An account may carry such calls for nothing
      Given the period rates:
        | period rate | calendar              | working | non-working |
        | WithGap     | BD_Wholesale_Schedule | Full    | Gap         |
      And the accounts:
        | account | period rates | missing rate |
        | Acme    | WithGap      | zero         |
      When "Acme" calls "+8801912345678" on "Monday 2026-04-20 19:00" and talks for 59 seconds
      Then the call was charged "0", at "0" a minute by table "Gap"

  Rule: An account pays by its base table unless a period rate decides

    @CAL-307
    Scenario Outline: A calendar alone changes nothing at <time>
      Given the accounts:
        | account | rate table | calendar              |
        | Acme    | BD_Day     | BD_Wholesale_Schedule |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 <time>" and talks for 5 seconds
      Then the rate was that of table "BD_Day"

      Examples:
        | time  |
        | 12:00 |
        | 23:00 |

    @CAL-605
    Scenario: One account with a period rate, one without
      Given the accounts:
        | account | rate table | period rates          |
        | Acme    | BD_Day     | BD_Wholesale_DayNight |
        | Bravo   | BD_Day     |                       |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 20:00" and talks for 5 seconds
      Then the rate was that of table "BD_Night"
      When "Bravo" calls "+8801712345678" on "Monday 2026-04-20 20:05" and talks for 5 seconds
      Then the rate was that of table "BD_Day"

    @CAL-601 @CAL-602
    Scenario: Each account is classified by its own calendar
      Given the accounts:
        | account | period rates          | calendar         |
        | Acme    | BD_Wholesale_DayNight |                  |
        | Bravo   | BD_Wholesale_DayNight | UK_BusinessHours |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 12:00" and talks for 5 seconds
      Then the call was initiated in "working" time
      When "Bravo" calls "+8801712345678" on "Monday 2026-04-20 12:05" and talks for 5 seconds
      Then the call was initiated in "non-working" time
      When "Bravo" calls "+8801712345678" on "Monday 2026-04-20 23:00" and talks for 5 seconds
      Then the call was initiated in "working" time

  Rule: Several period rates in a row give more than two periods: the first calendar that says working time decides

    Background:
      Given the rate tables:
        | prefix | Peak  | Evening | OffPeak | Early | Midday |
        | 88017  | 0.014 | 0.011   | 0.006   | 0.013 | 0.012  |
      And the work calendars:
        | calendar    | days    | hours       |
        | EarlyPeak   | mon-fri | 07:00-10:00 |
        | Midday      | mon-fri | 10:00-17:00 |
        | EveningPeak | mon-fri | 17:00-22:00 |
        | Late        | mon-fri | 17:00-23:00 |
      And the period rates:
        | period rate | calendar    | working | non-working |
        | Peak        | BD_Peak     | Peak    | OffPeak     |
        | Evening     | BD_Evening  | Evening | OffPeak     |
        | One         | EarlyPeak   | Early   | OffPeak     |
        | Two         | Midday      | Midday  | OffPeak     |
        | Three       | EveningPeak | Evening | OffPeak     |
        | Overlap     | Late        | Evening | OffPeak     |

    Scenario Outline: By <rates>, the table at <time> is <table>
      Given the accounts:
        | account | period rates |
        | Acme    | <rates>      |
      When "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 <time>" and talks for 5 seconds
      Then the rate was that of table "<table>"

      @CAL-802
      Examples: three periods from two calendars
        | rates         | time  | table   |
        | Peak, Evening | 12:00 | Peak    |
        | Peak, Evening | 20:00 | Evening |
        | Peak, Evening | 03:00 | OffPeak |

      @CAL-803
      Examples: four periods from three
        | rates           | time  | table   |
        | One, Two, Three | 08:00 | Early   |
        | One, Two, Three | 12:00 | Midday  |
        | One, Two, Three | 19:00 | Evening |
        | One, Two, Three | 02:00 | OffPeak |

      @CAL-804
      Examples: where two overlap, the first in order
        | rates         | time  | table   |
        | Peak, Overlap | 17:30 | Peak    |
        | Overlap, Peak | 17:30 | Evening |

    @CAL-805
    Scenario: Two accounts with two calendars
      Given the accounts:
        | account | period rates |
        | Acme    | Peak         |
        | Bravo   | Evening      |
      When "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 20:00" and talks for 5 seconds
      Then the rate was that of table "OffPeak"
      When "Bravo" calls "+8801712345678" on "Tuesday 2026-04-21 20:05" and talks for 5 seconds
      Then the rate was that of table "Evening"
