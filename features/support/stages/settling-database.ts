import type { SimulatedClock } from "../../../src/adapters/sim";
import type { Database, SqlConnection, SqlResult, SqlValue } from "../../../src/ports";

/**
 * A database whose answers virtual time waits for, and that outlives the service that closes it: as a server would.
 *
 * While a statement is on its way the clock stands, so that a run does not depend on how fast the machine is.
 */
export class SettlingDatabase implements Database {
  readonly dialect: Database["dialect"];
  private readonly onTheWay = new Set<Promise<unknown>>();

  constructor(
    private readonly database: Database,
    clock: SimulatedClock,
  ) {
    this.dialect = database.dialect;
    clock.settleWith({ settled: () => (this.onTheWay.size === 0 ? undefined : this.answered()) });
  }

  run(sql: string, parameters?: readonly SqlValue[]): Promise<SqlResult> {
    return this.tracked(this.database.run(sql, parameters));
  }

  transaction<Value>(work: (connection: SqlConnection) => Promise<Value>): Promise<Value> {
    return this.tracked(this.database.transaction(work));
  }

  /** The service is done with it; the database stays for the next one, and for those who read records. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Really closes it. */
  shutDown(): Promise<void> {
    return this.database.close();
  }

  private tracked<Value>(answer: Promise<Value>): Promise<Value> {
    this.onTheWay.add(answer);
    const done = (): void => void this.onTheWay.delete(answer);
    answer.then(done, done);
    return answer;
  }

  private async answered(): Promise<void> {
    await Promise.allSettled(this.onTheWay);
    // What was waiting for the answer runs in microtasks; the next turn of the event loop is behind all of them.
    await new Promise<void>((resolve) => void setImmediate(resolve));
  }
}
