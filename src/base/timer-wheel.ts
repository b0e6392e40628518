import type { Duration, Instant } from "./time";

/** A timer armed on a {@link TimerWheel}. */
export interface WheelTimer {
  readonly name: string;
  readonly due: Instant;
  cancel(): void;
}

/**
 * Timers of a sans-IO machine: its owner moves time forward with `advance` and asks `nextDeadline` when to come back.
 *
 * Arming and cancelling cost constant or logarithmic time. Timers due at one instant run in the order in which they were armed.
 */
export interface TimerWheel {
  /** The instant of the input that is being handled. */
  readonly now: Instant;
  at(due: Instant, name: string, run: () => void): WheelTimer;
  in(delay: Duration, name: string, run: () => void): WheelTimer;
  /** Moves time to `now` and runs what became due, each with `now` equal to its own due instant. */
  advance(now: Instant): void;
  nextDeadline(): Instant | undefined;
  /** Names of all armed timers. */
  armed(): readonly string[];
}
