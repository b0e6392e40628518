import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation, type Simulation } from "../adapters/sim";
import { milliseconds, seconds, type Duration } from "../base";
import { aCallRecord } from "./call-record-builder";
import { CdrJournal, RETRY_INTERVAL, type JournalOptions } from "./journal";

const FOLDER = "/var/lib/carrierlab/cdr";
const record = (flowNo: number) => aCallRecord({ flowNo: BigInt(flowNo) });

function open(world: Simulation, options: Partial<JournalOptions> = {}): CdrJournal {
  const { files, clock, log } = world;
  return new CdrJournal({ files, clock, log }, { folder: FOLDER, ...options });
}

/** Flow numbers of all sealed segments. */
function contents(journal: CdrJournal): number[] {
  const numbers: number[] = [];
  for (let segment = journal.oldestSealed(); segment !== undefined; segment = journal.oldestSealed()) {
    numbers.push(...journal.read(segment).map(({ flowNo }) => Number(flowNo)));
    journal.remove(segment);
  }
  return numbers;
}

describe("CdrJournal", () => {
  it("gives records back in order, segment by segment", () => {
    const journal = open(createSimulation({ seed: 1 }), { segmentRecords: 2 });
    for (let flowNo = 1; flowNo <= 5; flowNo += 1) assert.ok(journal.append(record(flowNo)));
    assert.equal(journal.status().segments, 3);
    journal.seal();
    assert.deepEqual(contents(journal), [1, 2, 3, 4, 5]);
  });

  it("tells when a segment is full", () => {
    const journal = open(createSimulation({ seed: 1 }), { segmentRecords: 2 });
    let full = 0;
    journal.onFull = () => (full += 1);
    for (let flowNo = 1; flowNo <= 5; flowNo += 1) journal.append(record(flowNo));
    assert.equal(full, 2);
  });

  it("seals nothing when nothing was written", () => {
    const journal = open(createSimulation({ seed: 1 }));
    journal.seal();
    assert.equal(journal.oldestSealed(), undefined);
  });

  it("syncs within the time it was given, and once for many records", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world, { sync: milliseconds(100) });
    for (let flowNo = 1; flowNo <= 50; flowNo += 1) journal.append(record(flowNo));
    assert.equal(world.files.syncCount, 0);
    world.clock.advance(milliseconds(100));
    assert.equal(world.files.syncCount, 1);
    world.clock.advance(seconds(10));
    assert.equal(world.files.syncCount, 1);
  });

  it("syncs each record when told so", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world, { sync: "each" });
    for (let flowNo = 1; flowNo <= 5; flowNo += 1) journal.append(record(flowNo));
    assert.equal(world.files.syncCount, 5);
  });

  it("loses nothing when the process is killed, synced or not", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world, { sync: seconds(3_600) });
    for (let flowNo = 1; flowNo <= 3; flowNo += 1) journal.append(record(flowNo));
    world.files.killProcess();
    assert.deepEqual(contents(open(world)), [1, 2, 3]);
  });

  it("keeps what was synced when the power goes, cuts the torn rest and says so", () => {
    const kept = new Set<number>();
    for (let seed = 0; seed < 40; seed += 1) {
      const world = createSimulation({ seed });
      const journal = open(world, { sync: seconds(3_600) });
      journal.append(record(1));
      journal.append(record(2));
      journal.seal();
      journal.append(record(3));
      journal.append(record(4));
      world.files.losePower();
      const found = contents(open(world));
      assert.deepEqual(found.slice(0, 2), [1, 2]);
      assert.deepEqual(found, [1, 2, 3, 4].slice(0, found.length));
      kept.add(found.length);
      const bytes = world.files.list(FOLDER).filter((name) => name.endsWith(".damaged"));
      assert.equal(world.log.of("cdr.journal.damaged").length > 0, bytes.length > 0);
    }
    assert.deepEqual([...kept].sort(), [2, 3, 4].slice(0, kept.size));
    assert.ok(kept.size > 1, "every crash fell on the same place");
  });

  it("never writes behind a torn end", () => {
    const world = createSimulation({ seed: 3 });
    const first = open(world, { sync: seconds(3_600) });
    first.append(record(1));
    world.files.losePower();
    const second = open(world);
    second.append(record(2));
    second.seal();
    assert.ok(contents(second).includes(2));
  });

  it("keeps aside what it cannot read", () => {
    const world = createSimulation({ seed: 1 });
    const path = `${FOLDER}/cdr-000000000001.journal`;
    const journal = open(world);
    journal.append(record(1));
    journal.append(record(2));
    journal.seal();
    const bytes = world.files.read(path);
    bytes[40] = 0x7f;
    world.files.replace(path, bytes);
    assert.deepEqual(contents(open(world)), [2]);
    assert.ok(world.files.read(`${path}.damaged`).includes("442079460001"));
    assert.equal(world.files.exists(path), false);
  });

  it("holds records in memory while the disk is full, and writes them in order when it is not", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world);
    journal.append(record(1));
    world.files.capacity = world.files.used;
    assert.equal(journal.append(record(2)), false);
    assert.equal(journal.append(record(3)), false);
    assert.deepEqual([journal.status().inMemory, journal.status().lost], [2, 0]);
    assert.match(journal.status().error ?? "", /FILE_DISK_FULL/);
    assert.equal(world.log.of("cdr.journal.refused").length, 1);
    world.files.mend();
    journal.append(record(4));
    world.clock.advance(RETRY_INTERVAL);
    assert.equal(journal.status().inMemory, 0);
    assert.equal(journal.status().error, undefined);
    journal.seal();
    assert.deepEqual(contents(journal), [1, 2, 3, 4]);
    assert.equal(world.log.of("cdr.journal.recovered").length, 1);
  });

  it("writes a record to the log when disk and memory are full", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world, { memoryRecords: 2 });
    world.files.capacity = 0;
    for (let flowNo = 1; flowNo <= 4; flowNo += 1) journal.append(record(flowNo));
    assert.deepEqual([journal.status().inMemory, journal.status().lost], [2, 2]);
    const lost = world.log.of("cdr.lost").map(({ fields }) => String(fields["record"]));
    assert.deepEqual(
      lost.map((text) => text.includes('"flowNo":"3"') || text.includes('"flowNo":"4"')),
      [true, true],
    );
  });

  it("raises one alarm for a disk that does not sync, and takes it back when it does", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world);
    world.files.fail("sync", "FILE_IO");
    journal.append(record(1));
    world.clock.advance(seconds(5));
    journal.append(record(2));
    world.clock.advance(seconds(5));
    assert.equal(world.log.of("cdr.journal.refused").length, 1);
    assert.match(journal.status().error ?? "", /FILE_IO/);
    world.files.mend();
    world.clock.advance(seconds(5));
    assert.equal(journal.status().error, undefined);
  });

  it("leaves no timer behind when it is closed", () => {
    const world = createSimulation({ seed: 1 });
    const journal = open(world);
    journal.append(record(1));
    world.files.capacity = world.files.used;
    journal.append(record(2));
    journal.close();
    journal.close();
    assert.deepEqual(world.clock.armed(), []);
    assert.equal(world.log.of("cdr.lost").length, 1);
  });

  it("counts what waits and since when, also after a restart", () => {
    const world = createSimulation({ seed: 1 });
    open(world, { sync: 0 as Duration, segmentRecords: 2 });
    const journal = open(world, { segmentRecords: 2 });
    for (let flowNo = 1; flowNo <= 5; flowNo += 1) journal.append(record(flowNo));
    const { waiting, oldest } = journal.status();
    assert.deepEqual([waiting, oldest], [5, record(1).endedAt]);
    world.files.killProcess();
    assert.deepEqual([open(world).status().waiting, open(world).status().oldest], [5, record(1).endedAt]);
  });
});
