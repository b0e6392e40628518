import { after, type Duration, type Instant, type WallTime } from "../../base";
import type { Clock, Timer } from "../../ports";

/** setTimeout counts milliseconds in 31 bits; longer waits are made of several. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

class SystemTimer implements Timer {
  private handle: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: SystemClock,
    readonly due: Instant,
    readonly name: string,
    private readonly run: () => void,
  ) {
    this.arm();
  }

  cancel(): void {
    if (this.handle === undefined) return;
    clearTimeout(this.handle);
    this.handle = undefined;
    this.clock.forget(this);
  }

  private arm(): void {
    const milliseconds = Math.ceil((this.due - this.clock.now()) / 1_000);
    // setTimeout turns 0 into 1 ms, which is what a moment that has passed gets.
    this.handle = setTimeout(this.fire, Math.min(Math.max(milliseconds, 0), LONGEST_TIMEOUT_MS));
  }

  private readonly fire = (): void => {
    // Node rounds to its own millisecond, so a timeout may come a little early; a timer never does.
    if (this.clock.now() < this.due) return this.arm();
    this.handle = undefined;
    this.clock.forget(this);
    this.run();
  };
}

/**
 * The machine's time. `now` is the process's monotonic clock from the moment this object was made; a timer is one setTimeout,
 * keeps the process alive, and fires up to a millisecond late but never early.
 */
export class SystemClock implements Clock {
  private readonly timers = new Set<SystemTimer>();
  private readonly startMs = performance.now();

  now(): Instant {
    return Math.floor((performance.now() - this.startMs) * 1_000) as Instant;
  }

  wallClock(): WallTime {
    return (Date.now() * 1_000) as WallTime;
  }

  at(due: Instant, name: string, run: () => void): Timer {
    const timer = new SystemTimer(this, due, name, run);
    this.timers.add(timer);
    return timer;
  }

  in(delay: Duration, name: string, run: () => void): Timer {
    return this.at(after(this.now(), delay), name, run);
  }

  armed(): readonly Timer[] {
    return [...this.timers].sort((a, b) => a.due - b.due);
  }

  /** Used by its timers. */
  forget(timer: Timer): void {
    this.timers.delete(timer as SystemTimer);
  }
}
