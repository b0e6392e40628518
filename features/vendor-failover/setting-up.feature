@sim
Feature: Setting up a chain, step by step
  Each vendor that is added on the same prefix is one more reason for which a call is not lost.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The first vendor serves its prefix

    @FOV-031
    Scenario: An address, a prefix, a priority and a line limit are enough
      Given the vendor chain:
        | vendor | prefix | priority | lines |
        | Alpha  | 44     | 1        | 500   |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Alpha", and to nobody else

    @FOV-031
    Scenario: Numbers outside the prefix have no vendor
      Given the vendor chain:
        | vendor | prefix | priority | lines |
        | Alpha  | 44     | 1        | 500   |
      When "Acme" calls "+33199000123"
      Then the call is offered to nobody
      And "Acme" receives 404 Not Found

  Rule: The second takes the calls that the first cannot

    @FOV-032
    Scenario Outline: The first <state>
      Given the vendor chain:
        | vendor | prefix | priority | lines | does    |
        | Alpha  | 44     | 1        | 1     | <Alpha> |
        | Beta   | 44     | 2        | 300   | answers |
      And <calls> call of "Acme" are up on "Alpha"
      When "Acme" calls "+442079460123"
      Then the call is offered to <offered>, and to nobody else

      Examples: fails, is full
        | state   | Alpha   | calls | offered            |
        | fails   | 503     | 0     | "Alpha" and "Beta" |
        | is full | answers | 1     | "Beta"             |

  Rule: A protect route is outside the normal order

    @FOV-033
    Scenario: The fourth vendor is left alone while a normal one is healthy
      Given the vendor chain:
        | vendor | prefix | priority | protect | does    |
        | Alpha  | 44     | 1        |         | 503     |
        | Beta   | 44     | 2        |         | 503     |
        | Gamma  | 44     | 3        |         | answers |
        | Delta  | 44     | 0        | yes     | answers |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", "Beta" and "Gamma", and to nobody else
