@sim @wire
Feature: Unknown senders
  Only customers that are configured may place calls; everybody else is refused, and the attempt is on record.

  Background:
    Given the standard wholesale set-up
    And "Mallory" answers

  Rule: A call from an address that belongs to no mapping gateway is refused and recorded as illegal

    Scenario: A stranger calls
      When "Mallory" calls "+442079460123"
      Then "Mallory" receives 403 Forbidden
      And "Alpha" receives no call
      And the call record says:
        | end reason | Illegal call |
        | ended by   | server       |
        | attempts   | 0            |

    Scenario: A vendor is not a customer
      When "Alpha" calls "+442079460199" through switch "A"
      Then "Alpha" receives 403 Forbidden

  Rule: Customers are served while strangers knock

    Scenario: A stranger between two calls
      Given "Mallory" has called "+442079460123" through switch "A" and was refused
      When "Acme" calls "+442079460124" and they talk for 1 second
      Then "Alpha" hears "Acme" clearly

  Rule: Bytes that are no message change nothing

    Scenario Outline: <what> gets no call and does no harm
      Given "Mallory" has sent switch "A" <bytes>
      When "Acme" calls "+442079460124" and they talk for 1 second
      Then "Alpha" hears "Acme" clearly
      And switch "A" has 1 call record

      Examples: noise
        | what               | bytes                              |
        | A keep-alive       | the bytes "0d0a0d0a"               |
        | A lone zero        | the bytes "00"                     |
        | Half a start line  | the text "INVITE sip:44"           |
        | A line without end | 4000 times the text "A"            |
