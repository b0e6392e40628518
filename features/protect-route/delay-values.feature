@sim
Feature: What each delay does
  The guide advises a delay by what the backup costs: the more it costs, the longer normal gateways have to recover.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The protect route is asked the delay after the last normal gateway failed

    Scenario Outline: <delay> seconds, for <purpose>
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor | priority | does                       | protect |
        | GW1    | 1        | 503                        |         |
        | GW2    | 2        | 503 after <failed> seconds |         |
        | PR1    | 1        | answers                    | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after           |
        | GW1    | 0 seconds       |
        | GW2    | 0 seconds       |
        | PR1    | <asked> seconds |

      @PRT-008
      Examples: row 0
        | delay | purpose                 | failed | asked |
        | 0     | the most uptime         | 2      | 2     |

      @PRT-009
      Examples: row 5-10
        | delay | purpose                 | failed | asked |
        | 5     | most deployments        | 3      | 8     |
        | 10    | most deployments        | 3      | 13    |

      @PRT-010
      Examples: row 30
        | delay | purpose                 | failed | asked |
        | 30    | an expensive backup     | 12     | 42    |

      @PRT-011
      Examples: row 60-180
        | delay | purpose                 | failed | asked |
        | 60    | a premium backup        | 0      | 60    |
        | 180   | a premium backup        | 0      | 180   |

      @PRT-001
      Examples: legal values between the guide's rows
        | delay | purpose                 | failed | asked |
        | 1     | a value that has no row | 2      | 3     |
        | 45    | a value that has no row | 2      | 47    |

  Rule: In the delay a normal gateway that recovers takes the call; with a delay of 0 there is no such chance

    Scenario Outline: <delay> seconds and a line that comes free after <freed> seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor | priority | lines | does                       | protect |
        | GW1    | 1        | 1     | answers                    |         |
        | GW2    | 2        |       | 503 after <failed> seconds |         |
        | PR1    | 1        |       | answers                    | yes     |
      And 1 call of "Acme" is up on "GW1"
      When "Acme" calls "+442079460123" and meanwhile:
        | after           | what happens                |
        | <freed> seconds | a line of "GW1" comes free |
      Then the call is offered to:
        | vendor | after           |
        | GW2    | 0 seconds       |
        | <last> | <asked> seconds |

      @PRT-008 @PRT-058
      Examples: no window, and a line just too late
        | delay | failed | freed | last | asked |
        | 0     | 2      | 2.01  | PR1  | 2     |

      @PRT-009
      Examples: a brief window
        | delay | failed | freed | last | asked |
        | 5     | 3      | 7     | GW1  | 7     |
        | 5     | 3      | 9     | PR1  | 8     |

      @PRT-011
      Examples: an extended window
        | delay | failed | freed | last | asked |
        | 180   | 0      | 179   | GW1  | 179   |
