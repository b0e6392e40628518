@sim
Feature: Two legs, two dialogs
  The switch is an end point on each side: nothing of one leg's machinery leaks into the other.

  Background:
    Given the standard wholesale set-up

  Rule: Each leg has its own Call-ID, tags, Via and Contact

    @wire
    Scenario: Nothing of the customer's dialog reaches the vendor
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the calls to "Acme" and "Alpha" have different Call-IDs
      And no message to "Alpha" names the address of "Acme"
      And no message to "Acme" names the address of "Alpha"

  Rule: In-dialog information crosses the switch

    @wire
    Scenario: A key press by INFO
      Given "Acme" is in a call to "+442079460123"
      When "Acme" presses 5 by INFO
      Then "Alpha" receives INFO with "Signal=5"
      And "Acme" receives one 200 to INFO

    Scenario: Key presses in the audio stream
      Given "Acme" is in a call to "+442079460123"
      When "Acme" presses 1, 5 and 9 in the audio stream
      Then "Alpha" receives the key presses 1, 5 and 9

  Rule: A late offer is answered late

    @wire
    Scenario: An INVITE without SDP
      Given "Acme" offers late
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Acme" hears "Alpha" clearly
      And "Alpha" hears "Acme" clearly

  Rule: Lost messages are sent again on the leg that lost them

    Scenario: A path that loses one packet in five
      Given the path between "A" and "Alpha" loses 20% of packets
      When "Acme" calls "+442079460123" and waits for the answer
      Then the call is up
      And "Acme" receives one 200 to INVITE

    Scenario Outline: A vendor that <behaviour>
      Given "Alpha" <behaviour>
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Acme" hears "Alpha" clearly
      And switch "A" has 1 call record

      Examples: odd but legal vendors
        | behaviour                   |
        | retransmits needlessly      |
        | never retransmits           |
        | claims a wrong media address |
        | offers A-law only           |

  Rule: A BYE that nobody answers still ends the call

    Scenario: The vendor never answers BYE
      Given "Alpha" never answers BYE
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call record says:
        | end reason | Normal release |
        | ended by   | caller         |

    Scenario: Both sides hang up at the same moment
      Given "Acme" is in a call to "+442079460123"
      When "Acme" and "Alpha" hang up at the same moment
      Then switch "A" has 1 call record

  Rule: A call through a router that translates addresses is heard

    Scenario: The customer is behind a router
      Given "Acme" is behind a symmetric router
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Acme" hears "Alpha" clearly
      And "Alpha" hears "Acme" clearly
