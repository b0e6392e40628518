@sim
Feature: Saved is not applied
  A saved change waits for the restart of the media service, on each switch by itself. That is how half-applied changes happen.

  Background:
    Given the two-switch set-up

  Rule: A saved change does nothing before the media service restarts

    @RTP-060 @RTP-061
    Scenario: Saved on both sides and not restarted
      Given the lab is running
      And an operator has saved mode 3 and key "abcdefghijklmnop" on both switches
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then between the switches every payload is as it was spoken
      And SS_RTPENCRYPTIONMODE on switch "A" is saved as 3 and runs as 0
      And SS_RTPENCRYPTIONMODE on switch "A" waits for a restart of "mbx3000d"

    @RTP-060 @RTP-061
    Scenario: Restarted on both sides
      Given the lab is running
      And an operator has saved mode 3 and key "abcdefghijklmnop" on both switches
      And the media service of switch "A" has been restarted
      And the media service of switch "B" has been restarted
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then between the switches no payload is as it was spoken
      And "Alpha" hears "Acme" clearly
      And SS_RTPENCRYPTIONMODE on switch "A" is saved as 3 and runs as 3

    @wire @docker @RTP-063
    Scenario: Restarted on one side only
      Given the lab is running
      And an operator has saved mode 3 and key "abcdefghijklmnop" on both switches
      And the media service of switch "A" has been restarted
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears noise
      And "Acme" hears noise

    @wire @docker @RTP-063
    Scenario: The other side follows
      Given the lab is running
      And an operator has saved mode 3 and key "abcdefghijklmnop" on both switches
      And the media service of switch "A" has been restarted
      And the media service of switch "B" has been restarted
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
      And between the switches no payload is as it was spoken

  Rule: A restart of the media service interrupts speech, not calls

    @wire @docker @RTP-062
    Scenario: Ten calls over a restart
      Given the lab is running
      And 10 calls of "Acme" are answered and both sides speak
      When the media service of switch "A" restarts
      Then the speech of all 10 calls pauses and goes on within 5 seconds
      And all 10 calls are up

    @RTP-065
    Scenario: Calls in progress go on with what the media service now has
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" is in a call to "+442079460123"
      And an operator has saved mode 3 and key "ponmlkjihgfedcba" on both switches
      When the media services of both switches restart, and both speak for 3 seconds
      Then "Alpha" hears "Acme" clearly
      And "Acme" hears "Alpha" clearly
      And between the switches every payload decrypts with AES128 and key "ponmlkjihgfedcba"
