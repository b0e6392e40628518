import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commandLine, CONFIG_FILE, CONFIG_TEXT, jsonOf } from "../command-line-builder";

const RATING = `
timeZone: Asia/Dhaka
rateTables: [{ name: BD_Day, rates: [{ prefix: "44", rate: "0.008" }, { prefix: "1", rate: "0.005" }] }]
workCalendars: [{ name: Business, start: "08:00", end: "18:00" }]
accounts: [{ name: acme, rateTable: BD_Day }]
`;

/** A shell on a switch that has a rate table, a calendar and an account, and does not run. */
function desk(): ReturnType<typeof commandLine> {
  const made = commandLine();
  made.files.replace(CONFIG_FILE, Buffer.from(CONFIG_TEXT + RATING));
  return made;
}

const NIGHT = "prefix,rate\r\n44,0.004\r\n1,0.003\r\n";

/** A night table beside the day table, bound to the account. */
async function withNight(made: ReturnType<typeof commandLine>): Promise<void> {
  made.files.replace("/switch/night.csv", Buffer.from(NIGHT));
  for (const words of [
    "rates import /switch/night.csv --table BD_Night",
    "period-rates set DayNight --calendar Business --working BD_Day --non-working BD_Night",
    "rates bind acme --period-rates DayNight",
  ]) {
    const { exitCode, complained } = await made.run(...words.split(" "));
    assert.equal(exitCode, 0, complained);
  }
}

describe("carrierlab rates", () => {
  it("imports a table and exports the same", async () => {
    const made = desk();
    await withNight(made);
    assert.deepEqual(jsonOf(await made.run("rates", "list", "--json")), [
      { name: "BD_Day", rates: 2 },
      { name: "BD_Night", rates: 2 },
    ]);
    assert.equal(
      (await made.run("rates", "export", "--table", "BD_Night")).printed,
      "prefix,rate,period\r\n44,0.004,60\r\n1,0.003,60",
    );
  });

  it("names every bad line, and changes nothing", async () => {
    const made = desk();
    made.files.replace("/switch/bad.csv", Buffer.from("prefix,rate\n44,0.004\n4x,0.01\n44,0.005\n1,free\n"));
    const { exitCode, complained } = await made.run("rates", "import", "/switch/bad.csv", "--table", "BD_Day");
    assert.equal(exitCode, 2);
    const lines = complained.split("\n").map((line) => line.replace("carrierlab: ", "").split(": ")[0]);
    assert.deepEqual(lines, ["/switch/bad.csv:3", "/switch/bad.csv:4", "/switch/bad.csv:5"]);
    assert.match((await made.run("rates", "export", "--table", "BD_Day")).printed, /44,0.008/);
    assert.deepEqual(made.files.list("/switch/rate-tables"), []);
  });

  it("keeps one file of a table however often it is imported", async () => {
    const made = desk();
    await withNight(made);
    await made.run("rates", "import", "/switch/night.csv", "--table", "BD_Night");
    assert.deepEqual(made.files.list("/switch/rate-tables"), ["BD_Night.2.csv"]);
  });

  it("copies a table under a new name, so that both have the same prefixes", async () => {
    const made = desk();
    assert.equal((await made.run("rates", "copy", "BD_Day", "BD_Night")).exitCode, 0);
    assert.match((await made.run("rates", "export", "--table", "BD_Night")).printed, /44,0.008,60\r\n1,0.005,60/);
    assert.equal((await made.run("rates", "copy", "BD_Day", "BD_Night")).exitCode, 2);
  });

  it("says which table is in force, by which rule", async () => {
    const made = desk();
    await withNight(made);
    const at = async (instant: string): Promise<string> =>
      (await made.run("rates", "effective", "acme", "--at", instant)).printed;
    assert.equal(
      await at("2026-04-20T17:59"),
      "BD_Day: period rate DayNight, calendar Business says working time (working hours)",
    );
    assert.match(await at("2026-04-20T18:00"), /^BD_Night: .* non-working time \(outside working hours\)$/);
  });

  it("says what a call costs with what was imported and bound", async () => {
    const made = desk();
    await withNight(made);
    const { printed } = await made.run("rate", "442079460123", "--account", "acme", "--at", "2026-04-20T20:00");
    assert.match(printed, /acme pays 0.004 a minute/);
  });
});

describe("carrierlab calendars", () => {
  it("adds, changes and takes away", async () => {
    const made = desk();
    await made.run("calendars", "set", "UK_BusinessHours", "--days", "mon-fri", "--hours", "15:00-00:00", "--holidays", "12-25");
    await made.run("calendars", "set", "UK_BusinessHours", "--days", "sun,tue-wed");
    const { printed } = await made.run("calendars");
    assert.match(printed, /UK_BusinessHours +sun tue wed +15:00-00:00 +12-25/);
    assert.equal((await made.run("calendars", "remove", "UK_BusinessHours")).exitCode, 0);
    assert.doesNotMatch((await made.run("calendars")).printed, /UK_BusinessHours/);
  });

  it("does not take away what a period rate refers to", async () => {
    const made = desk();
    await withNight(made);
    const { exitCode, complained } = await made.run("calendars", "remove", "Business");
    assert.equal(exitCode, 2);
    assert.match(complained, /is in use by period rate "DayNight".*RATING_IN_USE/);
  });

  it("refuses what is no day and no hours", async () => {
    const made = desk();
    assert.match((await made.run("calendars", "set", "X", "--days", "monday")).complained, /CLI_BAD_DAYS/);
    assert.match((await made.run("calendars", "set", "X", "--hours", "8")).complained, /CLI_BAD_HOURS/);
    assert.match((await made.run("calendars", "set", "X")).complained, /CLI_NO_CHANGE/);
  });
});
