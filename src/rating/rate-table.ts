import {
  assert,
  EMPTY,
  hashOf,
  MOST_SYMBOLS,
  packOn,
  packPrefix,
  PACKED_NOTHING,
  symbolAt,
  unpackPrefix,
  type Money,
} from "../base";

/** A part of a call with a price of its own, paid whole once it has begun. */
export interface RateStep {
  readonly seconds: number;
  readonly fee: Money;
}

/** A rate of one prefix. */
export interface Rate {
  /** 0-9, * and #, at most {@link MAX_RATE_PREFIX}; the empty one fits every number. */
  readonly prefix: string;
  /** Price of a minute. */
  readonly perMinute: Money;
  /** Billing cycle in seconds: time is charged in whole cycles. */
  readonly period: number;
  /** Stepped rates: what a call begins with, in order; its cycles follow. None when absent. */
  readonly steps?: readonly RateStep[];
}

/** Longest prefix that a table can hold. */
export const MAX_RATE_PREFIX = MOST_SYMBOLS;

/** Most rates of one table. */
export const MAX_RATES = 1_000_000;

/** Why a table does not take a rate. */
export type RateRefused = "prefixTwice" | "notAPrefix" | "full";

/** Collects the rates of a table. */
export class RateTableBuilder {
  private keys = new Float64Array(64);
  private prices = new BigUint64Array(64);
  private periods = new Uint16Array(64);
  private readonly steps = new Map<number, readonly RateStep[]>();
  private slots = new Uint32Array(128);
  private count = 0;

  constructor(readonly name: string) {}

  /** Adds a rate; refused, everything stays as it was. */
  add({ prefix, perMinute, period, steps }: Rate): RateRefused | undefined {
    const key = packPrefix(prefix);
    if (key === EMPTY) return "notAPrefix";
    if (this.count === MAX_RATES) return "full";
    const slot = slotOf(this.slots, this.keys, key);
    if (this.slots[slot] !== 0) return "prefixTwice";
    if (this.count === this.keys.length) this.grow();
    this.keys[this.count] = key;
    this.prices[this.count] = perMinute;
    this.periods[this.count] = period;
    if (steps !== undefined && steps.length > 0) this.steps.set(this.count, steps);
    this.count += 1;
    this.slots[slotOf(this.slots, this.keys, key)] = this.count;
    return undefined;
  }

  /** How many rates were added before that of this prefix; undefined when it was not. */
  placeOf(prefix: string): number | undefined {
    const key = packPrefix(prefix);
    const place = key === EMPTY ? 0 : (this.slots[slotOf(this.slots, this.keys, key)] ?? 0);
    return place === 0 ? undefined : place - 1;
  }

  build(): RateTable {
    const { name, count, keys, prices, periods, steps, slots } = this;
    return new RateTable(name, {
      keys: keys.slice(0, count),
      prices: prices.slice(0, count),
      periods: periods.slice(0, count),
      steps,
      slots,
    });
  }

  private grow(): void {
    const room = this.keys.length * 2;
    this.keys = copied(this.keys, new Float64Array(room));
    this.prices = copied(this.prices, new BigUint64Array(room));
    this.periods = copied(this.periods, new Uint16Array(room));
    this.slots = new Uint32Array(room * 2);
    for (let place = 0; place < this.count; place += 1) {
      this.slots[slotOf(this.slots, this.keys, this.keys[place] ?? EMPTY)] = place + 1;
    }
  }
}

function copied<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** Where a packed prefix stands in `slots`, or the free slot where it would: a slot holds a place in `keys` plus one. */
function slotOf(slots: Uint32Array, keys: Float64Array, key: number): number {
  const mask = slots.length - 1;
  let slot = hashOf(key) & mask;
  for (;;) {
    const place = slots[slot] ?? 0;
    if (place === 0 || keys[place - 1] === key) return slot;
    slot = (slot + 1) & mask;
  }
}

/** A table as columns: nothing in it is an object that the collector must walk. */
interface Columns {
  readonly keys: Float64Array;
  readonly prices: BigUint64Array;
  readonly periods: Uint16Array;
  readonly steps: ReadonlyMap<number, readonly RateStep[]>;
  readonly slots: Uint32Array;
}

/** Rates by prefix; the longest prefix that fits a number decides (CAL-407). */
export class RateTable {
  /** Which lengths occur, as bits. */
  private readonly lengths: number;
  private readonly longest: number;

  constructor(
    readonly name: string,
    private readonly columns: Columns,
  ) {
    let lengths = 0;
    for (const key of columns.keys) lengths |= 1 << unpackPrefix(key).length;
    this.lengths = lengths;
    this.longest = 31 - Math.clz32(lengths);
  }

  /** @throws {InvariantViolation} for a prefix that comes twice or cannot be one. */
  static of(name: string, rates: Iterable<Rate>): RateTable {
    const builder = new RateTableBuilder(name);
    for (const rate of rates) {
      const refused = builder.add(rate);
      assert(refused === undefined, "a rate was let pass that a table does not take", { name, prefix: rate.prefix });
    }
    return builder.build();
  }

  get size(): number {
    return this.columns.keys.length;
  }

  /** The rate of the longest prefix of `number`. */
  find(number: string): Rate | undefined {
    const { keys, slots } = this.columns;
    const mask = slots.length - 1;
    let found = (this.lengths & 1) === 0 ? 0 : this.placeOf(PACKED_NOTHING, keys, slots, mask);
    let key = PACKED_NOTHING;
    const end = Math.min(number.length, this.longest);
    for (let length = 0; length < end;) {
      const symbol = symbolAt(number, length);
      if (symbol < 0) break;
      key = packOn(key, symbol);
      length += 1;
      if ((this.lengths & (1 << length)) !== 0) found = this.placeOf(key, keys, slots, mask) || found;
    }
    return found === 0 ? undefined : this.rateAt(found - 1);
  }

  /** The rate of this very prefix. */
  rateOf(prefix: string): Rate | undefined {
    const key = packPrefix(prefix);
    const { keys, slots } = this.columns;
    const place = key === EMPTY ? 0 : (slots[slotOf(slots, keys, key)] ?? 0);
    return place === 0 ? undefined : this.rateAt(place - 1);
  }

  /** All rates, in the order in which they were given. */
  *rates(): Generator<Rate> {
    for (let place = 0; place < this.size; place += 1) yield this.rateAt(place);
  }

  private placeOf(key: number, keys: Float64Array, slots: Uint32Array, mask: number): number {
    for (let slot = hashOf(key) & mask; ; slot = (slot + 1) & mask) {
      const place = slots[slot] ?? 0;
      if (place === 0 || keys[place - 1] === key) return place;
    }
  }

  private rateAt(place: number): Rate {
    const { keys, prices, periods, steps } = this.columns;
    const ofPlace = steps.get(place);
    return {
      prefix: unpackPrefix(keys[place] ?? PACKED_NOTHING),
      perMinute: (prices[place] ?? 0n) as Money,
      period: periods[place] ?? 60,
      ...(ofPlace === undefined ? {} : { steps: ofPlace }),
    };
  }
}

/** How time and money of a call are rounded. */
export interface ChargeRules {
  /** Digits behind the point of a fee, 0 to 10; rounded half up. */
  readonly feeDigits: number;
  /** A cycle counts as begun once it has lasted longer than this, in milliseconds. */
  readonly holdPrecisionMs: number;
}

/** Nothing is rounded away beyond the tenth digit, and a cycle counts from its first millisecond. */
export const EXACT_CHARGE: ChargeRules = { feeDigits: 10, holdPrecisionMs: 0 };

const FEE_DIGITS = 10;

/**
 * What `holdTimeMs` of talk cost: the steps and the whole billing cycles that began, at the rate of a minute, rounded half up to the
 * tenth digit at most. Nothing for a call that was not answered.
 */
export function charge(
  { perMinute, period, steps }: Rate,
  holdTimeMs: number,
  { feeDigits, holdPrecisionMs }: ChargeRules = EXACT_CHARGE,
): { readonly fee: Money; readonly seconds: number } {
  let fee = 0n;
  let left = holdTimeMs;
  let seconds = 0;
  for (const step of steps ?? []) {
    if (left <= holdPrecisionMs) break;
    fee += step.fee;
    seconds += step.seconds;
    left -= step.seconds * 1_000;
  }
  if (left > holdPrecisionMs) {
    const cycles = Math.ceil((left - holdPrecisionMs) / (period * 1_000)) * period;
    fee += (perMinute * BigInt(cycles) + 30n) / 60n;
    seconds += cycles;
  }
  return { fee: roundedTo(fee, feeDigits), seconds };
}

function roundedTo(fee: bigint, digits: number): Money {
  const unit = 10n ** BigInt(FEE_DIGITS - digits);
  return (((fee + unit / 2n) / unit) * unit) as Money;
}
