import { after, seconds, times, type Duration, type WallTime } from "../../src/base";
import type { CallRecord } from "../../src/cdr";
import type { Lab } from "./lab";

export const DAY = seconds(86_400);
export const HOUR = seconds(3_600);

/** The records of calls that were placed evenly over a day, in order. */
export interface DayOfCalls {
  readonly begunAt: WallTime;
  readonly records: readonly CallRecord[];
}

/** Places calls to consecutive numbers behind each prefix, evenly over a time that begins a second after midnight. Carriers end them. */
export async function dayOfCalls(
  lab: Lab,
  caller: string,
  { plan, time }: { readonly plan: readonly { readonly prefix: string; readonly count: number }[]; readonly time: Duration },
): Promise<DayOfCalls> {
  const stage = await lab.running();
  const today = stage.wallClockAt(stage.now());
  const midnight = ((Math.floor(today / DAY) + 1) * DAY) as WallTime;
  stage.setCalendar(midnight);
  await stage.pass(seconds(1));
  const before = (await stage.records(lab.firstSwitch)).length;
  for (const { prefix, count } of plan) {
    const gap = times(time, 1 / (count * plan.length));
    for (let index = 0; index < count; index += 1) {
      await lab.place({ caller, to: `${prefix}${String(2_079_000_000 + index)}` });
      await stage.pass(gap);
    }
  }
  await stage.pass(seconds(2));
  const records = (await stage.records(lab.firstSwitch)).slice(before);
  return { begunAt: after(midnight, seconds(1)), records: records.toSorted((a, b) => a.startedAt - b.startedAt) };
}

/** Calls by the number that the vendor saw. */
export function numbersShown(records: readonly CallRecord[]): ReadonlyMap<string, number> {
  const shown = new Map<string, number>();
  for (const { callerOut = "" } of records) shown.set(callerOut, (shown.get(callerOut) ?? 0) + 1);
  return shown;
}

/** Answered calls of each hour that had calls, in whole per cent of all. */
export function answeredByHour({ begunAt, records }: DayOfCalls): readonly number[] {
  const hours = new Map<number, { calls: number; answered: number }>();
  for (const { startedAt, answeredAt } of records) {
    const hour = Math.floor((startedAt - begunAt) / HOUR);
    const counted = hours.get(hour) ?? { calls: 0, answered: 0 };
    counted.calls += 1;
    if (answeredAt !== undefined) counted.answered += 1;
    hours.set(hour, counted);
  }
  return [...hours.values()].map(({ calls, answered }) => Math.round((100 * answered) / calls));
}

/** How many times its even share the number of a gateway's pool carried that carried most. */
export function busiest(records: readonly CallRecord[], gateway: string): number {
  const shown = [...numbersShown(records.filter(({ calleeGateway }) => calleeGateway === gateway)).values()];
  const calls = shown.reduce((sum, each) => sum + each, 0);
  return (Math.max(...shown) * shown.length) / calls;
}
