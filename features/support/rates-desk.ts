import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { createSimulation } from "../../src/adapters/sim";
import { fromDate, TimeZone, UsageError, type WallTime } from "../../src/base";
import { parseSwitchConfig } from "../../src/config";
import {
  examineRating,
  ratingLayers,
  type Finding,
  type RatingEvidence,
  type RatingFacts,
  type RatingLayer,
} from "../../src/diagnosis";
import { rateTables } from "../../src/services/vos3000d";

type Named = Readonly<Record<string, unknown>> & { readonly name: string };

/** What each word of a scenario stands for in a configuration, with what a new one has. */
const KINDS: Readonly<Record<string, readonly [key: string, fresh: object]>> = {
  calendar: ["workCalendars", { start: "08:00", end: "18:00" }],
  "period rate": ["periodRates", { calendar: "BD_Wholesale_Schedule", workingTable: "BD_Day", nonWorkingTable: "BD_Night" }],
  account: ["accounts", {}],
  vendor: ["routingGateways", { address: "192.0.2.30", prefixes: ["880"], priority: 9 }],
  "rate group": ["rateGroups", { periodRates: [], accounts: [] }],
  customer: ["mappingGateways", { address: "192.0.2.9" }],
};

type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Design {
  readonly config: Readonly<Record<string, readonly Named[]>>;
  readonly tables: Tables;
  readonly timeZone: string;
  readonly facts: RatingFacts;
}

/** The guide's day and night table. */
const SELLING: Tables = {
  BD_Day: { "88017": "0.012", "88018": "0.012", "88019": "0.013", "8802": "0.010", "44": "0.008", "1": "0.005" },
  BD_Night: { "88017": "0.008", "88018": "0.008", "88019": "0.009", "8802": "0.005", "44": "0.004", "1": "0.003" },
};

/** Buying prices that leave a margin in every period: the guide's three windows do not, see {@link guidesVendors}. */
const BUYING: Tables = {
  ADay: { "880": "0.008", "44": "0.006", "1": "0.004" },
  ANight: { "880": "0.004", "44": "0.003", "1": "0.002" },
  BDay: { "880": "0.009", "44": "0.007", "1": "0.0045" },
  BNight: { "880": "0.0045", "44": "0.0035", "1": "0.0025" },
};

const period = (name: string, workingTable: string, nonWorkingTable: string, calendar = "BD_Wholesale_Schedule"): Named => ({
  ...{ name, calendar, workingTable, nonWorkingTable },
});

const vendor = (name: string, priority: number, prefixes: readonly string[] = ["880", "44", "1"]): Named => ({
  ...{ name, address: `192.0.2.${10 + priority}`, prefixes, priority, account: name },
});

/** A design has its rates in itself. */
const NO_FILES = createSimulation({ seed: 1 }).disk("design");

/** A sound design on the guide's selling table: two vendors on each prefix, everything bound to the guide's calendar. */
const DESIGN: Design = {
  timeZone: "Asia/Dhaka",
  tables: { ...SELLING, ...BUYING },
  config: {
    workCalendars: [{ name: "BD_Wholesale_Schedule", start: "08:00", end: "18:00", holidays: ["01-01", "03-26", "12-16"] }],
    periodRates: [
      period("BD_Wholesale_DayNight", "BD_Day", "BD_Night"),
      period("BuyA", "ADay", "ANight"),
      period("BuyB", "BDay", "BNight"),
    ],
    accounts: [
      { name: "Acme", periodRates: ["BD_Wholesale_DayNight"] },
      { name: "VendorA", periodRates: ["BuyA"] },
      { name: "VendorB", periodRates: ["BuyB"] },
    ],
    routingGateways: [vendor("VendorA", 1), vendor("VendorB", 2)],
    mappingGateways: [{ name: "Acme", address: "192.0.2.2", account: "Acme" }],
  },
  facts: { now: fromDate(new Date("2026-03-02T09:00:00Z")) },
};

/** The guide's three windows of vendors instead of the design's two. */
function guidesVendors({ config, tables, ...rest }: Design): Design {
  const own = (names: readonly string[], kind: string): readonly Named[] =>
    (config[kind] ?? []).filter(({ name }) => !names.includes(name));
  return {
    ...rest,
    tables: {
      ...tables,
      Peak_A: { "880": "0.008" },
      Peak_B: { "44": "0.006" },
      Evening_C: { "880": "0.005", "44": "0.004" },
      Night_C: { "880": "0.004", "44": "0.003" },
      Nothing: {},
    },
    config: {
      ...config,
      workCalendars: [...(config.workCalendars ?? []), { name: "BD_Evening", start: "18:00", end: "22:00" }],
      periodRates: [
        ...own(["BuyA", "BuyB"], "periodRates"),
        period("Buy_A", "Peak_A", "Nothing"),
        period("Buy_B", "Peak_B", "Nothing"),
        period("Day_C", "Nothing", "Night_C"),
        period("Evening_C", "Evening_C", "Night_C", "BD_Evening"),
      ],
      accounts: [
        ...own(["VendorA", "VendorB"], "accounts"),
        { name: "VendorA", periodRates: ["Buy_A"] },
        { name: "VendorB", periodRates: ["Buy_B"] },
        { name: "VendorC", periodRates: ["Day_C", "Evening_C"] },
      ],
      routingGateways: [
        vendor("VendorA", 1, ["880"]),
        vendor("VendorB", 1, ["44"]),
        { ...vendor("VendorC", 2), address: "192.0.2.12" },
      ],
    },
  };
}

/** `table BD_Night has { "88019": null }`: rates of a table by prefix, null for one that it lacks. A table that is new has these alone. */
function changedTable({ tables, ...rest }: Design, name: string, change: Readonly<Record<string, string | null>>): Design {
  const rates = Object.entries({ ...tables[name], ...change }).filter((each): each is [string, string] => each[1] !== null);
  return { ...rest, tables: { ...tables, [name]: Object.fromEntries(rates) } };
}

function changedObject({ config, ...rest }: Design, word: string, name: string, settings: object): Design {
  const [key, fresh] = KINDS[word] ?? assert.fail(`a design has no ${word}`);
  const all = config[key] ?? [];
  const there = all.some((each) => each.name === name);
  const next = there
    ? all.map((each) => (each.name === name ? { ...each, ...settings } : each))
    : [...all, { ...fresh, ...settings, name }];
  return { ...rest, config: { ...config, [key]: next } };
}

function without({ config, ...rest }: Design, word: string, name: string): Design {
  const [key] = KINDS[word] ?? assert.fail(`a design has no ${word}`);
  return { ...rest, config: { ...config, [key]: (config[key] ?? []).filter((each) => each.name !== name) } };
}

const momentIn = (zone: string, text: string): WallTime => new TimeZone(zone).moment(text);

type Words = readonly string[];

/** A sentence each, and what it makes of a design. */
const PHRASES: readonly (readonly [RegExp, (design: Design, ...words: Words) => Design])[] = [
  [/^the guide's vendors$/, guidesVendors],
  [
    /^table (\S+) has (\{.*\})$/,
    (design, name = "", rates = "") => changedTable(design, name, parse(rates) as Record<string, string | null>),
  ],
  [
    /^(calendar|period rate|account|rate group|vendor|customer) (\S+) has (\{.*\})$/,
    (design, word = "", name = "", settings = "") => changedObject(design, word, name, parse(settings) as object),
  ],
  [
    /^without (calendar|period rate|account|rate group|vendor|customer) (\S+)$/,
    (design, word = "", name = "") => without(design, word, name),
  ],
  [/^the server is in (\S+)$/, (design, timeZone = "") => ({ ...design, timeZone })],
  [
    /^today is (\S+)$/,
    (design, day) => ({ ...design, facts: { ...design.facts, now: momentIn(design.timeZone, `${day}T09:00:00`) } }),
  ],
  [
    /^the server was in (\S+) before$/,
    (design, timeZone = "") => ({ ...design, facts: { ...design.facts, before: { ...settingOf(design), timeZone } } }),
  ],
  [
    /^the rate of (\S+) is to switch on (\S+) at (\S+)$/,
    (design, account = "", day, time) => {
      const at = momentIn(design.timeZone, `${day}T${time}:00`);
      return { ...design, facts: { ...design.facts, expectedSwitch: { account, at } } };
    },
  ],
  [
    /^(\d+) alarms about long calls of (\S+), (\d+) of them off-peak$/,
    (design, count, account = "", offPeak) => ({
      ...design,
      facts: { ...design.facts, durationAlarms: [{ account, count: Number(count), offPeak: Number(offPeak) }] },
    }),
  ],
];

function configOf({ config, tables, timeZone }: Design): ReturnType<typeof parseSwitchConfig> {
  const text = JSON.stringify({
    ...{ name: "switch", data: "/data", timeZone },
    sip: { listen: [{ address: "192.0.2.1", port: 5060 }] },
    media: { address: "192.0.2.1" },
    ...config,
    rateTables: Object.entries(tables).map(([name, rates]) => ({
      name,
      rates: Object.entries(rates).map(([prefix, rate]) => ({ prefix, rate })),
    })),
  });
  return parseSwitchConfig(text, "design.yaml");
}

const settingOf = (design: Design): RatingEvidence["setting"] => configOf(design);

/** The sound design with what a scenario changes in it and tells about it, parts separated by `; `. `no change`: as it is. */
function evidenceOf(text: string): RatingEvidence {
  let design = DESIGN;
  for (const words of text === "no change" ? [] : text.split("; ")) {
    const known = PHRASES.map(([pattern, change]) => [pattern.exec(words), change] as const).find(([match]) => match !== null);
    if (known?.[0] == null) throw new UsageError("STEP_UNKNOWN_FACT", `"${words}" is nothing that a design can have`, { words });
    const next = known[1](design, ...known[0].slice(1));
    assert(!isDeepStrictEqual(next, design), `"${words}" changes nothing`);
    design = next;
  }
  const config = configOf(design);
  return { setting: config, tables: rateTables(NO_FILES, config), facts: design.facts };
}

/** What the doctor says of such rates. */
export const examinedRates = (text: string): readonly Finding[] => examineRating(evidenceOf(text));

/** The four layers of such a design. */
export const layersOf = (text: string): readonly RatingLayer[] => ratingLayers(evidenceOf(text));
