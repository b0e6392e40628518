@sim
Feature: The call that drops after 32 seconds
  The most asked question of all. It has several causes with one symptom; the packets tell them apart, and none of them is
  a constant of 32 seconds.

  Background:
    Given the standard wholesale set-up

  Rule: A 2xx that nobody acknowledges is repeated for 64 times T1 and then released

    @DBG-101
    Scenario: The customer's ACK never comes
      Given "Acme" never acknowledges
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives the 200 to INVITE again 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5 and 31.5 seconds after the answer
      And "Acme" receives BYE 32 seconds after the answer
      And the call record says:
        | end reason | ACK timeout |
        | ended by   | server      |
        | hold time  | 32 seconds  |

    @DBG-101
    Scenario Outline: With T1 of <t1> the call lasts <drop>
      Given T1 is <t1> on switch "A"
      And "Acme" never acknowledges
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives BYE <drop> after the answer

      Examples: 64 times T1
        | t1               | drop       |
        | 250 milliseconds | 16 seconds |
        | 500 milliseconds | 32 seconds |
        | 1 second         | 64 seconds |

    @DBG-102
    Scenario: The switch's ACK is lost on the way to the vendor
      Given "Alpha" has an unreachable contact
      When "Acme" calls "+442079460123" and waits for the end
      Then "Alpha" sends BYE 32 seconds after the answer
      And the switch has answered each repeated 200 of "Alpha" with ACK
      And the call record says:
        | end reason | Normal release |
        | ended by   | callee         |
        | hold time  | 32 seconds     |

  Rule: A vendor that will not have the session timer and ignores the refresh loses its call after 64 times T1

    @DBG-103 @DBG-109
    Scenario: The documented drop
      Given switch "A" negotiates session timers as the guide says
      And "Alpha" knows no session timers and ignores refreshes
      When "Acme" calls "+442079460123" and waits for the end
      Then "Alpha" receives UPDATE 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5 and 31.5 seconds after the answer
      And "Alpha" receives BYE 32 seconds after the answer
      And "Acme" receives BYE 32 seconds after the answer
      And the call record says:
        | end reason | Session timeout |
        | ended by   | server          |
        | hold time  | 32 seconds      |

    @DBG-103 @DBG-109
    Scenario Outline: With T1 of <t1> the documented drop comes after <drop>
      Given switch "A" negotiates session timers as the guide says
      And T1 is <t1> on switch "A"
      And "Alpha" knows no session timers and ignores refreshes
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives BYE <drop> after the answer
      And the call record says:
        | end reason | Session timeout |

      Examples: 64 times T1
        | t1               | drop       |
        | 250 milliseconds | 16 seconds |
        | 1 second         | 64 seconds |

  Rule: The minimum expiry is not what the call drops at

    @DBG-106
    Scenario Outline: SS_SESSION_TIMER_MIN_SE <minimum> changes nothing about the drop
      Given switch "A" negotiates session timers as the guide says
      And SS_SESSION_TIMER_MIN_SE is <minimum> on switch "A"
      And "Alpha" knows no session timers and ignores refreshes
      When "Acme" calls "+442079460123" and waits for the end
      Then "Acme" receives BYE 32 seconds after the answer

      Examples: the literal reading would give these seconds
        | minimum |
        | 90      |
        | 120     |
        | 32      |
