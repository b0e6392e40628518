@sim @docker
Feature: Somebody who listens on the way
  What a capture of the leg between two switches is worth to somebody who has no key.

  Background:
    Given the two-switch set-up

  Rule: Without a key, only the clear mode gives the speech away

    @RTP-069
    Scenario: Mode 0
      Given both switches encrypt with mode 0 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 5 seconds
      Then a listener between the switches hears "Acme" clearly

    @RTP-069
    Scenario Outline: Mode <mode>
      Given both switches encrypt with mode <mode> and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 5 seconds
      Then a listener between the switches hears noise instead of "Acme"
      And about 1 in 256 of the bytes that the listener sees are right
      And "Alpha" hears "Acme" clearly

      Examples: the ciphers that hide the speech
        | mode |
        | 2    |
        | 3    |
