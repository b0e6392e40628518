@sim
Feature: Prefix modes
  Whether a number whose own vendors failed may go to the vendors of a shorter prefix.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: In Prefix Mode only the same prefix is tried

    @FOV-130
    Scenario: A healthy vendor of a shorter prefix is not asked
      Given the vendor chain:
        | vendor | prefix | priority | does    | prefix mode |
        | First  | 4420   | 1        | 503     | prefix      |
        | Second | 4420   | 2        | 503     | prefix      |
        | Broad  | 44     | 1        | answers |             |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to "First" and "Second", and to nobody else

    @FOV-134
    Scenario: One vendor in Prefix Mode ends the search for its whole prefix
      Given the vendor chain:
        | vendor | prefix | priority | does    | prefix mode |
        | First  | 4420   | 1        | 503     | prefix      |
        | Second | 4420   | 2        | 503     | extension   |
        | Broad  | 44     | 1        | answers |             |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to "First" and "Second", and to nobody else

  Rule: In Extension Mode every shorter prefix follows, the longest first

    @FOV-131
    Scenario: Down to a single digit
      Given the vendor chain:
        | vendor | prefix | priority | does    | prefix mode |
        | World  | 4      | 1        | answers | extension   |
        | Broad  | 44     | 1        | 503     | extension   |
        | Narrow | 4420   | 1        | 503     | extension   |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Narrow", "Broad" and "World", and to nobody else

    @FOV-132
    Scenario: Two vendors on each of two prefixes
      Given the vendor chain:
        | vendor     | prefix | priority | does    | prefix mode |
        | Broad two  | 44     | 2        | answers | extension   |
        | Broad one  | 44     | 1        | 503     | extension   |
        | Narrow two | 4420   | 2        | 503     | extension   |
        | Narrow one | 4420   | 1        | 503     | extension   |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Narrow one", "Narrow two", "Broad one" and "Broad two", and to nobody else

    @FOV-135
    Scenario: Without its flag a failed vendor is not left, for a shorter prefix either
      Given the vendor chain:
        | vendor | prefix | priority | does    | prefix mode | switch until connect |
        | Narrow | 4420   | 1        | 503     | extension   | no                   |
        | Broad  | 44     | 1        | answers | extension   | yes                  |
      When "Acme" calls "+442079460123"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to "Narrow", and to nobody else

  Rule: In Expiration Mode a prefix is served until its moment, and not from then on

    @FOV-133
    Scenario Outline: <seconds> before the turn of the hour has come
      Given the vendor chain:
        | vendor | priority |
        | Alpha  | 1        |
        | Beta   | 2        |
      And the prefix of "Alpha" expires 60 seconds after the start
      And <passed> seconds have passed
      When "Acme" calls "+442079460123"
      Then the call is offered to "<first>", and to nobody else

      Examples: the last second, and the moment itself
        | seconds    | passed | first |
        | One second | 59     | Alpha |
        | Nothing    | 60     | Beta  |
