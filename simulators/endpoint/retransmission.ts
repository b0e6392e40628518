import { milliseconds } from "../../src/base";
import type { Clock, Timer } from "../../src/ports";
import type { Personality } from "./personality";

/** How often something is sent again: at `t1`, doubling up to `capMs`, for 64*T1 in all. */
export interface RetransmissionPlan {
  readonly name: string;
  readonly t1Ms: number;
  /** T2 for what RFC 3261 caps (requests other than INVITE, responses); absent for INVITE. */
  readonly capMs?: number;
  readonly habit: Personality["retransmits"];
}

/** RFC 3261 section 17.1.2.1: T2 is 4 s, eight times T1. */
export const T2_IN_T1 = 8;
/** RFC 3261 section 17.1.1.2 and 13.3.1.4: everything is given up after 64*T1. */
export const GIVE_UP_IN_T1 = 64;
/** How soon a party that repeats itself needlessly does so; our choice: long before any T1. */
const NEEDLESS_AFTER_MS = 50;

/** Sends a message at once and again until it is stopped. The parties' own, apart from the switch's transaction layer. */
export class Retransmission {
  private readonly timers = new Set<Timer>();

  constructor(
    private readonly clock: Clock,
    private readonly plan: RetransmissionPlan,
    private readonly send: () => void,
    private readonly giveUp: () => void,
  ) {
    send();
    if (plan.habit === "needlessly") this.in(NEEDLESS_AFTER_MS, "repeats needlessly", send);
    if (plan.habit !== "never") this.again(plan.t1Ms);
    this.in(plan.t1Ms * GIVE_UP_IN_T1, "gives up", () => {
      this.stop();
      this.giveUp();
    });
  }

  /** Sends no more and never gives up: it was answered. Harmless when done twice. */
  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private again(intervalMs: number): void {
    this.in(intervalMs, "retransmits", () => {
      this.send();
      this.again(Math.min(intervalMs * 2, this.plan.capMs ?? Number.POSITIVE_INFINITY));
    });
  }

  private in(delayMs: number, what: string, run: () => void): void {
    const timer = this.clock.in(milliseconds(delayMs), `${this.plan.name} ${what}`, () => {
      this.timers.delete(timer);
      run();
    });
    this.timers.add(timer);
  }
}
