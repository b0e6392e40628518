@sim
Feature: The doctor checks an encryption key before it is used
  A key of the wrong length is saved without complaint and turns every call into silence. The doctor says so beforehand,
  and never repeats the key itself.

  Rule: AES128 takes a key of exactly 16 bytes, RC4 one of 16 to 32, XOR any key at all

    @RTP-005 @RTP-006 @RTP-007 @RTP-008 @RTP-009
    Scenario Outline: A key of <bytes> bytes for mode <mode>
      Given switch "A" is saved with mode <mode> and key "<key>"
      When the doctor examines "A"
      Then its verdict on the key's length is <verdict>

      Examples: AES128, the guide's own sample key included
        | mode | bytes | key                 | verdict                                      |
        | 3    | 15    | q7Zt1mWx9Rb4Ks2     | error RTP_KEY_LENGTH: the key is 15 bytes    |
        | 3    | 16    | q7Zt1mWx9Rb4Ks2v    | no complaint                                 |
        | 3    | 17    | q7Zt1mWx9Rb4Ks2vN   | error RTP_KEY_LENGTH: the key is 17 bytes    |
        | 3    | 19    | YourSecureKey128Bit | error RTP_KEY_LENGTH: the key is 19 bytes    |

      Examples: RC4
        | mode | bytes | key                               | verdict                                         |
        | 2    | 4     | q7Zt                              | error RTP_KEY_LENGTH: RC4 takes 5 to 256        |
        | 2    | 8     | shortkey                          | warning RTP_KEY_SHORT: shorter than 16          |
        | 2    | 16    | q7Zt1mWx9Rb4Ks2v                  | no complaint                                    |
        | 2    | 32    | q7Zt1mWx9Rb4Ks2vq7Zt1mWx9Rb4Ks2x  | no complaint                                    |
        | 2    | 33    | q7Zt1mWx9Rb4Ks2vq7Zt1mWx9Rb4Ks2xy | warning RTP_KEY_LONG: 32 bytes (256 bits)       |

      Examples: XOR
        | mode | bytes | key      | verdict                                            |
        | 1    | 1     | k        | info RTP_KEY_XOR_SHORT: repeats every 1 bytes      |
        | 1    | 8     | mysecret | no complaint                                       |

    @RTP-013
    Scenario: The length counts bytes, not characters
      Given switch "A" is saved with mode 3 and key "abcdéfghijklmnöp"
      When the doctor examines "A"
      Then its verdict on the key's length is error RTP_KEY_LENGTH: the key is 18 bytes

    @RTP-011
    Scenario Outline: Mode <mode> with an empty key
      Given switch "A" is saved with mode <mode> and key ""
      When the doctor examines "A"
      Then it reports the error RTP_KEY_EMPTY, which costs "forwards no media at all rather than clear payload"

      Examples: every mode that encrypts
        | mode |
        | 1    |
        | 2    |
        | 3    |

  Rule: A key that anyone would guess is no key

    @RTP-161
    Scenario Outline: "<key>" is weak
      Given switch "A" is saved with mode 2 and key "<key>"
      When the doctor examines "A"
      Then it reports the error RTP_KEY_WEAK

      Examples: the guide's two, and one letter
        | key              |
        | password123      |
        | encryptionkey    |
        | aaaaaaaaaaaaaaaa |

    @RTP-161
    Scenario: Sixteen random letters and digits pass
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      When the doctor examines "A"
      Then it reports nothing

  Rule: Only letters and digits read the same in every configuration layer

    @RTP-162
    Scenario Outline: A key with <character> may be escaped differently
      Given switch "A" is saved with mode 3 and key "<key>"
      When the doctor examines "A"
      Then it reports the warning RTP_KEY_SPECIAL_CHARACTERS

      Examples: what the guide warns of
        | character     | key              |
        | ampersand     | q7Zt1mWx9Rb4Ks2& |
        | less-than     | q7Zt1mWx9Rb4Ks2< |
        | greater-than  | q7Zt1mWx9Rb4Ks2> |
        | quote         | q7Zt1mWx9Rb4Ks2' |
        | dollar        | q7Zt1mWx9Rb4Ks2$ |
        | percent       | q7Zt1mWx9Rb4Ks2% |
        | inner space   | q7Zt1mWx 9Rb4Ks2 |
        | double quote  | q7Zt1mWx9Rb4Ks2\" |
        | accent        | q7Zt1mWx9Rb4Kés  |

  Rule: RC4 is moderate protection only

    @RTP-043
    Scenario: The doctor says why RC4 was withdrawn elsewhere
      Given switch "A" is saved with mode 2 and key "q7Zt1mWx9Rb4Ks2v"
      When the doctor examines "A"
      Then it reports the info RTP_RC4_DEPRECATED, which costs "moderate protection only"

  Rule: A key is changed every month or quarter

    @RTP-163
    Scenario Outline: A key that was changed <days> days ago
      Given switch "A" is saved with mode 3 and key "q7Zt1mWx9Rb4Ks2v"
      And the key of "A" was changed <days> days ago
      When the doctor examines "A"
      Then its verdict on the key's age is <verdict>

      Examples: around a quarter
        | days | verdict                                  |
        | 30   | no complaint                             |
        | 92   | no complaint                             |
        | 100  | warning RTP_KEY_AGE: changed 100 days ago |
