import assert from "node:assert/strict";
import { createSimulation, SimulatedDatabase } from "../../src/adapters/sim";
import { SqliteDatabase } from "../../src/adapters/sql";
import { after, seconds, UsageError, type Duration } from "../../src/base";
import { aCallRecord } from "../../src/cdr/call-record-builder";
import { ParameterStore } from "../../src/parameters";
import { openCdrRepository, openRecordWay, type RecordSink } from "../../src/services/vos3000d";

/** A batch that the database took. */
export interface StoredBatch {
  /** Seconds since the way of records began. */
  readonly at: number;
  readonly records: number;
}

const FOLDER = "/data";

/**
 * The way of call records of a switch, journal and database included, without the calls: for rates at which whole calls would cost
 * more than they show.
 */
export class RecordDesk {
  private readonly world = createSimulation({ seed: 1 });
  private readonly database = new SimulatedDatabase(new SqliteDatabase({ path: ":memory:" }));
  private readonly stored: StoredBatch[] = [];
  private way: RecordSink | undefined;
  private count = 0;

  /** Begins with these values of SS_CDR_FILE_WRITE_MAX and _INTERVAL. */
  open(initial: Readonly<Record<string, number>>): void {
    const { clock, log, random } = this.world;
    clock.settleWith(this.database);
    const ports = { clock, log, random, network: this.world.network.host("192.0.2.1"), files: this.world.disk("192.0.2.1") };
    const parameters = new ParameterStore({ files: ports.files, folder: FOLDER, initial });
    parameters.start("vos3000d");
    const repository = openCdrRepository(this.database, "A");
    const noted = {
      ...repository,
      insert: async (records: Parameters<typeof repository.insert>[0]) => {
        const added = await repository.insert(records);
        this.stored.push({ at: Math.round(clock.now() / 100_000) / 10, records: added });
        return added;
      },
    };
    this.way = openRecordWay({ ports, parameters, repository: noted, folder: FOLDER, switchNumber: 0 });
  }

  /** So many calls end, evenly over this time. */
  async callsEnd(count: number, over: Duration): Promise<void> {
    const { clock } = this.world;
    const start = clock.now();
    for (let index = 1; index <= count; index += 1) {
      const due = after(start, Math.floor((over * (index - 0.5)) / count) as Duration);
      if (due > clock.now()) await clock.advanceSettled((due - clock.now()) as Duration);
      this.count += 1;
      const endedAt = clock.wallClock();
      this.sink.append(aCallRecord({ flowNo: BigInt(this.count), startedAt: endedAt, endedAt }));
    }
    await clock.advanceSettled((after(start, over) - clock.now()) as Duration);
  }

  pass(time: Duration): Promise<void> {
    return this.world.clock.advanceSettled(time);
  }

  get batches(): readonly StoredBatch[] {
    return this.stored;
  }

  get waiting(): number {
    return this.sink.state().waiting;
  }

  /** What the table of the field holds now. */
  async inTables(): Promise<number> {
    const { rows } = await this.database.run("SELECT COUNT(*) AS n FROM e_cdr");
    return Number(rows[0]?.["n"]);
  }

  async close(): Promise<void> {
    const closed = this.sink.close();
    await this.world.clock.advanceSettled(seconds(1));
    await closed;
    assert.equal(this.waiting, 0);
    await this.database.close();
  }

  private get sink(): RecordSink {
    if (this.way === undefined) throw new UsageError("LAB_NO_STORE", "the scenario has not said how call records are stored");
    return this.way;
  }
}
