@sim
Feature: The next vendor takes the call
  A customer should not lose a call because one vendor is out of order.

  Background:
    Given the standard wholesale set-up
    And "Beta" serves the same numbers after "Alpha"

  Rule: A vendor that cannot take a call is followed by the next one

    @wire @docker
    Scenario: The first vendor is out of service
      Given "Alpha" refuses every call with 503 Service Unavailable for cause 41
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Beta" hears "Acme" clearly
      And the attempts are:
        | gateway | response | cause | outcome  |
        | Alpha   | 503      | 41    | refused  |
        | Beta    | 200      |       | answered |
      And the call record says:
        | callee gateway | Beta |

    Scenario: The first vendor is dead
      Given "Alpha" keeps silent
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the attempts are:
        | gateway | outcome  | elapsed    |
        | Alpha   | timeout  | 32 seconds |
        | Beta    | answered | 1 second   |

    Scenario: Every vendor is out of service
      Given "Alpha" refuses every call with 503 Service Unavailable
      And "Beta" refuses every call with 503 Service Unavailable
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the attempts are:
        | gateway | response | outcome |
        | Alpha   | 503      | refused |
        | Beta    | 503      | refused |

  Rule: An answer that the first vendor's stop codes list ends the search

    Scenario Outline: <response> is final
      Given "Alpha" refuses every call with <response>
      When "Acme" calls "+442079460123"
      Then "Acme" receives <response>
      And "Beta" receives no call

      Examples: what the called party says
        | response        |
        | 486 Busy Here   |
        | 404 Not Found   |
        | 484 Address Incomplete |

  Rule: The caller sees one call, however many vendors are tried

    Scenario: Each vendor has a dialog of its own
      Given "Alpha" rings and refuses every call with 503 Service Unavailable
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then "Acme" receives one 200 to INVITE
      And the calls to "Alpha" and "Beta" have different Call-IDs
