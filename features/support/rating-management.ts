import assert from "node:assert/strict";
import { parse } from "yaml";
import { inSeconds, seconds, SwitchError, TimeZone, type Duration } from "../../src/base";
import { parseSwitchConfig, type RatingKind, type RatingValues, type SwitchConfig } from "../../src/config";
import { examineRating, type Finding } from "../../src/diagnosis";
import type { CallRecord } from "../../src/cdr";
import { askCalendar, workCalendarOf, type EffectiveTable } from "../../src/rating";
import type { Alarm } from "../../src/services/vos3000d";
import type { Lab } from "./lab";
import { calendarOf, momentOf, tablesIn } from "./rating-desk";

type Row = Readonly<Record<string, string>>;

/** What a switch says of its calendars, tables, period rates and accounts. */
type Rating = Pick<SwitchConfig, "timeZone" | "workCalendars" | "rateTables" | "periodRates" | "accounts">;

/** First of the numbers that long calls go to. */
const FIRST_LONG_CALL = 8_801_700_000_000;

/** Does what an operator asks of the running switch; what the switch answered when it refused. */
async function asked(lab: Lab, command: string, values: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const stage = await lab.running();
  try {
    await stage.ask(lab.firstSwitch, command, values);
    return undefined;
  } catch (error) {
    if (error instanceof SwitchError && /^(RATING|RATES)_/.test(error.code)) return error.message;
    throw error;
  }
}

export const changed = (lab: Lab, kind: RatingKind, name: string, change: RatingValues): Promise<string | undefined> =>
  asked(lab, "changeRating", { kind, name, change });

/** A row `calendar | days | hours | but | holidays` on the running switch. */
export async function saveCalendar(lab: Lab, row: Row): Promise<string | undefined> {
  const { name, ...values } = calendarOf(row);
  return changed(lab, "workCalendars", name, values);
}

/** A row `period rate | calendar | working | non-working` on the running switch. */
export const savePeriodRate = (lab: Lab, row: Row): Promise<string | undefined> =>
  changed(lab, "periodRates", row["period rate"] ?? "", {
    calendar: row["calendar"],
    workingTable: row["working"],
    nonWorkingTable: row["non-working"],
  });

/** Columns of a table of rates, imported as files. */
export async function importTables(lab: Lab, rows: readonly Row[]): Promise<string | undefined> {
  for (const { name, rates } of tablesIn(rows)) {
    const lines = rates.map(({ prefix, rate, period }) => `${prefix},${rate},${period ?? ""}`);
    const csv = ["prefix,rate,period", ...lines].join("\r\n");
    const refused = await asked(lab, "importRates", { name, csv, file: `${name}.csv` });
    if (refused !== undefined) return refused;
  }
  return undefined;
}

export const importText = (lab: Lab, name: string, csv: string): Promise<string | undefined> =>
  asked(lab, "importRates", { name, csv, file: `${name}.csv` });

export const copied = (lab: Lab, from: string, to: string): Promise<string | undefined> => asked(lab, "copyRates", { from, to });

export const ratingOf = async (lab: Lab, name = lab.firstSwitch): Promise<Rating> =>
  (await (await lab.running()).ask(name, "rating")) as Rating;

export async function tableInForce(lab: Lab, account: string, name = lab.firstSwitch): Promise<EffectiveTable | undefined> {
  return ((await (await lab.running()).ask(name, "effectiveTable", { account })) ?? undefined) as EffectiveTable | undefined;
}

/** Sets the calendar of every switch of the lab. */
export async function itIs(lab: Lab, moment: string): Promise<void> {
  const at = momentOf(lab, moment);
  await (await lab.running()).setCalendar(at);
}

/** What the doctor says when it compares the configuration of a switch that runs with that of one that ran before. */
export async function comparedWith(lab: Lab, now: string, before: string): Promise<readonly Finding[]> {
  const stage = await lab.running();
  const [setting, earlier] = [await ratingOf(lab, now), await ratingOf(lab, before)];
  return examineRating({
    setting: { ...setting, name: now, mappingGateways: [], routingGateways: [] },
    tables: [],
    facts: { now: stage.wallClockAt(stage.now()), before: earlier },
  });
}

/** A switch with the customers, vendors and rates of another, in another time zone. */
export function moveSwitch(lab: Lab, from: string, to: string, timeZone: string): void {
  const { name: _name, ...settings } = lab.switch(from);
  Object.assign(lab.switch(to), settings, { rating: { ...settings.rating, timeZone } });
}

/** What the records of all calls say about prices. */
export async function pricesSoFar(lab: Lab): Promise<readonly Pick<CallRecord, "flowNo" | "price" | "cost">[]> {
  const records = await (await lab.running()).records(lab.firstSwitch);
  assert.ok(records.length > 0, "no call has been recorded yet");
  return records.map(({ flowNo, price, cost }) => ({ flowNo, ...(price && { price }), ...(cost && { cost }) }));
}

/** An administrator and an observer for the first switch. */
export function setOperators(lab: Lab, administrator: string, observer: string): void {
  lab.switch(lab.firstSwitch).operators = [
    { name: administrator, role: "administrator" },
    { name: observer, role: "observer" },
  ];
}

/** What the switch says to somebody who asks for a command: undefined when it carries it out. */
export async function refusedTo(
  lab: Lab,
  operator: string,
  command: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<string | undefined> {
  try {
    await (await lab.running()).ask(lab.firstSwitch, command, values, operator);
    return undefined;
  } catch (error) {
    if (error instanceof SwitchError && /^CONTROL_NO/.test(error.code)) return error.message;
    throw error;
  }
}

/** So many calendars of other names with the hours of one. */
export function multiplyCalendar(lab: Lab, name: string, count: number): void {
  const first = lab.switch(lab.firstSwitch);
  const calendars = first.rating?.workCalendars ?? [];
  const one = calendars.find((each) => each.name === name) ?? assert.fail(`there is no calendar "${name}"`);
  const more = Array.from({ length: count }, (_, index) => ({ ...one, name: `${name} ${index + 1}` }));
  first.rating = { ...first.rating, workCalendars: [...calendars, ...more] };
}

const nameOf = (index: number): string => `Account ${index + 1}`;

/** Accounts beside those that customers have, all with one period rate. */
export function addManyAccounts(lab: Lab, count: number, periodRate: string): void {
  const first = lab.switch(lab.firstSwitch);
  const more = Array.from({ length: count }, (_, index) => ({ name: nameOf(index), periodRates: [periodRate] }));
  first.rating = { ...first.rating, accounts: [...(first.rating?.accounts ?? []), ...more] };
}

export async function tablesOfManyAccounts(lab: Lab, count: number): Promise<readonly (string | undefined)[]> {
  const tables: (string | undefined)[] = [];
  for (let index = 0; index < count; index += 1) tables.push((await tableInForce(lab, nameOf(index)))?.table);
  return tables;
}

/** Rows `rate group | period rates | accounts`. */
export function addRateGroups(lab: Lab, rows: readonly Row[]): void {
  const first = lab.switch(lab.firstSwitch);
  const list = (text = ""): string[] => (text === "" ? [] : text.split(/, ?/));
  const groups = rows.map((row) => ({
    name: row["rate group"] ?? "",
    periodRates: list(row["period rates"]),
    accounts: list(row["accounts"]),
  }));
  first.rating = { ...first.rating, rateGroups: groups };
}

export function setLongCall(lab: Lab, time: Duration): void {
  const first = lab.switch(lab.firstSwitch);
  first.rating = { ...first.rating, alarms: { longCall: `${inSeconds(time)}s` } };
}

/** Places calls that are up together, all from one moment on, and hangs up. */
export async function placeLongCalls(
  lab: Lab,
  {
    caller,
    count,
    time,
    moment,
  }: { readonly caller: string; readonly count: number; readonly time: Duration; readonly moment: string },
): Promise<void> {
  const stage = await lab.running();
  await stage.setCalendar(momentOf(lab, moment));
  const calls = [];
  for (let index = 0; index < count; index += 1) calls.push(await lab.place({ caller, to: String(FIRST_LONG_CALL + index) }));
  for (const call of calls) await lab.reaches(call, "answered");
  await stage.pass(time);
  for (const { name } of calls) await stage.act(caller, { call: name }, { do: "hangUp" });
  await stage.pass(seconds(1));
}

type AlarmSeen = Omit<Alarm, "firstAt" | "lastAt"> & { readonly firstAt: string };

export async function alarmsOf(lab: Lab, kind?: Alarm["kind"]): Promise<readonly AlarmSeen[]> {
  const alarms = (await (await lab.running()).ask(lab.firstSwitch, "alarms")) as readonly AlarmSeen[];
  return alarms.filter((alarm) => kind === undefined || alarm.kind === kind);
}

/** The doctor on the running switch and its alarms about long calls, each put into the period of its account at that moment. */
export async function examinedAlarms(lab: Lab): Promise<readonly Finding[]> {
  const setting = await ratingOf(lab);
  const alarms = await alarmsOf(lab, "longCall");
  const zone = new TimeZone(setting.timeZone);
  const isWorking = ({ account, firstAt }: AlarmSeen): boolean => {
    const { periodRates = [], calendar } = setting.accounts.find(({ name }) => name === account) ?? {};
    const bound = setting.periodRates
      .filter(({ name }) => periodRates.includes(name))
      .map((period) => calendar ?? period.calendar);
    const calendars = setting.workCalendars.filter(({ name }) => bound.includes(name));
    return calendars.some((each) => askCalendar(workCalendarOf(each), zone.localSeconds(zone.moment(firstAt))).isWorking);
  };
  const accounts = [...new Set(alarms.flatMap(({ account }) => account ?? []))];
  const durationAlarms = accounts.map((account) => {
    const own = alarms.filter((alarm) => alarm.account === account);
    return { account, count: own.length, offPeak: own.filter((alarm) => !isWorking(alarm)).length };
  });
  return examineRating({
    setting: { ...setting, name: lab.firstSwitch, mappingGateways: [], routingGateways: [] },
    tables: [],
    facts: { durationAlarms },
  });
}

const MINUTES_OF_A_WEEK = 10_080;
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** When the table in force for each account changed in the week from a moment on, asked every minute. */
export async function switchesOfAWeek(
  lab: Lab,
  moment: string,
): Promise<readonly { readonly account: string; readonly day: string; readonly table: string }[]> {
  await itIs(lab, moment);
  const stage = await lab.running();
  const { accounts, timeZone } = await ratingOf(lab);
  const zone = new TimeZone(timeZone);
  const before = new Map<string, string | undefined>();
  const found = [];
  for (let minute = 0; minute < MINUTES_OF_A_WEEK; minute += 1) {
    for (const { name } of accounts) {
      const table = (await tableInForce(lab, name))?.table;
      const local = new Date(zone.localSeconds(stage.wallClockAt(stage.now())) * 1_000);
      if (minute > 0 && table !== before.get(name))
        found.push({ account: name, day: DAYS[local.getUTCDay()] ?? "", table: table ?? "none" });
      before.set(name, table);
    }
    await stage.pass(seconds(60));
  }
  return found;
}

/** What a switch says to a configuration with the scenario's rates and these in their place; undefined when it takes it. */
export function refusedConfiguration(lab: Lab, text: string): string | undefined {
  const config = {
    ...{ data: "/data", sip: { listen: [{ address: "192.0.2.1" }] }, media: { address: "192.0.2.1" } },
    ...{ mappingGateways: [], routingGateways: [], ...lab.switch(lab.firstSwitch).rating, ...(parse(text) as object) },
  };
  try {
    parseSwitchConfig(JSON.stringify(config), "switch.yaml");
    return undefined;
  } catch (error) {
    if (error instanceof SwitchError) return error.message;
    throw error;
  }
}
