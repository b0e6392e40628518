@sim
Feature: The last moment of a day, and the hours that the clocks skip or repeat
  A call is priced by the calendar at the moment of its INVITE, on the wall clock of the server's zone.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix |
      | Alpha  | 88017  |

  Rule: On the eve of a holiday the night begins at 18:00:00.0 and lasts until the morning after the holiday

    @CAL-202 @CAL-206
    Scenario: A tenth of a second before, and at the moment
      Given the server is in "Asia/Dhaka"
      And the rate tables:
        | prefix | Day   | Night |
        | 88017  | 0.012 | 0.008 |
      And the work calendars:
        | calendar | days    | hours       | holidays |
        | Business | mon-fri | 08:00-18:00 | 03-26    |
      And the period rates:
        | period rate | calendar | working | non-working |
        | DayNight    | Business | Day     | Night       |
      And the accounts:
        | account | period rates |
        | Acme    | DayNight     |
      When the customers call at these moments:
        | moment                          | rate  | table |
        | Wednesday 2026-03-25 17:59:59.9 | 0.012 | Day   |
        | Wednesday 2026-03-25 18:00:00.0 | 0.008 | Night |
        | Wednesday 2026-03-25 23:59:59.9 | 0.008 | Night |
        | Thursday 2026-03-26 07:59:59.9  | 0.008 | Night |
        | Thursday 2026-03-26 08:00:00.0  | 0.008 | Night |
        | Thursday 2026-03-26 17:59:59.9  | 0.008 | Night |
        | Friday 2026-03-27 07:59:59.9    | 0.008 | Night |
        | Friday 2026-03-27 08:00:00.0    | 0.012 | Day   |
      Then each was priced as the table says

  Rule: The wall clock decides: the hour that is skipped has no call, the one that is repeated counts twice

    @CAL-217
    Scenario Outline: London, hours <hours>, <what>
      Given the server is in "Europe/London"
      And the rate tables:
        | prefix | Day   | Night |
        | 88017  | 0.012 | 0.008 |
      And the work calendars:
        | calendar | days    | hours   |
        | Early    | sun-sat | <hours> |
      And the period rates:
        | period rate | calendar | working | non-working |
        | DayNight    | Early    | Day     | Night       |
      And the accounts:
        | account | period rates |
        | Acme    | DayNight     |
      When the customers call at these moments:
        | moment   | rate    | table    |
        | <first>  | <one>   | <table1> |
        | <second> | <two>   | <table2> |
        | <third>  | <three> | <table3> |
      Then each was priced as the table says

      Examples: clocks go forward on 2026-03-29 at 01:00Z, back on 2026-10-25 at 01:00Z
        | what                                | hours       | first                | one   | table1 | second               | two   | table2 | third                | three | table3 |
        | an hour that is not there opens it  | 01:00-03:00 | 2026-03-29T00:59:59Z | 0.008 | Night  | 2026-03-29T01:00:00Z | 0.012 | Day    | 2026-03-29T02:00:00Z | 0.008 | Night  |
        | its half hour comes twice           | 01:00-01:30 | 2026-10-25T00:15:00Z | 0.012 | Day    | 2026-10-25T00:45:00Z | 0.008 | Night  | 2026-10-25T01:15:00Z | 0.012 | Day    |
        | the day has twenty-five hours       | 00:00-00:00 | 2026-10-24T23:00:00Z | 0.012 | Day    | 2026-10-25T12:00:00Z | 0.012 | Day    | 2026-10-25T23:59:59Z | 0.012 | Day    |
        | the evening has its hours in winter | 08:00-18:00 | 2026-10-25T17:59:59Z | 0.012 | Day    | 2026-10-25T18:00:00Z | 0.008 | Night  | 2026-10-24T17:00:00Z | 0.008 | Night  |

    @CAL-310
    Scenario: A call that is charged in pieces over the hour that comes twice
      Given the server is in "Europe/London"
      And the rate tables:
        | prefix | Day   | Night |
        | 88017  | 0.012 | 0.008 |
      And the work calendars:
        | calendar | days    | hours       |
        | Early    | sun-sat | 01:00-01:30 |
      And the period rates:
        | period rate | calendar | working | non-working |
        | DayNight    | Early    | Day     | Night       |
      And the accounts:
        | account | period rates | spanning |
        | Acme    | DayNight     | split    |
      When "Acme" calls "+8801712345678" on "2026-10-24T23:59:00Z" and talks for 119.9 minutes
      Then the call was charged in pieces:
        | table | seconds | fee   |
        | Night | 60      | 0.008 |
        | Day   | 1800    | 0.36  |
        | Night | 1800    | 0.24  |
        | Day   | 1800    | 0.36  |
        | Night | 1740    | 0.232 |

  Rule: On real machines, with a calendar that was set, it is the same

    @CAL-202 @CAL-217 @docker
    Scenario: Christmas Eve in London, and both changes of its clocks
      Given "Bravo" is a customer of switch "A"
      And the server is in "Europe/London"
      And the rate tables:
        | prefix | Day   | Night |
        | 88017  | 0.012 | 0.008 |
      And the work calendars:
        | calendar | days    | hours       | holidays |
        | Business | mon-fri | 08:00-18:00 | 12-25    |
        | Early    | sun-sat | 01:00-01:30 |          |
      And the period rates:
        | period rate | calendar | working | non-working |
        | DayNight    | Business | Day     | Night       |
        | EarlyRate   | Early    | Day     | Night       |
      And the accounts:
        | account | period rates |
        | Acme    | DayNight     |
        | Bravo   | EarlyRate    |
      When the customers call at these moments:
        | customer | moment                       | rate  | table |
        | Acme     | Thursday 2026-12-24 17:59:59 | 0.012 | Day   |
        | Acme     | Thursday 2026-12-24 18:00:00 | 0.008 | Night |
        | Acme     | Friday 2026-12-25 12:00:00   | 0.008 | Night |
        | Acme     | 2026-03-27T17:59:59Z         | 0.012 | Day   |
        | Acme     | 2026-03-30T16:59:59Z         | 0.012 | Day   |
        | Acme     | 2026-03-30T17:00:00Z         | 0.008 | Night |
        | Bravo    | 2026-03-29T01:00:00Z         | 0.008 | Night |
        | Bravo    | 2026-10-25T00:15:00Z         | 0.012 | Day   |
        | Bravo    | 2026-10-25T00:45:00Z         | 0.008 | Night |
        | Bravo    | 2026-10-25T01:15:00Z         | 0.012 | Day   |
      Then each was priced as the table says
