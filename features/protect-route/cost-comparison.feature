@sim
Feature: What a protect route saves
  The same traffic and the same vendors, once with the premium vendor in last place and once as a protect route. A short time
  without a free line costs premium rates in the first set-up and a few seconds of waiting in the second.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
    And SS_MEDIAPROXYMODE is 0 on switch "A"

  Rule: Calls that find all standard vendors full for five seconds do not cost premium rates

    @PRT-028
    Scenario Outline: 50 of 1000 calls find no line, with the premium vendor <set up>
      Given the vendor chain:
        | vendor  | priority | lines | rate  | protect   |
        | GW1     | 1        | 400   | 0.02  |           |
        | GW2     | 2        | 300   | 0.025 |           |
        | GW3     | 3        | 250   | 0.03  |           |
        | Premium | 4        | 1000  | 0.08  | <protect> |
      When "Acme" calls 1000 numbers at once, of which the first 50 hang up after 5 seconds and the others after 55 seconds
      Then "Premium" is offered <premium> calls
      And "GW1" is offered <first> calls
      And all 1000 calls were answered
      And all calls together cost "<total>"

      Examples: the overflow is carried at once, or by a line that comes free
        | set up             | protect | premium | first | total  |
        | in last place      |         | 50      | 400   | $27.00 |
        | as a protect route | yes     | 0       | 450   | $24.00 |

    @PRT-090 @PRT-028
    Scenario Outline: 3% of 10000 calls find no line, with the premium vendor <set up>
      Given the vendor chain:
        | vendor  | priority | lines | rate  | protect   |
        | GW1     | 1        | 400   | 0.02  |           |
        | GW2     | 2        | 300   | 0.025 |           |
        | GW3     | 3        | 270   | 0.03  |           |
        | Premium | 4        | 1000  | 0.08  | <protect> |
      When 10 times over "Acme" calls 1000 numbers at once, of which the first 30 hang up after 5 seconds and the others after 55 seconds
      Then all 10000 calls were answered
      And "Premium" is offered <premium> calls
      And all calls together cost "<total>"

      Examples: 300 premium calls against none
        | set up             | protect | premium | total   |
        | in last place      |         | 300     | $260.00 |
        | as a protect route | yes     | 0       | $242.00 |
