@sim
Feature: Session timer negotiation with a vendor
  The vendor's 422, its silence about timers, and what the guide makes of both.

  Background:
    Given the standard wholesale set-up

  Rule: A vendor's 422 is answered with a longer interval, before any other vendor is tried

    @DBG-098
    Scenario: The vendor wants an hour
      Given "Alpha" wants a session interval of at least 3600 seconds
      And "Beta" serves the same numbers after "Alpha"
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the second INVITE to "Alpha" carries:
        | Session-Expires | 3600 |
        | Min-SE          | 3600 |
      And the second INVITE to "Alpha" has the Call-ID of the first and the next CSeq
      And "Beta" receives no call
      And the attempts are:
        | gateway | outcome  |
        | Alpha   | answered |

  Rule: Under RFC 4028 alone, a vendor that knows no timers imposes none

    @DBG-100
    Scenario: The vendor says nothing about timers
      Given switch "A" negotiates session timers by RFC 4028 alone
      And "Alpha" knows no session timers and ignores refreshes
      And "Acme" is in a call to "+442079460123"
      When 120 seconds pass
      Then the INVITE to "Alpha" carries:
        | Session-Expires | 1800 |
      And "Alpha" receives no UPDATE
      And the call is up

  Rule: As the guide says it, a timer answer that cannot be used leads to a refresh at once

    @DBG-100 @DBG-103
    Scenario: A vendor that answers the refresh keeps its call
      Given switch "A" negotiates session timers as the guide says
      And "Alpha" knows no session timers
      And "Acme" is in a call to "+442079460123"
      When 120 seconds pass
      Then "Alpha" receives UPDATE 0 seconds after the answer
      And the call is up

    @DBG-103
    Scenario Outline: A vendor that <behaviour> keeps its call
      Given switch "A" negotiates session timers as the guide says
      And "Alpha" <behaviour>
      And "Acme" is in a call to "+442079460123"
      When 120 seconds pass
      Then "Alpha" receives UPDATE 0 seconds after the answer
      And the call is up

      Examples: refusals that end the refresh transaction
        | behaviour                |
        | refuses UPDATE with 405  |
        | refuses UPDATE with 501  |
