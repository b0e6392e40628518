@sim
Feature: Telling the causes of a 32-second drop apart
  The same complaint, the same duration, and a different cause each time. The analyser reads the packets of one leg and never
  concludes from the duration.

  Background:
    Given the standard wholesale set-up
    And switch "A" negotiates session timers as the guide says

  Rule: Each cause leaves its own packets

    @DBG-108
    Scenario: A lost ACK
      Given "Acme" never acknowledges
      When "Acme" calls "+442079460123" and waits for the end
      Then the analyser says of the leg of "Acme": missingAck after 32 seconds, because "no ACK came within 64*T1"

    @DBG-108
    Scenario: A refresh that nobody answers
      Given "Alpha" knows no session timers and ignores refreshes
      When "Acme" calls "+442079460123" and waits for the end
      Then the analyser says of the leg of "Alpha": refreshUnanswered after 32 seconds, because "UPDATE with Session-Expires 1800 at 0.0 s after the answer"

    @DBG-108 @DBG-093
    Scenario: An interval below the floor
      Given SS_SESSION_TIMER_MIN_SE is 32 on switch "A"
      And SS_SESSION_TIMER_REFRESHER is 1 on switch "A"
      And "Alpha" accepts a session interval of 48 seconds, promises to refresh it and never does
      When "Acme" calls "+442079460123" and waits for the end
      Then the analyser says of the leg of "Alpha": intervalTooShort after 32 seconds, because "Session-Expires 48 was agreed"

    @DBG-108
    Scenario: A vendor's own limit
      Given "Alpha" hangs up 32 seconds after the answer
      When "Acme" calls "+442079460123" and waits for the end
      Then the analyser says of the leg of "Alpha": carrierLimit after 32 seconds, because "BYE by the peer"

    @DBG-108
    Scenario: A call that simply ended
      When "Acme" calls "+442079460123" and they talk for 20 seconds
      Then the analyser says of the leg of "Acme": normalRelease after 20 seconds, because "BYE by the peer"

  Rule: The doctor matches the refresher with what a gateway can do

    @DBG-111
    Scenario Outline: Refresher <refresher> and a gateway that <habit>
      When the doctor looks at SS_SESSION_TIMER_REFRESHER <refresher> and a gateway that <habit>
      Then its advice on the refresher is <advice>

      Examples: both settings
        | refresher | habit                  | advice      |
        | 0         | only refreshes as UAS  | set it to 1 |
        | 1         | only refreshes as UAC  | set it to 0 |
        | 1         | never refreshes        | set it to 0 |
        | 0         | only refreshes as UAC  | none        |
        | 1         | only refreshes as UAS  | none        |

    @DBG-093
    Scenario Outline: SS_SESSION_TIMER_MIN_SE of <seconds> under the <profile> profile
      When the doctor looks at SS_SESSION_TIMER_MIN_SE <seconds> under the <profile> profile
      Then its advice on the shortest interval is <advice>

      Examples: around the floor
        | seconds | profile | advice  |
        | 90      | rfc     | none    |
        | 90      | vos     | none    |
        | 32      | rfc     | error   |
        | 32      | vos     | warning |
