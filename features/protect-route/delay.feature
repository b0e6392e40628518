@sim
Feature: The delay before protect routes
  A protect route is tried when every normal gateway has failed, and only after a delay in which one of them may recover.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The delay begins when the last normal gateway has failed

    @PRT-033 @PRT-050 @PRT-070 @PRT-071
    Scenario: The guide's timeline, to the second
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                 | timer B    | protect |
        | First  | 1        | 503 after 2 seconds  |            |         |
        | Second | 2        | keeps silent         | 10 seconds |         |
        | Third  | 3        | 503                  |            |         |
        | Backup | 4        | 200 after 1 second   |            | yes     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to:
        | vendor | after      |
        | First  | 0 seconds  |
        | Second | 2 seconds  |
        | Third  | 12 seconds |
        | Backup | 42 seconds |
      And the attempts are:
        | gateway | response | outcome  |
        | First   | 503      | refused  |
        | Second  |          | timeout  |
        | Third   | 503      | refused  |
        | Backup  | 200      | answered |

    Scenario Outline: A delay of <delay> seconds
      Given SS_TRY_PROTECT_ROUTE_DELAY is <delay> on switch "A"
      And the vendor chain:
        | vendor | priority | does                     | protect |
        | First  | 1        | 503 after <fail> seconds |         |
        | Backup | 2        | answers                  | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then the call is offered to:
        | vendor | after          |
        | First  | 0 seconds      |
        | Backup | <next> seconds |

      @PRT-008 @PRT-009 @PRT-010 @PRT-011
      Examples: the guide's rows
        | delay | fail | next |
        | 0     | 2    | 2    |
        | 5     | 3    | 8    |
        | 30    | 12   | 42   |

  Rule: Protect routes carry nothing while a normal gateway takes the call

    @PRT-030
    Scenario: A better priority does not bring a protect route forward
      Given the vendor chain:
        | vendor | priority | protect |
        | Backup | 1        | yes     |
        | First  | 9        |         |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "First", and to nobody else

    @PRT-034 @PRT-035
    Scenario: The second protect route follows the first at once
      Given SS_TRY_PROTECT_ROUTE_DELAY is 5 on switch "A"
      And the vendor chain:
        | vendor  | priority | does    | protect |
        | First   | 1        | 503     |         |
        | Backup  | 2        | 503     | yes     |
        | Reserve | 3        | answers | yes     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to:
        | vendor  | after     |
        | First   | 0 seconds |
        | Backup  | 5 seconds |
        | Reserve | 5 seconds |

    @PRT-040
    Scenario: Without a protect route nobody waits
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does |
        | First  | 1        | 503  |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable 0 seconds after it called

  Rule: Whoever ends the call ends the wait

    @PRT-060
    Scenario: The caller hangs up in the delay
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | protect |
        | First  | 1        | 503     |         |
        | Backup | 2        | answers | yes     |
      When "Acme" calls "+442079460123" and hangs up after 20 seconds
      And 60 seconds pass
      Then the call is offered to "First", and to nobody else

    @PRT-074
    Scenario: A stop code leaves nothing to wait for
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | stop codes | protect |
        | First  | 1        | 486     | 486        |         |
        | Backup | 2        | answers |            | yes     |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 486 Busy Here 0 seconds after it called
      And the call is offered to "First", and to nobody else
