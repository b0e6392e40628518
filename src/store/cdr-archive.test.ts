import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl, SqliteDatabase } from "../adapters/sql";
import { SwitchError, type WallTime } from "../base";
import type { CallRecord } from "../cdr";
import { aCallRecord } from "../cdr/call-record-builder";
import type { Database, SqlConnection, SqlResult, SqlValue } from "../ports";
import { ARCHIVE_TABLES, LIVE_TABLES, OWN_CALL_TABLES } from "./call-tables";
import { CdrArchive } from "./cdr-archive";
import { everyStoredRecord } from "./every-record";
import { migrate } from "./migrations";
import { SqlCdrRepository } from "./sql-cdr-repository";
import { wipe } from "./store-builder";

const NOON = Date.UTC(2026, 0, 5, 12) * 1_000;
const DAY_SECONDS = 86_400;
const PRICE = {
  ...{ account: "Acme", rate: "0.01", period: 60, table: "Day", prefix: "44", fee: "0.01", feeSeconds: 60 },
};

/** A call of the day with this number; every other one is paid for. */
const ofDay = (flowNo: bigint, day: number): CallRecord =>
  aCallRecord({
    flowNo,
    callId: `call-${flowNo}`,
    endedAt: (NOON + day * DAY_SECONDS * 1_000_000) as WallTime,
    ...(flowNo % 2n === 0n ? { price: PRICE, cost: { ...PRICE, account: "Alpha" } } : {}),
  });

class Breakdown extends SwitchError {}

/** Fails at the statement with this number, before it is done, and at every later one: the process has died. */
function dyingAt(database: Database, statement: number): Database {
  let count = 0;
  const checked = (connection: SqlConnection): SqlConnection => ({
    run: (sql: string, parameters?: readonly SqlValue[]): Promise<SqlResult> => {
      // A server frees the lock of a process that has died by itself.
      if (sql.includes("RELEASE_LOCK")) return connection.run(sql, parameters);
      count += 1;
      if (count >= statement) throw new Breakdown("TEST_DIED", "the process has died");
      return connection.run(sql, parameters);
    },
  });
  return {
    dialect: database.dialect,
    run: async (sql, parameters) => checked(database).run(sql, parameters),
    transaction: (work) => database.transaction((connection) => work(checked(connection))),
    close: () => database.close(),
  };
}

function archiveSuite(name: string, open: () => Database): void {
  describe(`The archive over ${name}`, () => {
    let database: Database;
    let live: SqlCdrRepository;
    let archived: SqlCdrRepository;
    before(async () => {
      database = open();
      await migrate(database);
    });
    beforeEach(async () => {
      await wipe(database);
      live = new SqlCdrRepository(database);
      archived = new SqlCdrRepository(database, { archived: true });
      // Three days: 1,200 calls on the first, so that they do not fit one transaction.
      await live.insert([...Array(1_200).keys()].map((index) => ofDay(BigInt(index), 0)));
      await live.insert([ofDay(2_000n, 1), ofDay(2_001n, 1), ofDay(3_000n, 2)]);
    });
    after(async () => {
      await wipe(database);
      await database.close();
    });

    const all = async (repository: SqlCdrRepository): Promise<bigint[]> => {
      const found: bigint[] = [];
      for await (const { flowNo } of repository.stream({ order: "oldestFirst" })) found.push(flowNo);
      return found;
    };
    const rows = async (places: typeof LIVE_TABLES): Promise<readonly number[]> =>
      Promise.all(
        OWN_CALL_TABLES.map(async (table) =>
          Number((await database.run(`SELECT COUNT(*) AS n FROM ${places[table]}`)).rows[0]?.["n"]),
        ),
      );
    const inDailyTables = async (repository: SqlCdrRepository, prefix: string): Promise<number> => {
      const counts = (await repository.days()).map(async (day) =>
        Number((await database.run(`SELECT COUNT(*) AS n FROM ${prefix}${day}`)).rows[0]?.["n"]),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    const everywhere = async (): Promise<number> =>
      (await inDailyTables(live, "e_cdr_")) + (await inDailyTables(archived, "carrierlab_archive_cdr_"));

    it("moves whole days with everything that belongs to their calls", async () => {
      const before = await rows(LIVE_TABLES);
      const whole = await live.byFlowNo(2_000n);
      assert.deepEqual(await new CdrArchive(database).archiveBefore("20260107"), [
        { day: "20260105", records: 1_200 },
        { day: "20260106", records: 2 },
      ]);
      assert.deepEqual(await all(live), [3_000n]);
      assert.equal((await all(archived)).length, 1_202);
      assert.deepEqual(await archived.byFlowNo(2_000n), whole);
      assert.equal(await live.byFlowNo(2_000n), undefined);
      const [kept, moved] = [await rows(LIVE_TABLES), await rows(ARCHIVE_TABLES)];
      assert.deepEqual(
        kept.map((count, index) => count + (moved[index] ?? 0)),
        before,
      );
      assert.deepEqual(kept, [1, 1, 0, 1]);
      assert.equal((await database.run("SELECT COUNT(*) AS n FROM e_cdr")).rows[0]?.["n"], 1);
    });

    it("leaves fewer tables to read for whoever asks about all days", async () => {
      const explain = database.dialect === "sqlite" ? "EXPLAIN QUERY PLAN" : "EXPLAIN";
      const read = async (): Promise<readonly string[]> => {
        const { rows: plan } = await database.run(`${explain} SELECT COUNT(*) FROM e_cdr WHERE callerip = '192.0.2.10'`);
        const text = plan.map((row) => Object.values(row).join(" ")).join("\n");
        return [...new Set([...text.matchAll(/e_cdr_(\d{8})/g)].map(([, day = ""]) => day))].sort();
      };
      assert.deepEqual(await read(), ["20260105", "20260106", "20260107"]);
      await new CdrArchive(database).archiveBefore("20260107");
      assert.deepEqual(await read(), ["20260107"]);
    });

    it("moves nothing that is not old enough, and nothing twice", async () => {
      const archive = new CdrArchive(database);
      assert.deepEqual(await archive.archiveBefore("20260105"), []);
      assert.equal((await archive.archiveBefore("20260106")).length, 1);
      assert.deepEqual(await archive.archiveBefore("20260106"), []);
      assert.equal((await all(live)).length, 3);
    });

    it("ends what a crash interrupted, and has every call in exactly one place meanwhile", async () => {
      for (let statement = 1, isOver = false; !isOver; statement += 1) {
        await wipe(database);
        live = new SqlCdrRepository(database);
        await live.insert([...Array(6).keys()].map((index) => ofDay(BigInt(index), 0)));
        await live.insert([ofDay(10n, 2)]);
        await new CdrArchive(dyingAt(database, statement)).archiveBefore("20260107").then(
          () => (isOver = true),
          (error: unknown) => assert.ok(error instanceof Breakdown, String(error)),
        );
        assert.equal(await everywhere(), 7, `a crash at statement ${statement}`);
        if (statement % 2 === 0) {
          const found: bigint[] = [];
          for await (const { flowNo } of everyStoredRecord(database)) found.push(flowNo);
          assert.deepEqual(found.sort(), [0n, 1n, 10n, 2n, 3n, 4n, 5n], `records after a crash at statement ${statement}`);
        }
        await new CdrArchive(database).archiveBefore("20260107");
        assert.equal(await everywhere(), 7);
        assert.deepEqual(await all(live), [10n], `after a crash at statement ${statement}`);
        assert.deepEqual(await all(archived), [0n, 1n, 2n, 3n, 4n, 5n]);
        assert.deepEqual(await rows(LIVE_TABLES), [1, 1, 0, 1]);
      }
    });

    it("takes in a call that comes late for an archived day, and knows one that it has", async () => {
      const archive = new CdrArchive(database);
      await archive.archiveBefore("20260107");
      assert.equal(await live.insert([ofDay(0n, 0), ofDay(5_000n, 0)]), 1);
      assert.deepEqual(await all(live), [5_000n, 3_000n]);
      assert.deepEqual(await archive.archiveBefore("20260107"), [{ day: "20260105", records: 1_201 }]);
      assert.deepEqual(await all(live), [3_000n]);
      assert.equal((await all(archived)).length, 1_203);
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), "carrierlab-archive-"));
after(() => rmSync(folder, { recursive: true, force: true }));
archiveSuite("SQLite", () => new SqliteDatabase({ path: join(folder, "store.db") }));

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) archiveSuite("MySQL", () => new MysqlDatabase(mysqlOptionsFromUrl(url)));
