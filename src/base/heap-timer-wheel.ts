import { DeadlineHeap, type DeadlineEntry } from "./deadline-heap";
import { assert } from "./errors";
import { after, type Duration, type Instant } from "./time";
import type { TimerWheel, WheelTimer } from "./timer-wheel";

/** Timers that may run at one instant before the wheel says that a machine rearms itself without end. Our choice: far above any load. */
export const MAX_TIMERS_AT_ONE_INSTANT = 1_000_000;

class ArmedTimer implements WheelTimer, DeadlineEntry {
  order = 0;
  slot = -1;

  constructor(
    private readonly heap: DeadlineHeap<ArmedTimer>,
    readonly due: Instant,
    readonly name: string,
    readonly run: () => void,
  ) {}

  cancel(): void {
    this.heap.remove(this);
  }
}

class HeapTimerWheel implements TimerWheel {
  private readonly heap = new DeadlineHeap<ArmedTimer>();
  private current: Instant;
  private advancing = false;

  constructor(start: Instant) {
    this.current = start;
  }

  get now(): Instant {
    return this.current;
  }

  at(due: Instant, name: string, run: () => void): WheelTimer {
    const timer = new ArmedTimer(this.heap, due, name, run);
    this.heap.insert(timer);
    return timer;
  }

  in(delay: Duration, name: string, run: () => void): WheelTimer {
    return this.at(after(this.current, delay), name, run);
  }

  advance(now: Instant): void {
    assert(!this.advancing, "advance() was called from inside a timer of the same wheel");
    this.advancing = true;
    try {
      this.runDue(now);
      if (now > this.current) this.current = now;
    } finally {
      this.advancing = false;
    }
  }

  nextDeadline(): Instant | undefined {
    return this.heap.peek()?.due;
  }

  armed(): readonly string[] {
    return this.heap.sorted().map(({ name }) => name);
  }

  private runDue(now: Instant): void {
    let standing = 0;
    for (let timer = this.heap.peek(); timer !== undefined && timer.due <= now; timer = this.heap.peek()) {
      this.heap.pop();
      if (timer.due > this.current) {
        this.current = timer.due;
        standing = 0;
      }
      standing += 1;
      assert(standing <= MAX_TIMERS_AT_ONE_INSTANT, "a timer rearms itself without time passing", { timer: timer.name });
      timer.run();
    }
  }
}

/**
 * A {@link TimerWheel} whose time begins at `start`.
 *
 * A cancelled timer leaves at once. Time never goes back: an `advance` to an earlier moment runs what is due by then and
 * leaves `now`; a timer armed for the past runs at the next `advance`, with `now` as it stands. When a timer throws, the
 * exception reaches the caller of `advance`, and the timers behind it run at the next `advance`.
 *
 * @throws {InvariantViolation} from `advance` called by one of its own timers, or when more than
 *   {@link MAX_TIMERS_AT_ONE_INSTANT} timers run without time passing.
 */
export function createTimerWheel(start: Instant): TimerWheel {
  return new HeapTimerWheel(start);
}
