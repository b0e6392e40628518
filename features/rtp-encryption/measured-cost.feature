Feature: What the ciphers really cost here
  The guide's percentages are estimates for typical servers. The relay's own are measured and stand beside them.

  Rule: A measured overhead is printed beside the documented band, never in its place

    @wire @slow @RTP-097 @RTP-157
    Scenario: The relay under load in each mode
      When the relay is measured in each mode
      Then the report of the measurement says for each mode what was measured and what is documented:
        | mode 0 | (documented 0 %)       |
        | mode 1 | (documented 1 to 3 %)  |
        | mode 2 | (documented 3 to 8 %)  |
        | mode 3 | (documented 8 to 15 %) |
      And the checklist's item on load compares mode 0 with mode 3 for 100 calls, and passes below a full core alone
