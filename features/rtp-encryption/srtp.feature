@sim @wire
Feature: SRTP is refused clearly
  The switch's own encryption is no SRTP. An offer that asks for SRTP gets a clear answer and never a half-secure call.

  Background:
    Given the two-switch set-up

  Rule: An offer of nothing but SRTP is refused with 488

    @RTP-110 @RTP-111
    Scenario Outline: <offer>
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      And "Acme" <behaviour>
      When "Acme" calls "+442079460123"
      Then "Acme" receives 488 Not Acceptable Here
      And no response to "Acme" mentions SRTP
      And "Alpha" receives no call

      Examples: two ways of keying
        | offer                 | behaviour             |
        | Keys in SDP           | offers SRTP only      |
        | Keys by DTLS          | offers DTLS-SRTP only |

  Rule: Where plain RTP is offered beside SRTP, plain RTP is chosen

    @RTP-110
    Scenario: Two streams
      Given "Acme" offers SRTP and plain RTP
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then the answer to "Acme" rejects the SRTP stream and takes the plain one
      And "Alpha" hears "Acme" clearly

    @RTP-110
    Scenario: One plain stream with keys for those who can
      Given "Acme" offers plain RTP with keys for SRTP
      When "Acme" calls "+442079460123" and they talk for 2 seconds
      Then no response to "Acme" mentions SRTP
      And every SDP between the switches offers plain RTP/AVP without a key
      And "Alpha" hears "Acme" clearly

  Rule: No offer of the switch asks for SRTP

    @RTP-111
    Scenario: Mode 3
      Given both switches encrypt with mode 3 and key "abcdefghijklmnop"
      When "Acme" calls "+442079460123"
      Then "Acme" receives 200 OK
      And every SDP of the call offers plain RTP/AVP without a key
