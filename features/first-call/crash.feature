@sim @wire @docker
Feature: A service that dies
  Processes are killed, by mistake or by the kernel. What had happened is on record, and what comes next works.

  Background:
    Given the standard wholesale set-up

  Rule: A call that has ended stays on record, once

    Scenario: The signalling service is killed before the records are in the database
      Given 5 calls of "Acme" have been answered and have ended
      When the signalling service of switch "A" is killed and started again
      Then switch "A" has 5 call records
      And every call record says "Normal release"

    Scenario: The media service is killed after ten calls
      Given 10 calls of "Acme" have been answered and have ended
      When the media service of switch "A" is killed and started again
      Then switch "A" has 10 call records
      And every call record says "Normal release"

    Scenario: A call after the media service was killed
      Given the media service of switch "A" has been killed and started again
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then "Alpha" hears "Acme" clearly
      And switch "A" has 1 call record

    Scenario: Calls after the restart are recorded beside those before it
      Given 2 calls of "Acme" have been answered and have ended
      And the signalling service of switch "A" has been killed and started again
      When "Acme" calls "+442079460123" and they talk for 1 second
      Then "Alpha" hears "Acme" clearly
      And switch "A" has 3 call records

  Rule: Calls survive the death of the media service

    Scenario: The media service is killed during calls
      Given the lab is running
      And 3 calls of "Acme" are answered and both sides speak
      When the media service of switch "A" is killed and started again
      Then the speech of all 3 calls pauses and goes on within 5 seconds
      And all 3 calls are up
