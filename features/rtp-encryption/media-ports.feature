@sim
Feature: The window of media ports
  A capture filter or a firewall rule names a range of ports. All media of the switch lies inside it.

  Background:
    Given the standard wholesale set-up

  Rule: Every media port that a call uses lies in the configured range

    @wire @RTP-124
    Scenario: Twenty calls at once in a window of 200 ports
      Given SS_MEDIAPROXYPORT_START is 14000 on switch "A"
      And SS_MEDIAPROXYPORT_END is 14199 on switch "A"
      When "Acme" calls 20 numbers at once and they talk for 2 seconds
      Then all media ports of switch "A" lie between 14000 and 14199
      And 20 calls have used 40 different ports for RTP

  Rule: The parameters are where the manual says

    @RTP-010
    Scenario Outline: <parameter>
      When the place of <parameter> is asked for
      Then it is the group "System Parameter", manual section "4.3.5.2", and the path "Operation Management > Softswitch Management > Additional Settings > System Parameter"

      Examples: both parameters of the encryption
        | parameter           |
        | SS_RTPENCRYPTIONMODE |
        | SS_RTPENCRYPTIONKEY  |
