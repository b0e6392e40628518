@sim
Feature: The go-live checklist of nine items
  Nothing is live until each item has been verified on the mapping and on the routing side.

  Background:
    Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
    And switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
    And a test call was heard "intelligible" by the caller and "intelligible" by the callee
    And the load was 0.20 before and 0.22 after with a limit of 0.80
    And the record holds mode 3, a key reference and the gateways "to-B" and "from-A"

  Rule: One side alone is not enough

    @RTP-149
    Scenario: The checklist run on A only
      When the checklist runs on "A" alone
      Then the checklist is "incomplete" and asks for the routing side

    @RTP-150 @RTP-151 @RTP-152 @RTP-153 @RTP-154 @RTP-155 @RTP-156 @RTP-157 @RTP-158
    Scenario: Everything is in order on both sides
      When the checklist runs on "A" and "B"
      Then the checklist is "passed" with 9 items

  Rule: Each item fails by itself

    @RTP-150
    Scenario: The modes differ
      Given switch "B" is saved with mode 2 and key "q7Zt1mWx9Rb4Ks2v"
      When the checklist runs on "A" and "B"
      Then item 1 has failed, because "mode 3 on A, 2 on B"

    @RTP-151
    Scenario: The keys differ
      Given switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2w"
      When the checklist runs on "A" and "B"
      Then item 2 has failed, because "the keys differ"

    @RTP-152
    Scenario: The key has the wrong length on both sides
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2"
      And switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2"
      When the checklist runs on "A" and "B"
      Then item 3 has failed, because "the key is 15 bytes"

    @RTP-153
    Scenario: The mapping side has not been restarted
      Given the media relay of "A" runs mode 0 and key ""
      When the checklist runs on "A" and "B"
      Then item 4 has failed, because "saved but not running"

    @RTP-154
    Scenario: The routing side was typed instead of copied
      Given switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2V"
      When the checklist runs on "A" and "B"
      Then item 5 has failed, because "copy them, do not retype"

    @RTP-155
    Scenario: The routing side's relay is older than its last change
      Given the media relay of "B" was started before its last change
      When the checklist runs on "A" and "B"
      Then item 6 has failed, because "restart the media relay of B"

    @RTP-156
    Scenario: A test in one direction does not count
      Given a test call was heard "intelligible" by the caller and "noise" by the callee
      When the checklist runs on "A" and "B"
      Then item 7 has failed, because "the callee hears noise"

    @RTP-157
    Scenario: The load is too high afterwards
      Given the load was 0.20 before and 0.95 after with a limit of 0.80
      When the checklist runs on "A" and "B"
      Then item 8 has failed, because "choose a lower mode"

    @RTP-158
    Scenario: Nobody wrote down the gateways
      Given the record holds mode 3, a key reference and the gateways "to-B" and ""
      When the checklist runs on "A" and "B"
      Then item 9 has failed, because "both gateway ids"
