import type { Money } from "../base";
import { MOST_SECONDS } from "../rating";

/** What the callers of a customer are told by voice (BAL-017, BAL-018). */
export interface CallerPrompts {
  /** Folder of the recordings. */
  readonly language: string;
  /** A caller whose account cannot pay hears so before he is refused. */
  readonly balanceNotEnough: boolean;
  /** What every caller hears before the call is routed. */
  readonly remaining: "amount" | "minutes" | "none";
}

/** Nothing is told. */
export const NO_PROMPTS: CallerPrompts = { language: "en", balanceNotEnough: false, remaining: "none" };

export const BALANCE_NOT_ENOUGH = ["balance-not-enough"] as const;

/** A hundredth of the unit of currency, in units of the tenth digit. */
const HUNDREDTH = 100_000_000n;

/** What an account has left for a new call. */
export interface RemainingMoney {
  /** Undefined: unlimited. */
  readonly available: Money | undefined;
  /** How long the call could talk. */
  readonly seconds: number;
}

const digits = (number: bigint | string): readonly string[] => [...String(number)].map((digit) => `digit-${digit}`);

/**
 * The prompts that say what is left: an amount as its digits, with a point and two more where there are hundredths (less is not
 * said), or whole minutes. None where nothing limits the call.
 */
export function remainingPrompts(kind: CallerPrompts["remaining"], { available, seconds }: RemainingMoney): readonly string[] {
  if (kind === "none" || available === undefined) return [];
  if (kind === "minutes") {
    return seconds >= MOST_SECONDS ? [] : ["remaining-minutes", ...digits(BigInt(Math.floor(seconds / 60)))];
  }
  const hundredths = available / HUNDREDTH;
  const rest = hundredths % 100n;
  const behindPoint = rest === 0n ? [] : ["point", ...digits(String(rest).padStart(2, "0"))];
  return ["remaining-amount", ...digits(hundredths / 100n), ...behindPoint];
}
