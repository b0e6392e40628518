import { SwitchError } from "../../base";

/** Pieces of work that may wait. Our choice: whoever queues more than this has lost the database long ago. */
const MAX_WAITING = 10_000;

/** Lets pieces of work run one after another. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** @throws {SwitchError} `DATABASE_UNAVAILABLE` when too many wait. */
  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.waiting >= MAX_WAITING) throw new SwitchError("DATABASE_UNAVAILABLE", "too many statements wait for the database");
    this.waiting += 1;
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.waiting -= 1;
    }
  }
}
