@sim
Feature: Gateway prefix
  A vendor may want digits before the number, a tech prefix; they belong to that vendor's leg alone.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The gateway prefix is put before the number on the way to its vendor

    @wire @FOV-060 @FOV-061
    Scenario Outline: A gateway prefix of "<gateway prefix>"
      Given the vendor chain:
        | vendor | priority | gateway prefix   |
        | Alpha  | 1        | <gateway prefix> |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the numbers that vendors are asked for are:
        | vendor | number   |
        | Alpha  | <number> |
      And the call record says:
        | callee | 442079460123 |

      Examples: with one and without
        | gateway prefix | number          |
        | *99            | *99442079460123 |
        |                | 442079460123    |

  Rule: Each attempt starts from the number as it was dialled

    @wire @FOV-062
    Scenario: Two vendors with two prefixes
      Given the vendor chain:
        | vendor | priority | does    | gateway prefix |
        | Alpha  | 1        | 503     | *11            |
        | Beta   | 2        | answers | *99            |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the numbers that vendors are asked for are:
        | vendor | number          |
        | Alpha  | *11442079460123 |
        | Beta   | *99442079460123 |

    @FOV-065
    Scenario: One carrier, entered with a gateway prefix and without, is two gateways
      Given the vendor chain:
        | vendor | party | priority | does | gateway prefix |
        | Direct | Alpha | 1        | 503  |                |
        | Tech   | Alpha | 2        | 503  | *99            |
      When "Acme" calls "+442079460123"
      Then the numbers that vendors are asked for are:
        | vendor | number          |
        | Alpha  | 442079460123    |
        | Alpha  | *99442079460123 |
      And the attempts are:
        | gateway | response | outcome |
        | Direct  | 503      | refused |
        | Tech    | 503      | refused |

  Rule: A carrier that wants its prefix knows the call by it

    @wire @FOV-063
    Scenario Outline: A backup carrier that wants *99 is sent to <how>
      Given the vendor chain:
        | vendor | priority | does                                 | gateway prefix | stop codes         |
        | Alpha  | 1        | 503                                  |                | 486, 487, 403, 404 |
        | Beta   | 2        | answers *99 alone, <other> otherwise | <prefix>       | 486, 487, 403, 404 |
        | Gamma  | 3        | answers                              |                | 486, 487, 403, 404 |
      When "Acme" calls "+442079460123"
      Then "Acme" receives <verdict>
      And the call is offered to "Alpha" and "Beta", and to nobody else

      Examples: right, and wrong, which ends the chain
        | how            | prefix | other | verdict       |
        | with it        | *99    | 404   | 200 OK        |
        | without it     |        | 404   | 404 Not Found |
        | with another   | *11    | 403   | 403 Forbidden |

  Rule: Routes are looked up by the number as dialled

    @FOV-064
    Scenario: A vendor whose match prefix looks like another's gateway prefix gets nothing
      Given the vendor chain:
        | vendor | prefix | priority | does | gateway prefix |
        | Beta   | *99    | 1        | 503  |                |
        | Alpha  | 44     | 2        | 503  | *99            |
        | Gamma  | 44     | 3        | 200  | *99            |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha" and "Gamma", and to nobody else
      And the numbers that vendors are asked for are:
        | vendor | number          |
        | Alpha  | *99442079460123 |
        | Gamma  | *99442079460123 |
