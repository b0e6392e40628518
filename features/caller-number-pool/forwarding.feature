@sim
Feature: A pool for forwarded calls
  A call that somebody has forwarded, told by its Diversion, gets a number of the pool by a box of its own, and only when softswitch.conf
  names the pool as a step of FORWARD_SIGNAL_REWRITE_SEQUENCE. "Acme" places ordinary calls; what comes from "Branch" has been forwarded.

  Background:
    Given "Acme" is a customer of switch "A"
    And "Branch" is a customer of switch "A"
    And "Branch" adds Diversion "<sip:442079460008@example.com>;reason=no-answer"

  Rule: The box and the line in softswitch.conf are both needed, and concern forwarded calls alone

    @CLI-002 @CLI-006 @CLI-070
    Scenario: Both are there
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 2, forwarded calls alone |
      When "Acme" places 1 calls that stay up
      And "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | 442079460001  |
        | 8801700000001 |
      And the INVITE to "Alpha" that shows the caller 8801700000001 carries:
        | Diversion | <sip:442079460008@example.com>;reason=no-answer |

    @CLI-071 @CLI-075 @CLI-076
    Scenario Outline: The pool is <pool>, softswitch.conf says "<line>"
      Given softswitch.conf of switch "A" says "<line>"
      And the vendor chain:
        | vendor | pool   |
        | Alpha  | <pool> |
      When "Acme" places 1 calls that stay up
      And "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | <ordinary>  |
        | <forwarded> |

      Examples:
        | pool                             | line                                               | ordinary      | forwarded     |
        | Poll of 2                        | FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool | 8801700000001 | 442079460001  |
        | Poll of 2, forwarded calls alone |                                                    | 442079460001  | 442079460001  |
        | Poll of 2, forwarded calls too   |                                                    | 8801700000001 | 442079460001  |
        | Poll of 2, forwarded calls too   | FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool | 8801700000001 | 8801700000002 |

    @CLI-072
    Scenario: Ordinary and forwarded calls share numbers and multiplexes
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And the vendor chain:
        | vendor | pool                                        |
        | Alpha  | Poll of 2, 1 call each, forwarded calls too |
      When "Acme" places 1 calls that stay up
      And "Branch" places 1 calls that stay up
      And "Acme" places 1 calls that stay up
      And "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |
        | 442079460001  |
        | 442079460001  |

    @CLI-070
    Scenario: A history of several entries tells of forwarding too, one entry does not
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And "Site" is a customer of switch "A"
      And "Site" adds History-Info "<sip:442079460008@example.com>;index=1, <sip:442079460123@example.com>;index=1.1"
      And "Acme" adds History-Info "<sip:442079460123@example.com>;index=1"
      And the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 2, forwarded calls alone |
      When "Site" places 1 calls that stay up
      And "Acme" places 1 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 442079460001  |

    @CLI-070 @CLI-092
    Scenario: Of a forwarded call the vendor learns who diverted it, and not who called
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And "Branch" shows the name "Alice"
      And "Branch" adds P-Asserted-Identity "<sip:442079460001@example.com>"
      And the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 1, forwarded calls alone |
      When "Branch" calls "+442079460123" and they talk for 1 second
      Then no message to "Alpha" mentions "442079460001"
      And no message to "Alpha" mentions "Alice"
      And the identity that "Alpha" is assured of is 8801700000001
      And the call record says:
        | caller                   | 8801700000001 |
        | own number of the caller | 442079460001  |

  Rule: The other readings of the guide can be configured

    @CLI-070
    Scenario: The number of the pool stands for the party that diverted the call
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And switch "A" rewrites the diverting party of forwarded calls
      And the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 1, forwarded calls alone |
      When "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | 442079460001 |
      And the INVITE to "Alpha" that shows the caller 442079460001 carries:
        | Diversion | <sip:8801700000001@example.com>;reason=no-answer |

    @CLI-071
    Scenario: The pool for ordinary calls is for forwarded ones too
      Given switch "A" uses the ordinary pool for forwarded calls
      And the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 2 |
      When "Acme" places 1 calls that stay up
      And "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000002 |

  Rule: The sequence is a list, worked from left to right

    @CLI-073
    Scenario Outline: "<sequence>"
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=<sequence>"
      And the vendor chain:
        | vendor | caller transform | pool                                          |
        | Alpha  | 88 as 0088       | Poll of 1, 1 call each, forwarded calls alone |
      When "Branch" places 2 calls that stay up
      Then the callers that vendors see are:
        | <first>      |
        | 442079460001 |

      Examples: the pool's number is the last word, or is transformed; a pool that is full leaves the step out
        | sequence                                | first           |
        | number_transform,caller_number_pool     | 8801700000001   |
        | number_transform  ,  caller_number_pool | 8801700000001   |
        | caller_number_pool, number_transform    | 008801700000001 |
        | caller_number_pool                      | 8801700000001   |

    @CLI-074
    Scenario: An item that nobody knows is passed over with a warning
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_pool"
      And the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 2, forwarded calls alone |
      When "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | 442079460001 |
      And switch "A" has logged "softswitchConf.unknownItem"
      When the doctor looks at softswitch.conf of switch "A"
      Then it reports the error POOL_FORWARDING_ITEM about "switch":
        | finding | names caller_pool, which is no step         |
        | cost    | forwarded calls are not rewritten           |
        | mend    | step that the guide names is caller_number_pool |

    @CLI-079
    Scenario Outline: softswitch.conf with <what>
      Given softswitch.conf of switch "A" says:
        """
        <one>
        <two>
        <three>
        """
      And the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 2, forwarded calls alone |
      When "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | <caller> |

      Examples: active lines count, the last one wins
        | what                    | one                                                 | two                                                    | three                                               | caller        |
        | comments and a line     | # FORWARD_SIGNAL_REWRITE_SEQUENCE=number_transform  |                                                        | FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool  | 8801700000001 |
        | the line commented out  | # rewriting                                         |                                                        | #FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool | 442079460001  |
        | blanks and a remark     | OTHER_KEY=1                                         | FORWARD_SIGNAL_REWRITE_SEQUENCE = caller_number_pool # |                                                     | 8801700000001 |
        | two lines, the pool last | FORWARD_SIGNAL_REWRITE_SEQUENCE=number_transform   | FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool     |                                                     | 8801700000001 |
        | two lines, the pool first | FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool | FORWARD_SIGNAL_REWRITE_SEQUENCE=number_transform      |                                                     | 442079460001  |

  Rule: softswitch.conf is read when the service starts

    @wire @CLI-006 @CLI-077 @CLI-078
    Scenario: A line that is added while the switch runs waits for a restart
      Given the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 2, forwarded calls alone |
      When "Branch" calls "+442079460123" and they talk for 1 second
      And softswitch.conf of switch "A" is changed to "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And "Branch" calls "+442079460124" and they talk for 1 second
      And the doctor looks at softswitch.conf of switch "A" while 60 calls are up and 20 are usual
      Then it reports the warning POOL_RESTART_PENDING about "switch":
        | finding | says caller_number_pool for FORWARD_SIGNAL_REWRITE_SEQUENCE, the service runs with nothing: pending restart |
        | mend    | /etc/init.d/vos3000 restart                                                                                 |
      And it reports the warning POOL_RESTART_UNDER_LOAD about "switch":
        | finding | 60 calls are up, 20 are usual       |
        | mend    | apply it in a maintenance window    |
      When the signalling service of switch "A" restarts
      And "Branch" calls "+442079460125" and they talk for 1 second
      Then the callers that vendors see are:
        | 442079460001  |
        | 442079460001  |
        | 8801700000001 |
      When the doctor looks at softswitch.conf of switch "A"
      Then it reports nothing about a restart

    @CLI-002 @CLI-077
    Scenario: The box needs no restart
      Given softswitch.conf of switch "A" says "FORWARD_SIGNAL_REWRITE_SEQUENCE=caller_number_pool"
      And the vendor chain:
        | vendor | pool                                             |
        | Alpha  | Poll of 2, forwarded calls alone, switched off   |
      When "Branch" places 1 calls that stay up
      And an operator sets the pool of "Alpha" to "Poll of 2, forwarded calls alone"
      And "Branch" places 1 calls that stay up
      Then the callers that vendors see are:
        | 442079460001  |
        | 8801700000001 |

  Rule: The doctor knows that one without the other does nothing

    @CLI-075
    Scenario: The box without the line
      Given the vendor chain:
        | vendor | pool                             |
        | Alpha  | Poll of 2, forwarded calls alone |
      When the doctor examines the guide's design with A has a pool of 20 in Random, forwarded calls alone; softswitch.conf says nothing
      Then it reports the warning POOL_FORWARDING_HALF about "A":
        | finding | softswitch.conf has no FORWARD_SIGNAL_REWRITE_SEQUENCE |
        | cost    | both are needed                                        |
        | mend    | restart the service                                    |
      But it reports no POOL_FORWARDING_HALF for the guide's design with A has a pool of 20 in Random, forwarded calls alone; softswitch.conf says caller_number_pool
