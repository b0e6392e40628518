import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl, SqliteDatabase } from "../adapters/sql";
import type { WallTime } from "../base";
import type { CallAttempt, CallRecord } from "../cdr";
import { aCallRecord } from "../cdr/call-record-builder";
import type { Database } from "../ports";
import { CdrArchive } from "./cdr-archive";
import { cdrReport, type ReportQuery } from "./cdr-report";
import { migrate } from "./migrations";
import { SqlCdrRepository } from "./sql-cdr-repository";
import { wipe } from "./store-builder";

const NOON = Date.UTC(2026, 0, 5, 12) * 1_000;
const at = (seconds: number): WallTime => (NOON + seconds * 1_000_000) as WallTime;
const priced = (account: string, prefix: string, fee: string) => ({
  ...{ account, prefix, fee, rate: "0.01", period: 60, table: "Day", feeSeconds: 60 },
});
const attempt = (gateway: string, outcome: CallAttempt["outcome"]): CallAttempt => ({
  ...{ gateway, outcome, startedAt: at(0), elapsedMs: 100 },
});

/** Acme: two calls, one of which Alpha refuses and Beta carries; Bravo: one that nobody carries, one that Alpha does a day later. */
const CALLS: readonly CallRecord[] = [
  aCallRecord({
    ...{ flowNo: 1n, startedAt: at(0), endedAt: at(40), holdTimeMs: 30_000, callerPddMs: 1_000, calleePddMs: 900 },
    ...{ callerGateway: "Acme", calleeGateway: "Alpha", attempts: [attempt("Alpha", "answered")] },
    price: priced("Acme", "44", "0.0120000001"),
    cost: priced("Alpha Ltd", "442", "0.008"),
  }),
  aCallRecord({
    ...{ flowNo: 2n, startedAt: at(10), endedAt: at(80), holdTimeMs: 60_000, callerPddMs: 3_000, calleePddMs: 1_100 },
    ...{ callerGateway: "Acme", calleeGateway: "Beta", attempts: [attempt("Alpha", "refused"), attempt("Beta", "answered")] },
    price: priced("Acme", "33", "922000000.02"),
    cost: priced("Beta Ltd", "33", "922000000.01"),
  }),
  aCallRecord({
    ...{ flowNo: 3n, startedAt: at(20), endedAt: at(25), holdTimeMs: 0, endReason: "Busy Here(486)", endDirection: "callee" },
    ...{ callerGateway: "Bravo", calleeGateway: "Alpha", attempts: [attempt("Alpha", "refused")] },
    price: priced("Bravo", "44", "0"),
  }),
  aCallRecord({
    ...{ flowNo: 4n, startedAt: at(86_400), endedAt: at(86_440), holdTimeMs: 10_000, callerPddMs: 500 },
    ...{ callerGateway: "Bravo", calleeGateway: "Alpha", attempts: [attempt("Alpha", "answered")] },
    price: priced("Bravo", "44", "922000000.01"),
    cost: priced("Alpha Ltd", "44", "0.02"),
  }),
];

function reportSuite(name: string, open: () => Database): void {
  describe(`Reports over ${name}`, () => {
    let database: Database;
    before(async () => {
      database = open();
      await migrate(database);
      await wipe(database);
      await new SqlCdrRepository(database).insert(CALLS);
    });
    after(async () => {
      await wipe(database);
      await database.close();
    });
    const report = (by: ReportQuery["by"], calls: ReportQuery["calls"] = {}) => cdrReport(database, { by, calls });

    it("add up calls of each customer, to the last digit and over days", async () => {
      assert.deepEqual(await report(["customer"]), [
        {
          of: { customer: "Acme" },
          ...{ seizures: 2, answered: 2, asr: 100, talkSeconds: 90, acd: 45, pdd: 2_000 },
          // 0.0120000001 + 922000000.02 and 0.008 + 922000000.01
          ...{ fee: "922000000.0320000001", cost: "922000000.018", profit: "0.0140000001" },
        },
        {
          of: { customer: "Bravo" },
          ...{ seizures: 2, answered: 1, asr: 50, talkSeconds: 10, acd: 10, pdd: 500 },
          ...{ fee: "922000000.01", cost: "0.02", profit: "921999999.99" },
        },
      ]);
    });

    it("count a vendor's attempts, and its money and time for what it carried", async () => {
      assert.deepEqual(await report(["vendor"]), [
        {
          of: { vendor: "Alpha" },
          // Four tries, two of them refused; 30 s and 10 s of talk.
          ...{ seizures: 4, answered: 2, asr: 50, talkSeconds: 40, acd: 20, pdd: 900 },
          ...{ fee: "922000000.0220000001", cost: "0.028", profit: "921999999.9940000001" },
        },
        {
          of: { vendor: "Beta" },
          ...{ seizures: 1, answered: 1, asr: 100, talkSeconds: 60, acd: 60, pdd: 1_100 },
          ...{ fee: "922000000.02", cost: "922000000.01", profit: "0.01" },
        },
      ]);
    });

    it("take sums that no 64 bits hold", async () => {
      const [row] = await report([]);
      assert.deepEqual([row?.seizures, row?.fee, row?.of], [4, "1844000000.0420000001", {}]);
    });

    it("split by several things at once, days among them", async () => {
      const rows = await report(["vendor", "prefix", "day"]);
      assert.deepEqual(rows.map(({ of, seizures }) => [of.vendor, of.prefix, of.day, seizures]).sort(), [
        ["Alpha", "33", "20260105", 1],
        ["Alpha", "44", "20260105", 2],
        ["Alpha", "44", "20260106", 1],
        ["Beta", "33", "20260105", 1],
      ]);
    });

    it("keep to the time, the gateway and the account that are asked for", async () => {
      const seizures = async (calls: ReportQuery["calls"]): Promise<number> => (await report([], calls))[0]?.seizures ?? 0;
      assert.equal(await seizures({ startedFrom: at(10), startedBefore: at(20) }), 1);
      assert.equal(await seizures({ startedFrom: at(20) }), 2);
      assert.equal(await seizures({ gateway: "Beta" }), 1);
      assert.equal(await seizures({ account: "Alpha Ltd" }), 2);
      assert.equal(await seizures({ account: "Bravo" }), 2);
      assert.equal(await seizures({ account: "Nobody" }), 0);
    });

    it("read the archive when asked to", async () => {
      await new CdrArchive(database).archiveBefore("20260106");
      assert.equal((await report([]))[0]?.seizures, 1);
      const archived = await cdrReport(database, { by: ["vendor"], calls: {}, archived: true });
      assert.deepEqual(
        archived.map(({ of, seizures }) => [of.vendor, seizures]),
        [
          ["Alpha", 3],
          ["Beta", 1],
        ],
      );
    });
  });
}

reportSuite("SQLite", () => new SqliteDatabase({ path: ":memory:" }));

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) reportSuite("MySQL", () => new MysqlDatabase(mysqlOptionsFromUrl(url)));
