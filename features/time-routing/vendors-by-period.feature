@sim
Feature: Vendors by period
  A vendor account has rates of its own, by periods of its own. Its rate at the moment of the call is what the vendor is sorted by and paid;
  a vendor whose account has no rate for the number at that moment is no candidate. That is how a period rate changes vendors.

  Background:
    Given "Acme" is a customer of switch "A"
    And the server is in "Asia/Dhaka"
    And the work calendars:
      | calendar | days    | hours       |
      | Business | mon-fri | 08:00-18:00 |
      | Evening  | mon-fri | 18:00-22:00 |

  Rule: The same gateway costs another price in another period

    Background:
      Given the vendor chain:
        | vendor | prefix | account |
        | Alpha  | 88017  | VendorA |
      And the rate tables:
        | prefix | SellDay | SellNight | BuyDay | BuyEvening | BuyNight |
        | 88017  | 0.012   | 0.008     | 0.008  | 0.005      | 0.004    |
      And the period rates:
        | period rate | calendar | working    | non-working |
        | Sell        | Business | SellDay    | SellNight   |
        | BuyPeak     | Business | BuyDay     | BuyNight    |
        | BuyEvening  | Evening  | BuyEvening | BuyNight    |
      And the accounts:
        | account | period rates        |
        | Acme    | Sell                |
        | VendorA | BuyPeak, BuyEvening |

    @CAL-501 @CAL-502 @CAL-504
    Scenario Outline: At <time> a minute is sold at <sell> and bought at <buy>
      When "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 <time>" and talks for 59 seconds
      Then the call was charged "<sell>", at "<sell>" a minute by table "<table>"
      And "Alpha" was paid "<buy>"
      And the margin was "<margin>"

      Examples: three periods
        | time  | sell  | table     | buy   | margin |
        | 12:00 | 0.012 | SellDay   | 0.008 | 0.004  |
        | 17:30 | 0.012 | SellDay   | 0.008 | 0.004  |
        | 20:00 | 0.008 | SellNight | 0.005 | 0.003  |
        | 23:00 | 0.008 | SellNight | 0.004 | 0.004  |

    Scenario: A call that fails costs nothing
      Given "Alpha" refuses every call with 503 Service Unavailable
      When "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 12:00"
      Then the call was charged "0", at "0.012" a minute by table "SellDay"
      And nobody was paid

  Rule: A gateway whose account has no rate at that moment is no candidate

    Background:
      Given the vendor chain:
        | vendor  | prefix    | priority | account |
        | VendorA | 88017     | 1        | VendorA |
        | VendorB | 44        | 1        | VendorB |
        | VendorC | 88017, 44 | 2        | VendorC |
      And the rate tables:
        | prefix | ADay  | BDay  | CEvening | CNight | None |
        | 88017  | 0.008 |       | 0.005    | 0.004  |      |
        | 44     |       | 0.006 | 0.004    | 0.003  |      |
      And the period rates:
        | period rate | calendar | working  | non-working |
        | APeak       | Business | ADay     | None        |
        | BPeak       | Business | BDay     | None        |
        | CDay        | Business | None     | CNight      |
        | CEvening    | Evening  | CEvening | CNight      |
      And the accounts:
        | account | period rates   |
        | VendorA | APeak          |
        | VendorB | BPeak          |
        | VendorC | CDay, CEvening |

    Scenario Outline: <destination> at <time> goes to <vendor> alone, at <rate>
      When "Acme" calls "<number>" on "Tuesday 2026-04-21 <time>" and talks for 59 seconds
      Then the call is offered to "<vendor>", and to nobody else
      And "<vendor>" was paid "<rate>"

      @CAL-505 @CAL-507 @CAL-508 @CAL-509 @CAL-510
      Examples: the guide's three windows
        | destination | number         | time  | vendor  | rate  |
        | Bangladesh  | +8801712345678 | 12:00 | VendorA | 0.008 |
        | Bangladesh  | +8801712345678 | 20:00 | VendorC | 0.005 |
        | Bangladesh  | +8801712345678 | 03:00 | VendorC | 0.004 |
        | UK          | +442079460123  | 12:00 | VendorB | 0.006 |
        | UK          | +442079460123  | 20:00 | VendorC | 0.004 |
        | UK          | +442079460123  | 03:00 | VendorC | 0.003 |

    @CAL-514
    Scenario: Failover stays inside the period
      Given "VendorC" refuses every call with 503 Service Unavailable
      When "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 20:00"
      Then "Acme" receives 503 Service Unavailable
      And the call is offered to "VendorC", and to nobody else

  Rule: Rates change tables; the order of gateways changes with them only by fee-rate sorting

    Scenario Outline: With fee-rate sorting <setting>, <first> is first at <time>
      Given the vendor chain:
        | vendor  | prefix | account |
        | VendorA | 88017  | VendorA |
        | VendorC | 88017  | VendorC |
      And SS_GATEWAYFEERATEROUTESORTCONFIG is <value> on switch "A"
      And the rate tables:
        | prefix | ADay  | ANight | CDay  | CNight |
        | 88017  | 0.008 | 0.007  | 0.009 | 0.004  |
      And the period rates:
        | period rate | calendar | working | non-working |
        | A           | Business | ADay    | ANight      |
        | C           | Business | CDay    | CNight      |
      And the accounts:
        | account | period rates |
        | VendorA | A            |
        | VendorC | C            |
      When "Acme" calls "+8801712345678" on "Tuesday 2026-04-21 <time>" and talks for 5 seconds
      Then the call is offered to "<first>", and to nobody else

      @CAL-511 @CAL-001
      Examples: the cheapest at that instant
        | setting | value | time  | first   |
        | on      | 1     | 12:00 | VendorA |
        | on      | 1     | 20:00 | VendorC |

      @CAL-002 @CAL-506
      Examples: by the configuration alone
        | setting | value | time  | first   |
        | off     | 0     | 12:00 | VendorA |
        | off     | 0     | 20:00 | VendorA |
