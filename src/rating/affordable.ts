import { inSeconds, type Duration, type Money } from "../base";
import { charge, type Rate } from "./rate-table";

/** Most seconds that are ever told: the largest int of the web interface (BAL-004). */
export const MOST_SECONDS = 2_147_483_647;

/**
 * When a call is cut: `full` lets it use all the money, `early` ends it the advance time before the money does (BAL-011).
 */
export type OverdraftReading = "full" | "early";

/** What rules the use of money by calls in progress. */
export interface OverdraftRules {
  /** SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME: money is reserved for so long at a time (BAL-006). */
  readonly advance: Duration;
  readonly reading: OverdraftReading;
}

/** What `seconds` of talk cost. */
export const feeFor = (rate: Rate, seconds: number): Money => charge(rate, seconds * 1_000).fee;

/** Seconds of the billing cycles that cover a time: whole cycles, at least one. */
export const wholeCycles = ({ period }: Rate, time: Duration): number =>
  Math.max(1, Math.ceil(inSeconds(time) / period)) * period;

/** How long `money` pays for, in seconds of whole billing cycles: one that cannot be paid is not begun (BAL-013). */
export function affordableSeconds({ perMinute, period }: Rate, money: Money): number {
  if (money < 0n) return 0;
  if (perMinute === 0n) return MOST_SECONDS;
  // The longest time whose fee, rounded half up to the last digit, is still within the money.
  const seconds = (money * 60n + 29n) / perMinute;
  return seconds >= BigInt(MOST_SECONDS) ? MOST_SECONDS : Math.floor(Number(seconds) / period) * period;
}

/** What a new call takes at once. The early reading keeps the advance time in hand and needs a cycle on top of it. */
export function admissionSeconds(rate: Rate, { advance, reading }: OverdraftRules): number {
  return wholeCycles(rate, advance) + (reading === "early" ? rate.period : 0);
}

/**
 * How long a call may talk that finds so much `available`: the one calculation that admission, the cut and GetAvailableTime share
 * (BAL-019, BAL-020). Seconds; 0 when no call is possible.
 *
 * @param available undefined: unlimited.
 */
export function talkTime(rate: Rate, available: Money | undefined, rules: OverdraftRules): number {
  if (available === undefined || rate.perMinute === 0n) return MOST_SECONDS;
  const seconds = affordableSeconds(rate, available);
  if (seconds < admissionSeconds(rate, rules)) return 0;
  return rules.reading === "early" && seconds < MOST_SECONDS ? seconds - wholeCycles(rate, rules.advance) : seconds;
}
