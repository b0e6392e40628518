@sim
Feature: The doctor looks at a switch that carries calls
  Drills, locks that were forgotten and a reserve that nobody reached: seen on calls that were really placed.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The failover drill shows the call on the second vendor, and how long the switch took

    @FOV-143
    Scenario Outline: The first vendor fails: <failure>
      Given the vendor chain:
        | vendor | priority | does    | timer B   |
        | Alpha  | 1        | <does>  | 2 seconds |
        | Beta   | 2        | answers | 2 seconds |
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the drill of "Alpha" by "<failure>" passes: "Beta" took the call after <after> seconds

      Examples: on demand
        | failure    | does         | after |
        | 503        | 503          | 0     |
        | black hole | keeps silent | 2     |

    @FOV-143
    Scenario: The first vendor cannot be reached
      Given the vendor chain:
        | vendor | priority | timer B   |
        | Alpha  | 1        | 2 seconds |
        | Beta   | 2        | 2 seconds |
      And "Alpha" cannot be reached
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the drill of "Alpha" by "unreachable" passes: "Beta" took the call after 2 seconds

    @FOV-143
    Scenario: The first vendor is locked
      Given the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
        | Beta   | 2        |
      And an operator has locked "Alpha"
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the drill of "Alpha" by "locked" passes: "Beta" took the call after 0 seconds

  Rule: A test of the protect route ends with unlocking

    @PRT-115
    Scenario: The test was broken off after the locks
      Given SS_TRY_PROTECT_ROUTE_DELAY is 10 on switch "A"
      And the vendor chain:
        | vendor | priority | protect |
        | GW1    | 1        |         |
        | GW2    | 2        |         |
        | PR1    | 3        | yes     |
      And an operator has locked "GW1" and "GW2"
      And "Acme" has called "+442079460123", offered to "PR1" alone
      When the doctor examines the running switch
      Then it reports the error ROUTE_STILL_LOCKED about "prefix 44":
        | finding | the normal gateways GW1, GW2 are still barred (Bar all calls) |
        | cost    | waits for the protect delay and pays the protect route's rate |
        | mend    | set Lock Type back to No lock on GW1, GW2                     |
      When an operator has unlocked "GW1" and "GW2"
      Then it reports no ROUTE_STILL_LOCKED any more

  Rule: When all normal gateways fail and the reserve stays idle, six things are looked at

    @PRT-120
    Scenario Outline: <cause>
      Given SS_TRY_PROTECT_ROUTE_DELAY is 10 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | stop codes | protect | prefix   |
        | GW1    | 1        | 503     | <stops>    |         | 44       |
        | PR1    | 2        | answers |            | yes     | <prefix> |
      And "Acme" has called "+442079460123" and given up after 4 seconds
      When the doctor audits the calls of the switch
      Then it reports the warning ROUTE_PROTECT_IDLE about "PR1":
        | finding | 1 calls failed at every gateway and PR1 was never tried: <finding> |
        | cost    | the reserve that was bought for outages is not used in one         |
        | mend    | go through box, prefix, lock, lines                                |

      Examples: one at a time
        | cause                   | stops | prefix | finding                                 |
        | the caller gave up      |       | 44     | the caller cancelled 4 s into the delay |
        | a stop code             | 503   | 44     | 503 is on the stop list of GW1          |
        | its prefix does not fit |       | 331    | none of its prefixes fits 442079460123  |

    @PRT-120
    Scenario: It is locked
      Given SS_TRY_PROTECT_ROUTE_DELAY is 2 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 2        | answers | yes     |
      And an operator has locked "PR1"
      And "Acme" calls "+442079460123" and waits for a verdict
      When the doctor audits the calls of the switch
      Then it reports the warning ROUTE_PROTECT_IDLE about "PR1":
        | finding | its lock is barAllCalls |

    @PRT-118 @PRT-120
    Scenario: It is used in the outage
      Given SS_TRY_PROTECT_ROUTE_DELAY is 2 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 2        | answers | yes     |
      And "Acme" calls "+442079460123" and they talk for 2 seconds
      When the doctor audits the calls of the switch
      Then the audit finds no ROUTE_PROTECT_IDLE
      But it reports the warning ROUTE_PROTECT_OFTEN about "PR1":
        | finding | took 1 of 1 calls (100 %): GW1 failed 1 of 1 attempts |
