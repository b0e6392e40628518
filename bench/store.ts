import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createConnection, type Connection } from "mysql2/promise";
import { DiskFiles, JsonLog, SystemClock } from "../src/adapters/node";
import { MysqlDatabase, mysqlOptionsFromUrl } from "../src/adapters/sql";
import type { Duration, WallTime } from "../src/base";
import { CdrJournal, DEFAULT_SYNC, encodeFrame, encodeRecord, type CallRecord } from "../src/cdr";
import { aCallRecord } from "../src/cdr/call-record-builder";
import { migrate, SqlCdrRepository } from "../src/store";

/**
 * What it costs to keep call records: appends to the journal beside bare writes of the same bytes, and batches into MariaDB beside
 * LOAD DATA of the same rows into the same tables, over one connection and one commit for each thousand, while two hundred calls a second
 * end in the same process.
 *
 * `scripts/bench.sh store`; MariaDB is left out where neither CARRIERLAB_MYSQL_URL nor Docker is there.
 */
const ROUNDS = 5;
const JOURNAL_RECORDS = 20_000;
const SYNCED_RECORDS = 500;
const BATCHES = 10;
const BATCH = 1_000;
const START = Date.UTC(2026, 0, 5, 9) * 1_000;

const price = (account: string, fee: string) => ({
  ...{ account, fee, rate: "0.012", period: 60, table: "Day", prefix: "44", feeSeconds: 60 },
});

/** A call as most are: one vendor, media through the switch, an account on either side. */
function record(index: number): CallRecord {
  const at = (START + index * 1_000) as WallTime;
  const stream = {
    ...{ received: 1_500, receivedBytes: 258_000, forwarded: 1_500, lost: 0, jitterMs: 0.4, encrypted: 0, decrypted: 0 },
    dropped: { cipher: 0, unlatched: 0, foreignSource: 0, malformed: 0, noPeer: 0 },
    ...{ ssrc: 4_000_000_000 - index, payloadType: 8 },
  };
  return aCallRecord({
    ...{ flowNo: BigInt(index), callId: `call-${index}`, startedAt: at, endedAt: at, callerPddMs: 210, calleePddMs: 200 },
    attempts: [{ gateway: "vendor", startedAt: at, elapsedMs: 4_999, status: 200, outcome: "answered" }],
    media: { fromA: stream, fromB: stream },
    price: price("Acme", "0.012"),
    cost: price("Alpha", "0.008"),
  });
}

const perSecond = (count: number, ms: number): number => (count / ms) * 1_000;

type Work = (round: number) => Promise<number> | number;

/** The best of some rounds for each of two ways, one after the other in each round: other processes only ever add, and come and go. */
async function best(count: number, one: Work, other: Work): Promise<readonly [number, number]> {
  let [most, mostOther] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    most = Math.max(most, perSecond(count, await one(round)));
    mostOther = Math.max(mostOther, perSecond(count, await other(round)));
  }
  return [most, mostOther];
}

const line = (what: string, reached: number, floor: number, of: string): void =>
  console.log(
    `  ${what.padEnd(44)} ${Math.round(reached).toString().padStart(8)} a second, ${(reached / floor).toFixed(2)} of ${of}`,
  );

const openJournal = (folder: string, sync: "each" | Duration): CdrJournal =>
  new CdrJournal(
    { files: new DiskFiles(), clock: new SystemClock(), log: new JsonLog({ level: "error" }) },
    { folder, sync, segmentRecords: 1_000_000 },
  );

/** Appends beside writing the same bytes, made ahead, and syncing them as often. */
async function benchJournal(folder: string, sync: "each" | Duration, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, index) => record(index));
  const frames = records.map((each) => encodeFrame(encodeRecord(each)));
  const name = sync === "each" ? "each record synced" : "synced every 100 ms";
  const [reached, floor] = await best(
    count,
    (round) => {
      const written = openJournal(join(folder, `${name} ${round}`), sync);
      const begun = performance.now();
      for (const each of records) written.append(each);
      const took = performance.now() - begun;
      written.close();
      return took;
    },
    (round) => {
      const file = openSync(join(folder, `bare ${name} ${round}`), "a");
      const begun = performance.now();
      for (const frame of frames) {
        writeSync(file, frame);
        if (sync === "each") fsyncSync(file);
      }
      const took = performance.now() - begun;
      closeSync(file);
      return took;
    },
  );
  line(`journal, ${name}`, reached, floor, sync === "each" ? "bare writes and syncs" : "bare writes");
}

/** Two hundred calls a second that end meanwhile, in the journal of the same process. */
function callsGoOn(folder: string): { stop(): void } {
  const meanwhile = openJournal(join(folder, "meanwhile"), DEFAULT_SYNC);
  let ended = 1_000_000;
  const timer = setInterval(() => void meanwhile.append(record((ended += 1))), 5);
  return {
    stop: () => {
      clearInterval(timer);
      meanwhile.close();
    },
  };
}

const TABLES = ["e_cdr_20260105", "carrierlab_call", "carrierlab_call_attempt", "carrierlab_call_media", "carrierlab_call_money"];

/** The rows of each table as LOAD DATA takes them, by batch, read back from what was stored. */
async function exported(
  connection: Connection,
): Promise<readonly (readonly { readonly table: string; readonly text: string }[])[]> {
  const batches = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const parts = [];
    for (const table of TABLES) {
      const [rows] = await connection.query<never>(
        { sql: `SELECT * FROM ${table} WHERE flowno >= ? AND flowno < ?`, rowsAsArray: true },
        [batch * BATCH, (batch + 1) * BATCH],
      );
      const cell = (value: string | number | null): string =>
        value === null ? "\\N" : String(value).replace(/[\\\t\n]/g, (letter) => `\\${letter}`);
      parts.push({ table, text: (rows as (string | number | null)[][]).map((row) => row.map(cell).join("\t")).join("\n") });
    }
    batches.push(parts);
  }
  return batches;
}

async function benchMariaDb(url: string, folder: string): Promise<void> {
  const database = new MysqlDatabase(mysqlOptionsFromUrl(url));
  const connection = await createConnection(url);
  try {
    await migrate(database);
    const repository = new SqlCdrRepository(database);
    const empty = async (): Promise<void> => {
      for (const table of TABLES) await connection.query(`DELETE FROM ${table}`);
    };
    for (const day of await repository.days()) await repository.removeDay(day);
    const batches = Array.from({ length: BATCHES }, (_, batch) =>
      Array.from({ length: BATCH }, (_, index) => record(batch * BATCH + index)),
    );
    const count = BATCHES * BATCH;
    for (const batch of batches) await repository.insert(batch);
    const files = await exported(connection);
    const store = async (): Promise<number> => {
      await empty();
      const begun = performance.now();
      for (const batch of batches) await repository.insert(batch);
      return performance.now() - begun;
    };
    const load = async (): Promise<number> => {
      await empty();
      const begun = performance.now();
      for (const parts of files) {
        await connection.beginTransaction();
        for (const { table, text } of parts) {
          await connection.query({
            sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table} CHARACTER SET utf8mb4`,
            infileStreamFactory: () => Readable.from([Buffer.from(text)]),
          });
        }
        await connection.commit();
      }
      return performance.now() - begun;
    };
    const calls = callsGoOn(folder);
    const [stored, loaded] = await best(count, store, load);
    calls.stop();
    console.log(`  LOAD DATA of ${count} calls: ${Math.round(loaded)} a second`);
    line("call records into MariaDB", stored, loaded, "LOAD DATA");
    await empty();
  } finally {
    await connection.end();
    await database.close();
  }
}

async function main(): Promise<void> {
  console.log(`store: ${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors`);
  const folder = mkdtempSync(join(tmpdir(), "carrierlab-bench-"));
  try {
    await benchJournal(folder, DEFAULT_SYNC, JOURNAL_RECORDS);
    await benchJournal(folder, "each", SYNCED_RECORDS);
    const url = process.env["CARRIERLAB_MYSQL_URL"];
    if (url === undefined) console.log("  MariaDB: not measured, CARRIERLAB_MYSQL_URL is not set");
    else await benchMariaDb(url, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
