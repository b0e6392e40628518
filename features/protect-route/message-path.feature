@sim @wire
Feature: A protect route on the wire
  Three vendors fail and a protect route answers, with a delay that is short enough for real sockets.

  Rule: Each failure is acknowledged, the order and the spacing hold, and the answered leg is bridged

    @PRT-121
    Scenario: Two seconds of delay
      Given "Acme" is a customer of switch "A"
      And SS_TRY_PROTECT_ROUTE_DELAY is 2 on switch "A"
      And the vendor chain:
        | vendor | priority | does               | protect |
        | GW1    | 1        | 503                |         |
        | GW2    | 2        | 500 after 1 second |         |
        | GW3    | 3        | 503                |         |
        | PR1    | 4        | answers            | yes     |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the call is offered, each so long after the one before, to within 100 milliseconds:
        | vendor | gap       |
        | GW1    | 0 seconds |
        | GW2    | 0 seconds |
        | GW3    | 1 second  |
        | PR1    | 2 seconds |
      And each attempt has a Call-ID of its own and is acknowledged once
      And "PR1" hears "Acme" clearly
      And "Acme" hears "PR1" clearly
      And the call record says:
        | callee gateway | PR1 |
