@sim
Feature: Sorting by termination rate
  Least-cost routing, for those who want it, and its place beside the other orders.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: With SS_GATEWAYFEERATEROUTESORTCONFIG the cheaper vendor comes first

    @FOV-077
    Scenario Outline: The parameter is <value>
      Given SS_GATEWAYFEERATEROUTESORTCONFIG is <value> on switch "A"
      And the vendor chain:
        | vendor | priority | rate  |
        | Alpha  | 1        | 0.030 |
        | Beta   | 2        | 0.020 |
      When "Acme" calls "+442079460123"
      Then the call is offered to "<first>", and to nobody else

      Examples: off, before priority, after priority
        | value | first |
        | 0     | Alpha |
        | 1     | Beta  |
        | 2     | Alpha |

    @FOV-077 @FOV-078
    Scenario: The next cheapest follows, and one without a rate comes last
      Given SS_GATEWAYFEERATEROUTESORTCONFIG is 1 on switch "A"
      And the vendor chain:
        | vendor  | priority | rate  | does |
        | Unknown | 1        |       | 503  |
        | Alpha   | 2        | 0.02  | 503  |
        | Beta    | 2        | 0.03  | 503  |
        | Gamma   | 2        | 0.025 | 503  |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", "Gamma", "Beta" and "Unknown", and to nobody else

  Rule: With both, the answer-seizure ratio decides unless the rate is set before it

    @FOV-079
    Scenario Outline: SS_GATEWAY_FEE_RATE_ROUTE_BEFORE_ASR is <value>
      Given SS_GATEWAYASRROUTESORTCONFIG is 1 on switch "A"
      And SS_GATEWAYFEERATEROUTESORTCONFIG is 1 on switch "A"
      And SS_GATEWAY_FEE_RATE_ROUTE_BEFORE_ASR is <value> on switch "A"
      And the vendor chain:
        | vendor | priority | rate |
        | Cheap  | 1        | 0.01 |
        | Dear   | 1        | 0.05 |
      And "Cheap" has answered 20 of the last 100 calls of "Acme"
      And "Dear" has answered 50 of the last 100 calls of "Acme"
      When "Acme" calls "+442079460123"
      Then the call is offered to "<first>", and to nobody else

      Examples: which of the two comes first
        | value | first |
        | 0     | Dear  |
        | 1     | Cheap |
