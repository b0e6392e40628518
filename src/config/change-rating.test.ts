import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changeRating, type RatingKind, type RatingValues } from "./change-rating";
import { parseSwitchConfig } from "./load";
import type { SwitchConfig } from "./schema";

const CONFIG = parseSwitchConfig(
  `
data: /switch
sip: { listen: [{ address: 192.0.2.1 }] }
media: { address: 192.0.2.1 }
mappingGateways: [{ name: acme, address: 192.0.2.2, account: acme }]
routingGateways: []
rateTables: [{ name: Day, rates: [{ prefix: "44", rate: "0.01" }] }, { name: Night, rates: [] }, { name: Spare, rates: [] }]
workCalendars: [{ name: Business, start: "08:00", end: "18:00", holidays: ["03-26"] }]
periodRates: [{ name: DayNight, calendar: Business, workingTable: Day, nonWorkingTable: Night }]
accounts: [{ name: acme, periodRates: [DayNight], balance: "5" }]
`,
  "switch.yaml",
);

const changed = (kind: RatingKind, name: string, values: RatingValues): SwitchConfig => {
  const result = changeRating(CONFIG, { kind, name, values });
  return result.ok ? result.value : assert.fail(result.failure.message);
};

const refusal = (kind: RatingKind, name: string, values: RatingValues): readonly [string, string] => {
  const result = changeRating(CONFIG, { kind, name, values });
  return result.ok ? assert.fail("it was taken") : [result.failure.code, result.failure.message];
};

describe("a change of rating", () => {
  it("keeps the keys that it does not name, and puts one with null back to its default", () => {
    const [calendar] = changed("workCalendars", "Business", { end: "17:00", holidays: null }).workCalendars;
    assert.deepEqual([calendar?.start, calendar?.end, calendar?.holidays], ["08:00", "17:00", []]);
  });

  it("adds what is not there", () => {
    const { workCalendars } = changed("workCalendars", "Evening", { start: "18:00", end: "22:00" });
    assert.deepEqual(
      workCalendars.map(({ name }) => name),
      ["Business", "Evening"],
    );
  });

  it("takes away what nothing refers to, and names what refers to the rest", () => {
    assert.equal(changed("rateTables", "Spare", null).rateTables.length, 2);
    assert.deepEqual(refusal("workCalendars", "Business", null), [
      "RATING_IN_USE",
      'work calendar "Business" is in use by period rate "DayNight": bind those to another one first',
    ]);
    assert.deepEqual(
      refusal("periodRates", "DayNight", null)[1].split(": ")[0],
      'period rate "DayNight" is in use by account "acme"',
    );
    assert.deepEqual(
      refusal("rateTables", "Night", null)[1].split(": ")[0],
      'rate table "Night" is in use by period rate "DayNight"',
    );
    assert.deepEqual(refusal("accounts", "acme", null)[1].split(": ")[0], 'account "acme" is in use by gateway "acme"');
  });

  it("holds the rules of the configuration file", () => {
    assert.deepEqual(refusal("periodRates", "Late", { calendar: "Business", workingTable: "Day", nonWorkingTable: "Nowhere" }), [
      "RATING_CHANGE_INVALID",
      'period rate "Late": nonWorkingTable: rateTables has no "Nowhere"; create it first',
    ]);
    assert.match(
      refusal("workCalendars", "Business", { end: "25:00" })[1],
      /^work calendar "Business": end: "25:00" is not allowed/,
    );
    assert.match(refusal("workCalendars", "Business", { name: "Other" })[1], /it keeps its name/);
    assert.match(refusal("workCalendars", "Empty", {})[1], /^work calendar "Empty": start: write a time/);
  });

  it("of an account is about its rates alone", () => {
    const [account] = changed("accounts", "acme", { periodRates: [], rateTable: "Day" }).accounts;
    assert.deepEqual([account?.rateTable, account?.periodRates], ["Day", []]);
    assert.match(refusal("accounts", "acme", { limit: "unlimited" })[1], /change that in the configuration file/);
    assert.deepEqual(refusal("accounts", "acmee", { calendar: null })[0], "RATING_UNKNOWN");
  });
});
