import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl, SqliteDatabase } from "../adapters/sql";
import { moneyOf, type Money } from "../base";
import type { Database, SqlRow } from "../ports";
import { RateTable, type Rate } from "../rating";
import { anInstallation } from "./installation-builder";
import { mirrorInstallation } from "./installation-mirror";
import { migrate } from "./migrations";
import { dropEverything } from "./store-builder";

function mirrorSuite(name: string, open: () => Database): void {
  describe(`The tables of the field over ${name}`, () => {
    let database: Database;
    before(async () => {
      database = open();
      await dropEverything(database);
      await migrate(database);
    });
    after(async () => {
      await dropEverything(database);
      await database.close();
    });
    const rows = async (sql: string): Promise<readonly SqlRow[]> => (await database.run(sql)).rows.map((row) => ({ ...row }));
    const one = async (sql: string): Promise<SqlRow | undefined> => (await rows(sql))[0];
    const changes = async (installation = anInstallation()): Promise<readonly number[]> => {
      const { inserted, updated, deleted } = (await mirrorInstallation(database, installation)).changed;
      return [inserted, updated, deleted];
    };

    it("say what the configuration says, in the units of the field", async () => {
      await changes();
      assert.deepEqual(
        await rows("SELECT id, account, type, money, limitmoney, locktype, feerategroup_id FROM e_customer ORDER BY id"),
        [
          { id: 1, account: "Acme", type: 0, money: 100.5, limitmoney: 50, locktype: 0, feerategroup_id: 1 },
          { id: 2, account: "Alpha Ltd", type: 2, money: 0, limitmoney: -1, locktype: 1, feerategroup_id: 0 },
        ],
      );
      assert.deepEqual(await rows("SELECT feeprefix, fee, period, feerategroup_id AS g FROM e_feerate ORDER BY id"), [
        { feeprefix: "88017", fee: 0.012, period: 60, g: 1 },
        { feeprefix: "44", fee: 0.0008, period: 6, g: 1 },
        { feeprefix: "88017", fee: 0.008, period: 60, g: 2 },
      ]);
      assert.deepEqual(
        await one("SELECT name, prefix, prefixstyle, capacity, priority, protocol, remoteips, signalport FROM e_gatewayrouting"),
        {
          ...{ name: "Alpha", prefix: "880,44", prefixstyle: 1, capacity: 30, priority: 2 },
          ...{ protocol: 1, remoteips: "198.51.100.20", signalport: 5060 },
        },
      );
      assert.deepEqual(
        await one("SELECT switchuntilconnect AS s, stopswitchsipcodes AS c, timeoutinvite AS t FROM e_gatewayroutingsetting"),
        { s: 1, c: "404,486", t: 8 },
      );
      assert.deepEqual(await one("SELECT name, locktype, remoteips, customer_id FROM e_gatewaymapping"), {
        ...{ name: "Acme", locktype: 0, remoteips: "192.0.2.10,192.0.2.11", customer_id: 1 },
      });
      assert.deepEqual(
        await rows("SELECT type, startday, starttime, endtime, feerategroup_id AS g FROM e_feeratebytime ORDER BY id"),
        [
          { type: 1, startday: 1, starttime: 28_800, endtime: 64_800, g: 1 },
          { type: 1, startday: 2, starttime: 28_800, endtime: 64_800, g: 1 },
          { type: 0, startday: 0, starttime: 0, endtime: 86_400, g: 2 },
        ],
      );
      assert.deepEqual(await rows("SELECT suite_id, customer_id, priority FROM e_suiteorder"), [
        { suite_id: 1, customer_id: 1, priority: 1 },
      ]);
      assert.deepEqual(await rows("SELECT name, utctime, calendar_id FROM e_calendar_day"), [
        { name: "2026-03-26", utctime: 1_774_461_600_000, calendar_id: 1 },
      ]);
    });

    it("have nothing changed when they say it already", async () => {
      await changes();
      assert.deepEqual(await changes(), [0, 0, 0]);
    });

    it("follow a change with the rows that it changes, and keep the keys of what stays", async () => {
      await changes();
      const { accounts, routingGateways, ...rest } = anInstallation();
      const [first, second] = accounts;
      assert.ok(first !== undefined && second !== undefined);
      const changed = {
        ...rest,
        routingGateways,
        accounts: [
          { ...second, name: "Beta Ltd" },
          { ...first, money: 3 },
        ],
      };
      // Beta Ltd comes, Acme's money changes, Alpha Ltd goes; and the gateway of Alpha Ltd has no account any more.
      assert.deepEqual(await changes(changed), [1, 2, 1]);
      assert.deepEqual(await rows("SELECT id, account, money FROM e_customer ORDER BY id"), [
        { id: 1, account: "Acme", money: 3 },
        { id: 3, account: "Beta Ltd", money: 0 },
      ]);
    });

    it("replace only the rates that differ, and none of a table that is as it was", async () => {
      const many = Array.from({ length: 5_000 }, (_, index): Rate => ({
        ...{ prefix: String(100_000 + index), perMinute: BigInt(index) as Money, period: 60 },
      }));
      const withRates = (rates: readonly Rate[]) => ({ ...anInstallation(), rateTables: [RateTable.of("Big", rates)] });
      await changes(withRates(many));
      const before = await rows("SELECT id, feeprefix FROM e_feerate ORDER BY id");
      assert.equal(before.length, 5_000);
      assert.deepEqual(await changes(withRates(many)), [0, 0, 0]);
      const dearer = many.with(17, { prefix: "100017", perMinute: moneyOf("9"), period: 60 }).slice(0, -1);
      assert.deepEqual(await changes(withRates(dearer)), [1, 0, 2]);
      const now = await rows("SELECT id, feeprefix FROM e_feerate WHERE fee < 9 ORDER BY id");
      assert.deepEqual(
        now,
        before.filter(({ feeprefix }) => !["100017", "104999"].includes(String(feeprefix))),
      );
    });

    it("have the steps of stepped rates, in their order, for as long as a rate has them", async () => {
      const rate = { prefix: "44", perMinute: moneyOf("0.6"), period: 6 };
      const steps = [
        { seconds: 60, fee: moneyOf("0.7") },
        { seconds: 30, fee: moneyOf("0.25") },
      ];
      const withSteps = (given: readonly Rate[]) => ({ ...anInstallation(), rateTables: [RateTable.of("Stepped", given)] });
      await changes(withSteps([{ ...rate, steps }]));
      assert.deepEqual(
        await rows(
          "SELECT r.feeprefix, r.fee AS fee, s.position, s.time, s.fee AS step FROM e_feerate r JOIN e_feeratesection s ON s.feerate_id = r.id ORDER BY s.position",
        ),
        [
          { feeprefix: "44", fee: 0.06, position: 1, time: 60, step: 0.7 },
          { feeprefix: "44", fee: 0.06, position: 2, time: 30, step: 0.25 },
        ],
      );
      await changes(withSteps([{ ...rate, steps: steps.slice(0, 1) }]));
      assert.deepEqual(await rows("SELECT position, time, fee FROM e_feeratesection"), [{ position: 1, time: 60, fee: 0.7 }]);
      await changes(withSteps([rate]));
      assert.deepEqual(await rows("SELECT * FROM e_feeratesection"), []);
    });

    it("lose the rates of a table that is not there any more", async () => {
      await changes();
      await changes({ ...anInstallation(), rateTables: [] });
      assert.deepEqual(await rows("SELECT * FROM e_feerate"), []);
      assert.deepEqual(await rows("SELECT name FROM carrierlab_mirrored ORDER BY name"), [
        { name: "/route/1" },
        { name: "/switch" },
      ]);
    });

    it("have as many routes as gateways have prefixes, and hold prefixes that no text column does", async () => {
      const prefixes = Array.from({ length: 9_000 }, (_, index) => String(10_000_000 + index));
      const { routingGateways, ...rest } = anInstallation();
      await changes({ ...rest, routingGateways: routingGateways.map((gateway) => ({ ...gateway, prefixes })) });
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM route"), { n: 9_000 });
      const prefix = String((await one("SELECT prefix FROM e_gatewayrouting"))?.["prefix"]);
      // 9 bytes each with its comma, in 65,535: whole prefixes, and no more.
      assert.equal(prefix.split(",").length, 7_281);
      assert.equal(prefix.split(",").at(-1)?.length, 8);
    });

    it("are those of one switch, also when another writes its calls there", async () => {
      await changes();
      const other = anInstallation({ switchNumber: 7, accounts: [] });
      await assert.rejects(mirrorInstallation(database, other), { code: "CONFIGURATION_OF_ANOTHER_SWITCH" });
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM client"), { n: 2 });
      // An operator may give them to the other one.
      await database.run("DELETE FROM carrierlab_mirrored WHERE name = '/switch'");
      await changes(other);
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM client"), { n: 0 });
      await database.run("DELETE FROM carrierlab_mirrored WHERE name = '/switch'");
    });

    it("follow the prefixes of the gateway whose prefixes change, and go with it", async () => {
      const { routingGateways, ...rest } = anInstallation();
      const [alpha] = routingGateways;
      assert.ok(alpha !== undefined);
      const both = { ...rest, routingGateways: [alpha, { ...alpha, name: "Beta", prefixes: ["1", "2", "3"] }] };
      await changes(both);
      const kept = await rows("SELECT id, prefix FROM carrierlab_route WHERE gatewayrouting_id = 1 ORDER BY id");
      const fewer = { ...rest, routingGateways: [alpha, { ...alpha, name: "Beta", prefixes: ["1", "3"] }] };
      // Three routes go and two come; the gateway itself says its prefixes too.
      assert.deepEqual(await changes(fewer), [2, 1, 3]);
      assert.deepEqual(await rows("SELECT id, prefix FROM carrierlab_route WHERE gatewayrouting_id = 1 ORDER BY id"), kept);
      assert.deepEqual(await rows("SELECT prefix FROM route WHERE gateway = 'Beta' ORDER BY prefix"), [
        { prefix: "1" },
        { prefix: "3" },
      ]);
      await changes();
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM carrierlab_route"), { n: 2 });
    });

    it("answer the guides' questions", async () => {
      await changes();
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM client"), { n: 2 });
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM productrate"), { n: 3 });
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM route"), { n: 2 });
      assert.deepEqual(await one("SELECT COUNT(*) AS n FROM gateway"), { n: 2 });
      assert.deepEqual(await rows("SELECT accountname, workcalendarid FROM clientaccount ORDER BY id"), [
        { accountname: "Acme", workcalendarid: 1 },
        { accountname: "Alpha Ltd", workcalendarid: null },
      ]);
      const { id: _id, ...calendar } = (await one("SELECT * FROM work_calendar")) ?? {};
      assert.deepEqual(calendar, {
        ...{ name: "BD", days: "mon,tue", start: "08:00", end: "18:00", otherhours: null },
        ...{ holidays: "2026-03-26,12-16", timezone: "Asia/Dhaka" },
      });
    });
  });

  describe(`A database of another installation over ${name}`, () => {
    it("is left alone", async () => {
      const database = open();
      await dropEverything(database);
      await database.run("CREATE TABLE e_customer (id INT, account VARCHAR(255))");
      await database.run("INSERT INTO e_customer VALUES (1, 'real')");
      await assert.rejects(migrate(database), { code: "DATABASE_FOREIGN_TABLES" });
      assert.equal((await database.run("SELECT account FROM e_customer")).rows[0]?.["account"], "real");
      await dropEverything(database);
      await database.close();
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), "carrierlab-mirror-"));
after(() => rmSync(folder, { recursive: true, force: true }));
mirrorSuite("SQLite", () => new SqliteDatabase({ path: join(folder, "store.db") }));

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) mirrorSuite("MySQL", () => new MysqlDatabase(mysqlOptionsFromUrl(url)));
