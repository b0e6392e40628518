@sim
Feature: Rate tables as files
  A rate table comes from a file of comma-separated values, and goes into one: `prefix,rate,period`, and `steps` for what a call begins with.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix |
      | Alpha  | 88017  |
    And the server is in "Asia/Dhaka"
    And the rate tables:
      | prefix | BD_Night |
      | 88017  | 0.008    |
    And the accounts:
      | account | rate table |
      | Acme    | BD_Night   |

  Rule: A file of rates is taken whole or not at all

    Scenario: Every bad line is named with its mend, and the table stays as it was
      Given the lab is running
      When an operator imports the rate table "BD_Night":
        """
        prefix,rate,period
        88017,0.001,60
        +88018,0.008,60
        88019,0.009
        88017,0.007,60
        44,free,60
        1,0.003,0
        """
      Then the switch refuses every bad line:
        | 3 | without + and spaces                              |
        | 4 | 2 fields, the first line has 3                    |
        | 5 | prefix 88017 has a rate in line 2 already         |
        | 6 | "free" is no rate: a decimal number such as 0.025 |
        | 7 | whole seconds from 1 to 3600                      |
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 20:00" and talks for 1 second
      Then the call was charged "0.008", at "0.008" a minute by table "BD_Night"

    Scenario: A first minute and cycles of six seconds
      Given the lab is running
      When an operator imports the rate table "BD_Night":
        """
        prefix,rate,period,steps
        88017,0.06,6,60:0.09
        """
      Then the change is taken
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 20:00" and talks for 59 seconds
      Then the call was charged "0.09", at "0.06" a minute by table "BD_Night"
      When "Acme" calls "+8801712345678" on "Monday 2026-04-20 20:05" and talks for 71 seconds
      Then the call was charged "0.102", at "0.06" a minute by table "BD_Night"
