@sim
Feature: When call records reach the database
  A finished call is in the journal at once. Its way to the database is taken in batches: when one is full, and at each tick of the
  interval, whichever comes first. Small batches often and large ones seldom carry the same calls; the first keep fewer on the way.

  Rule: A record waits for the next tick, and ticks run free from the start of the switch

    @SCL-055
    Scenario: The interval is a minute by default
      Given the standard wholesale set-up
      When "Acme" calls "+442079460123" and they talk for 7 seconds
      Then 59.8 seconds after the start of switch "A" its database has 0 call records
      And 60.2 seconds after the start of switch "A" its database has 1 call record

    @SCL-055
    Scenario: Half a minute for high traffic
      Given the standard wholesale set-up
      And SS_CDR_FILE_WRITE_INTERVAL is 30 on switch "A"
      When "Acme" calls "+442079460123" and they talk for 7 seconds
      Then 29.8 seconds after the start of switch "A" its database has 0 call records
      And 30.2 seconds after the start of switch "A" its database has 1 call record

  Rule: A full batch does not wait, and does not shift the tick

    @SCL-056
    Scenario: 2,500 calls within one interval
      Given call records are stored by the defaults
      When 2500 calls end within 20 seconds
      And the rest of 40 seconds passes
      Then the database got these batches:
        | second | records |
        | 8      | 1000    |
        | 16     | 1000    |
        | 60     | 500     |
      And the tables hold 2500 calls, and none waits

    @SCL-057 @SCL-081
    Scenario: 200 calls a second by the defaults
      Given call records are stored by the defaults
      When 200 calls a second end for 60 seconds
      Then the database got 12 batches of 1000 calls, one every 5 seconds
      And the tables hold 12000 calls, and none waits

    @SCL-056 @SCL-057
    Scenario: 200 calls a second with batches of 500
      Given call records are stored with SS_CDR_FILE_WRITE_MAX 500
      When 200 calls a second end for 20 seconds
      Then the database got 8 batches of 500 calls, one every 2.5 seconds
      And the tables hold 4000 calls, and none waits
