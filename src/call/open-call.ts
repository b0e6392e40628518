import { assert, formatMoney, moneyOf, type Instant, type WallTime } from "../base";
import { decodeRecord, encodeRecord, type CallPrice, type CallRecord } from "../cdr";
import { charge, type ChargeRules, type Rate } from "../rating";

/** What a call in progress would leave if the switch died now. */
export interface OpenCall {
  /** Its record so far: nothing talked, nothing charged. */
  readonly record: CallRecord;
  readonly answeredOn: Instant | undefined;
  /** Rates by which the talk is charged: the customer's, and that of the vendor which carries it. */
  readonly sale: Rate | undefined;
  readonly cost: Rate | undefined;
  readonly rules: ChargeRules;
}

/** `call` as text that outlives the process. */
export function encodeOpenCall({ record, sale, cost, rules }: OpenCall): string {
  return JSON.stringify({ record: encodeRecord(record), sale: stored(sale), cost: stored(cost), rules });
}

/** How long the process lived on that had a call open. */
export interface LastSign {
  readonly answeredOn: Instant | undefined;
  readonly aliveOn: Instant;
  readonly aliveAt: WallTime;
}

/**
 * The record of a call whose process was killed: it ends when that was last seen alive, and whole seconds of talk are charged, since
 * nobody knows more. A call that is charged piece by piece is charged by its first rate.
 */
export function recordOfLeftCall(text: string, { answeredOn, aliveOn, aliveAt }: LastSign): CallRecord {
  const { record, sale, cost, rules } = JSON.parse(text) as {
    readonly record: string;
    readonly sale?: StoredRate;
    readonly cost?: StoredRate;
    readonly rules: ChargeRules;
  };
  const decoded = decodeRecord(record);
  assert(decoded.ok, "an open call was written that cannot be read");
  const holdTimeMs = answeredOn === undefined ? 0 : Math.max(0, Math.floor((aliveOn - answeredOn) / 1_000_000)) * 1_000;
  const charged = (price: CallPrice | undefined, rate: StoredRate | undefined): CallPrice | undefined => {
    if (price === undefined || rate === undefined) return price;
    const { fee, seconds } = charge(restored(rate), holdTimeMs, rules);
    return { ...price, fee: formatMoney(fee), feeSeconds: seconds };
  };
  const price = charged(decoded.value.price, sale);
  const paid = charged(decoded.value.cost, cost);
  return {
    ...decoded.value,
    ...{ endedAt: aliveAt, holdTimeMs },
    ...(price === undefined ? {} : { price }),
    ...(paid === undefined ? {} : { cost: paid }),
  };
}

/** A rate with its money as decimal text. */
interface StoredRate extends Omit<Rate, "perMinute" | "steps"> {
  readonly perMinute: string;
  readonly steps?: readonly { readonly seconds: number; readonly fee: string }[];
}

function stored(rate: Rate | undefined): StoredRate | undefined {
  if (rate === undefined) return undefined;
  const { steps, ...rest } = rate;
  const plain = { ...rest, perMinute: formatMoney(rate.perMinute) };
  return steps === undefined ? plain : { ...plain, steps: steps.map((step) => ({ ...step, fee: formatMoney(step.fee) })) };
}

function restored({ steps, ...rest }: StoredRate): Rate {
  const rate = { ...rest, perMinute: moneyOf(rest.perMinute) };
  return steps === undefined ? rate : { ...rate, steps: steps.map((step) => ({ ...step, fee: moneyOf(step.fee) })) };
}
