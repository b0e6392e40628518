import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { DiskFiles, JsonLog, SystemClock } from "../adapters/node";
import { SqliteDatabase } from "../adapters/sql";
import { migrate, SqlCdrRepository } from "../store";
import { CdrBatchWriter } from "./batch-writer";
import { CdrJournal } from "./journal";

const ROUNDS = 3;

/** Runs the child until it acknowledged `records` records, then kills it; gives all flow numbers that it acknowledged. */
async function runAndKill(folder: string, first: number, records: number): Promise<number[]> {
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "-r",
      "ts-node/register/transpile-only",
      join(__dirname, "kill-nine-child-builder.ts"),
      folder,
      String(first),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const acknowledged: number[] = [];
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === records) child.kill("SIGKILL");
  }
  await ended;
  return acknowledged;
}

describe("kill -9 of a real process with real files and a real database", () => {
  it("loses no record that was appended and stores none twice", async () => {
    const folder = mkdtempSync(join(tmpdir(), "carrierlab-kill-"));
    const acknowledged: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      acknowledged.push(...(await runAndKill(folder, round * 1_000_000, 150 + round * 37)));
    }
    assert.ok(acknowledged.length >= ROUNDS * 150);

    const ports = { files: new DiskFiles(), clock: new SystemClock(), log: new JsonLog({ write: () => undefined }) };
    const database = new SqliteDatabase({ path: join(folder, "cdr.db") });
    await migrate(database);
    const repository = new SqlCdrRepository(database);
    const journal = new CdrJournal(ports, { folder: join(folder, "journal") });
    const writer = new CdrBatchWriter({ ...ports, journal, repository }, { rejectedPath: join(folder, "rejected") });
    writer.start();
    assert.equal(await writer.flush(), true);
    await writer.stop();
    journal.close();

    const stored: number[] = [];
    for await (const { flowNo } of repository.stream({})) stored.push(Number(flowNo));
    const found = new Set(stored);
    assert.equal(found.size, stored.length);
    assert.deepEqual(
      acknowledged.filter((flowNo) => !found.has(flowNo)),
      [],
    );
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
