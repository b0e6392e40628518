@sim @wire
Feature: A call goes through and is heard
  The first thing that a customer buys: the number answers, both sides hear each other, and the record says so.

  Background:
    Given the standard wholesale set-up

  Rule: A call to a number that a vendor serves reaches that vendor and carries speech both ways

    @docker
    Scenario: The caller hangs up
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
      And the call record says:
        | end reason     | Normal release |
        | ended by       | caller         |
        | hold time      | 3 seconds      |
        | caller gateway | Acme           |
        | callee gateway | Alpha          |

    Scenario: The called party hangs up
      Given "Alpha" hangs up 2 seconds after the answer
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives BYE 2 seconds after the answer
      And the call record says:
        | end reason | Normal release |
        | ended by   | callee         |
        | hold time  | 2 seconds      |

    Scenario: The record counts ringing apart from talking
      Given "Alpha" answers after 2 seconds
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the call record says:
        | hold time        | 2 seconds        |
        | post-dial delay  | 200 milliseconds |
        | attempts         | 1                |

  Rule: Each call gives exactly one record

    @docker
    Scenario: Ten calls at once are ten records
      When "Acme" calls 10 numbers at once and they talk for 1 second
      Then switch "A" has 10 call records
      And every call record says "Normal release"

    Scenario: A call to a number that nobody serves
      When "Acme" calls "+33199000123"
      Then "Acme" receives 404 Not Found
      And "Alpha" receives no call
      And the call record says:
        | end reason | NoAvailableRouter |
        | ended by   | server            |
        | attempts   | 0                 |
