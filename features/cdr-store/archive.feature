@sim @wire @docker
Feature: The archive
  Tables that the switch writes into stay small when old days are moved out of them. Nothing is lost on the way, and nothing is there twice.

  Rule: Old days are moved, young ones stay

    @SCL-088
    Scenario: A call of January and one of April
      Given the standard wholesale set-up
      When "Acme" calls "+442079460123" on "Monday 2026-01-05 12:00" and talks for 1 second
      And "Acme" calls "+442079460124" on "Monday 2026-04-20 12:00" and talks for 1 second
      Then archiving the days before 2026-02-01 on switch "A" takes in 1 call
      And switch "A" has 1 call record
      And archiving the days before 2026-02-01 on switch "A" takes in 0 calls
      And archiving the days before 2026-05-01 on switch "A" takes in 1 call
      And switch "A" has 0 call records
