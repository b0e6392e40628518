@sim
Feature: Stop switching response codes
  Answers after which another vendor could only say the same.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A listed answer reaches the caller at once and unchanged

    @wire @FOV-094
    Scenario: Busy after 1.2 seconds
      Given the vendor chain:
        | vendor | priority | does                       | stop codes         |
        | Alpha  | 1        | 100, 486 after 1.2 seconds | 486, 487, 403, 404 |
        | Beta   | 2        | answers                    | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 486 Busy Here 1.2 seconds after it called
      And the call is offered to "Alpha", and to nobody else

    @FOV-092
    Scenario: An incomplete number
      Given the vendor chain:
        | vendor | priority | does    | stop codes              |
        | Alpha  | 1        | 484     | 486, 487, 403, 404, 484 |
        | Beta   | 2        | answers | 486, 487, 403, 404, 484 |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 484 Address Incomplete
      And the call is offered to "Alpha", and to nobody else

  Rule: A caller who hangs up ends the search, whatever is listed

    @wire @FOV-093
    Scenario Outline: The caller gives up while the first vendor rings, <list>
      Given the vendor chain:
        | vendor | priority | does           | stop codes |
        | Alpha  | 1        | rings for ever | <codes>    |
        | Beta   | 2        | answers        | <codes>    |
      When "Acme" calls "+442079460123" and hangs up after 2 seconds
      Then "Acme" receives 487 Request Terminated
      And "Alpha" receives CANCEL
      And the call is offered to "Alpha", and to nobody else

      Examples: with and without a list
        | list          | codes |
        | 487 is listed | 487   |
        | nothing is    |       |
