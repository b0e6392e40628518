@sim
Feature: Stop switching response codes
  Answers after which another vendor could only say the same.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: By default the list is empty and every failure goes on to the next vendor

    @FOV-090
    Scenario Outline: <status> with an empty list
      Given the vendor chain:
        | vendor | priority | does     |
        | Alpha  | 1        | <status> |
        | Beta   | 2        | answers  |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha" and "Beta", and to nobody else

      Examples: the codes that the guide advises to list
        | status |
        | 403    |
        | 404    |
        | 484    |
        | 486    |
        | 487    |

  Rule: The list is that of the vendor that answered

    @FOV-090
    Scenario: Only the second vendor stops at busy
      Given the vendor chain:
        | vendor | priority | does    | stop codes |
        | Alpha  | 1        | 486     |            |
        | Beta   | 2        | 486     | 486        |
        | Gamma  | 3        | answers | 486        |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha" and "Beta", and to nobody else
      And "Acme" receives 486 Busy Here

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

    @FOV-093
    Scenario: The 487 to a CANCEL of the switch itself is no reason to stop
      Given the vendor chain:
        | vendor | priority | does                   | stop codes | timer B   |
        | Alpha  | 1        | tries and keeps silent | 487        | 8 seconds |
        | Beta   | 2        | answers                | 487        |           |
      When "Acme" calls "+442079460123" and waits for the answer
      Then "Alpha" receives CANCEL
      And the call is offered to "Alpha" and "Beta", and to nobody else
