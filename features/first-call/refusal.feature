@sim
Feature: Refusals
  What a vendor says reaches the customer as it was meant, with its cause, and in the record.

  Background:
    Given the standard wholesale set-up

  Rule: An answer about the called party is passed back to the customer

    Scenario Outline: <response> is passed back
      Given "Alpha" refuses every call with <response>
      When "Acme" calls "+442079460123"
      Then "Acme" receives <response>
      And the call record says:
        | end reason | <end reason> |
        | ended by   | callee       |

      Examples: what called parties say
        | response                    | end reason                   |
        | 404 Not Found               | Not Found(404)               |
        | 480 Temporarily Unavailable | Temporarily Unavailable(480) |
        | 484 Address Incomplete      | Address Incomplete(484)      |
        | 486 Busy Here               | Busy Here(486)               |
        | 600 Busy Everywhere         | Busy Everywhere(600)         |
        | 603 Decline                 | Decline(603)                 |

    @wire
    Scenario: A refusal after ringing
      Given "Alpha" rings and refuses every call with 486 Busy Here
      When "Acme" calls "+442079460123"
      Then "Acme" receives 180 Ringing
      And "Acme" receives 486 Busy Here

  Rule: The cause of a refusal crosses the switch

    Scenario Outline: Cause <cause> with <response>
      Given "Alpha" refuses every call with <response> for cause <cause>
      When "Acme" calls "+442079460123"
      Then the <status> to "Acme" carries:
        | Reason | Q.850;cause=<cause> |
      And the attempts are:
        | gateway | response | cause   |
        | Alpha   | <status> | <cause> |

      Examples: Q.850 causes that vendors send
        | response                    | status | cause |
        | 404 Not Found               | 404    | 1     |
        | 486 Busy Here               | 486    | 17    |
        | 480 Temporarily Unavailable | 480    | 18    |
        | 480 Temporarily Unavailable | 480    | 19    |
        | 503 Service Unavailable     | 503    | 34    |

  Rule: A vendor that says nothing is given up after 64 times T1

    @DBG-124
    Scenario: No answer at all
      Given "Alpha" keeps silent
      When "Acme" calls "+442079460123"
      Then "Acme" receives 408 Request Timeout
      And "Alpha" receives INVITE 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 seconds after the first one
      And the call record says:
        | end reason | InviteTimeout |
        | ended by   | server        |
      And the attempts are:
        | gateway | outcome |
        | Alpha   | timeout |
