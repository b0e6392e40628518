import { assert, moneyOf, TimeZone } from "../../base";
import type { SwitchConfig } from "../../config";
import { RateBook, RateTable, workingHours, type WorkCalendar, type WorkingHours } from "../../rating";

type CalendarConfig = SwitchConfig["workCalendars"][number];
type RateTableConfig = SwitchConfig["rateTables"][number];

/** Prices of a configuration: accounts, rate tables, calendars and period rates. */
export function rateBook(config: SwitchConfig): RateBook {
  return new RateBook({
    zone: new TimeZone(config.timeZone),
    calendars: config.workCalendars.map(workCalendar),
    tables: config.rateTables.map(rateTable),
    periodRates: config.periodRates,
    accounts: config.accounts,
  });
}

function workCalendar({ name, workingDays, start, end, hours, holidays }: CalendarConfig): WorkCalendar {
  const usual = hoursOf({ start, end });
  const byDay = workingDays.map((day) => [day, hours[day] === undefined ? usual : hoursOf(hours[day])] as const);
  return { name, hours: new Map(byDay), holidays: new Set(holidays) };
}

function hoursOf({ start, end }: { readonly start: string; readonly end: string }): WorkingHours {
  const hours = workingHours(start, end);
  assert(hours !== undefined, "the configuration let equal hours pass", { start, end });
  return hours;
}

function rateTable({ name, rates }: RateTableConfig): RateTable {
  return RateTable.of(
    name,
    rates.map(({ prefix, rate, period }) => ({ prefix, perMinute: moneyOf(rate), period })),
  );
}
