import { milliseconds, seconds, times, type Duration } from "../../base";
import type { SipTimers } from "./types";

/** T1, T2 and T4 of RFC 3261 section 17, Table 4, timer D at its least value, no timer C: a user agent's set. */
export const defaultSipTimers: SipTimers = {
  t1: milliseconds(500),
  t2: seconds(4),
  t4: seconds(5),
  timerD: seconds(32),
};

/** How long a server transaction leaves its user to answer an INVITE before it says 100 itself. RFC 3261 section 17.2.1. */
export const TRYING_DELAY: Duration = milliseconds(200);

/** Every duration that a machine arms, computed once. */
export interface TimerDurations {
  readonly t1: Duration;
  readonly t2: Duration;
  /** Timers I and K. */
  readonly t4: Duration;
  readonly timerB: Duration;
  readonly timerC: Duration | undefined;
  readonly timerD: Duration;
  /** 64*T1: timers F, H, J, L, M and the wait after CANCEL. */
  readonly sixtyFourT1: Duration;
}

/** `timers` with what they imply. */
export function durationsOf(timers: SipTimers): TimerDurations {
  const sixtyFourT1 = times(timers.t1, 64);
  return {
    t1: timers.t1,
    t2: timers.t2,
    t4: timers.t4,
    timerB: timers.timerB ?? sixtyFourT1,
    timerC: timers.timerC,
    timerD: timers.timerD,
    sixtyFourT1,
  };
}
