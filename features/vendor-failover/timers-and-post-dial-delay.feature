@sim
Feature: Timers and post-dial delay
  How long a caller waits while dead vendors are tried is the sum of what each of them is given.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: T1 is half a second and timer B 64 times that, unless the vendor has a timer of its own

    @FOV-050
    Scenario: An unanswered INVITE is repeated at doubling intervals
      Given the vendor chain:
        | vendor | does         |
        | Alpha  | keeps silent |
      When "Acme" calls "+442079460123"
      Then "Alpha" receives INVITE 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 seconds after the first one

    Scenario Outline: Timer B is <timer>
      Given the vendor chain:
        | vendor | priority | does         | timer B |
        | Alpha  | 1        | keeps silent | <set>   |
        | Beta   | 2        | answers      |         |
      When "Acme" calls "+442079460123"
      Then "Alpha" receives INVITE <repeats> seconds after the first one
      And the call is offered to:
        | vendor | after       |
        | Alpha  | 0 seconds   |
        | Beta   | <next>      |

      @FOV-051
      Examples: the default
        | timer      | set | repeats                                | next       |
        | 32 seconds |     | 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5   | 32 seconds |

      @FOV-052
      Examples: what the guide recommends
        | timer      | set        | repeats                          | next       |
        | 8 seconds  | 8 seconds  | 0, 0.5, 1.5, 3.5 and 7.5         | 8 seconds  |
        | 16 seconds | 16 seconds | 0, 0.5, 1.5, 3.5, 7.5 and 15.5   | 16 seconds |

    @FOV-053
    Scenario Outline: Three silent vendors with <timer> each
      Given the vendor chain:
        | vendor | priority | does         | timer B |
        | Alpha  | 1        | keeps silent | <timer> |
        | Beta   | 2        | keeps silent | <timer> |
        | Gamma  | 3        | keeps silent | <timer> |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to "Alpha", "Beta" and "Gamma", and to nobody else
      And "Acme" receives 408 Request Timeout <total> after it called

      Examples: the sum of the timers
        | timer      | total      |
        | 3 seconds  | 9 seconds  |
        | 8 seconds  | 24 seconds |
        | 16 seconds | 48 seconds |
        | 32 seconds | 96 seconds |

  Rule: While vendors are tried the caller hears nothing, and may leave at any moment

    @FOV-056
    Scenario: A caller with twenty seconds of patience
      Given the vendor chain:
        | vendor | priority | does         |
        | Alpha  | 1        | keeps silent |
        | Beta   | 2        | answers      |
      When "Acme" calls "+442079460123" and hangs up after 20 seconds
      Then "Acme" receives one 200 to CANCEL
      And "Acme" receives 487 Request Terminated 20 seconds after it called
      And 40 seconds later "Alpha" has received no CANCEL
      And the call is offered to "Alpha", and to nobody else

    @FOV-057
    Scenario: Silence until the second vendor rings
      Given the vendor chain:
        | vendor | priority | does         | timer B   |
        | Alpha  | 1        | keeps silent | 8 seconds |
        | Beta   | 2        | answers      |           |
      When "Acme" calls "+442079460123" and waits for the answer
      Then "Acme" is told:
        | response | after       |
        | 100      | 0 seconds   |
        | 180      | 8.2 seconds |
        | 200      | 9 seconds   |

  Rule: A vendor that says 100 and nothing more is given up after the same time

    @FOV-058
    Scenario: 100 Trying does not buy a vendor more time
      Given the vendor chain:
        | vendor | priority | does                   | timer B   |
        | Alpha  | 1        | tries and keeps silent | 8 seconds |
        | Beta   | 2        | answers                |           |
      When "Acme" calls "+442079460123" and waits for the answer
      Then "Alpha" receives CANCEL 8 seconds after the call began
      And the call is offered to:
        | vendor | after     |
        | Alpha  | 0 seconds |
        | Beta   | 8 seconds |

  Rule: A vendor that answers after it was given up is acknowledged, released and not billed

    @FOV-059
    Scenario Outline: <how>
      Given the vendor chain:
        | vendor | priority | does                     | timer B   |
        | Alpha  | 1        | <responses>              | 8 seconds |
        | Beta   | 2        | answers                  |           |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then "Alpha" receives ACK and BYE in this order
      And "Acme" sees one dialog
      And "Acme" receives one 200 to INVITE
      And switch "A" has 1 call record
      And the call record says:
        | callee gateway | Beta      |
        | hold time      | 2 seconds |

      Examples: 200 at 8.3 seconds, while the second vendor is at work
        | how                          | responses                                     |
        | After 100 and a CANCEL       | 100, 200 after 8.3 seconds in spite of CANCEL |
        | Out of complete silence      | 200 after 8.3 seconds in spite of CANCEL      |
