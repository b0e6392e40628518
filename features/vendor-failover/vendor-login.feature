@sim
Feature: Vendors that ask for a password
  Some vendors know their customers by address, others challenge every call. A challenge is one more message to the same vendor: not an
  attempt that failed, not another line, not a delay that a caller would hear.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A vendor that asks for a password gets the right answer, and it is one call and one attempt

    Scenario Outline: <does>
      Given the vendor chain:
        | vendor | priority | does   | lines | login                    |
        | Alpha  | 1        | <does> | 1     | carrierlab with Thames-1 |
        | Beta   | 2        |        |       |                          |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" receives <requests> in this order
      And the <invites> INVITEs to "Alpha" are one call, each with the next number
      And the call is offered to "Alpha", and to nobody else
      And switch "A" has 1 call record
      And the call record says:
        | callee gateway | Alpha     |
        | hold time      | 2 seconds |
      And the attempts are:
        | gateway | response | outcome  |
        | Alpha   | 200      | answered |
      And the switch holds no line of "Alpha"

      Examples: by what it challenges, and how
        | does                | requests                                    | invites |
        | asks for a password | INVITE, ACK, INVITE, ACK and BYE              | 2       |
        | nonce too old       | INVITE, ACK, INVITE, ACK, INVITE, ACK and BYE | 3       |

      @wire
      Examples: each nonce for one request
        | does               | requests                              | invites |
        | asks at every turn | INVITE, ACK, INVITE, ACK, BYE and BYE | 2       |

    Scenario: A call that is put on hold at a vendor that asks at every turn
      Given the vendor chain:
        | vendor | does               | login                    |
        | Alpha  | asks at every turn | carrierlab with Thames-1 |
      And "Acme" is in a call to "+442079460123"
      When "Acme" puts the call on hold, and both speak for 2 seconds
      Then "Alpha" receives INVITE, ACK, INVITE, ACK, INVITE, ACK, INVITE and ACK in this order
      And the 4 INVITEs to "Alpha" are one call, each with the next number

  Rule: A password that a vendor does not take is tried once

    Scenario Outline: <case>
      Given the vendor chain:
        | vendor | priority | does                | login   |
        | Alpha  | 1        | asks for a password | <login> |
        | Beta   | 2        | answers             |         |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" receives <requests> in this order
      And the call is offered to "Alpha" and "Beta", and to nobody else
      And the attempts are:
        | gateway | response | outcome  |
        | Alpha   | 401      | refused  |
        | Beta    | 200      | answered |

      Examples: what the gateway has
        | case                      | login                    | requests                     |
        | The password is wrong     | carrierlab with Thames-2 | INVITE, ACK, INVITE and ACK |
        | The user is not known     | carrierlap with Thames-1 | INVITE, ACK, INVITE and ACK |
        | There is no login at all  |                          | INVITE and ACK             |

    Scenario: Nobody else takes the call
      Given the vendor chain:
        | vendor | does                | login                    |
        | Alpha  | asks for a password | carrierlab with Thames-2 |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the password "Thames-2" appears in no message, log, record or report

  Rule: A call that was challenged ends like any other

    Scenario: The caller gives up while the second INVITE rings
      Given the vendor chain:
        | vendor | does                | login                    |
        | Alpha  | asks for a password | carrierlab with Thames-1 |
      When "Acme" calls "+442079460123" and hangs up after 0.5 seconds
      Then "Alpha" receives INVITE, ACK, INVITE, CANCEL and ACK in this order
      And the switch holds no line of "Alpha"
