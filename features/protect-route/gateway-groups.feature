@sim
Feature: Protect routes in gateway groups
  A group has one capacity and one order for its members. Protect members stand outside that order until they are activated, and are
  then put in order by the same rules.

  Background:
    Given "Acme" is a customer of switch "A"
    And SS_TRY_PROTECT_ROUTE_DELAY is 10 on switch "A"

  Rule: The group's order holds among its normal members, and protect members are ignored

    @PRT-100
    Scenario: All normal members work
      Given the vendor chain:
        | vendor | priority | group | rate  | protect |
        | PR1    | 1        | G     | 0.005 | yes     |
        | PR2    | 2        | G     | 0.001 | yes     |
        | GW1    | 3        | G     | 0.03  |         |
        | GW2    | 4        | G     | 0.02  |         |
        | GW3    | 5        | G     | 0.025 |         |
      And the group "G" sorts by fee alone
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW2", and to nobody else

    @PRT-104
    Scenario: Two of three normal members fail
      Given the vendor chain:
        | vendor | priority | does    | group | rate  | protect |
        | PR1    | 1        | answers | G     | 0.005 | yes     |
        | PR2    | 2        | answers | G     | 0.001 | yes     |
        | GW1    | 3        | answers | G     | 0.03  |         |
        | GW2    | 4        | 503     | G     | 0.02  |         |
        | GW3    | 5        | 503     | G     | 0.025 |         |
      And the group "G" sorts by fee alone
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW2", "GW3" and "GW1", and to nobody else
      And 20 seconds later "PR1" has received no INVITE
      And 20 seconds later "PR2" has received no INVITE

  Rule: Activated protect members are put in order by the rules of their group

    @PRT-100 @PRT-101
    Scenario: All normal members fail, and the group's rule differs from the switch's
      Given the vendor chain:
        | vendor | priority | does    | group | rate  | protect |
        | PR1    | 1        | answers | G     | 0.09  | yes     |
        | PR2    | 2        | 503     | G     | 0.08  | yes     |
        | GW1    | 3        | 503     | G     | 0.03  |         |
        | GW2    | 4        | 503     | G     | 0.02  |         |
        | GW3    | 5        | 503     | G     | 0.025 |         |
      And the group "G" sorts by fee alone
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after      |
        | GW2    | 0 seconds  |
        | GW3    | 0 seconds  |
        | GW1    | 0 seconds  |
        | PR2    | 10 seconds |
        | PR1    | 10 seconds |

    @PRT-101
    Scenario: The same gateways without a rule of the group
      Given the vendor chain:
        | vendor | priority | does    | group | rate  | protect |
        | PR1    | 1        | 503     | G     | 0.09  | yes     |
        | PR2    | 2        | answers | G     | 0.08  | yes     |
        | GW1    | 3        | 503     | G     | 0.03  |         |
        | GW2    | 4        | 503     | G     | 0.02  |         |
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", "GW2", "PR1" and "PR2", and to nobody else

    @PRT-103
    Scenario: Protect routes in a group of their own
      Given the vendor chain:
        | vendor | priority | does    | lines | group | rate | protect |
        | GW1    | 1        | 503     |       | A     | 0.03 |         |
        | GW2    | 2        | 503     |       | A     | 0.02 |         |
        | PR1    | 1        | answers | 4     | B     | 0.07 | yes     |
        | PR2    | 2        | answers | 4     | B     | 0.08 | yes     |
      And the group "A" sorts by fee alone
      And the group "B" sorts by usage alone
      And 1 call of "Acme" is up on "PR1"
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after      |
        | GW2    | 0 seconds  |
        | GW1    | 0 seconds  |
        | PR2    | 10 seconds |

  Rule: All normal gateways of the prefix must fail, in whichever group they are

    @PRT-105
    Scenario: The other group of the prefix is healthy
      Given the vendor chain:
        | vendor | priority | does    | group | protect |
        | GW1    | 1        | 503     | A     |         |
        | GW2    | 2        | 503     | A     |         |
        | PR1    | 1        | answers | B     | yes     |
        | GW3    | 9        | answers | B     |         |
      When "Acme" calls "+442079460123"
      Then the call is offered to "GW1", "GW2" and "GW3", and to nobody else
      And 20 seconds later "PR1" has received no INVITE

    @PRT-105
    Scenario: The normal gateways of both groups fail
      Given the vendor chain:
        | vendor | priority | does    | group | protect |
        | GW1    | 1        | 503     | A     |         |
        | GW2    | 2        | 503     | A     |         |
        | PR1    | 1        | answers | B     | yes     |
        | GW3    | 9        | 503     | B     |         |
      When "Acme" calls "+442079460123"
      Then the call is offered to:
        | vendor | after      |
        | GW1    | 0 seconds  |
        | GW2    | 0 seconds  |
        | GW3    | 0 seconds  |
        | PR1    | 10 seconds |

  Rule: Protect members take lines of the group like any other, and leave their reserve free

    @PRT-102
    Scenario: Three lines, of which the primary backup leaves one free
      Given SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | lines | group | reserved | protect |
        | GW1    | 1        | 503     | 3     | G     | 0        |         |
        | PR1    | 2        | answers | 3     | G     | 1        | yes     |
        | PR2    | 3        | answers | 3     | G     | 0        | yes     |
      And the group "G" has 3 lines in all
      When "Acme" calls one number after another, 0, 2, 4 and 6 seconds from now, and 5 seconds pass
      Then 3 calls are up and 503 is the answer to 1 call
      And at its busiest "PR1" has 2 calls at once
      And at its busiest "PR2" has 1 call at once
      And the group "G" has 3 members and 3 of its 3 lines in use
