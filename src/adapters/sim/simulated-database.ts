import { SwitchError } from "../../base";
import type { Database, SqlConnection, SqlResult, SqlValue } from "../../ports";
import type { Settling } from "./simulated-clock";

/** How an operation goes wrong: it never reached the database, or it was done and the answer was lost on the way back. */
export type DatabaseFault = "refused" | "answerLost";

/**
 * A database on the simulated network's other end: an embedded one inside, faults around it, and virtual time that waits for
 * its promises (give it to {@link SimulatedClock.settleWith}).
 */
export class SimulatedDatabase implements Database, Settling {
  readonly dialect: Database["dialect"];
  /** While true every operation says `DATABASE_UNAVAILABLE`. */
  isDown = false;
  /** Asked before each operation (a transaction is one); for faults by a plan or by seeded chance. */
  fault: (() => DatabaseFault | undefined) | undefined;
  private inFlight = 0;
  private activity = 0;
  private settledActivity = 0;

  constructor(private readonly inner: Database) {
    this.dialect = inner.dialect;
  }

  run(sql: string, parameters?: readonly SqlValue[]): Promise<SqlResult> {
    return this.track(() => this.inner.run(sql, parameters));
  }

  transaction<Value>(work: (connection: SqlConnection) => Promise<Value>): Promise<Value> {
    return this.track(() => this.inner.transaction(work));
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  settled(): Promise<void> | undefined {
    return this.inFlight === 0 && this.activity === this.settledActivity ? undefined : this.settle();
  }

  private async track<Value>(work: () => Promise<Value>): Promise<Value> {
    this.activity += 1;
    this.inFlight += 1;
    try {
      const fault = this.isDown ? "refused" : this.fault?.();
      if (fault === "refused") throw new SwitchError("DATABASE_UNAVAILABLE", "the database is down");
      const value = await work();
      if (fault === "answerLost") throw new SwitchError("DATABASE_UNAVAILABLE", "the connection was lost before the answer");
      return value;
    } finally {
      this.inFlight -= 1;
      this.activity += 1;
    }
  }

  /** A turn of the event loop without any activity means that whoever waited for an answer has handled it. */
  private async settle(): Promise<void> {
    for (;;) {
      const before = this.activity;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.inFlight === 0 && this.activity === before) break;
    }
    this.settledActivity = this.activity;
  }
}
