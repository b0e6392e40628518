@sim
Feature: Least-cost routing alone, and with time
  Least-cost routing asks which gateway is cheapest for a destination; time routing asks which one is at this moment. The same week
  of calls is placed by two customers: one whose vendors have one price, and one whose vendors and rates have periods.

  Rule: By time the gateway, the rate table and the price change by themselves

    @CAL-003 @CAL-004 @CAL-005 @CAL-006 @CAL-007 @CAL-008
    Scenario: A week with a holiday in it, a call every four hours
      Given "Steady" is a customer of switch "A"
      And "Timed" is a customer of switch "A"
      And SS_GATEWAYFEERATEROUTESORTCONFIG is 1 on switch "A"
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      And the vendor chain:
        | vendor   | party   | prefix | account | customers |
        | Static A | VendorA | 88017  | Flat A  | Steady    |
        | Static C | VendorC | 88017  | Flat C  | Steady    |
        | Timed A  | VendorA | 88017  | VendorA | Timed     |
        | Timed C  | VendorC | 88017  | VendorC | Timed     |
      And the server is in "Asia/Dhaka"
      And the rate tables:
        | prefix | BD_Day | BD_Night | ADay  | ANight | CDay  | CNight |
        | 88017  | 0.012  | 0.008    | 0.008 | 0.007  | 0.009 | 0.004  |
      And the work calendars:
        | calendar              | days    | hours       | holidays   |
        | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 | 2026-03-26 |
      And the period rates:
        | period rate           | calendar              | working | non-working |
        | BD_Wholesale_DayNight | BD_Wholesale_Schedule | BD_Day  | BD_Night    |
        | BuyA                  | BD_Wholesale_Schedule | ADay    | ANight      |
        | BuyC                  | BD_Wholesale_Schedule | CDay    | CNight      |
      And the accounts:
        | account | rate table | period rates          |
        | Steady  | BD_Day     |                       |
        | Timed   |            | BD_Wholesale_DayNight |
        | Flat A  | ADay       |                       |
        | Flat C  | CDay       |                       |
        | VendorA |            | BuyA                  |
        | VendorC |            | BuyC                  |
      When "Steady" and "Timed" call "+8801712345678" every 4 hours from "Monday 2026-03-23 00:00" on for a week
      Then the calls of the week were carried and priced:
        | customer | in            | calls | gateway  | table    | sold at | bought at |
        | Steady   | working hours | 12    | Static A | BD_Day   | 0.012   | 0.008     |
        | Steady   | nights        | 12    | Static A | BD_Day   | 0.012   | 0.008     |
        | Steady   | the weekend   | 12    | Static A | BD_Day   | 0.012   | 0.008     |
        | Steady   | the holiday   | 6     | Static A | BD_Day   | 0.012   | 0.008     |
        | Timed    | working hours | 12    | Timed A  | BD_Day   | 0.012   | 0.008     |
        | Timed    | nights        | 12    | Timed C  | BD_Night | 0.008   | 0.004     |
        | Timed    | the weekend   | 12    | Timed C  | BD_Night | 0.008   | 0.004     |
        | Timed    | the holiday   | 6     | Timed C  | BD_Night | 0.008   | 0.004     |
      And the table of "Timed" changed 8 times and that of "Steady" never
      And nobody touched the switch in that week

  Rule: Who pays the peak price all day pays the difference for every minute off-peak

    @CAL-906 @CAL-907 @CAL-908 @CAL-909 @CAL-910
    Scenario Outline: <minutes> minutes a day with a difference of <difference>
      Given "Steady" is a customer of switch "A"
      And "Timed" is a customer of switch "A"
      And SS_SESSION_TIMER is 0 on switch "A"
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      And the vendor chain:
        | vendor | prefix | account | customers |
        | Alpha  | 88017  | Flat    | Steady    |
        | Beta   | 88017  | Periods | Timed     |
      And the server is in "Asia/Dhaka"
      And the rate tables:
        | prefix | Sell  | Peak   | OffPeak    |
        | 88017  | 0.012 | <peak> | <off-peak> |
      And the work calendars:
        | calendar | days    | hours       |
        | Business | mon-fri | 08:00-18:00 |
      And the period rates:
        | period rate | calendar | working | non-working |
        | Buy         | Business | Peak    | OffPeak     |
      And the accounts:
        | account | rate table | period rates |
        | Steady  | Sell       |              |
        | Timed   | Sell       |              |
        | Flat    | Peak       |              |
        | Periods |            | Buy          |
      When "Steady" and "Timed" each talk <minutes> minutes on "Tuesday 2026-04-21", 40 percent of them off-peak
      Then the vendor of "Timed" was paid "<day>" less than that of "Steady"
      And that is "<month>" in 30 days and "<year>" in 365

      Examples: the guide's table
        | minutes | difference | peak  | off-peak | day  | month | year   |
        | 100000  | 0.002      | 0.008 | 0.006    | 80   | 2400  | 29200  |
        | 500000  | 0.002      | 0.008 | 0.006    | 400  | 12000 | 146000 |
        | 1000000 | 0.002      | 0.008 | 0.006    | 800  | 24000 | 292000 |
        | 1000000 | 0.005      | 0.009 | 0.004    | 2000 | 60000 | 730000 |
