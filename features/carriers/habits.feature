@sim
Feature: Habits that show over time
  Some habits of a carrier show only from call to call, or when the caller hangs up.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A vendor that asks for peace is left in peace as long as it asked

    Scenario Outline: <time> after a Retry-After of 30 seconds
      Given the vendor chain:
        | vendor | priority | does        |
        | Alpha  | 1        | Retry-After |
        | Beta   | 2        | answers     |
      And "Acme" calls "+442079460121" and they talk for 1 second
      And <time> have passed
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to <vendors>, and to nobody else

      Examples: within it and after it
        | time       | vendors            |
        | 10 seconds | "Beta"             |
        | 31 seconds | "Alpha" and "Beta" |

  Rule: Calls that a vendor still takes go to it

    Scenario: The tenth call of a storm
      Given the vendor chain:
        | vendor | priority | does      |
        | Alpha  | 1        | 503 storm |
        | Beta   | 2        | answers   |
      When "Acme" calls 10 numbers at once and they talk for 1 second
      Then "Alpha" is offered 10 calls
      And "Beta" is offered 9 calls

    Scenario: The third call to a vendor of two lines
      Given the vendor chain:
        | vendor | priority | does      |
        | Alpha  | 1        | two lines |
        | Beta   | 2        | answers   |
      When "Acme" calls 3 numbers at once and they talk for 1 second
      Then "Alpha" is offered 3 calls
      And "Beta" is offered 1 calls

    Scenario Outline: A vendor that flaps, <time> after its start
      Given the vendor chain:
        | vendor | priority | does     | timer B   |
        | Alpha  | 1        | flapping | 8 seconds |
        | Beta   | 2        | answers  |           |
      And <time> have passed
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to <vendors>, and to nobody else

      Examples: it is up for a minute and down for a minute
        | time        | vendors            |
        | 30 seconds  | "Alpha"            |
        | 70 seconds  | "Alpha" and "Beta" |
        | 130 seconds | "Alpha"            |

  Rule: A vendor that is only slow keeps the call

    Scenario: Ringing after six seconds
      Given "Alpha" is a "slow" carrier
      And the vendor chain:
        | vendor | priority | does    | timer B   |
        | Alpha  | 1        |         | 8 seconds |
        | Beta   | 2        | answers |           |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the call is offered to "Alpha", and to nobody else
      And the call record says:
        | callee gateway  | Alpha     |
        | post-dial delay | 6 seconds |
        | hold time       | 2 seconds |

  Rule: A vendor that answers a call while it is cancelled is released and bills nothing

    @wire
    Scenario: The caller hangs up while it rings
      Given "Alpha" is a "200 racing CANCEL" carrier
      And the vendor chain:
        | vendor | priority | does    |
        | Alpha  | 1        |         |
        | Beta   | 2        | answers |
      When "Acme" calls "+442079460123" and hangs up after 2 seconds
      Then "Alpha" receives ACK and BYE in this order
      And the call is offered to "Alpha", and to nobody else
      And the call record says:
        | hold time | 0 seconds |

  Rule: A busy called party hears it once when busy stops the search

    Scenario: An announcement, then busy
      Given "Alpha" is a "busy after 183" carrier
      And the vendor chain:
        | vendor | priority | does    | stop codes |
        | Alpha  | 1        |         | 486        |
        | Beta   | 2        | answers |            |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else
      And "Acme" receives 486 Busy Here

  Rule: A vendor that counts the calls of a caller number refuses what is over its count

    Scenario: A sixth call at once
      Given the vendor chain:
        | vendor | priority | does         |
        | Alpha  | 1        | five at once |
        | Beta   | 2        | answers      |
      When "Acme" calls 6 numbers at once and they talk for 1 second
      Then "Alpha" is offered 6 calls
      And "Beta" is offered 1 calls
