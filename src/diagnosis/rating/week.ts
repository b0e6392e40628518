import { TimeZone, type WallTime } from "../../base";
import { WEEKDAYS, workCalendarOf } from "../../rating";
import type { DoctorCalendar } from "./evidence";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** A week from Sunday to Saturday whose days are no holiday of a fixed date, and in which no zone changes its clocks. */
const FIRST_DAY = "2026-02-08";

/** A stretch of the week in which no calendar switches; seconds since Sunday 00:00 on the switch's clock. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** A moment in it. */
  readonly at: WallTime;
}

/** The week in stretches between the switches of these calendars. */
export function stretches(calendars: readonly DoctorCalendar[], timeZone: string): readonly Stretch[] {
  const edges = new Set<number>([0]);
  for (const calendar of calendars) {
    for (const [day, { start, end }] of workCalendarOf(calendar).hours) {
      const midnight = WEEKDAYS.indexOf(day) * DAY;
      edges.add((midnight + start) % WEEK).add((midnight + end) % WEEK);
    }
  }
  const zone = new TimeZone(timeZone);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.map((from, index) => ({
    from,
    to: sorted[index + 1] ?? WEEK,
    at: zone.moment(new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + from * 1_000).toISOString().slice(0, 19)),
  }));
}

export const clock = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60) % 1_440;
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
};

/** Stretches that touch as one: `18:00 to 22:00 on mon, tue`, `from fri 22:00 to mon 08:00`. */
export function weekText(parts: readonly Pick<Stretch, "from" | "to">[]): string {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of parts) {
    const last = joined.at(-1);
    if (last?.to === from) last.to = to;
    else joined.push({ from, to });
  }
  const [first] = joined;
  if (joined.length === 1 && first?.from === 0 && first.to === WEEK) return "at all times";
  const last = joined.at(-1);
  if (joined.length > 1 && first?.from === 0 && last?.to === WEEK) {
    last.to += first.to;
    joined.shift();
  }
  const byHours = new Map<string, string[]>();
  for (const { from, to } of joined) {
    const day = WEEKDAYS[Math.floor(from / DAY)] ?? "sun";
    const isShort = to - from <= DAY;
    const hours = isShort
      ? `${clock(from)} to ${clock(to)}`
      : `${day} ${clock(from)} to ${WEEKDAYS[Math.floor(to / DAY) % 7]} ${clock(to)}`;
    byHours.set(hours, [...(byHours.get(hours) ?? []), ...(isShort ? [day] : [])]);
  }
  return [...byHours].map(([hours, days]) => `from ${hours}${days.length === 0 ? "" : ` on ${days.join(", ")}`}`).join(" and ");
}
