import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl } from "../adapters/sql";
import type { WallTime } from "../base";
import { aCallRecord } from "../cdr/call-record-builder";
import type { SqlRow } from "../ports";
import { CdrArchive } from "./cdr-archive";
import { anInstallation } from "./installation-builder";
import { mirrorInstallation } from "./installation-mirror";
import { migrate } from "./migrations";
import { keepNamedDatabases, NAMED_DATABASE_NAMES } from "./named-databases";
import { SqlCdrRepository } from "./sql-cdr-repository";
import { dropEverything, wipe } from "./store-builder";

const NOON = Date.UTC(2026, 0, 5, 12) * 1_000;
const onDay = (flowNo: bigint, day: number) =>
  aCallRecord({ flowNo, callId: `call ${flowNo}`, endedAt: (NOON + day * 86_400_000_000) as WallTime });

const url = process.env["CARRIERLAB_MYSQL_URL"];

describe("The databases that the guides name", { skip: url === undefined }, () => {
  let database: MysqlDatabase;
  const rows = async (sql: string): Promise<readonly SqlRow[]> => (await database.run(sql)).rows.map((row) => ({ ...row }));
  const dropNamed = async (): Promise<void> => {
    for (const name of NAMED_DATABASE_NAMES) await database.run(`DROP DATABASE IF EXISTS ${name}`);
  };
  before(() => {
    database = new MysqlDatabase(mysqlOptionsFromUrl(url ?? ""));
  });
  beforeEach(async () => {
    await dropNamed();
    await dropEverything(database);
    await migrate(database);
    await mirrorInstallation(database, anInstallation());
    await new SqlCdrRepository(database).insert([onDay(1n, 0), onDay(2n, 0)]);
    assert.deepEqual(await keepNamedDatabases(database), [
      { name: "vos3000", state: "ours" },
      { name: "vos3000db", state: "ours" },
      { name: "vos3000_cdr", state: "ours" },
    ]);
  });
  after(async () => {
    await dropNamed();
    await dropEverything(database);
    await migrate(database);
    await database.close();
  });

  it("answer the guides' own statements", async () => {
    const calendars = await rows("SELECT * FROM vos3000.work_calendar;");
    assert.deepEqual(
      calendars.map(({ name, days, start, end, holidays }) => [name, days, start, end, holidays]),
      [["BD", "mon,tue", "08:00", "18:00", "2026-03-26,12-16"]],
    );
    assert.deepEqual(await rows("SELECT accountname, workcalendarid FROM vos3000.clientaccount;"), [
      { accountname: "Acme", workcalendarid: calendars[0]?.["id"] ?? "no id" },
      { accountname: "Alpha Ltd", workcalendarid: null },
    ]);
    for (const [table, count] of [
      ["client", 2],
      ["productrate", 3],
      ["route", 2],
      ["gateway", 2],
    ] as const) {
      assert.deepEqual(await rows(`SELECT COUNT(*) AS n FROM vos3000db.${table};`), [{ n: count }], table);
    }
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000_cdr.cdr;"), [{ n: 2 }]);
  });

  it("are the place where tools of the field look", async () => {
    assert.deepEqual(await rows("SELECT account FROM vos3000.e_customer ORDER BY id"), [
      { account: "Acme" },
      { account: "Alpha Ltd" },
    ]);
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000.e_cdr_20260105 WHERE holdtime > 0"), [{ n: 2 }]);
  });

  it("gain a day when one begins, and lose it when it is archived", async () => {
    await new SqlCdrRepository(database).insert([onDay(3n, 1)]);
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000.e_cdr_20260106"), [{ n: 1 }]);
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000_cdr.cdr"), [{ n: 3 }]);
    await new CdrArchive(database).archiveBefore("20260106");
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000_cdr.cdr"), [{ n: 1 }]);
    await assert.rejects(rows("SELECT * FROM vos3000.e_cdr_20260105"), { code: "DATABASE_ERROR" });
  });

  it("follow the configuration without being made anew", async () => {
    await mirrorInstallation(database, anInstallation({ accounts: anInstallation().accounts.slice(0, 1) }));
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000db.client"), [{ n: 1 }]);
  });

  it("are left alone where somebody else has something", async () => {
    await database.run("DROP DATABASE vos3000db");
    await database.run("CREATE DATABASE vos3000db");
    await database.run("CREATE TABLE vos3000db.client (id INT)");
    await database.run("INSERT INTO vos3000db.client VALUES (1), (2), (3), (4)");
    const [, business] = await keepNamedDatabases(database);
    assert.deepEqual([business?.state, business?.reason], ["foreign", "it holds client, which is none of our views"]);
    assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000db.client"), [{ n: 4 }]);
  });

  it("may be the switch's own database", async () => {
    await dropNamed();
    await database.run("CREATE DATABASE vos3000");
    const own = new MysqlDatabase({ ...mysqlOptionsFromUrl(url ?? ""), database: "vos3000" });
    try {
      await migrate(own);
      await mirrorInstallation(own, anInstallation());
      await new SqlCdrRepository(own).insert([onDay(7n, 0)]);
      assert.deepEqual(
        (await keepNamedDatabases(own)).map(({ state }) => state),
        ["ours", "ours", "ours"],
      );
      assert.equal((await rows("SELECT * FROM vos3000.work_calendar;")).length, 1);
      assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000db.client"), [{ n: 2 }]);
      assert.deepEqual(await rows("SELECT COUNT(*) AS n FROM vos3000_cdr.cdr"), [{ n: 1 }]);
      // Another switch finds them taken.
      const states = (await keepNamedDatabases(database)).map(({ state }) => state);
      assert.deepEqual(states, ["foreign", "foreign", "foreign"]);
    } finally {
      await own.close();
    }
  });

  it("do not keep calls from being stored when they are gone", async () => {
    await dropNamed();
    assert.equal(await new SqlCdrRepository(database).insert([onDay(4n, 2)]), 1);
    await wipe(database);
  });
});
