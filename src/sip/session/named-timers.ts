import type { Duration, TimerWheel, WheelTimer } from "../../base";

/** Timers of one owner, at most one of each name: arming a name again moves it, `clear` leaves none. */
export class NamedTimers {
  /** Made by the first timer: most owners never arm one. */
  private timers: Map<string, WheelTimer> | undefined;

  constructor(private readonly wheel: TimerWheel) {}

  arm(name: string, delay: Duration, run: () => void): void {
    this.cancel(name);
    const timer = this.wheel.in(delay, name, () => {
      this.timers?.delete(name);
      run();
    });
    this.timers ??= new Map();
    this.timers.set(name, timer);
  }

  has(name: string): boolean {
    return this.timers?.has(name) === true;
  }

  cancel(name: string): void {
    const timer = this.timers?.get(name);
    if (timer === undefined) return;
    this.timers?.delete(name);
    timer.cancel();
  }

  clear(): void {
    if (this.timers === undefined) return;
    for (const timer of this.timers.values()) timer.cancel();
    this.timers = undefined;
  }
}
