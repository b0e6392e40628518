import type { Duration, Instant, WallTime } from "../../base";
import type { Clock, Timer } from "../../ports";

/**
 * A clock whose calendar is ahead of another one's, or behind it; timers and durations are the other one's.
 *
 * For rehearsals: the minute in which a rate changes, or the hour in which the clocks do, without waiting for it.
 */
export class ShiftedClock implements Clock {
  constructor(
    private readonly inner: Clock,
    private offset: Duration,
  ) {}

  now(): Instant {
    return this.inner.now();
  }

  wallClock(): WallTime {
    return (this.inner.wallClock() + this.offset) as WallTime;
  }

  /** From now on it is `time`, and goes on from there. */
  setWallClock(time: WallTime): void {
    this.offset = (time - this.inner.wallClock()) as Duration;
  }

  at(due: Instant, name: string, run: () => void): Timer {
    return this.inner.at(due, name, run);
  }

  in(delay: Duration, name: string, run: () => void): Timer {
    return this.inner.in(delay, name, run);
  }

  armed(): readonly Timer[] {
    return this.inner.armed();
  }
}
