@sim
Feature: Hold and resume
  A party that is held stops speaking, and the call goes on afterwards.

  Background:
    Given the standard wholesale set-up

  Rule: Hold reaches the other side, which then says nothing; taking the call back restores it

    Scenario: The caller holds
      Given "Acme" is in a call to "+442079460123"
      When "Acme" puts the call on hold, and both speak for 2 seconds
      Then the last INVITE to "Alpha" offers "sendonly" media
      And "Acme" hears silence

    Scenario: The called party holds
      Given "Acme" is in a call to "+442079460123"
      When "Alpha" puts the call on hold, and both speak for 2 seconds
      Then the last INVITE to "Acme" offers "sendonly" media
      And "Alpha" hears silence

    Scenario: A hold as old equipment spells it
      Given "Acme" is in a call to "+442079460123"
      When "Acme" puts the call on hold by a zero address, and both speak for 2 seconds
      Then the last INVITE to "Alpha" offers "sendonly" media
      And "Acme" hears silence

    @wire @docker
    Scenario: The call is taken back
      Given "Acme" is in a call to "+442079460123"
      And "Acme" has put the call on hold
      When "Acme" takes the call back, and both speak for 2 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly

  Rule: Offers that cross each other are both made again

    @wire
    Scenario: Both sides offer at the same moment
      Given "Acme" is in a call to "+442079460123"
      When "Acme" and "Alpha" offer new media at the same moment
      Then within 10 seconds both offers are answered
      And the call is up

  Rule: A refused offer leaves the call as it was

    Scenario: The vendor refuses the hold
      Given "Alpha" refuses re-INVITE with 488
      And "Acme" is in a call to "+442079460123"
      When "Acme" puts the call on hold, and both speak for 2 seconds
      Then "Acme" receives 488 Not Acceptable Here
      And "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
