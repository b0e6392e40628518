@sim
Feature: Gateway prefix
  A vendor may want digits before the number, a tech prefix; they belong to that vendor's leg alone.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The gateway prefix is put before the number on the way to its vendor

    @wire @FOV-061
    Scenario Outline: A gateway prefix of "<gateway prefix>"
      Given the vendor chain:
        | vendor | priority | gateway prefix   |
        | Alpha  | 1        | <gateway prefix> |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the numbers that vendors are asked for are:
        | vendor | number   |
        | Alpha  | <number> |
      And the call record says:
        | callee | 442079460123 |

      Examples: with one and without
        | gateway prefix | number          |
        |                | 442079460123    |
