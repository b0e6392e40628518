Feature: A record of every call
  Whatever becomes of a call, it leaves one record, and no crash takes it back or doubles it.

  Background:
    Given the standard wholesale set-up

  Rule: Every call leaves exactly one record

    @SCL-080 @sim
    Scenario: 100 attempts, 60 of which are answered
      Given 40 calls of "Acme" have found no vendor
      When "Acme" calls 60 numbers at once, of which the first 30 hang up after 2 seconds and the others after 3 seconds
      Then switch "A" has 100 call records
      And all 60 calls were answered

  Rule: A crash loses nothing that was in the journal, and doubles nothing

    @SCL-058 @sim @wire
    Scenario: The switch is killed while 400 records wait for their batch
      Given 400 calls of "Acme" have found no vendor
      And at least 400 call records of switch "A" wait
      When the signalling service of switch "A" is killed and started again
      Then switch "A" has 400 call records
