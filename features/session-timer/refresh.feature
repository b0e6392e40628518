@sim
Feature: Refreshing a session
  A long call lives as long as both sides answer; a dead one is found and ended.

  Background:
    Given the standard wholesale set-up

  Rule: A call whose refreshes are answered goes on

    @DBG-095
    Scenario: Two hours
      Given "Alpha" accepts a session interval of 1800 seconds and leaves the refresh to the switch
      When "Acme" calls "+442079460123" and hangs up 7210 seconds after the answer
      Then "Alpha" receives UPDATE 900, 1800, 2700, 3600, 4500, 5400, 6300 and 7200 seconds after the answer
      And the call record says:
        | end reason | Normal release |
        | hold time  | 7210 seconds   |

  Rule: When the far end was to refresh and did not, the call ends at the interval less 32 seconds or a third of it

    @DBG-097 @DBG-104 @DBG-105
    Scenario Outline: An interval of <interval> that nobody refreshes ends after <drop>
      Given SS_SESSION_TIMER is <seconds> on switch "A"
      And SS_SESSION_TIMER_MIN_SE is <minimum> on switch "A"
      And SS_SESSION_TIMER_REFRESHER is 1 on switch "A"
      And "Alpha" accepts a session interval of <interval>, promises to refresh it and never does
      When "Acme" calls "+442079460123" and waits for the end
      Then "Alpha" receives BYE <drop> after the answer
      And "Acme" receives BYE <drop> after the answer
      And "Alpha" receives no UPDATE
      And the call record says:
        | end reason | Session timeout |
        | ended by   | server          |
        | hold time  | <drop>          |

      Examples: interval - min(32 s, interval / 3), RFC 4028 section 10
        | interval     | seconds | minimum | drop           |
        | 1800 seconds | 1800    | 90      | 1768 seconds   |
        | 600 seconds  | 600     | 90      | 568 seconds    |
        | 96 seconds   | 96      | 90      | 64 seconds     |
        | 90 seconds   | 90      | 90      | 60 seconds     |
        | 60 seconds   | 60      | 32      | 40 seconds     |
        | 48 seconds   | 48      | 32      | 32 seconds     |
        | 32 seconds   | 32      | 32      | 21.333 seconds |

  Rule: A refresh that is never answered ends the call 64 times T1 later

    @DBG-107
    Scenario: The vendor dies 100 seconds into the call
      Given "Alpha" vanishes 100 seconds after the answer
      When "Acme" calls "+442079460123" and waits for the end
      Then "Alpha" is sent UPDATE 900, 900.5, 901.5, 903.5, 907.5, 911.5, 915.5, 919.5, 923.5, 927.5 and 931.5 seconds after the answer
      And "Acme" receives BYE 932 seconds after the answer
      And the call record says:
        | end reason | Session timeout |
        | ended by   | server          |
        | hold time  | 932 seconds     |

  Rule: Each leg keeps a timer of its own

    @DBG-112
    Scenario: 600 seconds with the customer, 1800 with the vendor
      Given "Acme" asks for a session interval of 600 seconds, to be refreshed by the switch
      And "Alpha" accepts a session interval of 1800 seconds and leaves the refresh to the switch
      And "Acme" is in a call to "+442079460123"
      When 1000 seconds pass
      Then "Acme" receives UPDATE 300, 600 and 900 seconds after the answer
      And "Alpha" receives UPDATE 900 seconds after the answer

    @DBG-112
    Scenario: A customer's refresh stays on the customer's leg
      Given "Acme" asks for a session interval of 600 seconds and refreshes it itself
      And "Acme" is in a call to "+442079460123"
      When 850 seconds pass
      Then "Acme" sends UPDATE 300 and 600 seconds after the answer
      And "Alpha" receives no UPDATE
