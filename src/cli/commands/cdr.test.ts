import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createSimulation, SimulatedDatabase } from "../../adapters/sim";
import { SqliteDatabase } from "../../adapters/sql";
import { milliseconds, type WallTime } from "../../base";
import type { CallRecord } from "../../cdr";
import { aCallRecord } from "../../cdr/call-record-builder";
import type { Database } from "../../ports";
import { migrate, SqlCdrRepository, type ReportRow } from "../../store";
import { commandLine, jsonOf, type Ended } from "../command-line-builder";

const MORNING = Date.UTC(2026, 0, 5, 9) * 1_000;
const MINUTE = 60_000_000;
const PRICE = { account: "Acme", rate: "0.012", period: 60, table: "Day", prefix: "44", fee: "0.012", feeSeconds: 60 };

/** Calls a minute apart; every third one found its vendor busy. */
const calls = [...Array(9).keys()].map((index): CallRecord => {
  const startedAt = (MORNING + index * MINUTE) as WallTime;
  const changes = { flowNo: BigInt(index), startedAt, endedAt: (startedAt + MINUTE / 2) as WallTime };
  if (index % 3 > 0) return aCallRecord({ ...changes, price: PRICE, cost: { ...PRICE, account: "Alpha", fee: "0.01" } });
  const busy = [{ gateway: "vendor", startedAt, elapsedMs: 10, status: 486, outcome: "refused" as const }];
  return aCallRecord({ ...changes, holdTimeMs: 0, endReason: "Busy Here(486)", endDirection: "callee", attempts: busy });
});

describe("carrierlab cdr", () => {
  const simulation = createSimulation({ seed: 1 });
  const database = new SimulatedDatabase(new SqliteDatabase({ path: ":memory:" }));
  const shell = commandLine(simulation, database);
  before(async () => {
    await migrate(database);
    await new SqlCdrRepository(database).insert(calls);
  });
  const run = (...words: readonly string[]): Promise<Ended> => shell.run("cdr", ...words);
  const found = async (...words: readonly string[]): Promise<readonly string[]> =>
    jsonOf<readonly { readonly flowNo: string }[]>(await run(...words, "--json")).map(({ flowNo }) => flowNo);

  it("finds by time, account and end reason, oldest first, with and without the word query", async () => {
    assert.deepEqual(await found("--from", "2026-01-05T09:03:00Z", "--to", "2026-01-05T09:05:00Z"), ["3", "4"]);
    assert.deepEqual(await found("query", "--end-reason", "busy here(486)"), ["0", "3", "6"]);
    assert.deepEqual(await found("--account", "Alpha"), ["1", "2", "4", "5", "7", "8"]);
    assert.deepEqual(await found("--account", "Nobody"), []);
  });

  it("prints a page, tells where the next one begins, and begins there", async () => {
    const seen: string[] = [];
    let next: string | undefined = "";
    while (next !== undefined) {
      const page: Ended = await run("query", "--limit", "4", "--json", ...(next === "" ? [] : ["--after", next]));
      seen.push(...jsonOf<readonly { readonly flowNo: string }[]>(page).map(({ flowNo }) => flowNo));
      next = /--after (\S+)/.exec(page.complained)?.[1];
    }
    assert.deepEqual(
      seen,
      calls.map(({ flowNo }) => String(flowNo)),
    );
  });

  it("asks the database for a page at a time, whatever the length of the answer", async () => {
    const many = Array.from({ length: 2_500 }, (_, index) =>
      aCallRecord({ flowNo: BigInt(10_000 + index), caller: "442079460777" }),
    );
    await new SqlCdrRepository(database).insert(many);
    let most = 0;
    const counted: Database = {
      dialect: database.dialect,
      run: async (sql, parameters) => {
        const result = await database.run(sql, parameters);
        most = Math.max(most, result.rows.length);
        return result;
      },
      transaction: (work) => database.transaction(work),
      close: () => database.close(),
    };
    const answer: bigint[] = [];
    for await (const { flowNo } of new SqlCdrRepository(counted).stream({ caller: "442079460777", limit: 1_000 }))
      answer.push(flowNo);
    assert.equal(answer.length, 2_500);
    assert.ok(most <= 1_001, `${most} rows at once`);
    const { printed } = await run("--number", "442079460777");
    assert.equal(printed.split("\n").filter((line) => line.startsWith("2026-")).length, 2_500);
    await database.run("DELETE FROM e_cdr_20260105 WHERE flowno >= 10000");
  });

  it("tells an operator that the database is slow", async () => {
    const { clock } = simulation;
    database.fault = () => {
      // The answer is two seconds on its way.
      clock.advance(milliseconds(2_000));
      return undefined;
    };
    const { complained } = await run("--limit", "1", "--stored");
    database.fault = undefined;
    assert.match(complained, /the database took \d+\.\d s for one page: see carrierlab database doctor/);
    assert.doesNotMatch((await run("--limit", "1", "--stored")).complained, /the database took/);
  });

  it("refuses an end reason that nobody knows, rather than finding nothing", async () => {
    const { exitCode, complained } = await run("--end-reason", "Buzy");
    assert.equal(exitCode, 2);
    assert.match(complained, /CLI_BAD_END_REASON/);
  });

  it("reports a vendor's ratio, duration and profit", async () => {
    const [row, ...more] = jsonOf<readonly ReportRow[]>(await run("report", "--json"));
    assert.deepEqual(more, []);
    assert.deepEqual(row?.of, { vendor: "vendor" });
    assert.deepEqual([row?.seizures, row?.answered, row?.asr, row?.acd], [9, 6, 66.67, 30]);
    // 6 * 0.012 and 6 * 0.01
    assert.deepEqual([row?.fee, row?.cost, row?.profit], ["0.072", "0.06", "0.012"]);
  });

  it("reports by end reason with its name", async () => {
    const { printed } = await run("report", "--by", "endReason");
    assert.match(printed, /^endReason\s+calls\s+answered.*\nNormal release\s+6\s+6\s+100.*\nBusy Here\(486\)\s+3\s+0\s+0/);
  });

  it("archives what is old enough, after which the query asks for it by itself", async () => {
    assert.match((await run("archive", "--older-than", "1d")).printed, /no day is that old/);
    simulation.clock.shiftWallClock(milliseconds(2 * 86_400_000));
    assert.deepEqual(jsonOf(await run("archive", "--older-than", "1d", "--json")), [{ day: "20260105", records: 9 }]);
    assert.deepEqual(await found(), []);
    assert.equal((await found("--archived")).length, 9);
    assert.equal((await run("archive", "--older-than", "0d")).exitCode, 2);
  });
});
