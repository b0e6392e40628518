import { assert } from "./errors";

declare const unit: unique symbol;

/** An amount of money: a whole number of ten-billionths of the currency's unit. Exact; never a float. */
export type Money = bigint & { readonly [unit]: "money" };

/** Digits behind the point. Our choice: rates have up to nine, and a tenth of the last one is a billing period of six seconds. */
export const MONEY_DIGITS = 10;

export const NO_MONEY = 0n as Money;

/** `0.012`, `-5`, `90.000` as money; undefined for text that is no decimal number, or has more than ten digits behind the point. */
export function parseMoney(text: string): Money | undefined {
  const [, sign, whole, fraction = ""] = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const amount = BigInt(whole + fraction.padEnd(MONEY_DIGITS, "0"));
  return (sign === "-" ? -amount : amount) as Money;
}

/** An amount that has been checked already. @throws {InvariantViolation} for text that {@link parseMoney} does not take. */
export function moneyOf(text: string): Money {
  const money = parseMoney(text);
  assert(money !== undefined, "an amount was let pass that is none", { text });
  return money;
}

/** `money` as decimal text without needless zeros: `0.012`, `-5`, `90`. */
export function formatMoney(money: Money): string {
  const digits = (money < 0n ? 0n - money : money).toString().padStart(MONEY_DIGITS + 1, "0");
  const fraction = digits.slice(-MONEY_DIGITS).replace(/0+$/, "");
  return `${money < 0n ? "-" : ""}${digits.slice(0, -MONEY_DIGITS)}${fraction === "" ? "" : `.${fraction}`}`;
}
