@sim
Feature: The guide's test of a pool
  Whether a pool works is read from what vendors see and from the call records: ten calls or more, and their callers.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: Ten calls show ten numbers in Poll; in Random they show numbers of the pool

    @wire @CLI-090 @CLI-096 @CLI-098
    Scenario: Ten calls on fifty numbers in Poll
      Given the vendor chain:
        | vendor | pool       |
        | Alpha  | Poll of 50 |
      When "Acme" calls 10 numbers at once and they talk for 1 second
      Then every caller that vendors see is one of 50 numbers of the pool
      And switch "A" has 10 call records
      And the call records have 10 different callers

  Rule: SIP Trace of Debug Trace lists each INVITE from the moment on at which it is switched on

    @wire @CLI-097
    Scenario: SIP Trace is switched on between two calls, and off before a third
      Given the vendor chain:
        | vendor | does | pool       |
        | Alpha  | 486  | Poll of 50 |
      And SIP Trace of switch "A" is off
      And "Acme" calls "+442079460123" and waits for a verdict
      And an operator switches SIP Trace of switch "A" on
      When "Acme" calls "+442079460124" and waits for a verdict
      Then SIP Trace of switch "A" lists these INVITEs:
        | direction | number       | caller        |
        | received  | 442079460124 | 442079460001  |
        | sent      | 442079460124 | 8801700000002 |
      When an operator switches SIP Trace of switch "A" off
      And "Acme" calls "+442079460125" and waits for a verdict
      Then SIP Trace of switch "A" lists 2 INVITEs

  Rule: The rotation mode can be told from the callers

    @CLI-039 @CLI-100
    Scenario: Poll is recognised
      Given the vendor chain:
        | vendor | pool       |
        | Alpha  | Poll of 10 |
      When "Acme" places 200 calls at the same moment
      Then the callers of 10 numbers come in a fixed rotation

    @CLI-033 @CLI-034 @CLI-039 @CLI-100
    Scenario: Random is not
      Given the vendor chain:
        | vendor | pool         |
        | Alpha  | Random of 10 |
      When "Acme" places 200 calls at the same moment
      Then the callers of 10 numbers come in no fixed rotation
      And every caller that vendors see is one of 10 numbers of the pool

  Rule: Each gateway rotates by itself, from its first number after every start

    @CLI-031
    Scenario: Two gateways with the same numbers
      Given the vendor chain:
        | vendor | priority | does    | pool                   |
        | Alpha  | 1        | 503     | Poll of 3, 1 call each |
        | Beta   | 2        | answers | Poll of 1, 1 call each |
      When "Acme" places 2 calls that stay up
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000001 |
        | 8801700000002 |
        | 442079460001  |

    @CLI-042
    Scenario: A restart begins with the first number
      Given the vendor chain:
        | vendor | pool      |
        | Alpha  | Poll of 3 |
      And "Acme" calls "+442079460123" and they talk for 1 second
      When the signalling service of switch "A" restarts
      And "Acme" calls "+442079460124" and they talk for 1 second
      Then the callers that vendors see are:
        | 8801700000001 |
        | 8801700000001 |
