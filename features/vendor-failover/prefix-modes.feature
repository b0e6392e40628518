@sim
Feature: Prefix modes
  Whether a number whose own vendors failed may go to the vendors of a shorter prefix.

  Background:
    Given "Acme" is a customer of switch "A"

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
