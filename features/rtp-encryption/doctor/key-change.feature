@sim
Feature: Setting and changing the key
  Mode and key are typed on two machines. The order of the work decides which calls are lost.

  Background:
    Given the two-switch set-up

  Rule: The six steps of the guide end in clear speech, and each side counts

    @wire @RTP-168
    Scenario: Mode, key, save and restart on both sides
      Given the lab is running
      When the operator sets mode 3 and key "abcdefghijklmnop" on both switches and calls again
      Then the test call is clear

    @wire @RTP-168
    Scenario: The other side is forgotten
      Given the lab is running
      When the operator sets mode 3 and key "abcdefghijklmnop" on switch "A" alone and calls again
      Then the test call is not clear

  Rule: A key is changed on both sides in the same moment

    @RTP-165
    Scenario: One minute between the sides
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      When a call of 2 seconds is placed every 5 seconds while the key becomes "ponmlkjihgfedcba" on "A" after 8 seconds and on "B" after 68 seconds
      Then the calls placed between 8 and 68 seconds are garbled and all others are clear

    @RTP-165
    Scenario: Both sides at once
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      When a call of 2 seconds is placed every 5 seconds while the key becomes "ponmlkjihgfedcba" on "A" after 8 seconds and on "B" after 8 seconds
      Then all calls are clear

  Rule: Nobody who may see a report may see the key

    @RTP-164
    Scenario Outline: Mode <mode>
      Given both switches encrypt with mode <mode> and key "q7Zt1mWx9Rb4Ks2v"
      When "Acme" calls "+442079460123" and they talk for 3 seconds
      And an operator saves SS_RTPENCRYPTIONKEY as "w8Yu2nVy0Sc5Lt3z" on switch "A"
      Then neither "q7Zt1mWx9Rb4Ks2v" nor "w8Yu2nVy0Sc5Lt3z" stands in any log, answer, record, packet or report

      Examples: modes that use it
        | mode |
        | 2    |
        | 3    |
