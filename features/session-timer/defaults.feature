@sim
Feature: Session timer parameters
  SS_SESSION_TIMER, SS_SESSION_TIMER_MIN_SE and SS_SESSION_TIMER_REFRESHER: what they are on a fresh system and what
  they make the switch say.

  Background:
    Given the standard wholesale set-up

  Rule: A fresh system proposes 30 minutes on each call to a vendor

    @DBG-090
    Scenario: The interval that is proposed
      When "Acme" calls "+442079460123"
      Then the INVITE to "Alpha" carries:
        | Supported       | timer |
        | Session-Expires | 1800  |
      And SS_SESSION_TIMER on switch "A" is 1800 by default

    @DBG-090
    Scenario: Another interval
      Given SS_SESSION_TIMER is 600 on switch "A"
      When "Acme" calls "+442079460123"
      Then the INVITE to "Alpha" carries:
        | Session-Expires | 600 |

    @DBG-090
    Scenario: A change concerns new calls, without a restart
      Given "Acme" is in a call to "+442079460123"
      And SS_SESSION_TIMER has been saved as 600 on switch "A"
      When "Acme" calls "+442079460124"
      Then the last INVITE to "Alpha" carries:
        | Session-Expires | 600 |

  Rule: An interval below the minimum is refused with 422, which names the minimum

    @DBG-092 @DBG-099
    Scenario: A customer proposes one minute
      Given "Acme" asks for a session interval of 60 seconds
      When "Acme" calls "+442079460123"
      Then "Acme" receives 422 Session Interval Too Small
      And the 422 to "Acme" carries:
        | Min-SE | 90 |
      And "Alpha" receives no call
      And SS_SESSION_TIMER_MIN_SE on switch "A" is 90 by default

    @DBG-092
    Scenario: The customer tries again with the minimum
      Given "Acme" asks for a session interval of 60 seconds and tries again when it is too small
      When "Acme" calls "+442079460123" and waits for the answer
      Then the 200 to "Acme" carries:
        | Session-Expires | 90 |

    @DBG-092
    Scenario: The minimum itself is accepted
      Given "Acme" asks for a session interval of 90 seconds
      When "Acme" calls "+442079460123" and waits for the answer
      Then the 200 to "Acme" carries:
        | Session-Expires | 90 |

    @DBG-093
    Scenario: The minimum is lowered to 32 as the guide advises
      Given SS_SESSION_TIMER_MIN_SE is 32 on switch "A"
      And "Acme" asks for a session interval of 32 seconds, promises to refresh it and never does
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives BYE 21.333 seconds after the answer
      And the call record says:
        | end reason | Session timeout |
        | ended by   | server          |

  Rule: On a call to a vendor the switch refreshes, unless it is told that the vendor does

    @DBG-094
    Scenario: The switch refreshes at half the interval
      Given "Alpha" accepts a session interval of 1800 seconds and leaves the refresh to the switch
      And "Acme" is in a call to "+442079460123"
      When 2750 seconds pass
      Then "Alpha" receives UPDATE 900, 1800 and 2700 seconds after the answer
      And SS_SESSION_TIMER_REFRESHER on switch "A" is 0 by default

    @DBG-094
    Scenario: A vendor that does not allow UPDATE is refreshed by re-INVITE
      Given "Alpha" does not allow UPDATE
      And "Acme" is in a call to "+442079460123"
      When 950 seconds pass
      Then "Alpha" receives re-INVITE 900 seconds after the answer
      And the last INVITE to "Alpha" repeats the SDP of the first
      And the call is up

    @DBG-096
    Scenario: The vendor refreshes
      Given SS_SESSION_TIMER_REFRESHER is 1 on switch "A"
      And "Alpha" accepts a session interval of 1800 seconds and refreshes it itself
      And "Acme" is in a call to "+442079460123"
      When 3600 seconds pass
      Then "Alpha" receives no UPDATE
      And "Alpha" sends UPDATE 900, 1800, 2700 and 3600 seconds after the answer
      And the last 200 to UPDATE to "Alpha" carries:
        | Session-Expires | 1800;refresher=uac |
      And the call is up
