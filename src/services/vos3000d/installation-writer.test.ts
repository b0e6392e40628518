import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { createSimulation, SimulatedDatabase } from "../../adapters/sim";
import { SqliteDatabase } from "../../adapters/sql";
import { milliseconds, moneyOf, NO_MONEY, seconds, type Money, type WallTime } from "../../base";
import { parseSwitchConfig } from "../../config";
import type { SqlRow } from "../../ports";
import type { AccountStanding } from "../../rating";
import { installationOf } from "./installation";
import { rateTables } from "./rate-book";
import { BALANCE_INTERVAL, InstallationWriter, RETRY_INTERVAL } from "./installation-writer";

const CONFIG = parseSwitchConfig(
  `
data: /switch
timeZone: Asia/Dhaka
sip: { listen: [{ address: 192.0.2.1 }] }
media: { address: 192.0.2.1 }
mappingGateways: [{ name: Acme, address: 192.0.2.10, port: 5062, account: Acme, lineLimit: 20 }]
routingGateways:
  - { name: Alpha, address: 198.51.100.20, prefixes: ["880"], account: Alpha Ltd, enabled: false, timerB: 8s, stopCodes: [486], group: Vendors }
rateTables:
  - { name: Day, rates: [{ prefix: "88017", rate: "0.012" }, { prefix: "88018", rate: "0.6", period: 6 }] }
  - { name: Night, rates: [{ prefix: "88017", rate: "0.008" }] }
workCalendars: [{ name: BD, start: "18:00", end: "02:00", workingDays: [fri], holidays: ["2026-03-26", "12-16"] }]
periodRates: [{ name: DayNight, calendar: BD, workingTable: Day, nonWorkingTable: Night }]
accounts:
  - { name: Acme, balance: "100.50", limit: "-1", rateTable: Day, calendar: BD, periodRates: [DayNight], validUntil: "2026-06-01T00:00" }
  - { name: Alpha Ltd, lock: locked }
`,
  "switch.yaml",
);

describe("the configuration on its way to the database", () => {
  const setUp = () => {
    const simulation = createSimulation({ seed: 1 });
    const database = new SimulatedDatabase(new SqliteDatabase({ path: ":memory:" }));
    simulation.clock.settleWith(database);
    return { ...simulation, database };
  };
  let world: ReturnType<typeof setUp>;
  let writer: InstallationWriter | undefined;
  let balances: Map<string, Money>;
  let config = CONFIG;
  let standings: ReadonlyMap<string, AccountStanding>;
  beforeEach(() => {
    world = setUp();
    config = CONFIG;
    standings = new Map();
    balances = new Map([["Acme", moneyOf("100.50")]]);
  });
  afterEach(async () => {
    await writer?.stop();
    await world.database.close();
  });

  const start = (): InstallationWriter =>
    (writer = new InstallationWriter({
      ...{ database: world.database, clock: world.clock, log: world.log, namesDatabases: false },
      installation: () =>
        installationOf(config, { at: world.clock.wallClock(), tables: rateTables(world.disk("192.0.2.1"), config), standings }),
      balances: () => balances,
    }));
  const pass = (ms: number): Promise<void> => world.clock.advanceSettled(milliseconds(ms));
  const rows = async (sql: string): Promise<readonly SqlRow[]> => (await world.database.run(sql)).rows.map((row) => ({ ...row }));
  const events = (name: string): number => world.log.entries.filter(({ event }) => event === name).length;

  it("is there once the switch has started, in the units of the field", async () => {
    start();
    await pass(10);
    assert.deepEqual(await rows("SELECT account, type, money, limitmoney, locktype, validtime, timezoneid FROM e_customer"), [
      {
        ...{ account: "Acme", type: 0, money: 100.5, limitmoney: -1, locktype: 0, timezoneid: "Asia/Dhaka" },
        validtime: Date.parse("2026-06-01T00:00:00+06:00"),
      },
      { ...{ account: "Alpha Ltd", type: 2, money: 0, limitmoney: 0, locktype: 1, timezoneid: "Asia/Dhaka" }, validtime: null },
    ]);
    // 0.6 a minute is 0.06 for each cycle of six seconds.
    assert.deepEqual(await rows("SELECT feeprefix, fee, period FROM e_feerate WHERE feerategroup_id = 1"), [
      { feeprefix: "88017", fee: 0.012, period: 60 },
      { feeprefix: "88018", fee: 0.06, period: 6 },
    ]);
    assert.deepEqual(await rows("SELECT type, startday, starttime, endtime FROM e_feeratebytime"), [
      // Friday from 18:00 on, and two hours into Saturday.
      { type: 1, startday: 5, starttime: 64_800, endtime: 93_600 },
      { type: 0, startday: 0, starttime: 0, endtime: 86_400 },
    ]);
    assert.deepEqual(
      (await rows("SELECT name FROM e_calendar_day")).map(({ name }) => name),
      ["2026-03-26", "2026-12-16", "2027-12-16"],
    );
    assert.deepEqual(await rows("SELECT name, locktype, gatewaygroups, clearingcustomer_id FROM e_gatewayrouting"), [
      { name: "Alpha", locktype: 3, gatewaygroups: "Vendors", clearingcustomer_id: 2 },
    ]);
    assert.deepEqual(await rows("SELECT timeoutinvite, stopswitchsipcodes FROM e_gatewayroutingsetting"), [
      { timeoutinvite: 8, stopswitchsipcodes: "486" },
    ]);
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM cdr"), [{ n: 0 }]);
  });

  it("waits for a database that is away, and says so once", async () => {
    world.database.isDown = true;
    start();
    await pass(100_000);
    assert.equal(events("configuration.not-stored"), 1);
    world.database.isDown = false;
    await world.clock.advanceSettled(RETRY_INTERVAL);
    await pass(10);
    assert.equal((await rows("SELECT * FROM e_customer")).length, 2);
  });

  it("follows a change at once", async () => {
    const running = start();
    await pass(10);
    config = {
      ...CONFIG,
      routingGateways: CONFIG.routingGateways.map((gateway) => ({ ...gateway, enabled: true, priority: 7 })),
    };
    running.request();
    running.request();
    await pass(10);
    assert.deepEqual(await rows("SELECT locktype, priority FROM e_gatewayrouting"), [{ locktype: 0, priority: 7 }]);
  });

  it("says of an account what operators have changed since", async () => {
    const until = Date.parse("2027-01-01T00:00:00Z");
    const terms = { limit: moneyOf("20"), isLocked: true, validUntil: (until * 1_000) as WallTime };
    const standing = { ...terms, name: "Acme", money: moneyOf("7.5"), reserved: NO_MONEY, available: undefined, calls: 0 };
    standings = new Map([["Acme", standing]]);
    start();
    await pass(10);
    assert.deepEqual(await rows("SELECT money, limitmoney, locktype, validtime FROM e_customer WHERE account = 'Acme'"), [
      { money: 7.5, limitmoney: 20, locktype: 1, validtime: until },
    ]);
  });

  it("brings balances along, those that changed", async () => {
    start();
    await pass(10);
    balances.set("Acme", moneyOf("99.9880000001"));
    await world.clock.advanceSettled(BALANCE_INTERVAL);
    await pass(10);
    assert.deepEqual(await rows("SELECT account, money FROM e_customer"), [
      { account: "Acme", money: 99.9880000001 },
      { account: "Alpha Ltd", money: 0 },
    ]);
  });

  it("is broken off by a stop, wholly or not at all", async () => {
    const running = start();
    await running.stop();
    writer = undefined;
    await world.clock.advanceSettled(seconds(60));
    const tables = await rows("SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'e_customer'");
    if (tables[0]?.["n"] === 1) assert.deepEqual(await rows("SELECT * FROM e_customer"), []);
    assert.equal(events("configuration.stored"), 0);
    assert.deepEqual(world.clock.armed(), []);
  });
});
