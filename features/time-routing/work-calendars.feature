@sim
Feature: Work calendars
  A work calendar says of each moment whether it is working time. It has no other result: what a call costs is decided by the
  period rate that uses it. Every scenario here reads the answer off the price of a real call.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix  |
      | Alpha  | 8, 4, 1 |
    And the rate tables:
      | prefix | Day   | Night |
      | 88017  | 0.012 | 0.008 |

  Rule: Working time is the hours of a working day that is no holiday; the end is outside

    Scenario Outline: <moment> is <answer> time
      Given the server is in "Asia/Dhaka"
      And the work calendars:
        | calendar              | days    | hours       | holidays                           |
        | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 | 2026-01-01, 2026-03-26, 2026-12-16 |
      And the period rates:
        | period rate           | calendar              | working | non-working |
        | BD_Wholesale_DayNight | BD_Wholesale_Schedule | Day     | Night       |
      And the accounts:
        | account | period rates          |
        | Acme    | BD_Wholesale_DayNight |
      When "Acme" calls "+8801712345678" on "<moment>" and talks for 5 seconds
      Then the call was initiated in "<answer>" time
      And the rate was that of table "<table>"

      @CAL-102 @CAL-201
      Examples: working days
        | moment                  | answer      | table |
        | Monday 2026-04-20 12:00 | working     | Day   |
        | Friday 2026-04-17 12:00 | working     | Day   |

      @CAL-103 @CAL-104 @CAL-202
      Examples: half-open, to the second
        | moment                     | answer      | table |
        | Monday 2026-04-20 07:59:59 | non-working | Night |
        | Monday 2026-04-20 08:00:00 | working     | Day   |
        | Monday 2026-04-20 17:59:59 | working     | Day   |
        | Monday 2026-04-20 18:00:00 | non-working | Night |

      @CAL-203
      Examples: the weekend
        | moment                    | answer      | table |
        | Saturday 2026-04-18 12:00 | non-working | Night |
        | Sunday 2026-04-19 12:00   | non-working | Night |

      @CAL-105 @CAL-204 @CAL-110
      Examples: a holiday wins over its weekday
        | moment                       | answer      | table |
        | Thursday 2026-01-01 12:00    | non-working | Night |
        | Thursday 2026-03-26 12:00    | non-working | Night |
        | Wednesday 2026-12-16 12:00   | non-working | Night |

      @CAL-206
      Examples: the days beside a holiday are as always
        | moment                        | answer      | table |
        | Wednesday 2026-03-25 17:59:59 | working     | Day   |
        | Thursday 2026-03-26 00:00     | non-working | Night |
        | Thursday 2026-03-26 23:59:59  | non-working | Night |
        | Friday 2026-03-27 08:00       | working     | Day   |

      @CAL-207
      Examples: the night runs over midnight
        | moment                   | answer      | table |
        | Monday 2026-04-20 23:59  | non-working | Night |
        | Tuesday 2026-04-21 00:01 | non-working | Night |
        | Tuesday 2026-04-21 07:59 | non-working | Night |

  Rule: Days, hours and holidays may be any

    Scenario Outline: With <days>, <hours>, <but> and holidays <holidays>, <moment> is <answer> time
      Given the server is in "<zone>"
      And the work calendars:
        | calendar | days   | hours   | but   | holidays   |
        | Other    | <days> | <hours> | <but> | <holidays> |
      And the period rates:
        | period rate | calendar | working | non-working |
        | DayNight    | Other    | Day     | Night       |
      And the accounts:
        | account | period rates |
        | Acme    | DayNight     |
      When "Acme" calls "+8801712345678" on "<moment>" and talks for 5 seconds
      Then the call was initiated in "<answer>" time

      @CAL-102
      Examples: any set of days, the empty one too
        | days    | hours       | but | holidays | zone       | moment                  | answer      |
        | sun-thu | 08:00-18:00 |     |          | Asia/Dhaka | Sunday 2026-04-19 12:00 | working     |
        | sun-thu | 08:00-18:00 |     |          | Asia/Dhaka | Friday 2026-04-17 12:00 | non-working |
        |         | 08:00-18:00 |     |          | Asia/Dhaka | Monday 2026-04-20 12:00 | non-working |

      @CAL-111
      Examples: one weekday with hours of its own
        | days    | hours       | but             | holidays | zone       | moment                    | answer      |
        | mon-fri | 08:00-18:00 | fri 08:00-12:00 |          | Asia/Dhaka | Friday 2026-04-17 13:00   | non-working |
        | mon-fri | 08:00-18:00 | fri 08:00-12:00 |          | Asia/Dhaka | Friday 2026-04-17 11:59   | working     |
        | mon-fri | 08:00-18:00 | fri 08:00-12:00 |          | Asia/Dhaka | Thursday 2026-04-16 13:00 | working     |

      @CAL-112
      Examples: a special non-working day
        | days    | hours       | but | holidays   | zone       | moment                   | answer      |
        | mon-fri | 08:00-18:00 |     | 2026-04-21 | Asia/Dhaka | Tuesday 2026-04-21 10:00 | non-working |
        | mon-fri | 08:00-18:00 |     |            | Asia/Dhaka | Tuesday 2026-04-21 10:00 | working     |

      @CAL-205
      Examples: a holiday on a weekend
        | days    | hours       | but | holidays   | zone       | moment                    | answer      |
        | mon-fri | 08:00-18:00 |     | 2026-04-18 | Asia/Dhaka | Saturday 2026-04-18 12:00 | non-working |
        | mon-fri | 08:00-18:00 |     | 2026-04-18 | Asia/Dhaka | Monday 2026-04-20 12:00   | working     |

      @CAL-208 @CAL-701
      Examples: an end of 00:00 is the end of the day: 09:00 to 18:00 in London as a server in Dhaka enters it
        | days    | hours       | but | holidays | zone       | moment                      | answer      |
        | mon-fri | 15:00-00:00 |     |          | Asia/Dhaka | Monday 2026-01-12 14:59:59  | non-working |
        | mon-fri | 15:00-00:00 |     |          | Asia/Dhaka | Monday 2026-01-12 15:00:00  | working     |
        | mon-fri | 15:00-00:00 |     |          | Asia/Dhaka | Monday 2026-01-12 23:59:59  | working     |
        | mon-fri | 15:00-00:00 |     |          | Asia/Dhaka | Tuesday 2026-01-13 00:00:00 | non-working |

      @CAL-209
      Examples: hours over midnight belong to the day on which they start
        | days    | hours       | but | holidays | zone       | moment                    | answer      |
        | mon-fri | 20:00-05:00 |     |          | Asia/Dhaka | Saturday 2026-01-10 04:00 | working     |
        | mon-fri | 20:00-05:00 |     |          | Asia/Dhaka | Monday 2026-01-12 04:00   | non-working |
        | mon-fri | 20:00-05:00 |     |          | Asia/Dhaka | Monday 2026-01-12 20:00   | working     |

      @CAL-210
      Examples: and so does the holiday that blanks them
        | days    | hours       | but | holidays   | zone       | moment                    | answer      |
        | mon-fri | 20:00-05:00 |     | 2026-03-26 | Asia/Dhaka | Thursday 2026-03-26 03:00 | working     |
        | mon-fri | 20:00-05:00 |     | 2026-03-26 | Asia/Dhaka | Thursday 2026-03-26 21:00 | non-working |
        | mon-fri | 20:00-05:00 |     | 2026-03-26 | Asia/Dhaka | Friday 2026-03-27 04:00   | non-working |

      @CAL-211
      Examples: day and hour are those of the server's time zone
        | days    | hours       | but | holidays | zone       | moment            | answer      |
        | mon-fri | 00:00-00:00 |     |          | Asia/Dhaka | 2026-04-17T20:30Z | non-working |
        | mon-fri | 00:00-00:00 |     |          | UTC        | 2026-04-17T20:30Z | working     |
        | mon-fri | 08:00-18:00 |     |          | Asia/Dhaka | 2026-04-17T03:00Z | working     |
        | mon-fri | 08:00-18:00 |     |          | UTC        | 2026-04-17T03:00Z | non-working |

      @CAL-213 @CAL-214
      Examples: a day of one year is forgotten in the next, a day of every year is not
        | days    | hours       | but | holidays   | zone       | moment                  | answer      |
        | mon-fri | 08:00-18:00 |     | 2026-03-26 | Asia/Dhaka | Friday 2027-03-26 12:00 | working     |
        | mon-fri | 08:00-18:00 |     | 01-01      | Asia/Dhaka | Friday 2027-01-01 12:00 | non-working |

      @CAL-217
      Examples: when the clocks go forward the hour from one to two is not there
        | days    | hours       | but | holidays | zone          | moment               | answer      |
        | sun-sat | 01:00-03:00 |     |          | Europe/London | 2026-03-29T00:59:59Z | non-working |
        | sun-sat | 01:00-03:00 |     |          | Europe/London | 2026-03-29T01:00:00Z | working     |
        | sun-sat | 01:00-03:00 |     |          | Europe/London | 2026-03-29T01:59:59Z | working     |
        | sun-sat | 01:00-03:00 |     |          | Europe/London | 2026-03-29T02:00:00Z | non-working |
