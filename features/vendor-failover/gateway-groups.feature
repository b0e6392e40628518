@sim
Feature: Gateway groups
  Vendors that share one capacity are counted together, and a part of it stays free for those who may use it.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The lines of a group are those of its members together, and each member leaves its reserve free

    @FOV-040 @FOV-041 @FOV-042 @FOV-043
    Scenario: A thousand lines of which a hundred are reserved carry nine hundred ordinary calls
      Given the vendor chain:
        | vendor | priority | lines | group              | reserved |
        | Alpha  | 1        | 500   | LATAM Proveedores | 100      |
        | Beta   | 2        | 300   | LATAM Proveedores | 100      |
        | Gamma  | 3        | 200   | LATAM Proveedores | 100      |
      When "Acme" calls 901 numbers at once
      Then 900 calls are up and 503 is the answer to 1 call
      And the group "LATAM Proveedores" has 3 members and 900 of its 1000 lines in use
      And at their busiest "Alpha", "Beta" and "Gamma" together have 900 calls at once

    @FOV-045
    Scenario Outline: <group> carries <ceiling> ordinary calls
      Given the vendor chain:
        | vendor | priority | lines   | group   | reserved   |
        | Alpha  | 1        | <lines> | <group> | <reserved> |
        | Beta   | 2        | <lines> | <group> | <reserved> |
      When "Acme" calls <offered> numbers at once
      Then <ceiling> calls are up and 503 is the answer to 10 calls
      And at their busiest "Alpha" and "Beta" together have <ceiling> calls at once

      Examples: rows of the guide
        | group          | lines | reserved | offered | ceiling |
        | EU Proveedores | 200   | 50       | 360     | 350     |
        | Premium Group  | 300   | 150      | 460     | 450     |

    @FOV-042
    Scenario: A member without a reserve may use the last line
      Given the vendor chain:
        | vendor | priority | lines | group | reserved |
        | Alpha  | 1        | 10    | LATAM | 5        |
        | Beta   | 2        | 10    | LATAM | 0        |
      When "Acme" calls 21 numbers at once
      Then 20 calls are up and 503 is the answer to 1 call
      And at its busiest "Alpha" has 10 calls at once

    @FOV-044
    Scenario: A protect route of the group finds a line when the ordinary members have none
      Given the vendor chain:
        | vendor | priority | lines | group | reserved | protect |
        | Alpha  | 1        | 50    | LATAM | 10       |         |
        | Beta   | 2        | 30    | LATAM | 10       |         |
        | Gamma  | 3        | 20    | LATAM | 10       |         |
        | Delta  | 4        | 5     | LATAM | 0        | yes     |
      And the group "LATAM" has 100 lines in all
      And SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And 50 calls of "Acme" are up on "Alpha"
      And 30 calls of "Acme" are up on "Beta"
      And 10 calls of "Acme" are up on "Gamma"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Delta", and to nobody else

  Rule: Without a group each limit stands alone

    @FOV-046
    Scenario: Every line of every vendor can be taken
      Given the vendor chain:
        | vendor | priority | lines | reserved |
        | Beta   | 2        | 300   | 100      |
        | Gamma  | 3        | 200   | 100      |
      When "Acme" calls 510 numbers at once
      Then 500 calls are up and 503 is the answer to 10 calls
      And at its busiest "Beta" has 300 calls at once
      And at its busiest "Gamma" has 200 calls at once

  Rule: A limit of the group binds each member

    @FOV-048
    Scenario: The members have free lines and the group has none
      Given the vendor chain:
        | vendor | priority | lines | group |
        | Alpha  | 1        | 500   | LATAM |
        | Beta   | 2        | 300   | LATAM |
        | Gamma  | 3        | 200   | LATAM |
      And the group "LATAM" has 800 lines in all
      When "Acme" calls 810 numbers at once
      Then 800 calls are up and 503 is the answer to 10 calls
      And the group "LATAM" has 3 members and 800 of its 800 lines in use
      And at their busiest "Alpha", "Beta" and "Gamma" together have 800 calls at once

  Rule: When a vendor dies under load the others take what they can and refuse the rest at once

    @FOV-047
    Scenario: Five hundred callers redial within ten seconds
      Given the vendor chain:
        | vendor | priority | lines | group | reserved | timer B   |
        | Alpha  | 1        | 500   | LATAM | 100      | 4 seconds |
        | Beta   | 2        | 300   | LATAM | 100      |           |
        | Gamma  | 3        | 200   | LATAM | 100      |           |
      And 250 calls of "Acme" are up on "Beta"
      And 150 calls of "Acme" are up on "Gamma"
      And "Alpha" falls silent
      When "Acme" calls 500 numbers within 10 seconds
      Then 500 calls are up and 408 is the answer to 400 calls
      And at its busiest "Beta" has 300 calls at once
      And at its busiest "Gamma" has 200 calls at once
      And no refused caller waited longer than 5 seconds

    @FOV-042 @FOV-047
    Scenario: In one instant the redialling callers stop short of the reserve
      Given the vendor chain:
        | vendor | priority | lines | group | reserved | timer B   |
        | Alpha  | 1        | 500   | LATAM | 100      | 4 seconds |
        | Beta   | 2        | 300   | LATAM | 100      |           |
        | Gamma  | 3        | 200   | LATAM | 100      |           |
      And 250 calls of "Acme" are up on "Beta"
      And 150 calls of "Acme" are up on "Gamma"
      And "Alpha" falls silent
      When "Acme" calls 510 numbers at once
      Then 500 calls are up and 503 is the answer to 10 calls
      And 500 calls are up and 408 is the answer to 400 calls
      And at its busiest "Beta" has 300 calls at once
      And at its busiest "Gamma" has 200 calls at once
