import type { Instant, Money } from "../base";
import type { CallMoney } from "./call-money";

/** What calls that are up need to be covered to a moment. */
export function neededTo(calls: ReadonlySet<CallMoney>, moment: Instant): bigint {
  let sum = 0n;
  for (const call of calls) sum += call.costOf(call.secondsTo(moment));
  return sum;
}

/**
 * Covers calls that are up as far as `left` goes, so that all of them last equally long: to the latest moment, before `horizon`, to
 * which whole billing steps of every one can be paid (BAL-012). Returns those that got something.
 *
 * No call loses what it has reserved: one that is covered beyond that moment takes nothing and lasts longer. Some 30 sums over the
 * calls of one account, made only when its money does not carry all of them to the horizon.
 */
export function shareMoney(calls: ReadonlySet<CallMoney>, left: Money, horizon: Instant): readonly CallMoney[] {
  let paid = horizon;
  for (const { coveredUntil } of calls) if (coveredUntil !== undefined && coveredUntil < paid) paid = coveredUntil;
  let unpaid = horizon;
  while (unpaid - paid > 1) {
    const middle = Math.floor((paid + unpaid) / 2) as Instant;
    if (neededTo(calls, middle) <= left) paid = middle;
    else unpaid = middle;
  }
  const extended = [...calls].filter((call) => call.secondsTo(paid) > call.coveredSeconds);
  for (const call of extended) call.cover(call.secondsTo(paid));
  return extended;
}
