@sim
Feature: The caller during the delay
  The caller waits with the call, hears ringing or nothing, and may give up at any moment.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The caller hears ringing from the switch itself, or silence where that is set

    @PRT-059
    Scenario: Ringing, which is the default
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | protect |
        | GW1    | 1        | 503 after 2 seconds |         |
        | PR1    | 2        | 200 after 1 second  | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then "Acme" is told:
        | response | after      |
        | 100      | 0 seconds  |
        | 180      | 2 seconds  |
        | 200      | 33 seconds |

    @PRT-059
    Scenario: Silence
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the caller hears silence during the protect delay
      And the vendor chain:
        | vendor | priority | does                | protect |
        | GW1    | 1        | 503 after 2 seconds |         |
        | PR1    | 2        | 200 after 1 second  | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then "Acme" is told:
        | response | after      |
        | 100      | 0 seconds  |
        | 200      | 33 seconds |

    @PRT-059
    Scenario: The switch's own ringing is not the vendor's
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                                    | protect |
        | GW1    | 1        | 503 after 2 seconds                     |         |
        | PR1    | 2        | 180 after 3 seconds, 200 after 5 seconds | yes     |
      When "Acme" calls "+442079460123" and they talk for 10 seconds
      Then the call record says:
        | post-dial delay | 35 seconds |
        | hold time       | 10 seconds |

    @PRT-059
    Scenario: In a long delay the ringing is repeated every minute
      Given SS_TRY_PROTECT_ROUTE_DELAY is 180 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | protect |
        | GW1    | 1        | 503 after 2 seconds |         |
        | PR1    | 2        | 200 after 1 second  | yes     |
      When "Acme" calls "+442079460123" and waits for a verdict
      Then "Acme" hears from the switch 0, 2, 62, 122 and 183 seconds after it called

  Rule: A caller who gives up is let go, and no protect route is asked for it

    @PRT-060
    Scenario: The caller hangs up in the delay
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 2        | answers | yes     |
      When "Acme" calls "+442079460123" and hangs up after 20 seconds
      Then "Acme" receives 487 Request Terminated 20 seconds after it called
      And "Acme" receives one 200 to CANCEL
      And 60 seconds later "PR1" has received no INVITE
      And the switch holds no line of "GW1" and "PR1"
      And the call record says:
        | end reason | Request Terminated(487) |
        | ended by   | caller                  |

    @PRT-061
    Scenario: The customer's own timer is shorter than the delay
      Given SS_TRY_PROTECT_ROUTE_DELAY is 120 on switch "A"
      And the vendor chain:
        | vendor | priority | does    | protect |
        | GW1    | 1        | 503     |         |
        | PR1    | 2        | answers | yes     |
      When "Acme" calls "+442079460123" and hangs up after 60 seconds
      Then "Acme" receives 487 Request Terminated 60 seconds after it called
      And 100 seconds later "PR1" has received no INVITE
      And the call record says:
        | end reason | Request Terminated(487) |

  Rule: A delay that runs is not changed; the next call has the new one

    @PRT-063
    Scenario: 30 seconds become 5 while a call waits
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And the vendor chain:
        | vendor | priority | does                 | protect |
        | GW1    | 1        | 503 after 12 seconds |         |
        | PR1    | 2        | answers              | yes     |
      When "Acme" calls "+442079460123" and meanwhile:
        | after      | what happens                            |
        | 15 seconds | SS_TRY_PROTECT_ROUTE_DELAY is saved as 5 |
        | 50 seconds | "Acme" calls "+442079460124"            |
      Then "PR1" is offered calls 42 and 67 seconds after the first call

  Rule: Every waiting call has a delay of its own, exact to the moment

    @PRT-062
    Scenario: A thousand calls whose gateways fail at random moments
      Given SS_TRY_PROTECT_ROUTE_DELAY is 30 on switch "A"
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | does                | protect |
        | GW1    | 1        | 503                 |         |
        | GW2    | 2        | 503 after 2 seconds |         |
        | PR1    | 3        | 486                 | yes     |
      When "Acme" calls 1000 numbers at random moments within 2 minutes, and 40 seconds pass
      Then each of the 1000 calls is offered to "PR1" exactly 30 seconds after its last normal gateway failed

  Rule: Waiting calls are open calls

    @PRT-064
    Scenario: Twenty calls a second and a delay of three minutes
      Given "Zenith" is a customer of switch "A"
      And SS_TRY_PROTECT_ROUTE_DELAY is 180 on switch "A"
      And SS_MEDIAPROXYMODE is 0 on switch "A"
      And the vendor chain:
        | vendor | priority | does | protect |
        | GW1    | 1        | 503  |         |
        | PR1    | 2        | 486  | yes     |
      When "Acme" and "Zenith" each call 10 numbers a second for 180 seconds
      Then 3600 calls are waiting
      And "PR1" receives no call
