import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl, SqliteDatabase } from "../adapters/sql";
import type { WallTime } from "../base";
import { encodeRecord, type CallPrice, type CallRecord } from "../cdr";
import { aCallRecord } from "../cdr/call-record-builder";
import type { Database } from "../ports";
import { LIVE_TABLES, tableOf } from "./call-tables";
import { createDailyTable, redefineView } from "./daily-tables";
import { migrate, MIGRATIONS } from "./migrations";
import { SqlCdrRepository } from "./sql-cdr-repository";
import { dropEverything } from "./store-builder";

const NOON = Date.UTC(2026, 0, 5, 12) * 1_000;
const price = (fee: string, prefix = "44"): CallPrice => ({
  ...{ account: "Acme", rate: "0.012", period: 60, table: "Day", prefix, fee, feeSeconds: 60 },
});
const COSTS: CallPrice = { ...price("0.0083333333", "442"), account: "Alpha Ltd" };

/** As the first version left them: no money beside the JSON. */
const OLD_CALLS: readonly CallRecord[] = [
  aCallRecord({ flowNo: -5n, price: price("900719925474.0993000001"), cost: COSTS }),
  aCallRecord({ flowNo: 1n }),
  aCallRecord({ flowNo: 2n, price: price("0.02"), endedAt: NOON as WallTime }),
  ...Array.from({ length: 1_500 }, (_, index) => aCallRecord({ flowNo: BigInt(1_000 + index), price: price("0.01") })),
];

async function asVersionOneLeftIt(database: Database): Promise<void> {
  await migrate(database, MIGRATIONS.slice(0, 1));
  await storeAsVersionOne(database, OLD_CALLS);
}

async function storeAsVersionOne(database: Database, records: readonly CallRecord[]): Promise<void> {
  await createDailyTable(database, database.dialect, tableOf("20260105"));
  await redefineView(database, ["20260105"]);
  await database.transaction(async (connection) => {
    for (const record of records) {
      await connection.run(`INSERT INTO ${LIVE_TABLES.call} (flowno, day, call_id, end_reason, record) VALUES (?, ?, ?, ?, ?)`, [
        record.flowNo,
        "20260105",
        record.callId,
        record.endReason,
        encodeRecord(record),
      ]);
      await connection.run(`INSERT INTO ${tableOf("20260105")} (id, flowno, stoptime, holdtime) VALUES (1, ?, ?, 30)`, [
        record.flowNo,
        Math.floor(record.endedAt / 1_000),
      ]);
    }
  });
}

function migrationSuite(name: string, open: () => Database): void {
  describe(`The schema over ${name}, from its first version on`, () => {
    let database: Database;
    before(async () => {
      database = open();
      await dropEverything(database);
      await asVersionOneLeftIt(database);
    });
    after(async () => {
      await dropEverything(database);
      await database.close();
    });

    it("takes every later step, keeps what was there and fills what is new", async () => {
      assert.deepEqual(
        await migrate(database),
        MIGRATIONS.slice(1).map(({ version }) => version),
      );
      const repository = new SqlCdrRepository(database);
      const found: CallRecord[] = [];
      for await (const record of repository.stream({ order: "oldestFirst" })) found.push(record);
      assert.deepEqual(new Set(found.map(({ flowNo }) => flowNo)), new Set(OLD_CALLS.map(({ flowNo }) => flowNo)));
      const { rows } = await database.run("SELECT * FROM carrierlab_call_money ORDER BY flowno LIMIT 2");
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [
          {
            flowno: -5,
            day: "20260105",
            ...{ account: "Acme", prefix: "44", fee_seconds: 60 },
            // Beyond what a BIGINT of ten-billionths holds: the greatest one.
            fee: 9_223_372_036_854_775_807n,
            ...{ vendor_account: "Alpha Ltd", vendor_prefix: "442", cost: 83_333_333, cost_seconds: 60 },
          },
          {
            ...{ flowno: 2, day: "20260105", account: "Acme", prefix: "44", fee: 200_000_000, fee_seconds: 60 },
            ...{ vendor_account: null, vendor_prefix: null, cost: null, cost_seconds: null },
          },
        ],
      );
      const counted = await database.run("SELECT COUNT(*) AS n FROM carrierlab_call_money");
      assert.equal(counted.rows[0]?.["n"], 1_502);
    });

    it("takes no step twice", async () => {
      assert.deepEqual(await migrate(database), []);
    });

    it("ends a step that was broken off in its midst", async () => {
      await database.run("DELETE FROM carrierlab_schema_version WHERE version > 1");
      await database.run("DELETE FROM carrierlab_call_money WHERE flowno > 1000");
      await migrate(database);
      const counted = await database.run("SELECT COUNT(*) AS n FROM carrierlab_call_money");
      assert.equal(counted.rows[0]?.["n"], 1_502);
    });
  });
}

/** What a switch of an older version wrote is there for one of this version, whichever version it was. */
function everyVersionSuite(name: string, open: () => Database): void {
  describe(`The schema over ${name}, from each of its versions on`, () => {
    for (const { version } of MIGRATIONS) {
      it(`keeps the calls that version ${version} stored, and takes new ones beside them`, async () => {
        const database = open();
        await dropEverything(database);
        await migrate(
          database,
          MIGRATIONS.filter((each) => each.version <= version),
        );
        const old = OLD_CALLS.slice(0, 3);
        await storeAsVersionOne(database, old);
        await migrate(database);
        const repository = new SqlCdrRepository(database);
        await repository.insert([aCallRecord({ flowNo: 9n, price: price("0.03") })]);
        const found: bigint[] = [];
        for await (const { flowNo } of repository.stream({ order: "oldestFirst" })) found.push(flowNo);
        assert.deepEqual(new Set(found), new Set([...old.map(({ flowNo }) => flowNo), 9n]));
        const { rows } = await database.run("SELECT fee FROM carrierlab_call_money WHERE flowno = 9");
        assert.equal(rows[0]?.["fee"], 300_000_000);
        await dropEverything(database);
        await database.close();
      });
    }
  });
}

const folder = mkdtempSync(join(tmpdir(), "carrierlab-migrations-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const sqlite = () => new SqliteDatabase({ path: join(folder, "store.db") });
migrationSuite("SQLite", sqlite);
everyVersionSuite("SQLite", sqlite);

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) {
  const mysql = () => new MysqlDatabase(mysqlOptionsFromUrl(url));
  migrationSuite("MySQL", mysql);
  everyVersionSuite("MySQL", mysql);
}
