@sim
Feature: Carriers with a character
  What a caller meets when the first vendor has one of the habits of docs/reference/carriers.md, and a good vendor stands behind it.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A vendor that fails costs its time, and the backup carries the call

    Scenario Outline: <carrier>
      Given the vendor chain:
        | vendor | priority | does      | timer B   |
        | Alpha  | 1        | <carrier> | 8 seconds |
        | Beta   | 2        | answers   |           |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the call is offered to:
        | vendor | after     |
        | Alpha  | 0 seconds |
        | Beta   | <backup>  |
      And switch "A" has 1 call record
      And the call record says:
        | callee gateway | Beta      |
        | hold time      | 2 seconds |
      And the attempts are:
        | gateway | response   | outcome   |
        | Alpha   | <response> | <outcome> |
        | Beta    | 200        | answered  |

      @wire
      Examples: by what the vendor does
        | carrier           | backup       | response | outcome |
        | 503 storm         | 0.02 seconds | 503      | refused |
        | Retry-After       | 0.02 seconds | 503      | refused |
        | 503 after ringing | 1.2 seconds  | 503      | refused |
        | wants tech prefix | 0 seconds    | 404      | refused |
        | busy after 183    | 2.2 seconds  | 486      | refused |
        | 100 then silence  | 8 seconds    | 408      | timeout |
        | dead              | 8 seconds    | 408      | timeout |
        | late 200          | 8 seconds    | 408      | timeout |
