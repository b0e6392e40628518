@sim
Feature: Failover mistakes that switches have shipped
  Each of these has cost an operator money or calls; none of them happens here.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A busy called party is rung once

    @wire @FOV-004
    Scenario: Busy after ringing, with three vendors
      Given the vendor chain:
        | vendor | priority | does                                            | stop codes         |
        | Alpha  | 1        | 100, 180 after 0.2 seconds, 486 after 1 second  | 486, 487, 403, 404 |
        | Beta   | 2        | 100, 180 after 0.2 seconds, 486 after 1 second  | 486, 487, 403, 404 |
        | Gamma  | 3        | 100, 180 after 0.2 seconds, 486 after 1 second  | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else
      And "Acme" receives 486 Busy Here

  Rule: The record names the vendor that carried the call, not the one that failed

    @wire @FOV-089
    Scenario: The call failed over after ringing
      Given the vendor chain:
        | vendor | priority | does                                           |
        | Alpha  | 1        | 100, 180 after 0.2 seconds, 503 after 1 second |
        | Beta   | 2        | answers                                        |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then switch "A" has 1 call record
      And the call record says:
        | callee gateway | Beta      |
        | hold time      | 2 seconds |
      And the attempts are:
        | gateway | response | outcome  |
        | Alpha   | 503      | refused  |
        | Beta    | 200      | answered |

  Rule: A 5xx is one vendor's word and does not end the search

    @FOV-003 @FOV-008
    Scenario Outline: <status>
      Given the vendor chain:
        | vendor | priority | does     |
        | Alpha  | 1        | <status> |
        | Beta   | 2        | answers  |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha" and "Beta", and to nobody else

      Examples: every 5xx of RFC 3261
        | status |
        | 500    |
        | 501    |
        | 502    |
        | 503    |
        | 504    |
        | 505    |
        | 513    |

  Rule: An address that cannot be reached costs no waiting

    @FOV-007
    Scenario: Nobody takes connections where the first vendor should be
      Given the vendor chain:
        | vendor | priority | port | transport |
        | Alpha  | 1        | 5999 | tcp       |
        | Beta   | 2        |      |           |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Beta", and to nobody else
      And "Acme" receives 200 OK 1 second after it called
      And the attempts are:
        | gateway | outcome   |
        | Alpha   | transport |
        | Beta    | answered  |

  Rule: A failed attempt counts for its vendor's answer-seizure ratio, though the call was saved

    @FOV-074
    Scenario: A vendor that refuses everything is demoted by the calls that others saved
      Given SS_GATEWAYASRROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor | priority | does    |
        | Alpha  | 1        | 503     |
        | Beta   | 2        | answers |
      And "Acme" has made 30 calls and they are over
      When "Acme" calls "+442079460123"
      Then the call is offered to "Beta", and to nobody else
