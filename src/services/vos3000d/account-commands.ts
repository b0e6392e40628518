import { SwitchError, TimeZone, type Result } from "../../base";
import type { SwitchConfig } from "../../config";
import type { ControlHandler } from "../control";
import type { AccountBook, AccountFailure, AccountTermsChange } from "./account-book";
import type { AccountReport } from "./account-report";

type Values = Readonly<Record<string, unknown>>;

/** What operators ask of accounts: over the control channel, or of the files of a switch that does not run. */
export function accountCommands(
  book: AccountBook,
  config: SwitchConfig,
  onTermsChanged: () => void = () => undefined,
): Readonly<Record<string, ControlHandler>> {
  return {
    accounts: () => book.reports(),
    accountChanges: ({ name }) => book.changes().filter(({ account }) => name === undefined || account === name),
    payAccount: (values) => taken(book.pay(text(values, "name"), text(values, "amount"), optional(values, "note"))),
    changeAccount: (values) => {
      const changed = taken(book.change(text(values, "name"), termsOf(values, config)));
      onTermsChanged();
      return changed;
    },
  };
}

function taken(outcome: Result<AccountReport, AccountFailure>): AccountReport {
  if (outcome.ok) return outcome.value;
  throw new SwitchError(outcome.failure.code, outcome.failure.message);
}

function termsOf(values: Values, { timeZone }: SwitchConfig): AccountTermsChange {
  const limit = optional(values, "limit");
  const lock = optional(values, "lock");
  const until = optional(values, "validUntil");
  if (lock !== undefined && lock !== "locked" && lock !== "noLock")
    throw new SwitchError("CONTROL_BAD_REQUEST", '"lock" is "locked" or "noLock"');
  const moment = until === undefined || until === "ever" ? undefined : new TimeZone(timeZone).moment(until);
  if (moment !== undefined && Number.isNaN(moment))
    throw new SwitchError("CONTROL_BAD_REQUEST", `"${until}" is no moment such as 2026-12-31T00:00; "ever" takes the end away`);
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(lock === undefined ? {} : { isLocked: lock === "locked" }),
    ...(until === undefined ? {} : { validUntil: { until: moment } }),
  };
}

function optional(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function text(values: Values, name: string): string {
  const value = optional(values, name);
  if (value !== undefined) return value;
  throw new SwitchError("CONTROL_BAD_REQUEST", `"${name}" is missing`);
}
