@sim
Feature: A caller who gives up
  A customer must be able to leave a ringing call at any moment, whatever the vendor does then.

  Background:
    Given the standard wholesale set-up

  Rule: A call that is given up while it rings ends at the vendor too

    @wire
    Scenario: While it rings
      Given "Alpha" rings for ever
      And "Acme" has a ringing call to "+442079460123"
      When "Acme" hangs up
      Then "Acme" receives 487 Request Terminated
      And "Alpha" receives CANCEL
      And the call record says:
        | end reason | Request Terminated(487) |
        | ended by   | caller                  |
        | hold time  | 0 seconds               |

    Scenario: A vendor that has only said 100
      Given "Alpha" tries and keeps silent
      And "Acme" has called "+442079460123" 1 second ago
      When "Acme" hangs up
      Then "Acme" receives 487 Request Terminated
      And "Alpha" receives CANCEL

  Rule: CANCEL is sent only to a vendor that has answered provisionally

    Scenario: A silent vendor gets no CANCEL
      Given "Alpha" keeps silent
      And "Acme" has called "+442079460123" 1 second ago
      When "Acme" hangs up
      Then "Acme" receives 487 Request Terminated
      And 40 seconds later "Alpha" has received no CANCEL

  Rule: An answer that crosses the CANCEL is acknowledged and released

    Scenario: The vendor answers after CANCEL
      Given "Alpha" answers after CANCEL
      And "Acme" has a ringing call to "+442079460123"
      When "Acme" hangs up
      Then "Acme" receives 487 Request Terminated
      And "Alpha" receives CANCEL, ACK and BYE in this order
      And the call record says:
        | ended by  | caller    |
        | hold time | 0 seconds |

    Scenario: A vendor that does not hear CANCEL leaves nothing open
      Given "Alpha" ignores CANCEL
      And "Acme" has a ringing call to "+442079460123"
      When "Acme" hangs up
      Then "Acme" receives 487 Request Terminated
      And the call record says:
        | ended by | caller |

  Rule: When a call is answered twice, the second answer is acknowledged and released

    Scenario: Two branches answer
      Given "Alpha" answers twice
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Acme" receives one 200 to INVITE
      And "Alpha" receives ACK for "branch-one" and "branch-two"
      And "Alpha" receives BYE for "branch-two" first
      And switch "A" has 1 call record
