@sim
Feature: Order of the vendors
  Prefix first, then priority, then use of lines.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: The longest prefix is tried first, a shorter one is its backup

    @wire @FOV-070 @FOV-071
    Scenario: A longer prefix outranks a better priority
      Given the vendor chain:
        | vendor | prefix | priority | does    |
        | Broad  | 44     | 1        | answers |
        | Narrow | 4420   | 9        | 503     |
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then the call is offered to "Narrow" and "Broad", and to nobody else

    @FOV-072
    Scenario: Prefix length, then priority, then use of lines
      Given the vendor chain:
        | vendor | prefix | priority | lines | does                            |
        | Broad  | 44     | 1        | 10    | answers 99 alone, 503 otherwise |
        | Last   | 4420   | 2        | 10    | answers 99 alone, 503 otherwise |
        | Used   | 4420   | 1        | 10    | answers 99 alone, 503 otherwise |
        | Fresh  | 4420   | 1        | 10    | answers 99 alone, 503 otherwise |
      And 5 calls of "Acme" are up on "Used"
      And 2 calls of "Acme" are up on "Fresh"
      When "Acme" calls "+442079460123"
      Then the call is offered to "Fresh", "Used", "Last" and "Broad", and to nobody else
