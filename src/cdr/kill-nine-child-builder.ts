import { join } from "node:path";
import { DiskFiles, JsonLog, SystemClock } from "../adapters/node";
import { SqliteDatabase } from "../adapters/sql";
import { milliseconds } from "../base";
import { migrate, SqlCdrRepository } from "../store";
import { CdrBatchWriter } from "./batch-writer";
import { aCallRecord } from "./call-record-builder";
import { CdrJournal } from "./journal";

/** The process that kill-nine.test.ts kills: appends a record about every half millisecond, and prints its number once it is in the journal. */
async function main(folder: string, first: number): Promise<void> {
  const ports = { files: new DiskFiles(), clock: new SystemClock(), log: new JsonLog({ write: () => undefined }) };
  const database = new SqliteDatabase({ path: join(folder, "cdr.db") });
  await migrate(database);
  const journal = new CdrJournal(ports, { folder: join(folder, "journal"), segmentRecords: 20 });
  const writer = new CdrBatchWriter(
    { ...ports, journal, repository: new SqlCdrRepository(database) },
    { rejectedPath: join(folder, "rejected"), interval: milliseconds(15) },
  );
  writer.start();
  let flowNo = first;
  const appendSome = (): void => {
    for (let count = 0; count < 3; count += 1) {
      flowNo += 1;
      journal.append(aCallRecord({ flowNo: BigInt(flowNo), endedAt: ports.clock.wallClock() }));
      process.stdout.write(`${flowNo}\n`);
    }
    ports.clock.in(milliseconds(1), "append", appendSome);
  };
  appendSome();
}

void main(process.argv[2] ?? "", Number(process.argv[3]));
