import { moneyOf, seconds, TimeZone, type Money } from "../../base";
import { limitOf, type SwitchConfig } from "../../config";
import type { ParameterStore } from "../../parameters";
import type { AccountTerms, OverdraftRules } from "../../rating";

/** Terms of the accounts of a configuration. */
export function accountTerms({ accounts, timeZone }: SwitchConfig): readonly AccountTerms[] {
  const zone = new TimeZone(timeZone);
  return accounts.map(({ name, limit, lock, validUntil }) => ({
    name,
    limit: limitOf(limit),
    isLocked: lock === "locked",
    validUntil: validUntil === undefined ? undefined : zone.moment(validUntil),
  }));
}

/** Balances below which an alarm is raised, by account. */
export function floorsOf({ accounts }: SwitchConfig): (account: string) => Money | undefined {
  const floors = new Map(
    accounts.flatMap(({ name, alarmBelow }) => (alarmBelow === undefined ? [] : [[name, moneyOf(alarmBelow)] as const])),
  );
  return (account) => floors.get(account);
}

/** How calls use money, as the parameters have it now. */
export function overdraftRules(parameters: ParameterStore, { charging }: SwitchConfig): OverdraftRules {
  return {
    advance: seconds(60 * parameters.number("SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME")),
    reading: charging.overdraftReading,
  };
}
