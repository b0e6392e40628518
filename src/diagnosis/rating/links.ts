import { TimeZone } from "../../base";
import { RateBook, workCalendarOf, type PeriodRate, type RateTable } from "../../rating";
import type { DoctorAccount, DoctorCalendar, RatingEvidence, RatingSetting } from "./evidence";

/** Accounts that customers pay by. */
export function customerAccounts({ accounts, mappingGateways }: RatingSetting): readonly DoctorAccount[] {
  const used = new Set(mappingGateways.map(({ account }) => account));
  return accounts.filter(({ name }) => used.has(name));
}

/** Accounts that vendors are paid by. */
export function vendorAccounts({ accounts, routingGateways }: RatingSetting): readonly DoctorAccount[] {
  const used = new Set(routingGateways.map(({ account }) => account));
  return accounts.filter(({ name }) => used.has(name));
}

/** Period rates that are not there for vendors alone: those of customers, and those that nobody uses yet. */
export function sellingPeriodRates(setting: RatingSetting): readonly PeriodRate[] {
  const ofCustomers = new Set(customerAccounts(setting).flatMap(({ periodRates }) => periodRates));
  const ofVendors = new Set(vendorAccounts(setting).flatMap(({ periodRates }) => periodRates));
  return setting.periodRates.filter(({ name }) => ofCustomers.has(name) || !ofVendors.has(name));
}

/** The period rates of an account, in order. */
export const periodRatesOf = (setting: RatingSetting, account: DoctorAccount): readonly PeriodRate[] =>
  account.periodRates.flatMap((name) => setting.periodRates.filter((period) => period.name === name));

/** The calendars that decide for an account. */
export function calendarsOf(setting: RatingSetting, account: DoctorAccount): readonly DoctorCalendar[] {
  const names = new Set(periodRatesOf(setting, account).map(({ calendar }) => account.calendar ?? calendar));
  return setting.workCalendars.filter(({ name }) => names.has(name));
}

export const tableNamed = ({ tables }: RatingEvidence, name: string): RateTable | undefined =>
  tables.find((table) => table.name === name);

/** The rate book of a configuration, as the switch would have it. */
export const bookOf = ({ setting, tables }: RatingEvidence): RateBook =>
  new RateBook({
    zone: new TimeZone(setting.timeZone),
    calendars: setting.workCalendars.map(workCalendarOf),
    tables,
    periodRates: setting.periodRates,
    accounts: setting.accounts,
    rateGroups: setting.rateGroups,
  });

const LISTED = 10;

/** The first ten of a list, and how many more there are. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, LISTED).join(", ");
  return names.length > LISTED ? `${first} and ${names.length - LISTED} more` : first;
}
