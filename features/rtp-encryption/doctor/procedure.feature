@sim
Feature: The procedure that finds an encryption mismatch
  Seven steps from "we hear nothing" to clear speech, on two running switches. Signalling looks well throughout.

  Background:
    Given the two-switch set-up

  Rule: A call that was never answered is not an encryption issue

    @RTP-131
    Scenario: The call was refused
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Alpha" refuses every call with 486 Busy Here
      When "Acme" calls "+442079460123"
      And the operator walks through the procedure
      Then it stops at step 1, which says "no answer"

  Rule: Modes and keys are compared before anything is captured

    @RTP-131 @RTP-132
    Scenario: The modes differ
      Given switch "A" encrypts with mode 3 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 0 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And the operator walks through the procedure
      Then step 1 says "the CDR shows an answered call"
      And step 2 says "mode 3 on A, mode 0 on B"
      And step 5 says "modeMismatch"

    @RTP-132 @RTP-138
    Scenario: Two ciphers look like a key mismatch, and the configuration knows better
      Given switch "A" encrypts with mode 2 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 3 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And the operator walks through the procedure
      Then both sides emit what looks random
      And step 5 says "modeMismatch"

    @RTP-133
    Scenario: The keys differ by something nobody sees, and copying mends it
      Given switch "A" encrypts with mode 2 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 2 and key "abcdefghijklmnop "
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And the operator walks through the procedure
      Then step 3 says "copy the key of A to B"
      And step 5 says "keyMismatch"
      And after the key of switch "A" was copied to switch "B" a test call is clear

  Rule: Mode 0 on both sides tells whether encryption is the cause at all

    @wire @RTP-136 @RTP-137
    Scenario: It is, and matched settings bring the speech back
      Given switch "A" encrypts with mode 3 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 3 and key "abcdefghijklmnoq"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And the operator walks through the procedure
      And the operator sets mode 0 on both switches and calls again
      And the operator sets mode 3 and key "ponmlkjihgfedcba" on both switches and calls again
      Then step 6 says "encryption is the cause"
      And step 7 says "clear with matched encryption"

    @RTP-136
    Scenario: It is not: the line is bad without it too
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And the path between "B" and "Alpha" garbles the audio
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And the operator walks through the procedure
      And the operator sets mode 0 on both switches and calls again
      Then it stops at step 6, which says "encryption is not the cause"

    @wire @RTP-136
    Scenario: Mode 0 on one side alone is a mismatch of its own
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And the lab is running
      When the operator sets mode 0 on switch "A" alone and calls again
      Then the test call is not clear

  Rule: Four steps are enough for those who know the seven

    @wire @RTP-141
    Scenario: The short procedure
      Given switch "A" encrypts with mode 3 and key "abcdefghijklmnop"
      And switch "B" encrypts with mode 1 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And the operator walks through the procedure
      And the operator sets mode 0 on both switches and calls again
      Then the short procedure says:
        | the CDR shows an answered call |
        | mode 3 on A, mode 1 on B       |
        | modeMismatch                   |
        | encryption is the cause        |
