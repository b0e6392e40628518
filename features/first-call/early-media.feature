@sim
Feature: Early media
  Announcements and foreign ringing tones are heard before the answer, and cost nothing.

  Background:
    Given the standard wholesale set-up

  Rule: What the vendor plays before the answer is heard by the caller

    @wire @docker
    Scenario: An announcement before the answer
      Given "Alpha" plays early media
      When "Acme" calls "+442079460123" and listens for 2 seconds
      Then "Acme" receives 183 Session Progress
      And "Acme" hears "Alpha" clearly

    Scenario: An announcement before a refusal
      Given "Alpha" plays an announcement and refuses
      When "Acme" calls "+442079460123"
      Then "Acme" hears "Alpha" clearly
      And "Acme" receives 404 Not Found
      And the call record says:
        | hold time | 0 seconds |

  Rule: An answer without SDP keeps the media that the 183 agreed on

    Scenario: SDP in the 183 alone
      Given "Alpha" answers without SDP after early media
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Acme" hears "Alpha" clearly
      And "Alpha" hears "Acme" clearly

  Rule: Where the caller supports it, provisional responses are acknowledged on its leg by itself

    Scenario: The vendor's ringing is reliable and the caller knows nothing of it
      Given "Alpha" sends reliable ringing
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then "Alpha" receives PRACK
      And "Acme" receives 180 Ringing

    Scenario: The caller supports reliable provisional responses
      Given "Acme" supports reliable provisionals
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the 180 to "Acme" carries:
        | Require | 100rel |
      And "Alpha" receives no PRACK

    Scenario: A caller that never acknowledges its provisional responses
      Given "Acme" never sends PRACK
      And "Alpha" rings for ever
      When "Acme" calls "+442079460123"
      Then "Acme" receives 504 Server Time-out
      And "Alpha" receives CANCEL
