import { formatMoney, toIso } from "../../base";
import { formatLimit, type AccountStanding } from "../../rating";

/** An account as operators see it: amounts as decimal text. */
export interface AccountReport {
  readonly name: string;
  /** Booked: what the account began with, payments less fees. */
  readonly money: string;
  /** Overdraft limit, or `unlimited`. */
  readonly limit: string;
  /** Set aside for calls in progress. */
  readonly reserved: string;
  /** What a new call finds, or `unlimited`. */
  readonly available: string;
  /** Calls that have money reserved. */
  readonly calls: number;
  readonly lock: "noLock" | "locked";
  /** Absent: for ever. */
  readonly validUntil?: string;
}

/** `standing` as operators see it. */
export function accountReport({ name, money, limit, reserved, available, ...rest }: AccountStanding): AccountReport {
  const { calls, isLocked, validUntil } = rest;
  return {
    name,
    money: formatMoney(money),
    limit: formatLimit(limit),
    reserved: formatMoney(reserved),
    available: available === undefined ? "unlimited" : formatMoney(available),
    calls,
    lock: isLocked ? "locked" : "noLock",
    ...(validUntil === undefined ? {} : { validUntil: toIso(validUntil) }),
  };
}
