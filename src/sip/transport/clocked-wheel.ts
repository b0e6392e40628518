import { after, createTimerWheel, type Duration, type Instant, type TimerWheel, type WheelTimer } from "../../base";
import type { Clock, Timer } from "../../ports";

/**
 * A timer wheel that keeps itself in time with a {@link Clock}: one armed Clock timer stands for all of the wheel's.
 *
 * Whatever calls into machines on this wheel does so inside {@link run}, which brings the wheel up to the clock first. Timers armed
 * outside of it are due in clock time all the same.
 */
export interface ClockedWheel extends TimerWheel {
  /** Handles one input: advances to the clock's now, runs what is due, then `work`, then arms the clock for the next deadline. Nests. */
  run<Value>(work: () => Value): Value;
  /** As {@link run} without a closure: `enter`, the work, `leave` in a finally block. */
  enter(): void;
  leave(): void;
}

/**
 * A {@link ClockedWheel} over `clock`. `onFault` gets what a timer threw, and the other timers go on; without it the error leaves by
 * whatever call ran the timer.
 */
export function createClockedWheel(clock: Clock, onFault?: (error: unknown) => void): ClockedWheel {
  return new WheelOverClock(clock, onFault);
}

class WheelOverClock implements ClockedWheel {
  private readonly wheel: TimerWheel;
  private armedTimer: Timer | undefined;
  private depth = 0;

  constructor(
    private readonly clock: Clock,
    private readonly onFault: ((error: unknown) => void) | undefined,
  ) {
    this.wheel = createTimerWheel(clock.now());
  }

  get now(): Instant {
    return this.depth > 0 ? this.wheel.now : this.clock.now();
  }

  at(due: Instant, name: string, run: () => void): WheelTimer {
    const timer = this.wheel.at(due, name, run);
    if (this.depth === 0) this.rearm();
    return timer;
  }

  in(delay: Duration, name: string, run: () => void): WheelTimer {
    return this.at(after(this.now, delay), name, run);
  }

  advance(now: Instant): void {
    this.depth += 1;
    try {
      this.runDue(now);
    } finally {
      this.leave();
    }
  }

  nextDeadline(): Instant | undefined {
    return this.wheel.nextDeadline();
  }

  armed(): readonly string[] {
    return this.wheel.armed();
  }

  run<Value>(work: () => Value): Value {
    this.enter();
    try {
      return work();
    } finally {
      this.leave();
    }
  }

  enter(): void {
    this.depth += 1;
    if (this.depth > 1) return;
    try {
      this.runDue(this.clock.now());
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  leave(): void {
    this.depth -= 1;
    if (this.depth === 0) this.rearm();
  }

  /** A timer that throws is gone from the wheel, so that the next try goes on behind it. */
  private runDue(now: Instant): void {
    for (;;) {
      try {
        return this.wheel.advance(now);
      } catch (error) {
        if (this.onFault === undefined) throw error;
        this.onFault(error);
      }
    }
  }

  /** A Clock timer that is due too early costs one look; only one that is due too late is armed anew. */
  private rearm(): void {
    const next = this.wheel.nextDeadline();
    if (next === undefined) {
      this.armedTimer?.cancel();
      this.armedTimer = undefined;
      return;
    }
    if (this.armedTimer !== undefined && this.armedTimer.due <= next) return;
    this.armedTimer?.cancel();
    this.armedTimer = this.clock.at(next, "SIP timers", this.onDue);
  }

  private readonly onDue = (): void => {
    this.armedTimer = undefined;
    this.advance(this.clock.now());
  };
}
