import { after, DeadlineHeap, type DeadlineEntry, type Duration, type Instant, type WallTime } from "../../base";
import type { Clock, Timer } from "../../ports";

/** setTimeout counts milliseconds in 31 bits; longer waits are made of several. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

class SystemTimer implements Timer, DeadlineEntry {
  order = 0;
  slot = -1;

  constructor(
    private readonly clock: SystemClock,
    readonly due: Instant,
    readonly name: string,
    readonly run: () => void,
  ) {}

  cancel(): void {
    this.clock.disarm(this);
  }
}

/**
 * The machine's time. `now` is the process's monotonic clock from the moment this object was made.
 *
 * All timers share one setTimeout, so that those of one instant keep their order, which separate timeouts rounded to
 * milliseconds do not. An armed timer keeps the process alive. It fires up to about a millisecond late and never early.
 */
export class SystemClock implements Clock {
  private readonly heap = new DeadlineHeap<SystemTimer>();
  private readonly startMs = performance.now();
  private timeout: NodeJS.Timeout | undefined;
  private wakesAt = Infinity;

  now(): Instant {
    return Math.floor((performance.now() - this.startMs) * 1_000) as Instant;
  }

  wallClock(): WallTime {
    return (Date.now() * 1_000) as WallTime;
  }

  at(due: Instant, name: string, run: () => void): Timer {
    const timer = new SystemTimer(this, due, name, run);
    this.heap.insert(timer);
    if (due < this.wakesAt) this.wakeAt(due);
    return timer;
  }

  in(delay: Duration, name: string, run: () => void): Timer {
    return this.at(after(this.now(), delay), name, run);
  }

  armed(): readonly Timer[] {
    return this.heap.sorted();
  }

  /** Used by its timers. */
  disarm(timer: SystemTimer): void {
    if (this.heap.remove(timer) && this.heap.size === 0) this.sleep();
  }

  private wakeAt(due: Instant): void {
    clearTimeout(this.timeout);
    this.wakesAt = due;
    const milliseconds = Math.ceil((due - this.now()) / 1_000);
    this.timeout = setTimeout(this.wake, Math.min(Math.max(milliseconds, 0), LONGEST_TIMEOUT_MS));
  }

  private sleep(): void {
    clearTimeout(this.timeout);
    this.timeout = undefined;
    this.wakesAt = Infinity;
  }

  private readonly wake = (): void => {
    const now = this.now();
    try {
      // Bounded by what was armed before: one that rearms itself for now must not starve the sockets.
      let left = this.heap.size;
      for (let timer = this.heap.peek(); timer !== undefined && timer.due <= now && left > 0; timer = this.heap.peek()) {
        left -= 1;
        this.heap.pop();
        timer.run();
      }
    } finally {
      const next = this.heap.peek();
      if (next === undefined) this.sleep();
      else this.wakeAt(next.due);
    }
  };
}
