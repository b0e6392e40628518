@sim
Feature: Nobody is available when the call arrives
  Full, locked and offline are states that pass. A call that finds every gateway so, the protect routes too, waits out its delay.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
    And the vendor chain:
      | vendor | priority | lines | does    | protect |
      | GW1    | 1        | 1     | answers |         |
      | PR1    | 2        | 1     | answers | yes     |

  @PRT-051
  Scenario: A normal gateway is back within the delay
    Given an operator has locked "GW1" and "PR1"
    When "Acme" calls "+442079460123" and meanwhile:
      | after      | what happens      |
      | 12 seconds | "GW1" is unlocked |
    Then the call is offered to:
      | vendor | after      |
      | GW1    | 12 seconds |

  @PRT-051
  Scenario: The protect route is back within the delay, and is tried at its end
    Given an operator has locked "GW1" and "PR1"
    When "Acme" calls "+442079460123" and meanwhile:
      | after      | what happens      |
      | 12 seconds | "PR1" is unlocked |
    Then the call is offered to:
      | vendor | after      |
      | PR1    | 30 seconds |

  @PRT-051
  Scenario: Nobody is back
    Given an operator has locked "GW1" and "PR1"
    When "Acme" calls "+442079460123" and waits for a verdict
    Then "Acme" receives 503 Service Unavailable 30 seconds after it called
    And the call is offered to nobody
