@sim
Feature: Prompts about the account
  A caller can be told that his account cannot pay, and what it has left. He hears it in early media, before any answer: it costs nothing.
  Recordings lie in the folder prompts of the switch, in a folder for each language; a prompt without one is a tone.

  Background:
    Given "Acme" is a customer of switch "A"
    And the vendor chain:
      | vendor | prefix  |
      | Alpha  | 880, 44 |

  Rule: Who cannot pay hears so before he is refused

    @BAL-017
    Scenario Outline: A caller whose setting is <setting> while that of the switch is off
      Given account "Acme" has 0 and pays 0.60 a minute
      And the prompts of "Acme" are:
        | not enough balance | <setting> |
      When "Acme" calls "+8801700000001"
      Then "Acme" receives 403 Forbidden
      And the call is offered to nobody
      And "Acme" hears <hears>
      And the call record says:
        | end reason | Insufficient Balance |
        | ended by   | server               |
        | hold time  | 0 seconds            |
      And the fee of the call is "0"
      And switch "A" has 1 call record

      Examples: system, on and off
        | setting | hears                           |
        | system  | no prompt                       |
        | on      | the prompt "balance-not-enough" |
        | off     | no prompt                       |

    @BAL-017
    Scenario: The switch tells every customer that does not say otherwise
      Given "Branch" is a customer of switch "A"
      And account "Acme" has 0 and pays 0.60 a minute
      And account "Branch" has 0 and pays 0.60 a minute
      And switch "A" tells callers that their balance is not enough
      And the prompts of "Branch" are:
        | not enough balance | off |
      When "Acme" calls "+8801700000001"
      And "Branch" calls "+8801700000002"
      Then "Acme" hears the prompt "balance-not-enough"
      And "Branch" hears no prompt

    @BAL-017
    Scenario Outline: A caller whose language is <language> hears <seconds> seconds
      Given account "Acme" has 0 and pays 0.60 a minute
      And switch "A" has a recording of "balance-not-enough" in "en" of 2 seconds
      And switch "A" has a recording of "balance-not-enough" in "es" of 3 seconds
      And the prompts of "Acme" are:
        | not enough balance | on         |
        | language           | <language> |
      When "Acme" calls "+8801700000001"
      Then "Acme" hears the recording of "balance-not-enough" in "<heard>"
      And "Acme" receives 403 Forbidden <seconds> seconds after it called

      Examples: the language has a recording, or the English one stands in
        | language | heard | seconds |
        | en       | en    | 2       |
        | es       | es    | 3       |
        | fr       | en    | 2       |

    @BAL-017
    Scenario: A recording in a format that no prompt has is passed over with a warning
      Given account "Acme" has 0 and pays 0.60 a minute
      And switch "A" has a recording of "balance-not-enough" in "en" at 44100 Hz
      And the prompts of "Acme" are:
        | not enough balance | on |
      When "Acme" calls "+8801700000001"
      Then "Acme" hears the prompt "balance-not-enough"
      And switch "A" has logged "media.prompt.unusable"

    @BAL-017
    Scenario: Who hangs up on the prompt was refused for his balance
      Given account "Acme" has 0 and pays 0.60 a minute
      And switch "A" has a recording of "balance-not-enough" in "en" of 4 seconds
      And the prompts of "Acme" are:
        | not enough balance | on |
      When "Acme" calls "+8801700000001" and hangs up after 1 second
      Then "Acme" receives 487 Request Terminated
      And "Acme" hears 1 second of a prompt at most
      And the call record says:
        | end reason | Insufficient Balance |
        | ended by   | server               |

    @BAL-017
    Scenario: A line of the customer stays taken until the prompt ends
      Given "Acme" may have 1 call up
      And account "Acme" has 0 and pays 0.60 a minute
      And switch "A" has a recording of "balance-not-enough" in "en" of 4 seconds
      And the prompts of "Acme" are:
        | not enough balance | on |
      When "Acme" places 2 calls, the second one after 1 second
      Then the calls end, in their order, for:
        | Connection Limit Exceeded |
        | Insufficient Balance |

    @BAL-017
    Scenario: A caller with none of the codecs of a prompt is refused at once
      Given "Acme" offers payload type 18 alone
      And account "Acme" has 0 and pays 0.60 a minute
      And the prompts of "Acme" are:
        | not enough balance | on |
      When "Acme" calls "+8801700000001"
      Then "Acme" receives 403 Forbidden
      And "Acme" is never sent 183
      And "Acme" hears no prompt

  Rule: What is left is told before the call is routed

    @BAL-018
    Scenario Outline: <available> at <rate> a minute, the setting is <setting>
      Given account "Acme" has <available> and pays <rate> a minute
      And the prompts of "Acme" are:
        | remaining | <setting> |
      When "Acme" calls "+8801700000001" and they talk for 1 second
      Then "Acme" hears before ringing <hears>
      And the call record says:
        | end reason | Normal release |
        | hold time  | 1 second             |

      Examples: amount, minutes, none, and what the switch says
        | available | rate | setting | hears                                                                     |
        | 6.00      | 0.60 | amount  | the prompts "remaining-amount digit-6"                                    |
        | 6.00      | 0.60 | minutes | the prompts "remaining-minutes digit-1 digit-0"                           |
        | 6.00      | 0.60 | none    | no prompt                                                                 |
        | 6.00      | 0.60 | system  | no prompt                                                                 |
        | 12.345    | 0.60 | amount  | the prompts "remaining-amount digit-1 digit-2 point digit-3 digit-4"      |
        | 1.05      | 0.60 | amount  | the prompts "remaining-amount digit-1 point digit-0 digit-5"              |
        | 1.19      | 0.60 | minutes | the prompts "remaining-minutes digit-1"                                   |

    @BAL-018
    Scenario: Nothing is told of an account without a limit
      Given account "Acme" has no limit and pays 0.60 a minute
      And the prompts of "Acme" are:
        | remaining | amount |
      When "Acme" calls "+8801700000001" and they talk for 1 second
      Then "Acme" hears before ringing no prompt

    @BAL-018
    Scenario: A caller who hangs up while he is told leaves no call behind
      Given account "Acme" has 6.00 and pays 0.60 a minute
      And the prompts of "Acme" are:
        | remaining | amount |
      When "Acme" calls "+8801700000001" and hangs up after 0.3 seconds
      Then the call is offered to nobody
      And "6" is available to account "Acme"

    @wire @BAL-018
    Scenario: After the prompt both parties hear each other
      Given account "Acme" has 6.00 and pays 0.60 a minute
      And the prompts of "Acme" are:
        | remaining | minutes |
      When "Acme" calls "+8801700000001" and they talk for 2 seconds
      Then "Acme" hears before ringing the prompts "remaining-minutes digit-1 digit-0"
      And "Alpha" hears "Acme" clearly
