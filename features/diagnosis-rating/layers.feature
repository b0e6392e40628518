@sim
Feature: The four layers of time routing
  Calendar, period rate, least-cost routing and account binding: one that is missing is named, with what is to be done.

  Rule: Each layer is looked at by itself

    @CAL-513
    Scenario Outline: Layer <layer>: <design>
      When the layers of the guide's rates with <design> are looked at
      Then the layers are "<states>"
      And it says "<says>" of layer <layer>, "<name>"

      Examples: as the guide lists them
        | design                                                                                                                                                                                                                                                                                                             | layer | name               | states                             | says                                         |
        | no change                                                                                                                                                                                                                                                                                                          | 1     | work calendar      | done, done, done, done             | 1 in Asia/Dhaka                              |
        | account Acme has { periodRates: [], rateTable: BD_Day }; account VendorA has { periodRates: [], rateTable: ADay }; account VendorB has { periodRates: [], rateTable: BDay }; without period rate BD_Wholesale_DayNight; without period rate BuyA; without period rate BuyB; without calendar BD_Wholesale_Schedule | 1     | work calendar      | missing, missing, missing, missing | define working days, hours and holidays      |
        | account Acme has { periodRates: [], rateTable: BD_Day }; account VendorA has { periodRates: [], rateTable: ADay }; account VendorB has { periodRates: [], rateTable: BDay }; without period rate BD_Wholesale_DayNight; without period rate BuyA; without period rate BuyB                                         | 2     | period rate        | done, missing, missing, missing    | bind a day and a night table to the calendar |
        | without vendor VendorB                                                                                                                                                                                                                                                                                             | 3     | least-cost routing | done, done, missing, done          | configure several gateways for each prefix   |
        | account VendorB has { periodRates: [], rateTable: BDay }                                                                                                                                                                                                                                                           | 3     | least-cost routing | done, done, missing, done          | a day and a night buying table for VendorB   |
        | account Acme has { periodRates: [], rateTable: BD_Day }                                                                                                                                                                                                                                                            | 4     | account binding    | done, done, done, missing          | assign a period rate to the account Acme     |

  Rule: The doctor names a layer that is missing where others are there

    @CAL-512
    Scenario Outline: <fault>
      When the doctor examines the guide's rates with <fault>
      Then it reports the <severity> RATE_LAYER_MISSING about "<subject>":
        | finding | this one is missing |
        | cost    | no effect           |
        | mend    | <mend>              |
      But it reports no RATE_LAYER_MISSING for the guide's rates with no change

      Examples: one step of the integration was left out
        | fault                                                    | severity | subject                     | mend                                       |
        | without vendor VendorB                                   | info     | layer 3, least-cost routing | configure several gateways for each prefix |
        | account VendorB has { periodRates: [], rateTable: BDay } | info     | layer 3, least-cost routing | create a day and a night buying table      |
        | account Acme has { periodRates: [], rateTable: BD_Day }  | warning  | layer 4, account binding    | assign a period rate to the account Acme   |
        | customer Other has {}                                    | warning  | layer 4, account binding    | give the customer Other an account         |
