@sim
Feature: What a vendor learns of the caller
  A number of the pool stands for the caller wherever a caller can stand, in every message of the call. The caller's own number is kept in
  the record.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: Number transforms come first, the pool comes last

    @CLI-080 @CLI-081
    Scenario: A pool that is full lets the transformed number be seen
      Given the vendor chain:
        | vendor | caller transform | pool                   |
        | Alpha  | 44 as 0044       | Poll of 1, 1 call each |
      When "Acme" places 2 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001  |
        | 00442079460001 |

    @CLI-083
    Scenario: The called number follows its own transform
      Given the vendor chain:
        | vendor | callee transform | gateway prefix | pool      |
        | Alpha  | 44 as 0044       | *99            | Poll of 1 |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the numbers that vendors are asked for are:
        | vendor | number            |
        | Alpha  | *9900442079460123 |
      And the callers that vendors see are:
        | 8801700000001 |

  Rule: Nothing that the vendor receives tells who called

    @CLI-092
    Scenario: A customer who says its number everywhere
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      And "Acme" shows the name "Alice"
      And "Acme" adds P-Asserted-Identity "<sip:442079460001@example.com>"
      And "Acme" adds P-Preferred-Identity "<sip:442079460001@example.com>"
      And "Acme" adds Remote-Party-ID "Alice <sip:442079460001@example.com>;party=calling"
      And "Acme" adds Call-Info "<http://example.com/442079460001>;purpose=info"
      And "Acme" adds Privacy "id"
      And "Acme" adds X-Caller "442079460001"
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then no message to "Alpha" mentions "442079460001"
      And no message to "Alpha" mentions "Alice"
      And the identity that "Alpha" is assured of is 8801700000001

    @CLI-091
    Scenario: A gateway that asserts the identity asserts the number it shows
      Given the vendor chain:
        | vendor | asserts identity | pool                   |
        | Alpha  | yes              | Poll of 1, 1 call each |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the identity that "Alpha" is assured of is 8801700000001

  Rule: A call keeps its number

    @CLI-032 @CLI-093
    Scenario: A second INVITE for a longer session interval shows the number of the first
      Given the vendor chain:
        | vendor | pool                   |
        | Alpha  | Poll of 2, 1 call each |
      And "Alpha" wants a session interval of at least 3600 seconds
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then every request to "Alpha" shows the caller 8801700000001, 2 of them INVITE

    @CLI-050 @CLI-093
    Scenario: A vendor that asks for a password in INVITE and BYE
      Given the vendor chain:
        | vendor | does               | login                    | pool                   |
        | Alpha  | asks at every turn | carrierlab with Thames-1 | Poll of 2, 1 call each |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then "Alpha" receives INVITE, ACK, INVITE, ACK, BYE and BYE in this order
      And every request to "Alpha" shows the caller 8801700000001, 2 of them INVITE

    @CLI-093
    Scenario: A vendor that asks for a password in a new offer
      Given the vendor chain:
        | vendor | does               | login                    | pool                   |
        | Alpha  | asks at every turn | carrierlab with Thames-1 | Poll of 2, 1 call each |
      And "Acme" is in a call to "+442079460123"
      When "Acme" puts the call on hold, and both speak for 2 seconds
      Then every request to "Alpha" shows the caller 8801700000001, 4 of them INVITE

    @CLI-094
    Scenario: A call that is given up
      Given the vendor chain:
        | vendor | does | pool                   |
        | Alpha  | 180  | Poll of 2, 1 call each |
      When "Acme" calls "+442079460123" and hangs up after 2 seconds
      Then every request to "Alpha" shows the caller 8801700000001, 1 of them CANCEL

  Rule: The record's Caller is the number that was shown

    @CLI-095
    Scenario: A call with a number of the pool
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 1 |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call record says:
        | caller                   | 8801700000001 |
        | own number of the caller | 442079460001  |

    @CLI-060 @CLI-095
    Scenario: A call that left the gateway with the pool
      Given the vendor chain:
        | vendor | priority | does    | pool      |
        | Alpha  | 1        | 503     | Poll of 1 |
        | Beta   | 2        | answers |           |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the callers that vendors see are:
        | 8801700000001 |
        | 442079460001  |
      And the call record says:
        | caller         | 442079460001 |
        | callee gateway | Beta         |
