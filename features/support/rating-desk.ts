import { TimeZone, toIso, UsageError, type WallTime } from "../../src/base";
import type { SwitchConfigInput } from "../../src/config";
import type { Lab } from "./lab";

type Calendar = NonNullable<SwitchConfigInput["workCalendars"]>[number];
type Weekday = NonNullable<Calendar["workingDays"]>[number];
type Row = Readonly<Record<string, string>>;

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** `mon-fri`, `sun-thu`, `mon` or nothing as weekdays. */
function daysOf(text: string): Weekday[] {
  if (text === "") return [];
  const [from = "", to = from] = text.split("-");
  const first = WEEKDAYS.indexOf(from as Weekday);
  const last = WEEKDAYS.indexOf(to as Weekday);
  if (first < 0 || last < 0) throw new UsageError("STEP_BAD_HOURS", `"${text}" are no days such as mon-fri`, { text });
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => WEEKDAYS[(first + index) % 7] ?? "sun");
}

/** `08:00-18:00`. */
function hoursOf(text: string): { start: string; end: string } {
  const [, start, end] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  if (start === undefined || end === undefined)
    throw new UsageError("STEP_BAD_HOURS", `"${text}" are no working hours such as 08:00-18:00`, { text });
  return { start, end };
}

/** A row `calendar | days | hours | but | holidays`, where `but` has hours of one day: `fri 08:00-12:00`. */
export function calendarOf({ calendar = "", days = "", hours = "", but = "", holidays = "" }: Row): Calendar {
  const [day = "", other = ""] = but.split(" ");
  return {
    name: calendar,
    workingDays: daysOf(days),
    ...hoursOf(hours),
    ...(but === "" ? {} : { hours: { [day]: hoursOf(other) } }),
    holidays: holidays === "" ? [] : holidays.split(/, ?/),
  };
}

function change(lab: Lab, settings: object): void {
  const first = lab.switch(lab.firstSwitch);
  first.rating = { ...first.rating, ...settings };
}

/** The zone in which the switch reads its calendars. */
export function setTimeZone(lab: Lab, timeZone: string): void {
  change(lab, { timeZone });
}

export function addCalendars(lab: Lab, rows: readonly Row[]): void {
  const { rating } = lab.switch(lab.firstSwitch);
  change(lab, { workCalendars: [...(rating?.workCalendars ?? []), ...rows.map(calendarOf)] });
}

type TableInput = NonNullable<SwitchConfigInput["rateTables"]>[number];
type Table = TableInput & { readonly rates: NonNullable<TableInput["rates"]> };

/** Rows `prefix | NAME | NAME ...`: a column is a table, and an empty cell a prefix that it lacks. `period` is the billing cycle. */
export function tablesIn(rows: readonly Row[]): readonly Table[] {
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== "prefix" && name !== "period");
  return names.map((name) => ({
    name,
    rates: rows
      .filter((row) => (row[name] ?? "") !== "")
      .map(({ prefix = "", period = "60", ...row }) => ({ prefix, rate: row[name] ?? "", period: Number(period) })),
  }));
}

export function addRateTables(lab: Lab, rows: readonly Row[]): void {
  const { rating } = lab.switch(lab.firstSwitch);
  change(lab, { rateTables: [...(rating?.rateTables ?? []), ...tablesIn(rows)] });
}

/** Rows `period rate | calendar | working | non-working`. */
export function addPeriodRates(lab: Lab, rows: readonly Row[]): void {
  const periodRates = rows.map((row) => ({
    name: row["period rate"] ?? "",
    calendar: row["calendar"] ?? "",
    workingTable: row["working"] ?? "",
    nonWorkingTable: row["non-working"] ?? "",
  }));
  const { rating } = lab.switch(lab.firstSwitch);
  change(lab, { periodRates: [...(rating?.periodRates ?? []), ...periodRates] });
}

/** Terms of an account that a row says; without a word of money it is unlimited, since its scenario is about something else. */
function termsOf({ balance, limit, lock, "valid until": validUntil, "alarm below": alarmBelow }: Row) {
  return {
    ...(balance ? { balance } : {}),
    limit: limit === undefined ? (balance === undefined ? "-1" : "0") : limit === "" ? "0" : limit,
    ...(lock === "locked" ? { lock: "locked" as const } : {}),
    ...(validUntil ? { validUntil } : {}),
    ...(alarmBelow ? { alarmBelow } : {}),
  };
}

/**
 * Rows `account | rate table | period rates | calendar | missing rate | spanning | long-call alarm | balance | limit | lock |
 * valid until`; the customer of that name belongs to the account.
 */
export function addAccounts(lab: Lab, rows: readonly Row[]): void {
  const { rating } = lab.switch(lab.firstSwitch);
  const accounts = rows.map((row) => ({
    name: row["account"] ?? "",
    ...termsOf(row),
    ...(row["rate table"] ? { rateTable: row["rate table"] } : {}),
    periodRates: row["period rates"] ? row["period rates"].split(/, ?/) : [],
    ...(row["calendar"] ? { calendar: row["calendar"] } : {}),
    missingRate: row["missing rate"] === "zero" ? ("zero" as const) : ("reject" as const),
    ...(row["spanning"] === "split" ? { spanning: "split" as const } : {}),
    ...(row["long-call alarm"] === "suppressed" ? { suppressDurationAlarm: true } : {}),
  }));
  change(lab, { accounts: [...(rating?.accounts ?? []), ...accounts] });
  const settings = lab.switch(lab.firstSwitch);
  settings.mappingGateways = settings.mappingGateways.map((gateway) =>
    accounts.some(({ name }) => name === gateway.name) ? { ...gateway, account: gateway.name } : gateway,
  );
}

/** `Monday 2026-04-20 18:00` or `2026-04-17T20:30Z` on the calendar of the first switch; the weekday must be that day's. */
export function momentOf(lab: Lab, text: string): WallTime {
  const [, weekday, day, time = "", seconds = ":00"] =
    /^(?:(\w+day) )?(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d(?:\.\d)?)?Z?$/.exec(text) ?? [];
  if (day === undefined)
    throw new UsageError("STEP_BAD_MOMENT", `"${text}" is no moment such as Monday 2026-04-20 18:00`, { text });
  const zone = new TimeZone(lab.settings.switches[0]?.rating?.timeZone ?? "UTC");
  const moment = zone.moment(`${day}T${time}${seconds}${text.endsWith("Z") ? "Z" : ""}`);
  const real = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  if (Number.isNaN(moment) || (weekday !== undefined && weekday !== real))
    throw new UsageError("STEP_BAD_MOMENT", `"${text}": ${day} is a ${real}`, {
      text,
      at: Number.isNaN(moment) ? "" : toIso(moment),
    });
  return moment;
}
