@sim @wire
Feature: Setting up time routing on a running switch
  Vendors for each prefix, a day and a night buying table for each of them, period rates on one calendar, and customer accounts bound to theirs:
  from then on vendors and rates switch by themselves.

  Rule: The four steps of the guide on an empty system

    @CAL-512
    Scenario: Two vendors, of which one is cheaper by day and the other by night
      Given "Acme" is a customer of switch "A"
      And SS_GATEWAYFEERATEROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor  | prefix | priority | account |
        | VendorA | 88017  | 1        | VendorA |
        | VendorC | 88017  | 2        | VendorC |
      And the server is in "Asia/Dhaka"
      And the accounts:
        | account |
        | Acme    |
        | VendorA |
        | VendorC |
      And the lab is running
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 12:00"
      Then "Acme" receives 503 Service Unavailable
      When an operator imports the rate tables:
        | prefix | BD_Day | BD_Night | ADay  | ANight | CDay  | CNight |
        | 88017  | 0.012  | 0.008    | 0.008 | 0.007  | 0.009 | 0.004  |
      And an operator saves the calendar:
        | calendar              | days    | hours       | holidays |
        | BD_Wholesale_Schedule | mon-fri | 08:00-18:00 | 03-26    |
      And an operator saves the period rate:
        | period rate           | calendar              | working | non-working |
        | BD_Wholesale_DayNight | BD_Wholesale_Schedule | BD_Day  | BD_Night    |
        | BuyA                  | BD_Wholesale_Schedule | ADay    | ANight      |
        | BuyC                  | BD_Wholesale_Schedule | CDay    | CNight      |
      And an operator binds the account "VendorA" to "BuyA"
      And an operator binds the account "VendorC" to "BuyC"
      And an operator binds the account "Acme" to "BD_Wholesale_DayNight"
      And "Acme" calls "+8801712345678" on "Monday 2026-04-20 17:59" and talks for 1 second
      Then the call was charged "0.012", at "0.012" a minute by table "BD_Day"
      And "VendorA" was paid "0.008"
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 18:00" and talks for 1 second
      Then the call was charged "0.008", at "0.008" a minute by table "BD_Night"
      And "VendorC" was paid "0.004"
