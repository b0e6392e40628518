import { formatMoney, type Result, type WallTime } from "../../base";
import { END_REASONS, type EndReason } from "../../cdr";
import {
  tariffOfCall,
  type AccountLedger,
  type CallRate,
  type ChargeRules,
  type PaymentRefusal,
  type RateRefusal,
} from "../../rating";

/** Answer of GetAvailableTime: how long a call could talk at this moment (BAL-019). */
export interface AvailableTime {
  readonly account: string;
  /** What is booked, as decimal text; absent when there is no such account. */
  readonly accountMoney?: string;
  /** Above 0: seconds. Below 0: the number of the end reason that a call would have. */
  readonly timeRemain: number;
  /** Name of that end reason. */
  readonly endReason?: string;
}

const PAYMENT: Readonly<Record<PaymentRefusal["kind"], EndReason>> = {
  unknownAccount: END_REASONS.accountMissing,
  locked: END_REASONS.accountLocked,
  expired: END_REASONS.accountExpired,
  noMoney: END_REASONS.insufficientBalance,
};

/** What GetAvailableTime is asked. */
export interface TimeQuestion {
  readonly account: string;
  readonly callee: string;
  readonly at: WallTime;
}

/** What the answer depends on beside the question. */
export interface Pricing {
  readonly ledger: AccountLedger;
  readonly rates: { rateOf(account: string, callee: string, at: WallTime): Result<CallRate, RateRefusal> };
  readonly rules: ChargeRules;
}

/** The same order of reasons as at the INVITE, and the same calculation as admission and cut (BAL-020, BAL-023). */
export function availableTime({ ledger, rates, rules }: Pricing, { account, callee, at }: TimeQuestion): AvailableTime {
  const standing = ledger.standing(account);
  const said = { account, ...(standing === undefined ? {} : { accountMoney: formatMoney(standing.money) }) };
  const none = ({ number, name }: EndReason): AvailableTime => ({ ...said, timeRemain: number, endReason: name });
  const bar = ledger.barOf(account);
  if (bar !== undefined) return none(PAYMENT[bar]);
  const rate = rates.rateOf(account, callee, at);
  if (!rate.ok) return none(rate.failure.kind === "unknownAccount" ? END_REASONS.accountMissing : END_REASONS.rateNotFound);
  const seconds = ledger.talkTime(account, tariffOfCall(rate.value, rules));
  return seconds === 0 ? none(PAYMENT.noMoney) : { ...said, timeRemain: seconds };
}
