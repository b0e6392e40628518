import type { Duration, Instant, WallTime } from "../base";

/** An armed timer. Fires at most once. */
export interface Timer {
  /** What it is for, in a few words of the domain: `"timer B"`, `"CDR flush"`. */
  readonly name: string;
  readonly due: Instant;
  /** Disarms it. Harmless after it fired. */
  cancel(): void;
}

/**
 * Time, for everything that is not an adapter.
 *
 * `now` is monotonic and drives every timer and duration; `wallClock` may be set back and is for people and calendars.
 * Timers that are due at one instant fire in the order in which they were armed.
 */
export interface Clock {
  now(): Instant;
  wallClock(): WallTime;
  /** Arms a timer. A moment that has passed fires as soon as the caller has returned, never inside this call. */
  at(due: Instant, name: string, run: () => void): Timer;
  /** Arms a timer that is due `delay` from now. */
  in(delay: Duration, name: string, run: () => void): Timer;
  /** Names of all armed timers, so that a leak can be named. */
  armed(): readonly Timer[];
}
