import type { CallRecord } from "../../../cdr";
import type { DailyVolume } from "../evidence";
import { dayOf } from "./reasons";

/** Each gateway's busiest day in these records: its calls, and the callers of customers that they came from (CLI-111, CLI-118). */
export function busiestDays(records: readonly CallRecord[]): readonly DailyVolume[] {
  const carried = records.filter(({ calleeGateway }) => calleeGateway !== undefined);
  return [...Map.groupBy(carried, ({ calleeGateway = "" }) => calleeGateway)].map(([gateway, own]) => {
    const days = [...Map.groupBy(own, dayOf).values()].sort((a, b) => b.length - a.length);
    const busiest = days[0] ?? [];
    return { gateway, calls: busiest.length, callerNumbers: new Set(busiest.map(({ caller }) => caller)).size };
  });
}
