@sim
Feature: Priority
  The operator says who is asked first.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The smaller number is tried earlier

    @wire @FOV-020
    Scenario: A healthy first vendor takes the call alone
      Given the vendor chain:
        | vendor | priority | lines | protect |
        | Delta  | 4        | 100   | yes     |
        | Gamma  | 3        | 200   |         |
        | Alpha  | 1        | 500   |         |
        | Beta   | 2        | 300   |         |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Alpha", and to nobody else

    @wire @FOV-021 @FOV-023
    Scenario: Vendors of one prefix are one chain, whatever the order in which they were entered
      Given the vendor chain:
        | vendor | priority | does    |
        | Gamma  | 3        | answers |
        | Alpha  | 1        | 503     |
        | Delta  | 4        | answers |
        | Beta   | 2        | 503     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Alpha", "Beta" and "Gamma", and to nobody else
      And Routing Analysis of "+442079460123" for "Acme" lists "Alpha", "Beta", "Gamma" and "Delta"

    @FOV-022
    Scenario Outline: A priority of <priority> is refused
      Given the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
      When an operator sets the priority of "Alpha" to "<priority>"
      Then the change is refused since "a priority is a whole number"

      Examples: no whole number
        | priority |
        | high     |
        | 1.5      |

    @FOV-022
    Scenario: Priorities are numbers, not text
      Given the vendor chain:
        | vendor | priority | does |
        | Gamma  | 10       | 503  |
        | Alpha  | 1        | 503  |
        | Beta   | 2        | 503  |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", "Beta" and "Gamma", and to nobody else

  Rule: Among equals the vendor with the smaller share of its lines in use is tried first

    @FOV-024
    Scenario Outline: <active A> of <lines A> against <active B> of <lines B>
      Given the vendor chain:
        | vendor | priority | lines     |
        | Alpha  | 1        | <lines A> |
        | Beta   | 1        | <lines B> |
      And <active A> calls of "Acme" are up on "Alpha"
      And <active B> calls of "Acme" are up on "Beta"
      When "Acme" calls "+442079460123"
      Then the call is offered to "<first>", and to nobody else

      Examples: the share counts, not the number
        | active A | lines A | active B | lines B | first |
        | 100      | 500     | 30       | 300     | Beta  |
        | 100      | 1000    | 50       | 100     | Alpha |
