@sim
Feature: Session timers switched off
  The guide's quick fix: SS_SESSION_TIMER 0. It helps against timers and against nothing else.

  Background:
    Given the standard wholesale set-up
    And SS_SESSION_TIMER is 0 on switch "A"

  Rule: With SS_SESSION_TIMER 0 nobody hears of session timers and no call ends by them

    @DBG-091
    Scenario: A customer proposes a timer
      Given "Acme" asks for a session interval of 1800 seconds, to be refreshed by the switch
      And "Acme" is in a call to "+442079460123"
      When 1900 seconds pass
      Then the 200 to "Acme" carries no Session-Expires
      And the INVITE to "Alpha" carries no Session-Expires
      And "Acme" receives no UPDATE
      And "Alpha" receives no UPDATE
      And the call is up

    @DBG-091
    Scenario: A customer requires a timer
      Given "Acme" requires a session interval of 1800 seconds
      When "Acme" calls "+442079460123"
      Then "Acme" receives 420 Bad Extension
      And the 420 to "Acme" carries:
        | Unsupported | timer |

    @DBG-110
    Scenario: The quick fix helps a vendor that ignores refreshes
      Given switch "A" negotiates session timers as the guide says
      And "Alpha" knows no session timers and ignores refreshes
      When "Acme" calls "+442079460123" and hangs up 120 seconds after the answer
      Then the call record says:
        | end reason | Normal release |
        | ended by   | caller         |
        | hold time  | 120 seconds    |

    @DBG-110
    Scenario: The quick fix does not help when the ACK is missing
      Given "Acme" never acknowledges
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives BYE 32 seconds after the answer
      And the call record says:
        | end reason | ACK timeout |
