@sim
Feature: Sorting by answer-seizure ratio
  A vendor whose calls are not answered loses its place without anybody at the console.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: With SS_GATEWAYASRROUTESORTCONFIG vendors whose calls are answered come first, inside one prefix

    @FOV-073
    Scenario Outline: The parameter is <value>
      Given SS_GATEWAYASRROUTESORTCONFIG is <value> on switch "A"
      And the vendor chain:
        | vendor | priority | does    |
        | Alpha  | 1        | answers |
        | Beta   | 2        | answers |
      And "Alpha" has answered 20 of the last 100 calls of "Acme"
      And "Beta" has answered 50 of the last 100 calls of "Acme"
      When "Acme" calls "+442079460123"
      Then the call is offered to "<first>", and to nobody else

      Examples: off, before priority, after priority
        | value | first |
        | 0     | Alpha |
        | 1     | Beta  |
        | 2     | Alpha |

    @FOV-074
    Scenario: A vendor that falls from 50 to 20 % loses its place without an operator
      Given SS_GATEWAYASRROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
        | Beta   | 2        |
      And "Alpha" has answered 50 of the last 100 calls of "Acme"
      And "Beta" has answered 45 of the last 100 calls of "Acme"
      And "Acme" has called "+442079460121", offered to "Alpha" alone
      And "Alpha" has answered 20 of the last 100 calls of "Acme"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Beta", and to nobody else

    @FOV-075
    Scenario: A vendor without a history stands at the mean
      Given SS_GATEWAYASRROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor | priority | does                            |
        | Alpha  | 1        | answers 99 alone, 503 otherwise |
        | Beta   | 2        | answers 99 alone, 503 otherwise |
        | Gamma  | 3        | answers 99 alone, 503 otherwise |
      And "Alpha" has answered 20 of the last 100 calls of "Acme"
      And "Beta" has answered 50 of the last 100 calls of "Acme"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Beta", "Gamma" and "Alpha", and to nobody else

    @FOV-076
    Scenario: Old calls are forgotten and the vendor gets its chance again
      Given SS_GATEWAYASRROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
        | Beta   | 2        |
      And "Alpha" has answered 20 of the last 100 calls of "Acme"
      And "Beta" has answered 50 of the last 100 calls of "Acme"
      And "Acme" has called "+442079460121", offered to "Beta" alone
      And 31 minutes have passed
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", and to nobody else

    @FOV-080
    Scenario: A better ratio never crosses to a longer prefix
      Given SS_GATEWAYASRROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor | prefix | priority |
        | Narrow | 4420   | 1        |
        | Broad  | 44     | 1        |
      And "Narrow" has answered 10 of the last 100 calls of "Acme"
      And "Broad" has answered 90 of the last 100 calls of "Acme"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Narrow", and to nobody else
