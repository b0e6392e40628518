import {
  after,
  between,
  DeadlineHeap,
  InvariantViolation,
  UsageError,
  type DeadlineEntry,
  type Duration,
  type Instant,
  type WallTime,
} from "../../base";
import type { Clock, Timer } from "../../ports";

/** Steps that one run may take before it is called endless. Our choice: an hour of 1,000 relayed packets a second is 3,600,000. */
export const MAX_STEPS_PER_RUN = 50_000_000;

/** Steps at one instant after which a timer is said to rearm itself without time passing. */
export const MAX_STEPS_AT_ONE_INSTANT = 1_000_000;

/** 2026-01-05T09:00:00Z, a Monday morning: the calendar moment at which a simulation begins unless told otherwise. */
export const SIMULATION_START = 1_767_603_600_000_000 as WallTime;

/** Something that works on the side (a database answering through promises) and must settle before virtual time goes on. */
export interface Settling {
  /** Undefined when nothing is in flight; otherwise resolves when it has been answered and the answer was handled. */
  settled(): Promise<void> | undefined;
}

class SimulatedTimer implements Timer, DeadlineEntry {
  order = 0;
  slot = -1;

  constructor(
    private readonly heap: DeadlineHeap<SimulatedTimer>,
    readonly due: Instant,
    readonly name: string,
    readonly run: () => void,
  ) {}

  cancel(): void {
    this.heap.remove(this);
  }
}

/**
 * Virtual time: a {@link Clock} that moves only when it is told to, from one timer to the next.
 *
 * The wall clock runs beside the monotonic one and can be set forth and back without touching it. Nothing here reads the
 * machine's time, so two runs with the same timers are identical.
 */
export class SimulatedClock implements Clock {
  private readonly heap = new DeadlineHeap<SimulatedTimer>();
  private readonly sources = new Set<Settling>();
  private current = 0 as Instant;
  private wallOffset: number;
  private stepping = false;
  private standing = 0;

  constructor(start: WallTime = SIMULATION_START) {
    this.wallOffset = start;
  }

  now(): Instant {
    return this.current;
  }

  wallClock(): WallTime {
    return (this.wallOffset + this.current) as WallTime;
  }

  /** Sets the calendar, as an operator or a time server would. Timers do not notice. */
  setWallClock(time: WallTime): void {
    this.wallOffset = time - this.current;
  }

  /** Moves the calendar by `shift`, which may be negative. */
  shiftWallClock(shift: Duration): void {
    this.wallOffset += shift;
  }

  at(due: Instant, name: string, run: () => void): Timer {
    const timer = new SimulatedTimer(this.heap, due < this.current ? this.current : due, name, run);
    this.heap.insert(timer);
    return timer;
  }

  in(delay: Duration, name: string, run: () => void): Timer {
    return this.at(after(this.current, delay), name, run);
  }

  armed(): readonly Timer[] {
    return this.heap.sorted();
  }

  /** When the next timer is due. */
  nextDeadline(): Instant | undefined {
    return this.heap.peek()?.due;
  }

  /** Runs the next timer, moving time to it. False when none is armed. */
  step(): boolean {
    this.checkOutside();
    const timer = this.heap.pop();
    if (timer === undefined) return false;
    this.standing = timer.due > this.current ? 1 : this.standing + 1;
    if (this.standing > MAX_STEPS_AT_ONE_INSTANT) {
      throw new InvariantViolation("a timer rearms itself without time passing", { timer: timer.name });
    }
    this.current = timer.due;
    this.stepping = true;
    try {
      timer.run();
    } finally {
      this.stepping = false;
    }
    return true;
  }

  /** Moves time on by `duration`, running every timer due on the way, the last instant included. */
  advance(duration: Duration): void {
    this.runUntil(after(this.current, duration));
  }

  /** Moves time to `end`, running every timer due by then. */
  runUntil(end: Instant): void {
    this.checkOutside();
    for (let steps = 0; (this.heap.peek()?.due ?? Infinity) <= end; steps += 1) this.counted(steps);
    if (end > this.current) this.current = end;
  }

  /**
   * Runs until no timer is armed, or until the next one lies more than `limit` after the start of this call.
   *
   * @returns the time that passed. Timers that remain are in {@link armed}.
   */
  runUntilIdle(limit: Duration): Duration {
    this.checkOutside();
    const start = this.current;
    const end = after(start, limit);
    for (let steps = 0; (this.heap.peek()?.due ?? Infinity) <= end; steps += 1) this.counted(steps);
    return between(start, this.current);
  }

  /** Runs timers until `done()` holds. False when it does not by `limit` from now; time then stands at that limit. */
  runUntilTrue(done: () => boolean, limit: Duration): boolean {
    this.checkOutside();
    const end = after(this.current, limit);
    for (let steps = 0; !done(); steps += 1) {
      if ((this.heap.peek()?.due ?? Infinity) > end) {
        this.current = end;
        return done();
      }
      this.counted(steps);
    }
    return true;
  }

  /** Makes the asynchronous runs below wait for `source` before each step. */
  settleWith(source: Settling): void {
    this.sources.add(source);
  }

  /** Waits until every source has settled. Time does not move. */
  async settle(): Promise<void> {
    // The first turn may come before the promises that are due now; in the second they have all been handled.
    await drained();
    await this.settleSources();
  }

  /** As {@link advance}, but lets asynchronous work (see {@link settleWith}) finish before each step. */
  async advanceSettled(duration: Duration): Promise<void> {
    const end = after(this.current, duration);
    await this.settle();
    for (let steps = 0; (this.heap.peek()?.due ?? Infinity) <= end; steps += 1) {
      this.counted(steps);
      await this.settleSources();
    }
    if (end > this.current) this.current = end;
  }

  /** As {@link runUntilTrue}, but lets asynchronous work finish before each step and each look at `done`. */
  async runUntilTrueSettled(done: () => boolean, limit: Duration): Promise<boolean> {
    const end = after(this.current, limit);
    await this.settle();
    for (let steps = 0; !done(); steps += 1) {
      if ((this.heap.peek()?.due ?? Infinity) > end) {
        this.current = end;
        return done();
      }
      this.counted(steps);
      await this.settleSources();
    }
    return true;
  }

  /** Work may be asked for from a promise's handler, so promises come first, and again after each source. */
  private async settleSources(): Promise<void> {
    await drained();
    for (let work = this.pending(); work !== undefined; work = this.pending()) {
      await work;
      await drained();
    }
  }

  private checkOutside(): void {
    if (this.stepping) throw new UsageError("CLOCK_REENTERED", "virtual time was moved from inside one of its own timers");
  }

  private counted(steps: number): void {
    if (steps >= MAX_STEPS_PER_RUN) {
      throw new InvariantViolation("a simulated run takes too many steps", { steps, next: this.heap.peek()?.name });
    }
    this.step();
  }

  private pending(): Promise<void> | undefined {
    for (const source of this.sources) {
      const work = source.settled();
      if (work !== undefined) return work;
    }
    return undefined;
  }
}

/** Resolves when every promise that can go on has gone on: Node empties its queue of promises before the next tick. */
const drained = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
