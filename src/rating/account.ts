import { formatMoney, type Money, type WallTime } from "../base";

/** How far below zero an account may go; undefined: as far as it likes (BAL-004). */
export type OverdraftLimit = Money | undefined;

/** What is agreed with the holder of an account, beside its prices. */
export interface AccountTerms {
  readonly name: string;
  readonly limit: OverdraftLimit;
  /** Lock type 1: no new call. Calls that are up go on (BAL-016). */
  readonly isLocked: boolean;
  /** From this moment on no new call; for ever when undefined. */
  readonly validUntil?: WallTime | undefined;
}

/** What an account stands at, at one moment. */
export interface AccountStanding extends AccountTerms {
  /** Booked: openings and payments less fees. */
  readonly money: Money;
  /** Set aside for calls in progress. */
  readonly reserved: Money;
  /** Money plus limit less what is reserved (BAL-002); undefined: unlimited. */
  readonly available: Money | undefined;
  /** Calls that have money reserved. */
  readonly calls: number;
}

/** Why an account can pay for no new call whatever it costs, in the order in which the reasons are told (BAL-023). */
export type AccountBar = "unknownAccount" | "locked" | "expired";

/** `12.5`, or `unlimited`. */
export const formatLimit = (limit: OverdraftLimit): string => (limit === undefined ? "unlimited" : formatMoney(limit));
