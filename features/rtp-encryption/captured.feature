@docker
Feature: What a capture between two switches shows
  An engineer who is told "one-way noise" captures between the switches. The packets here are those that tcpdump saw on the
  network of two real hosts, as tshark reads them.

  Background:
    Given the two-switch set-up

  Rule: A mismatch is in the payloads alone: signalling, headers and records are those of a good call

    @RTP-074 @RTP-025
    Scenario Outline: Keys that differ in one character, mode <mode>
      Given switch "A" encrypts with mode <mode> and key "abcdefghijklmnop"
      And switch "B" encrypts with mode <mode> and key "abcdefghijklmnoq"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears noise
      And "Acme" hears noise
      And between the switches no payload is as it was spoken
      And every RTP header between the switches is the one that was sent
      And everything between the switches is SIP, RTP or RTCP
      And nobody is sent a response of 300 or over
      And the call record of switch "A" says:
        | end reason | Normal release |
        | ended by   | caller         |

      Examples: RC4 and AES128
        | mode |
        | 2    |
        | 3    |

  Rule: Settings that match are as invisible in the payloads, and heard

    @RTP-070
    Scenario: Mode 3 with one key
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then between the switches no payload is as it was spoken
      And between the switches every payload decrypts with AES128 and key "abcdefghijklmnop"
      And "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
