import { inSeconds, type Duration, type Money } from "../base";
import type { Tariff } from "./tariff";

/** Most seconds that are ever told: the largest int of the web interface (BAL-004). */
export const MOST_SECONDS = 2_147_483_647;

/**
 * When a call is cut: `full` lets it use all the money, `early` ends it the advance time before the money does (BAL-011).
 */
export type OverdraftReading = "full" | "early";

/** What rules the use of money by calls in progress. */
export interface OverdraftRules {
  /** SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME, whole seconds: money is reserved for so long at a time (BAL-006). */
  readonly advance: Duration;
  readonly reading: OverdraftReading;
}

/** How long `money` pays for, in seconds of whole billing steps: one that cannot be paid is not begun (BAL-013). */
export function affordableSeconds(tariff: Tariff, money: Money): number {
  const isPaid = (seconds: number): boolean => tariff.fee(tariff.stepEnd(seconds)) <= money;
  if (isPaid(MOST_SECONDS)) return MOST_SECONDS;
  let [paid, unpaid] = [0, MOST_SECONDS];
  while (unpaid - paid > 1) {
    const middle = Math.floor((paid + unpaid) / 2);
    if (isPaid(middle)) paid = middle;
    else unpaid = middle;
  }
  return paid;
}

/** What a new call takes at once: the advance time. The early reading keeps that in hand and needs a step on top of it. */
export function admissionSeconds(tariff: Tariff, { advance, reading }: OverdraftRules): number {
  return tariff.stepEnd(inSeconds(advance) + (reading === "early" ? 1 : 0));
}

/**
 * How long a call may talk that finds so much `available`: the one calculation that admission, the cut and GetAvailableTime share
 * (BAL-019, BAL-020). Seconds; 0 when no call is possible.
 *
 * @param available undefined: unlimited.
 */
export function talkTime(tariff: Tariff, available: Money | undefined, rules: OverdraftRules): number {
  if (!canBegin(tariff, available, rules)) return 0;
  const seconds = available === undefined || tariff.isFree ? MOST_SECONDS : affordableSeconds(tariff, available);
  return rules.reading === "early" && seconds < MOST_SECONDS ? seconds - inSeconds(rules.advance) : seconds;
}

/** Whether a call may begin: the advance time is affordable (BAL-006), or it costs nothing. */
export function canBegin(tariff: Tariff, available: Money | undefined, rules: OverdraftRules): boolean {
  return available === undefined || tariff.isFree || tariff.fee(admissionSeconds(tariff, rules)) <= available;
}
