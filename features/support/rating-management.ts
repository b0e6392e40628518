import assert from "node:assert/strict";
import { SwitchError } from "../../src/base";
import type { RatingKind, RatingValues, SwitchConfig } from "../../src/config";
import { examineRating, type Finding } from "../../src/diagnosis";
import type { CallRecord } from "../../src/cdr";
import type { EffectiveTable } from "../../src/rating";
import type { Lab } from "./lab";
import { calendarOf, momentOf, tablesIn } from "./rating-desk";

type Row = Readonly<Record<string, string>>;

/** What a switch says of its calendars, tables, period rates and accounts. */
type Rating = Pick<SwitchConfig, "timeZone" | "workCalendars" | "rateTables" | "periodRates" | "accounts">;

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
