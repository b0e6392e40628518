@sim
Feature: Who is calling
  The caller's identity crosses the switch as the customer sent it, and stays private where that was asked for.

  Background:
    Given the standard wholesale set-up

  Rule: Calling and called number reach the vendor unchanged

    @wire
    Scenario: Numbers of an ordinary call
      When "Acme" calls "+442079460123" as "+442079460007" and they talk for 1 second
      Then the INVITE to "Alpha" is for "442079460123" from "442079460007"
      And the call record says:
        | caller | 442079460007 |
        | callee | 442079460123 |

    Scenario: A display name survives
      Given "Acme" shows the name "Jane Doe"
      When "Acme" calls "+442079460123"
      Then the INVITE to "Alpha" carries:
        | From | "Jane Doe" |

  Rule: Identity headers cross the switch byte for byte

    Scenario Outline: <header>
      Given "Acme" adds <header> "<value>"
      When "Acme" calls "+442079460123"
      Then the INVITE to "Alpha" carries:
        | <header> | <value> |

      Examples: headers of RFC 3325, RFC 3323 and of older equipment
        | header              | value                                          |
        | P-Asserted-Identity | <sip:+442079460009@example.com>                |
        | Remote-Party-ID     | <sip:442079460009@example.com>;party=calling   |
        | Privacy             | id                                             |
        | Diversion           | <sip:442079460008@example.com>;reason=no-answer |

  Rule: A vendor that must not see private callers does not see them

    Scenario: Privacy towards a vendor marked private
      Given the vendor gateway "Alpha" hides private callers
      And "Acme" adds Privacy "id"
      And "Acme" adds P-Asserted-Identity "<sip:+442079460009@example.com>"
      When "Acme" calls "+442079460123" as "+442079460007" and they talk for 1 second
      Then the INVITE to "Alpha" carries:
        | From | anonymous |
      And the INVITE to "Alpha" names neither "442079460007" nor "442079460009"
