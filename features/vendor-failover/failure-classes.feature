@sim
Feature: Which failures go on to the next vendor
  A fault of a vendor is worth another attempt; an answer about the called party is not.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A vendor's own fault is followed by the next vendor, and the caller hears no error

    @wire
    Scenario Outline: The first vendor says <response>
      Given the vendor chain:
        | vendor | priority | does       | stop codes         |
        | Alpha  | 1        | <response> | 486, 487, 403, 404 |
        | Beta   | 2        | answers    | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Alpha" and "Beta", and to nobody else
      And nobody is sent a response of 300 or over
      And the call record says:
        | callee gateway | Beta |

      @FOV-001
      Examples: overload or maintenance
        | response |
        | 503      |

      @FOV-002
      Examples: the vendor's own timeout
        | response |
        | 408      |

      @FOV-003
      Examples: an error inside the vendor
        | response |
        | 500      |

    @FOV-007
    Scenario: The first vendor says nothing at all
      Given the vendor chain:
        | vendor | priority | does         | timer B   | stop codes         |
        | Alpha  | 1        | keeps silent | 4 seconds | 486, 487, 403, 404 |
        | Beta   | 2        | answers      |           | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Alpha" and "Beta", and to nobody else
      And the attempts are:
        | gateway | outcome  | elapsed   |
        | Alpha   | timeout  | 4 seconds |
        | Beta    | answered | 1 second  |

  Rule: An answer that the stop list names ends the search at once

    @wire
    Scenario Outline: The first vendor says <status>
      Given the vendor chain:
        | vendor | priority | does     | stop codes         |
        | Alpha  | 1        | <status> | 486, 487, 403, 404 |
        | Beta   | 2        | answers  | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else
      And "Acme" is told:
        | response | after     |
        | 100      | 0 seconds |
        | <status> | 0 seconds |

      @FOV-004
      Examples: the called party is busy
        | status |
        | 486    |

      @FOV-005
      Examples: forbidden
        | status |
        | 403    |

      @FOV-006
      Examples: no such number
        | status |
        | 404    |

  Rule: With the recommended stop list exactly its four codes stop

    @FOV-008
    Scenario Outline: <status> <result>
      Given the vendor chain:
        | vendor | priority | does     | stop codes         |
        | Alpha  | 1        | <status> | 486, 487, 403, 404 |
        | Beta   | 2        | answers  | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123"
      Then the call is offered to <offered>, and to nobody else

      Examples: callee faults
        | status | result | offered |
        | 403    | stops  | "Alpha" |
        | 404    | stops  | "Alpha" |
        | 486    | stops  | "Alpha" |
        | 487    | stops  | "Alpha" |

      Examples: everything else
        | status | result | offered            |
        | 408    | goes on | "Alpha" and "Beta" |
        | 480    | goes on | "Alpha" and "Beta" |
        | 484    | goes on | "Alpha" and "Beta" |
        | 488    | goes on | "Alpha" and "Beta" |
        | 500    | goes on | "Alpha" and "Beta" |
        | 502    | goes on | "Alpha" and "Beta" |
        | 503    | goes on | "Alpha" and "Beta" |
        | 504    | goes on | "Alpha" and "Beta" |
        | 600    | goes on | "Alpha" and "Beta" |
        | 603    | goes on | "Alpha" and "Beta" |

  Rule: Without a stop list a busy called party is asked for at every vendor

    @FOV-009
    Scenario: The delays of three vendors add up and the result is the same
      Given the vendor chain:
        | vendor | priority | does                     |
        | Alpha  | 1        | 100, 486 after 1 second  |
        | Beta   | 2        | 100, 486 after 2 seconds |
        | Gamma  | 3        | 100, 486 after 3 seconds |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", "Beta" and "Gamma", and to nobody else
      And "Acme" receives 486 Busy Here 6 seconds after it called
