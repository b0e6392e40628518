@sim
Feature: The doctor compares the two sides of an encrypted leg
  Mode and key must be equal on the mapping and the routing side, byte for byte, saved and running. Configuration tells more
  than any capture.

  Rule: Mode and key are compared exactly, and the difference is named without the key

    @RTP-012
    Scenario: Keys that differ in the case of one letter
      Given switch "A" is saved with mode 2 and key "Abcdefghijklmnop"
      And switch "B" is saved with mode 2 and key "abcdefghijklmnop"
      When the doctor compares "A" and "B"
      Then it reports the error RTP_KEY_MISMATCH, which says "differs from byte 0 on"

    @RTP-012
    Scenario: Keys that differ in the last byte
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2w"
      When the doctor compares "A" and "B"
      Then it reports the error RTP_KEY_MISMATCH, which says "differs from byte 15 on"

    @RTP-077
    Scenario: One side's key ends with a space
      Given switch "A" is saved with mode 2 and key "q7Zt1mWx9Rb4Ks2v"
      And switch "B" is saved with mode 2 and key "q7Zt1mWx9Rb4Ks2v "
      When the doctor compares "A" and "B"
      Then it reports the error RTP_KEY_MISMATCH, which says "differs from byte 16 on"
      And it reports the warning RTP_KEY_WHITESPACE about "B", which says "ends with white space"

    @RTP-037
    Scenario: Keys that give the same XOR pad are still unequal
      Given switch "A" is saved with mode 1 and key "abcd"
      And switch "B" is saved with mode 1 and key "abcdabcd"
      When the doctor compares "A" and "B"
      Then it reports the warning RTP_KEY_UNEQUAL_BUT_EQUIVALENT, which costs "none in XOR"

    @RTP-012
    Scenario: Equal settings leave nothing to report
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      When the doctor compares "A" and "B"
      Then it reports nothing

  Rule: Both sides are configured before traffic

    @RTP-066
    Scenario: Only one side was configured
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And switch "B" is saved with mode 0 and key ""
      When the doctor compares "A" and "B"
      Then it reports the error RTP_ONE_SIDE_ONLY about "B", whose mend is "copy SS_RTPENCRYPTIONMODE and SS_RTPENCRYPTIONKEY from A to B"

  Rule: What is saved is in force only after the media relay has been restarted

    @RTP-061 @RTP-064
    Scenario: A saved change that the relay has not read
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And the media relay of "A" runs mode 0 and key ""
      When the doctor examines "A"
      Then it reports the error RTP_NOT_APPLIED, whose mend is "restart the media relay of A (mbx3000d; the guide also names semanager)"

  Rule: A mode without the relay in the path protects nothing

    @RTP-030
    Scenario: The mode is set and media is not proxied
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And switch "A" does not proxy media
      When the doctor examines "A"
      Then it reports the error RTP_MODE_WITHOUT_PROXY, which costs "RTP flows from endpoint to endpoint in clear"

  Rule: Configuration outranks what a capture suggests

    @RTP-138
    Scenario: Two different modes look like a key mismatch on the wire
      Given switch "A" is saved with mode 1 and key "q7Zt1mWx9Rb4Ks2v"
      And switch "B" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      When the doctor judges a garbled call whose two streams look random
      Then the capture alone says "keyMismatch" and with both configurations "modeMismatch"
