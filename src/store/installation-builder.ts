import { moneyOf } from "../base";
import { RateTable } from "../rating";
import type { Installation } from "./installation";

/** Two accounts, two rate tables, a period rate by a calendar, a customer and a vendor, with what a test says instead. */
export function anInstallation(changes: Partial<Installation> = {}): Installation {
  return {
    switchNumber: 0,
    timeZone: "Asia/Dhaka",
    accounts: [
      {
        ...{ name: "Acme", type: "normal", money: 100.5, limitMoney: 50, isLocked: false, rateTable: "Day" },
        ...{ calendar: "BD", periodRates: ["DayNight"] },
      },
      { name: "Alpha Ltd", type: "clearing", money: 0, limitMoney: -1, isLocked: true, periodRates: [] },
    ],
    rateTables: [
      RateTable.of("Day", [
        { prefix: "88017", perMinute: moneyOf("0.012"), period: 60 },
        { prefix: "44", perMinute: moneyOf("0.008"), period: 6 },
      ]),
      RateTable.of("Night", [{ prefix: "88017", perMinute: moneyOf("0.008"), period: 60 }]),
    ],
    calendars: [
      {
        ...{ name: "BD", days: "mon,tue", start: "08:00", end: "18:00", holidays: ["2026-03-26", "12-16"] },
        hours: [1, 2].map((weekday) => ({ weekday, start: 28_800, end: 64_800 })),
        holidayTimes: [{ name: "2026-03-26", time: 1_774_461_600_000 }],
      },
    ],
    periodRates: [{ name: "DayNight", calendar: "BD", workingTable: "Day", nonWorkingTable: "Night" }],
    gatewayGroups: [{ name: "Vendors", capacity: 100 }],
    mappingGateways: [
      {
        ...{ name: "Acme", addresses: ["192.0.2.10", "192.0.2.11"], lock: "noLock", media: "auto", account: "Acme" },
        ...{ callerRules: [], calleeRules: ["00:"], allowedPrefixes: ["880"] },
      },
    ],
    routingGateways: [
      {
        ...{ name: "Alpha", addresses: ["198.51.100.20"], port: 5060, lock: "noLock", capacity: 30, media: "off" },
        ...{ account: "Alpha Ltd", callerRules: [], calleeRules: [], prefixes: ["880", "44"], prefixMode: "extension" },
        ...{ priority: 2, encrypt: false, group: "Vendors", protect: false, reservedLines: 0, gatewayPrefix: "" },
        ...{ optionsCheck: false, switchUntilConnect: true, stopCodes: [404, 486], timeouts: { invite: 8 } },
        ...{ stopAfter: { sdp: false, rtp: false, busy: true }, assertsIdentity: false },
      },
    ],
    ...changes,
  };
}
