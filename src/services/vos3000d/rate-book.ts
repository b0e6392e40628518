import { moneyOf, TimeZone } from "../../base";
import type { SwitchConfig } from "../../config";
import { RateBook, RateTable, workCalendarOf } from "../../rating";

type RateTableConfig = SwitchConfig["rateTables"][number];

/** Prices of a configuration: accounts, rate tables, calendars and period rates. */
export function rateBook(config: SwitchConfig): RateBook {
  return new RateBook({
    zone: new TimeZone(config.timeZone),
    calendars: config.workCalendars.map(workCalendarOf),
    tables: rateTables(config),
    periodRates: config.periodRates,
    accounts: config.accounts,
  });
}

/** The rate tables of a configuration. */
export const rateTables = (config: SwitchConfig): readonly RateTable[] => config.rateTables.map(rateTable);

function rateTable({ name, rates }: RateTableConfig): RateTable {
  return RateTable.of(
    name,
    rates.map(({ prefix, rate, period }) => ({ prefix, perMinute: moneyOf(rate), period })),
  );
}
