import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl, SqliteDatabase } from "../adapters/sql";
import type { WallTime } from "../base";
import type { CallRecord, CdrQuery } from "../cdr";
import { aCallRecord } from "../cdr/call-record-builder";
import type { Database } from "../ports";
import { migrate, MIGRATIONS } from "./migrations";
import { SqlCdrRepository } from "./sql-cdr-repository";
import { dropEverything, wipe } from "./store-builder";

const NOON = Date.UTC(2026, 0, 5, 12) * 1_000;
const at = (seconds: number): WallTime => (NOON + seconds * 1_000_000) as WallTime;

/** A call that ended `seconds` after noon. */
const ended = (flowNo: bigint, seconds: number, changes: Partial<CallRecord> = {}): CallRecord =>
  aCallRecord({ flowNo, callId: `call-${flowNo}`, startedAt: at(seconds - 40), endedAt: at(seconds), ...changes });

function repositorySuite(name: string, open: () => Database): void {
  describe(`CdrRepository over ${name}`, () => {
    let database: Database;
    let repository: SqlCdrRepository;
    before(async () => {
      database = open();
      await migrate(database);
      await wipe(database);
      repository = new SqlCdrRepository(database, { switchName: "switch-a" });
    });
    after(async () => {
      await wipe(database);
      await database.close();
    });
    const flowNumbers = async (query: CdrQuery): Promise<bigint[]> =>
      (await repository.find(query)).records.map(({ flowNo }) => flowNo);
    const fresh = () => wipe(database);

    it("gives back exactly what was put in", async () => {
      await fresh();
      const stream = {
        received: 1_500,
        receivedBytes: 258_000,
        forwarded: 1_499,
        lost: -1,
        jitterMs: 1.25,
        encrypted: 0,
        decrypted: 3,
        dropped: { cipher: 1, unlatched: 2, foreignSource: 0, malformed: 0, noPeer: 0 },
        ssrc: 4_294_967_295,
        payloadType: 8,
      };
      const record = ended(9_222_999_999_999_999_999n, 0.123456, {
        callerCallId: `${"x".repeat(300)}"'\\`,
        sipReason: 'Q.850;cause=16;text="Normälle \u{1f4de}"',
        media: { fromA: stream, fromB: { ...stream, ssrc: undefined, payloadType: undefined } },
      });
      assert.equal(await repository.insert([record]), 1);
      const found = await repository.byFlowNo(record.flowNo);
      // JSON leaves out what is undefined; nothing else differs.
      assert.deepEqual(found, {
        ...record,
        media: { fromA: stream, fromB: JSON.parse(JSON.stringify(record.media?.fromB)) as unknown },
      });
      const { rows } = await database.run("SELECT * FROM carrierlab_call_media ORDER BY side");
      assert.deepEqual(
        [rows[0]?.["ssrc"], rows[0]?.["dropped"], rows[0]?.["lost"], rows[1]?.["ssrc"]],
        [4_294_967_295, 3, -1, null],
      );
    });

    it("writes the columns that tools of the field read", async () => {
      await fresh();
      await repository.insert([
        ended(77n, 0, { holdTimeMs: 12_400, endReason: "Decline(603)", endDirection: "callee", sipReason: "r".repeat(100) }),
      ]);
      const { rows } = await database.run("SELECT * FROM e_cdr_20260105 WHERE flowno = 77");
      const row = { ...rows[0] };
      assert.equal(row["starttime"], (NOON - 40_000_000) / 1_000);
      assert.equal(row["stoptime"], NOON / 1_000);
      assert.deepEqual([row["holdtime"], row["endreason"], row["enddirection"], row["rtpforward"]], [12, 603, 1, 1]);
      assert.deepEqual(
        [row["callere164"], row["calleegatewayid"], row["softswitchname"]],
        ["442079460001", "vendor", "switch-a"],
      );
      assert.equal(row["sipreasonheader"], "r".repeat(64));
      assert.equal(row["fee"], null);
    });

    it("shows illegal calls to the query that feeds firewalls", async () => {
      await fresh();
      await repository.insert([
        ended(1n, 0),
        ended(2n, 1, { callerIp: "203.0.113.66", endReason: "Illegal call", endDirection: "server", holdTimeMs: 0 }),
        ended(3n, 86_400, { callerIp: "203.0.113.66", endReason: "Illegal call", endDirection: "server", holdTimeMs: 0 }),
      ]);
      const { rows } = await database.run("SELECT DISTINCT callerip FROM e_cdr WHERE endreason = '-9'");
      assert.deepEqual(
        rows.map(({ callerip }) => callerip),
        ["203.0.113.66"],
      );
    });

    it("stores a batch once, however often it is loaded, and its part that is new", async () => {
      await fresh();
      const batch = [ended(1n, 0), ended(2n, 1), ended(3n, 86_400)];
      assert.equal(await repository.insert(batch), 3);
      assert.equal(await repository.insert(batch), 0);
      assert.equal(await repository.insert([...batch, ended(4n, 2)]), 1);
      for (const table of ["e_cdr", "carrierlab_call", "carrierlab_call_attempt"]) {
        assert.equal((await database.run(`SELECT COUNT(*) AS n FROM ${table}`)).rows[0]?.["n"], 4, table);
      }
    });

    it("stores a thousand records of many days in one go", async () => {
      await fresh();
      const batch = [...Array(1_000).keys()].map((index) => ended(BigInt(index), index * 700));
      assert.equal(await repository.insert(batch), 1_000);
      assert.equal((await flowNumbers({ limit: 1_000 })).length, 1_000);
    });

    it("stores none of a batch of which one cannot be stored", async () => {
      await fresh();
      const bad = ended(2n, 1, {
        holdTimeMs: Number.NaN,
        attempts: [{ ...ended(2n, 1).attempts[0], gateway: null as never } as never],
      });
      await assert.rejects(repository.insert([ended(1n, 0), bad]));
      assert.deepEqual(await flowNumbers({}), []);
    });

    it("probes without leaving a trace", async () => {
      await fresh();
      await repository.probe();
      assert.deepEqual(await flowNumbers({}), []);
    });

    it("orders by the end of the call, newest first unless asked otherwise, over days", async () => {
      await fresh();
      await repository.insert([ended(5n, 86_400), ended(1n, 0), ended(3n, 0), ended(2n, 10)]);
      assert.deepEqual(await flowNumbers({}), [5n, 2n, 3n, 1n]);
      assert.deepEqual(await flowNumbers({ order: "oldestFirst" }), [1n, 3n, 2n, 5n]);
    });

    it("pages without losing or repeating a record, in both orders, even when all ended at once", async () => {
      await fresh();
      const all = [...Array(25).keys()].map((index) => ended(BigInt(index), index < 15 ? 0 : index * 20_000));
      await repository.insert(all);
      for (const order of ["newestFirst", "oldestFirst"] as const) {
        const seen: bigint[] = [];
        let cursor: string | undefined;
        do {
          const page = await repository.find({ order, limit: 4, ...(cursor === undefined ? {} : { cursor }) });
          seen.push(...page.records.map(({ flowNo }) => flowNo));
          cursor = page.cursor;
        } while (cursor !== undefined);
        assert.deepEqual(seen, await flowNumbers({ order, limit: 1_000 }));
        assert.equal(seen.length, 25);
        const streamed: bigint[] = [];
        for await (const { flowNo } of repository.stream({ order, limit: 7 })) streamed.push(flowNo);
        assert.deepEqual(streamed, seen);
      }
    });

    it("goes on where a page ended, whatever calls end meanwhile", async () => {
      for (const order of ["newestFirst", "oldestFirst"] as const) {
        await fresh();
        await repository.insert([...Array(6).keys()].map((index) => ended(BigInt(index), index)));
        const first = await repository.find({ order, limit: 3 });
        // One before all of them, one between, one after all, and one at the very moment at which the page ended.
        await repository.insert([ended(100n, -10), ended(101n, 3), ended(102n, 60), ended(103n, 2)]);
        const rest = await repository.find({ order, limit: 10, ...(first.cursor === undefined ? {} : { cursor: first.cursor }) });
        const seen = [...first.records, ...rest.records].map(({ flowNo }) => flowNo);
        assert.equal(new Set(seen).size, seen.length, `${order}: ${seen.join(", ")}`);
        for (const flowNo of [0n, 1n, 2n, 3n, 4n, 5n])
          assert.ok(seen.includes(flowNo), `${order}: ${flowNo} of ${seen.join(", ")}`);
      }
    });

    it("finds by each condition alone and by all together", async () => {
      await fresh();
      const long = "z".repeat(80);
      await repository.insert([
        ended(1n, 0, { caller: "442079460002" }),
        ended(2n, 10, { callee: "442079460999" }),
        ended(3n, 20, { callerGateway: "other" }),
        ended(4n, 30, { calleeGateway: "other" }),
        ended(5n, 40, { callerCallId: `${long}1` }),
        ended(6n, 50, { callerCallId: `${long}2` }),
        ended(7n, 60, { endReason: "Session timeout", endDirection: "server" }),
        ended(8n, 70, { holdTimeMs: 0, endReason: "Busy Here(486)", endDirection: "callee" }),
      ]);
      const cases: readonly (readonly [CdrQuery, bigint[]])[] = [
        [{ caller: "442079460002" }, [1n]],
        [{ callee: "442079460999" }, [2n]],
        [{ number: "442079460999" }, [2n]],
        [{ number: "442079460002" }, [1n]],
        [{ gateway: "other" }, [4n, 3n]],
        [{ callId: `${long}2` }, [6n]],
        [{ callId: "call-3" }, [3n]],
        [{ callId: "leg-b@192.0.2.1", endedBefore: at(10) }, [1n]],
        [{ endReason: "session timeout" }, [7n]],
        [{ endReason: "Busy Here(486)" }, [8n]],
        [{ endDirection: "server" }, [7n]],
        [{ answered: false }, [8n]],
        [{ endedFrom: at(20), endedBefore: at(40) }, [4n, 3n]],
        [{ startedFrom: at(20), startedBefore: at(30) }, [7n]],
        [{ gateway: "other", caller: "442079460001", answered: true, endedFrom: at(25) }, [4n]],
        [{ caller: "nobody" }, []],
        [{ caller: "' OR 1=1 --" }, []],
      ];
      for (const [query, expected] of cases) assert.deepEqual(await flowNumbers(query), expected, JSON.stringify(query));
    });

    it("goes on paging over records that only their cut columns made match", async () => {
      await fresh();
      const long = "z".repeat(70);
      await repository.insert(
        [...Array(10).keys()].map((index) => ended(BigInt(index), index, { callerCallId: `${long}${index}` })),
      );
      assert.deepEqual(await flowNumbers({ callId: `${long}0`, limit: 2 }), [0n]);
    });

    it("refuses a page size and a cursor that are none", async () => {
      await assert.rejects(repository.find({ limit: 0 }), { code: "CDR_BAD_LIMIT" });
      await assert.rejects(repository.find({ limit: 1_001 }), { code: "CDR_BAD_LIMIT" });
      await assert.rejects(repository.find({ cursor: "x" }), { code: "CDR_BAD_CURSOR" });
    });

    it("goes on when somebody removed a day's table", async () => {
      await fresh();
      await repository.insert([ended(1n, 0)]);
      await database.run("DROP VIEW IF EXISTS e_cdr");
      await database.run("DROP TABLE e_cdr_20260105");
      assert.equal(await repository.insert([ended(2n, 0)]), 1);
    });
  });

  describe(`migrations over ${name}`, () => {
    it("are applied once, by one of several that start at the same time", async () => {
      const database = open();
      await dropEverything(database);
      const openers = [database, open(), open()];
      const applied = await Promise.all(openers.map((each) => migrate(each)));
      assert.deepEqual(
        applied.flat(),
        MIGRATIONS.map(({ version }) => version),
      );
      assert.deepEqual(await migrate(database), []);
      for (const each of openers) await each.close();
    });

    it("refuse a database of a newer program", async () => {
      const database = open();
      await migrate(database);
      await assert.rejects(migrate(database, []), { code: "DATABASE_SCHEMA_NEWER" });
      await database.close();
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), "carrierlab-store-"));
after(() => rmSync(folder, { recursive: true, force: true }));
repositorySuite("SQLite", () => new SqliteDatabase({ path: join(folder, "store.db") }));

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) repositorySuite("MySQL", () => new MysqlDatabase(mysqlOptionsFromUrl(url)));
