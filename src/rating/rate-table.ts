import { PrefixTable, type Money } from "../base";

/** A rate of one prefix. */
export interface Rate {
  /** 0-9, * and #, at most 14; the empty one fits every number. */
  readonly prefix: string;
  /** Price of a minute. */
  readonly perMinute: Money;
  /** Billing cycle in seconds: time is charged in whole cycles. */
  readonly period: number;
}

/** Rates by prefix; the longest prefix that fits a number decides (CAL-407). */
export class RateTable {
  private readonly index: PrefixTable;

  /** @param rates each prefix once; a million of them cost some 30 bytes each beside the rates themselves. */
  constructor(
    readonly name: string,
    readonly rates: readonly Rate[],
  ) {
    this.index = new PrefixTable(
      rates.map(({ prefix }) => [prefix]),
      () => undefined,
    );
  }

  find(number: string): Rate | undefined {
    let place = -1;
    this.index.find(number, (_length, owners) => {
      if (place < 0) place = owners[0] ?? -1;
    });
    return place < 0 ? undefined : this.rates[place];
  }
}

/** Longest prefix that a table can hold. */
export const MAX_RATE_PREFIX = 14;

/**
 * What `holdTimeMs` of talk cost: whole billing cycles that began, at the rate of a minute, rounded half up to the tenth digit.
 * Nothing for a call that was not answered.
 */
export function charge({ perMinute, period }: Rate, holdTimeMs: number): { readonly fee: Money; readonly seconds: number } {
  const seconds = Math.ceil(holdTimeMs / (period * 1_000)) * period;
  return { fee: ((perMinute * BigInt(seconds) + 30n) / 60n) as Money, seconds };
}
