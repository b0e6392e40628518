import assert from "node:assert/strict";
import { formatMoney, moneyOf, seconds, TimeZone, UsageError, type Duration, type Money, type WallTime } from "../../src/base";
import type { CallRecord } from "../../src/cdr";
import type { Lab, PlacedCall } from "./lab";
import { momentOf } from "./rating-desk";

const HOURS_OF_A_WEEK = 168;
/** In which a call rings, is answered and released. */
const ONE_CALL = seconds(30);
/** Parts into which a day's traffic is cut, so that it can be shared out to the percent's tenth. */
const PARTS = 10;
/** Both customers' first number; the others follow. */
const FIRST_NUMBER = 8_801_700_000_000;

/** Each customer calls `to` every so many hours of the virtual week that begins at `from`. The switch is left to itself. */
export async function replayWeek(
  lab: Lab,
  week: { readonly callers: readonly string[]; readonly to: string; readonly everyHours: number; readonly from: WallTime },
): Promise<void> {
  const stage = await lab.running();
  await stage.setCalendar(week.from);
  for (let hour = 0; hour < HOURS_OF_A_WEEK; hour += week.everyHours) {
    const began = stage.now();
    for (const caller of week.callers) {
      const call = await lab.place({ caller, to: week.to });
      await lab.reaches(call, "answered");
      await stage.pass(ONE_CALL);
      await lab.hangUp(call);
    }
    await stage.pass((seconds(week.everyHours * 3_600) - (stage.now() - began)) as Duration);
  }
}

/** What part of the guide's week a moment lies in: working hours 08:00 to 18:00 Monday to Friday, and 2026-03-26 a holiday. */
function partOfWeek(at: WallTime, zone: TimeZone): string {
  const local = new Date(zone.localSeconds(at) * 1_000);
  if (local.toISOString().startsWith("2026-03-26")) return "the holiday";
  if (local.getUTCDay() === 0 || local.getUTCDay() === 6) return "the weekend";
  return local.getUTCHours() >= 8 && local.getUTCHours() < 18 ? "working hours" : "nights";
}

const zoneOf = (lab: Lab): TimeZone => new TimeZone(lab.settings.switches[0]?.rating?.timeZone ?? "UTC");

const recordsOf = async (lab: Lab): Promise<readonly CallRecord[]> => (await lab.running()).records(lab.firstSwitch);

/** The records of the week, counted by what they say, are the rows of a table and nothing else. */
export async function assertWeek(lab: Lab, rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const zone = zoneOf(lab);
  const counts = new Map<string, number>();
  for (const { callerGateway, calleeGateway, startedAt, price, cost } of await recordsOf(lab)) {
    const said = [callerGateway, partOfWeek(startedAt, zone), calleeGateway, price?.table, price?.rate, cost?.rate].join(" | ");
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  const found = [...counts].map(([said, count]) => `${said}: ${count}`).sort();
  const wanted = rows.map(({ customer, in: part, calls, gateway, table, "sold at": sold, "bought at": bought }) =>
    [customer, part, gateway, table, sold, `${bought}: ${calls}`].join(" | "),
  );
  assert.deepEqual(found, wanted.sort());
}

/** How often the table of a customer's calls is another one than that of the call before. */
export async function tableChanges(lab: Lab, customer: string): Promise<number> {
  const tables = (await recordsOf(lab))
    .filter(({ callerGateway }) => callerGateway === customer)
    .map(({ price }) => price?.table);
  assert.ok(tables.length > 1, `${customer} has ${tables.length} calls`);
  return tables.filter((table, index) => index > 0 && table !== tables[index - 1]).length;
}

/** What an operator does shows in the switch's log; so does a service that starts again. */
export async function assertUntouched(lab: Lab): Promise<void> {
  const events = await lab.stage.events(lab.firstSwitch);
  assert.ok(events.length > 0, "the switch logs nothing");
  assert.deepEqual(
    events.filter((event) => /\.(changed|saved|stopped)$/.test(event)),
    [],
  );
}

/** Each customer's minutes of one day, as ten calls: those off-peak begin at 20:00, the others at 12:00, all of one length. */
export async function replayDay(
  lab: Lab,
  traffic: {
    readonly callers: readonly string[];
    readonly minutes: number;
    readonly day: string;
    readonly offPeakPercent: number;
  },
): Promise<void> {
  const offPeak = (traffic.offPeakPercent * PARTS) / 100;
  if (!Number.isInteger(offPeak)) throw new UsageError("STEP_BAD_SHARE", "the share off-peak is a whole number of tenths");
  const stage = await lab.running();
  const calls: PlacedCall[] = [];
  for (const [time, count] of [["12:00", PARTS - offPeak] as const, ["20:00", offPeak] as const]) {
    await stage.setCalendar(momentOf(lab, `${traffic.day} ${time}`));
    for (const caller of traffic.callers)
      for (let index = 0; index < count; index += 1)
        calls.push(await lab.place({ caller, to: String(FIRST_NUMBER + calls.length) }));
    for (const call of calls.slice(-count)) await lab.reaches(call, "answered");
  }
  // A second less than the minutes, since every minute that begins is paid.
  await stage.pass(seconds((traffic.minutes / PARTS) * 60 - 1));
  for (const { caller, name } of calls) await stage.act(caller, { call: name }, { do: "hangUp" });
  await stage.pass(seconds(1));
}

/** What the vendors of a customer's calls are paid for them. */
export async function paidFor(lab: Lab, customer: string): Promise<Money> {
  const paid = (await recordsOf(lab)).filter(({ callerGateway }) => callerGateway === customer).map(({ cost }) => cost?.fee);
  assert.equal(paid.length, PARTS, `calls of ${customer}`);
  return paid.reduce((sum, fee) => sum + moneyOf(fee ?? assert.fail("nobody was paid")), 0n) as Money;
}

/** So many days of one amount. */
export const daysOf = (amount: Money, days: number): string => formatMoney((amount * BigInt(days)) as Money);
