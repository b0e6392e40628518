@sim
Feature: Five permissions to leave a vendor
  Beneath "switch until connect" an operator says of each vendor when a call may not leave it any more: what the caller has heard from it
  then stands. All five hold unless they are taken away.

  Background:
    Given "Acme" is a customer of switch "A"

  Rule: A vendor that has sent speech is left only with the permission for that

    Scenario Outline: A vendor that sends <hears> and then fails with <failure>; it <may>
      Given the vendor chain:
        | vendor | priority | does   | limit after 183 | may not switch |
        | Alpha  | 1        | <does> | 5 seconds       | <not>          |
        | Beta   | 2        |        |                 |                |
      When "Acme" calls "+442079460123"
      Then the call is offered to <vendors>, and to nobody else
      And "Acme" receives <verdict>

      Examples: a refusal
        | hears  | failure | may             | does                              | not       | vendors            | verdict                 |
        | RTP    | 503     | may not be left | 183 with RTP, 503 after 3 seconds | after RTP | "Alpha"            | 503 Service Unavailable |
        | RTP    | 503     | may be left     | 183 with RTP, 503 after 3 seconds |           | "Alpha" and "Beta" | 200 OK                  |
        | no RTP | 503     | may not be left | 183, 503 after 3 seconds          | after RTP | "Alpha" and "Beta" | 200 OK                  |

      Examples: too long in one stage
        | hears  | failure | may             | does         | not       | vendors            | verdict             |
        | RTP    | silence | may not be left | 183 with RTP | after RTP | "Alpha"            | 408 Request Timeout |
        | RTP    | silence | may be left     | 183 with RTP |           | "Alpha" and "Beta" | 200 OK              |
        | no RTP | silence | may not be left | 183          | after RTP | "Alpha" and "Beta" | 200 OK              |

    Scenario: What the vendor before it sent does not count
      Given the vendor chain:
        | vendor | priority | does                              | may not switch |
        | Alpha  | 1        | 183 with RTP, 503 after 3 seconds |                |
        | Beta   | 2        | 183, 503 after 3 seconds          | after RTP      |
        | Gamma  | 3        |                                   |                |
      When "Acme" calls "+442079460123"
      Then the call is offered to "Alpha", "Beta" and "Gamma", and to nobody else
      And "Acme" receives 200 OK

  Rule: Ringing, SDP, busy and other codes have a permission each

    Scenario Outline: <does>; it may not be left <not>
      Given the vendor chain:
        | vendor | priority | does   | may not switch |
        | Alpha  | 1        | <does> | <not>          |
        | Beta   | 2        |        |                |
      When "Acme" calls "+442079460123"
      Then the call is offered to <vendors>, and to nobody else
      And "Acme" receives <verdict>

      Examples: the permission that the failure needs is missing
        | does                     | not            | vendors | verdict                 |
        | 180, 503 after 1 second  | after ringing  | "Alpha" | 503 Service Unavailable |
        | 183, 503 after 1 second  | after SDP      | "Alpha" | 503 Service Unavailable |
        | 486                      | when busy      | "Alpha" | 486 Busy Here           |
        | 503                      | on other codes | "Alpha" | 503 Service Unavailable |

      Examples: another one is missing
        | does                     | not                                 | vendors            | verdict |
        | 180, 503 after 1 second  | after SDP, after RTP, when busy     | "Alpha" and "Beta" | 200 OK  |
        | 486                      | after ringing, on other codes       | "Alpha" and "Beta" | 200 OK  |
        | 503                      | after ringing, after SDP, when busy | "Alpha" and "Beta" | 200 OK  |
