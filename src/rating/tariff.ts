import type { Money } from "../base";
import type { CallRate } from "./rate-book";
import { charge, EXACT_CHARGE, type ChargeRules, type Rate } from "./rate-table";

/** What the talk of one call costs, as a function of its length: it only grows, and only where a billing step begins. */
export interface Tariff {
  /** What `seconds` of talk cost in all. */
  fee(seconds: number): Money;
  /** Where the billing step ends in which the talk is after `seconds`, which need not be whole: the end is, and is paid with it. */
  stepEnd(seconds: number): number;
  /** Costs nothing, however long it lasts. */
  readonly isFree: boolean;
  /** Any stretch of talk costs at most a minute's share of `minute`, and `lump` beside it. */
  readonly minute: bigint;
  readonly lump: bigint;
}

/** The tariff by which a call's money is reserved: where its rate may change under way, the dearest of them. */
export const tariffOfCall = ({ rate, split }: CallRate, rules?: ChargeRules): Tariff => tariffOf(split?.dearest ?? rate, rules);

/** The tariff of a rate: its steps, then whole cycles. */
export function tariffOf(rate: Rate, rules: ChargeRules = EXACT_CHARGE): Tariff {
  const { perMinute, period, steps = [] } = rate;
  const ends: number[] = [];
  for (const { seconds } of steps) ends.push((ends.at(-1) ?? 0) + seconds);
  const start = ends.at(-1) ?? 0;
  const stepFees = steps.reduce((sum, { fee }) => sum + fee, 0n);
  return {
    fee: (seconds) => charge(rate, seconds * 1_000, rules).fee,
    stepEnd: (seconds) =>
      seconds <= 0 ? 0 : (ends.find((end) => seconds <= end) ?? start + Math.ceil((seconds - start) / period) * period),
    isFree: perMinute === 0n && stepFees === 0n,
    minute: perMinute,
    // A cycle that has begun, the steps, and what rounding to few digits adds.
    lump: (perMinute * BigInt(period)) / 60n + stepFees + 10n ** BigInt(10 - rules.feeDigits) + 1n,
  };
}
