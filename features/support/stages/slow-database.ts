import type { SimulatedClock } from "../../../src/adapters/sim";
import type { Duration } from "../../../src/base";
import type { Database, SqlConnection, SqlResult, SqlValue } from "../../../src/ports";

/** A database that takes its (virtual) time for each statement and each transaction, in which everybody else goes on. */
export class SlowDatabase implements Database {
  readonly dialect: Database["dialect"];
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly database: Database,
    private readonly clock: SimulatedClock,
    private latency: Duration,
  ) {
    this.dialect = database.dialect;
  }

  async run(sql: string, parameters?: readonly SqlValue[]): Promise<SqlResult> {
    await this.wait();
    return this.database.run(sql, parameters);
  }

  async transaction<Value>(work: (connection: SqlConnection) => Promise<Value>): Promise<Value> {
    await this.wait();
    return this.database.transaction(work);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** From now on it answers at once, also what it was asked before. */
  hurry(): void {
    this.latency = 0 as Duration;
    for (const go of this.waiting) go();
  }

  private async wait(): Promise<void> {
    if (this.latency === 0) return;
    await new Promise<void>((resolve) => {
      const timer = this.clock.in(this.latency, "answer of the database", () => go());
      const go = (): void => {
        timer.cancel();
        this.waiting.delete(go);
        resolve();
      };
      this.waiting.add(go);
    });
  }
}
