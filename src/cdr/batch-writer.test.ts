import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createSimulation, SimulatedDatabase, type Simulation, type SimulatedProcess } from "../adapters/sim";
import { SqliteDatabase } from "../adapters/sql";
import { inSeconds, milliseconds, seconds, SwitchError, type WallTime } from "../base";
import { migrate, SqlCdrRepository } from "../store";
import { CdrBatchWriter, type BatchWriterOptions } from "./batch-writer";
import { aCallRecord } from "./call-record-builder";
import { CdrJournal, type JournalOptions } from "./journal";
import type { CallRecord } from "./record";
import type { CdrRepository } from "./repository";

const FOLDER = "/var/lib/carrierlab/cdr";
const REJECTED = "/var/lib/carrierlab/cdr-rejected.journal";

interface Running {
  readonly process: SimulatedProcess;
  readonly journal: CdrJournal;
  readonly writer: CdrBatchWriter;
  readonly append: (...flowNumbers: number[]) => void;
}

interface Setup {
  readonly world: Simulation;
  readonly database: SimulatedDatabase;
  readonly repository: SqlCdrRepository;
  readonly start: (options?: Partial<JournalOptions & BatchWriterOptions>, repository?: CdrRepository) => Running;
  readonly stored: () => Promise<number[]>;
}

async function setUp(seed: number | string = 1): Promise<Setup> {
  const world = createSimulation({ seed });
  const database = new SimulatedDatabase(new SqliteDatabase({ path: ":memory:" }));
  await migrate(database);
  world.clock.settleWith(database);
  const repository = new SqlCdrRepository(database);
  return {
    world,
    database,
    repository,
    start: (options = {}, target = repository) => {
      const process = world.process("vos3000d", "192.0.2.1");
      const { files, clock, log } = process;
      const journal = new CdrJournal({ files, clock, log }, { folder: FOLDER, ...options });
      const writer = new CdrBatchWriter(
        { journal, repository: target, files, clock, log },
        { rejectedPath: REJECTED, ...options },
      );
      writer.start();
      const append = (...numbers: number[]) => {
        for (const flowNo of numbers) journal.append(aCallRecord({ flowNo: BigInt(flowNo), endedAt: clock.wallClock() }));
      };
      return { process, journal, writer, append };
    },
    stored: async () => {
      const numbers: number[] = [];
      for await (const { flowNo } of repository.stream({ order: "oldestFirst" })) numbers.push(Number(flowNo));
      return numbers.sort((a, b) => a - b);
    },
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_unused, index) => from + index);

describe("CdrBatchWriter", () => {
  it("stores a record at the tick of the interval, not before", async () => {
    const { world, start, stored } = await setUp();
    start().append(1);
    await world.clock.advanceSettled(seconds(59.9));
    assert.deepEqual(await stored(), []);
    await world.clock.advanceSettled(seconds(0.1));
    assert.deepEqual(await stored(), [1]);
  });

  it("stores a batch as soon as it is full, and the rest at the tick", async () => {
    const { world, start, stored } = await setUp();
    start().append(...range(1, 2_500));
    await world.clock.settle();
    assert.equal((await stored()).length, 2_000);
    await world.clock.advanceSettled(seconds(60));
    assert.equal((await stored()).length, 2_500);
  });

  it("writes 12 batches a minute at 200 calls/s, and 24 with batches of 500", async () => {
    for (const [segmentRecords, expected] of [
      [1_000, 12],
      [500, 24],
    ] as const) {
      const { world, repository, start } = await setUp();
      let batches = 0;
      const counting: CdrRepository = Object.assign(Object.create(repository) as CdrRepository, {
        insert: (records: readonly CallRecord[]) => {
          batches += 1;
          return repository.insert(records);
        },
      });
      const { append } = start({ segmentRecords }, counting);
      for (let second = 0; second < 60; second += 1) {
        append(...range(second * 200, second * 200 + 199));
        await world.clock.advanceSettled(seconds(1));
      }
      assert.equal(batches, expected);
    }
  });

  it("waits while the database is down, shows it, and stores everything once when it is back", async () => {
    const { world, database, start, stored } = await setUp();
    const { writer, append } = start({ segmentRecords: 10 });
    database.isDown = true;
    append(...range(1, 35));
    await world.clock.advanceSettled(seconds(300));
    const waiting = writer.status();
    assert.deepEqual([waiting.waiting, waiting.stored, waiting.lastError?.code], [35, 0, "DATABASE_UNAVAILABLE"]);
    assert.equal(inSeconds(waiting.oldestAge ?? seconds(0)), 300);
    assert.ok(waiting.failures > 5);
    assert.equal(world.log.of("cdr.database.away").length, 1);
    database.isDown = false;
    await world.clock.advanceSettled(seconds(31));
    assert.deepEqual(await stored(), range(1, 35));
    const done = writer.status();
    assert.deepEqual(
      [done.waiting, done.stored, done.failures, done.lastError, done.oldestAge],
      [0, 35, 0, undefined, undefined],
    );
    assert.equal(world.log.of("cdr.database.back").length, 1);
    assert.deepEqual(world.disk("192.0.2.1").list(FOLDER), []);
  });

  it("stores once what was committed although the answer was lost", async () => {
    const { world, database, start, stored } = await setUp();
    start().append(1, 2, 3);
    let answers = 0;
    database.fault = () => (answers++ < 3 ? "answerLost" : undefined);
    await world.clock.advanceSettled(seconds(120));
    assert.deepEqual(await stored(), [1, 2, 3]);
  });

  it("begins at once with what a killed process left", async () => {
    const { world, start, stored } = await setUp();
    const first = start();
    first.append(1, 2, 3);
    first.process.kill();
    start();
    await world.clock.settle();
    assert.deepEqual(await stored(), [1, 2, 3]);
  });

  it("puts a record that the database refuses aside, and stores the others of its batch", async () => {
    const { world, database, repository, start, stored } = await setUp();
    const picky: CdrRepository = Object.assign(Object.create(repository) as CdrRepository, {
      insert: async (records: readonly CallRecord[]) => {
        await database.run("SELECT 1");
        if (records.some(({ flowNo }) => flowNo === 2n)) throw new SwitchError("DATABASE_ERROR", "a value does not fit");
        return repository.insert(records);
      },
    });
    const { writer, append } = start({}, picky);
    append(1, 2, 3);
    await world.clock.advanceSettled(seconds(61));
    assert.deepEqual(await stored(), [1, 3]);
    assert.deepEqual([writer.status().rejected, writer.status().waiting], [1, 0]);
    assert.ok(world.disk("192.0.2.1").read(REJECTED).includes('"flowNo":"2"'));
  });

  it("rejects nothing while the database refuses everything", async () => {
    const { world, database, repository, start, stored } = await setUp();
    let isBroken = true;
    const broken: CdrRepository = Object.assign(Object.create(repository) as CdrRepository, {
      insert: async (records: readonly CallRecord[]) => {
        await database.run("SELECT 1");
        if (isBroken) throw new SwitchError("DATABASE_ERROR", "no such table");
        return repository.insert(records);
      },
      probe: async () => {
        if (isBroken) throw new SwitchError("DATABASE_ERROR", "no such table");
      },
    });
    const { writer, append } = start({}, broken);
    append(1, 2, 3);
    await world.clock.advanceSettled(seconds(600));
    assert.deepEqual([writer.status().rejected, writer.status().waiting], [0, 3]);
    isBroken = false;
    await world.clock.advanceSettled(seconds(60));
    assert.deepEqual(await stored(), [1, 2, 3]);
  });

  it("flushes on demand and leaves no timer when it stops", async () => {
    const { world, start, stored } = await setUp();
    const { writer, journal, append } = start();
    append(1, 2);
    assert.equal(await writer.flush(), true);
    assert.deepEqual(await stored(), [1, 2]);
    await writer.stop();
    journal.close();
    assert.deepEqual(world.clock.armed(), []);
  });

  it("says that a flush did not succeed, and keeps the records", async () => {
    const { database, start } = await setUp();
    const { writer, append } = start();
    append(1);
    database.isDown = true;
    assert.equal(await writer.flush(), false);
    await writer.stop();
    assert.equal(writer.status().waiting, 1);
  });

  it("loses no synced record and stores none twice, whatever crashes and fails, whenever", async () => {
    const event = fc.oneof(
      { weight: 6, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 7 }) }) },
      { weight: 4, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 90_000 }) }) },
      { weight: 2, arbitrary: fc.constant({ kill: "process" as const }) },
      { weight: 2, arbitrary: fc.constant({ kill: "power" as const }) },
      { weight: 1, arbitrary: fc.record({ down: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ diskFull: fc.boolean() }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.integer(), async (events, seed) => {
        const { world, database, start, stored } = await setUp(seed);
        const chance = world.random.fork("database faults");
        database.fault = () => (chance.fraction() < 0.2 ? (chance.fraction() < 0.5 ? "refused" : "answerLost") : undefined);
        const disk = world.disk("192.0.2.1");
        const options = { sync: "each" as const, segmentRecords: 5 };
        let running = start(options);
        const safe = new Set<number>();
        const given = new Set<number>();
        let next = 1;
        for (const each of events) {
          if ("append" in each) {
            for (let count = 0; count < each.append; count += 1) {
              const taken = running.journal.append(
                aCallRecord({ flowNo: BigInt(next), endedAt: (world.clock.wallClock() + next) as WallTime }),
              );
              given.add(next);
              if (taken) safe.add(next);
              next += 1;
            }
          } else if ("pass" in each) await world.clock.advanceSettled(milliseconds(each.pass));
          else if ("down" in each) database.isDown = each.down;
          else if ("diskFull" in each) disk.capacity = each.diskFull ? disk.used : undefined;
          else {
            if (each.kill === "process") running.process.kill();
            else world.losePower("192.0.2.1");
            world.powerOn("192.0.2.1");
            running = start(options);
          }
        }
        disk.mend();
        database.isDown = false;
        database.fault = undefined;
        await world.clock.advanceSettled(seconds(120));
        const { rows } = await database.run(
          "SELECT flowno, COUNT(*) AS n FROM carrierlab_call GROUP BY flowno HAVING COUNT(*) > 1",
        );
        assert.deepEqual(rows, []);
        const found = await stored();
        assert.equal(new Set(found).size, found.length);
        const missing = [...safe].filter((flowNo) => !found.includes(flowNo));
        assert.deepEqual(missing, [], "records that were synced");
        assert.ok(found.every((flowNo) => given.has(flowNo)));
        assert.equal(running.writer.status().waiting, 0);
        await database.close();
      }),
      { numRuns: 60 },
    );
  });
});
