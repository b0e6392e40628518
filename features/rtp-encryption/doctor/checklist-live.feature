@sim @wire
Feature: The checklist's test call on running switches
  Item 7 is a real call, and it is about both directions.

  Background:
    Given the two-switch set-up
    And both switches encrypt with mode 3 and key "q7Zt1mWx9Rb4Ks2v"

  Rule: Only a call that is clear in both directions passes

    @RTP-156
    Scenario: Clear both ways
      When the operator runs the checklist with a test call
      Then the checklist's item 7 has "passed", because "the caller hears intelligible, the callee hears intelligible"

    @RTP-156
    Scenario: Clear one way alone
      Given the media service of switch "A" still decrypts with key "ponmlkjihgfedcba"
      When the operator runs the checklist with a test call
      Then the checklist's item 7 has "failed", because "the caller hears noise, the callee hears intelligible"
