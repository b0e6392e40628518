@sim
Feature: Multiplexes
  A vendor counts the calls on each caller number. The switch keeps every number of a pool under its multiplexes, and never refuses or
  delays a call for it.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A pool carries as many calls at once as its numbers times their multiplexes

    Scenario Outline: <calls> calls at once on <numbers> numbers with multiplexes <multiplexes>
      Given the vendor chain:
        | vendor | pool                                           |
        | Alpha  | <mode> of <numbers>, <multiplexes> calls each |
      When "Acme" places <calls> calls at the same moment
      Then each of <numbers> numbers of the pool carries <multiplexes> calls
      And 1 call shows the caller 442079460001

      @CLI-004 @CLI-054 @CLI-055 @CLI-056 @CLI-057
      Examples: the guide's capacity table
        | mode   | numbers | multiplexes | calls |
        | Random | 50      | 1           | 51    |
        | Random | 50      | 5           | 251   |
        | Random | 50      | 10          | 501   |
        | Poll   | 50      | 5           | 251   |

      @wire @CLI-050 @CLI-099
      Examples: the guide's test
        | mode   | numbers | multiplexes | calls |
        | Random | 3       | 2           | 7     |

    @CLI-038
    Scenario: Fifty calls in one instant have fifty numbers
      Given the vendor chain:
        | vendor | pool       |
        | Alpha  | Poll of 50 |
      When "Acme" places 50 calls at the same moment
      Then each of 50 numbers of the pool carries 1 call

  Rule: A number is in use from the INVITE to the end of the call

    @CLI-058
    Scenario: A call that only rings counts
      Given the vendor chain:
        | vendor | does | pool                   |
        | Alpha  | 180  | Poll of 1, 1 call each |
      When "Acme" places 2 calls at the same moment
      Then the callers that vendors see are:
        | 8801700000001 |
        | 442079460001  |

    @CLI-050 @CLI-093
    Scenario: A call that was challenged counts once, not once for each INVITE
      Given the vendor chain:
        | vendor | does                | login                    | pool                    |
        | Alpha  | asks for a password | carrierlab with Thames-1 | Poll of 1, 2 calls each |
      When "Acme" places 3 calls at the same moment
      Then each of 1 numbers of the pool carries 2 calls
      And 1 call shows the caller 442079460001
      And 8801700000001 carries 2 calls at once in the pool of "Alpha"

    @CLI-059
    Scenario Outline: <end> frees the number
      Given the vendor chain:
        | vendor | does   | timer B   | pool                   |
        | Alpha  | <does> | 2 seconds | Poll of 1, 1 call each |
      When "Acme" calls "+442079460123" and waits for a verdict
      And "Acme" calls "+442079460124" and waits for a verdict
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000001 |

      Examples: ends without an answer
        | end                         | does              |
        | A refusal by the subscriber | 486               |
        | A failure of the vendor     | 503               |
        | A refusal after ringing     | 180, 603          |
        | A vendor that keeps silent  | keeps silent      |

    @CLI-059
    Scenario: A caller who gives up frees the number
      Given the vendor chain:
        | vendor | does | pool                   |
        | Alpha  | 180  | Poll of 1, 1 call each |
      When "Acme" calls "+442079460123" and hangs up after 2 seconds
      And "Acme" calls "+442079460124" and hangs up after 2 seconds
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000001 |

    @CLI-059
    Scenario: A call that was answered frees the number when it ends
      Given the vendor chain:
        | vendor | pool                   |
        | Alpha  | Poll of 1, 1 call each |
      When "Acme" calls "+442079460123" and they talk for 1 second
      And "Acme" calls "+442079460124" and they talk for 1 second
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000001 |

  Rule: Poll passes over a number that is full, and goes on behind the one it used

    @CLI-052
    Scenario: The number whose turn it is has a call
      Given the vendor chain:
        | vendor | pool                   |
        | Alpha  | Poll of 3, 1 call each |
      And "Acme" calls "+442079460121" and they talk for 1 second
      And "Acme" is in a call to "+442079460122"
      When "Acme" calls "+442079460123" and they talk for 1 second
      And "Acme" calls "+442079460124" and they talk for 1 second
      And "Acme" calls "+442079460125" and they talk for 1 second
      And "Acme" calls "+442079460126" and they talk for 1 second
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |
        | 8801700000003 |
        | 8801700000001 |
        | 8801700000003 |
        | 8801700000001 |

  Rule: A change of the pool concerns new calls alone

    @CLI-063
    Scenario: Lower multiplexes
      Given the vendor chain:
        | vendor | pool                    |
        | Alpha  | Poll of 1, 3 calls each |
      And "Acme" places 3 calls that stay up
      When an operator sets the pool of "Alpha" to "Poll of 1, 2 calls each"
      And "Acme" places 1 calls that stay up
      Then all 4 calls are up
      And the callers that vendors see are:
        | 8801700000001 |
        | 8801700000001 |
        | 8801700000001 |
        | 442079460001  |

    @CLI-064
    Scenario: A number that is taken out
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 2 |
      And "Acme" places 2 calls that stay up
      When an operator sets the pool of "Alpha" to "Poll of 1"
      And "Acme" places 2 calls that stay up
      Then all 4 calls are up
      And the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |
        | 8801700000001 |
        | 8801700000001 |
