@sim
Feature: Switch gateway until connect
  Whether a call may leave a vendor that failed is a setting of that vendor, and holds until somebody answers.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The flag is off by default, and without it the vendor's error goes straight to the caller

    @wire
    Scenario Outline: The flag is <setting>
      Given the vendor chain:
        | vendor | priority | does    | switch until connect |
        | Alpha  | 1        | 503     | <cell>               |
        | Beta   | 2        | answers | yes                  |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to "Alpha", and to nobody else

      @FOV-082
      Examples: of a new gateway
        | setting | cell |
        | not set |      |

      @FOV-083
      Examples: by the operator
        | setting | cell |
        | off     | no   |

  Rule: The flag belongs to the vendor that failed, so the chain breaks behind one without it

    @FOV-084
    Scenario: The second of three has no flag
      Given the vendor chain:
        | vendor | priority | does    | switch until connect | protect |
        | Alpha  | 1        | 503     | yes                  |         |
        | Beta   | 2        | 503     | no                   |         |
        | Gamma  | 3        | answers | yes                  |         |
        | Delta  | 4        | answers | yes                  | yes     |
      And SS_TRY_PROTECT_ROUTE_DELAY is 0 on switch "A"
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to "Alpha" and "Beta", and to nobody else

    @FOV-085
    Scenario: A vendor that was never asked cannot break the chain
      Given the vendor chain:
        | vendor | priority | lines | does    | switch until connect |
        | Alpha  | 1        | 10    | 503     | yes                  |
        | Beta   | 2        | 1     | answers | no                   |
        | Gamma  | 3        | 10    | answers | yes                  |
      And 1 call of "Acme" is up on "Beta"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha" and "Gamma", and to nobody else

  Rule: The search goes on until somebody answers or nobody is left

    @FOV-086
    Scenario: Three vendors, three different faults
      Given the vendor chain:
        | vendor | priority | does |
        | Alpha  | 1        | 503  |
        | Beta   | 2        | 500  |
        | Gamma  | 3        | 408  |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 408 Request Timeout
      And the attempts are:
        | gateway | response | outcome |
        | Alpha   | 503      | refused |
        | Beta    | 500      | refused |
        | Gamma   | 408      | refused |

    @wire @FOV-087
    Scenario: A vendor that has rung and then fails
      Given the vendor chain:
        | vendor | priority | does                                         |
        | Alpha  | 1        | 100, 180 after 0.2 seconds, 503 after 5 seconds |
        | Beta   | 2        | answers                                      |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to:
        | vendor | after     |
        | Alpha  | 0 seconds |
        | Beta   | 5 seconds |
      And "Acme" sees one dialog
      And "Acme" receives one 200 to INVITE

    @wire @FOV-088
    Scenario: A vendor that answers and hangs up has had the call
      Given the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
        | Beta   | 2        |
      And "Alpha" hangs up 1 second after the answer
      When "Acme" calls "+442079460123" and waits for the end
      Then the call is offered to "Alpha", and to nobody else
      And the call record says:
        | callee gateway | Alpha          |
        | end reason     | Normal release |
        | hold time      | 1 second       |

  Rule: Each attempt is a call of its own to its vendor, and all of them one call to the caller

    @wire @FOV-089
    Scenario: The first fails, the second answers
      Given the vendor chain:
        | vendor | priority | does    |
        | Alpha  | 1        | 503     |
        | Beta   | 2        | answers |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then each attempt has a Call-ID of its own and is acknowledged once
      And "Acme" sees one dialog

  Rule: A vendor that the customer may not use is passed over

    @FOV-146
    Scenario Outline: <customer> calls
      Given "Bravo" is a customer of switch "A"
      And the vendor chain:
        | vendor | priority | does    | customers |
        | Alpha  | 1        | 503     |           |
        | Beta   | 2        | answers | Bravo     |
        | Gamma  | 3        | answers |           |
      When "<customer>" calls "+442079460123"
      Then the call is offered to "Alpha" and "<second>", and to nobody else

      Examples: one may use Beta and one may not
        | customer | second |
        | Acme     | Gamma  |
        | Bravo    | Beta   |
