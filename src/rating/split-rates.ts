import { seconds, type TimeZone, type WallTime } from "../base";
import type { Rate } from "./rate-table";
import type { WorkCalendar } from "./work-calendar";
import { WEEKDAYS } from "./work-calendar";

const DAY = 86_400;
const QUARTER = seconds(900);
/** Longest talk that is looked through for changes; beyond it the last rate goes on. A year of talk is a fault, not a call. */
const MOST_DAYS = 366;

/** A stretch of talk in which one rate is in force. */
export interface RatePiece<Chosen> {
  readonly chosen: Chosen;
  readonly holdTimeMs: number;
}

/** Rates of a call that is charged by the rate of each moment of its talk. */
export interface SplitRates<Chosen> {
  /** The dearest rate that any moment may have: what money is reserved by. */
  readonly dearest: Rate;
  /** The talk cut where the rate changes, from the answer on. */
  pieces(answeredAt: WallTime, holdTimeMs: number): readonly RatePiece<Chosen>[];
}

/** Moments after `from` and before `to` at which one of the calendars may switch; some of them may be none. */
export function possibleChanges(
  calendars: readonly WorkCalendar[],
  zone: TimeZone,
  { from, to }: { readonly from: WallTime; readonly to: WallTime },
): readonly WallTime[] {
  const end = Math.min(to, from + seconds(MOST_DAYS * DAY)) as WallTime;
  const found = new Set<number>();
  const offsets = new Set<number>();
  const offsetAt = (at: number): number => zone.localSeconds(at as WallTime) - Math.floor(at / 1_000_000);
  offsets.add(offsetAt(from)).add(offsetAt(end));
  // Where the clocks change the calendar jumps, whatever its hours.
  let before = offsetAt(from);
  for (let at = (Math.floor(from / QUARTER) + 1) * QUARTER; at < end; at += QUARTER) {
    const offset = offsetAt(at);
    if (offset !== before) found.add(at);
    before = offset;
    offsets.add(offset);
  }
  const firstDay = Math.floor(zone.localSeconds(from) / DAY) - 2;
  const lastDay = Math.floor(zone.localSeconds(end) / DAY) + 1;
  for (let day = firstDay; day <= lastDay; day += 1) {
    const weekday = WEEKDAYS[(((day + 4) % 7) + 7) % 7] ?? "sun";
    for (const { hours } of calendars) {
      const ofDay = hours.get(weekday);
      if (ofDay === undefined) continue;
      for (const local of [day * DAY + ofDay.start, day * DAY + ofDay.end])
        for (const offset of offsets) found.add(seconds(local - offset));
    }
  }
  return [...found].filter((at) => at > from && at < end).sort((a, b) => a - b) as WallTime[];
}

/** Cuts talk at those moments at which `choose` gives something else than before; where it gives nothing, the last one goes on. */
export function cutTalk<Chosen>(
  { from, holdTimeMs, at }: { readonly from: WallTime; readonly holdTimeMs: number; readonly at: readonly WallTime[] },
  choose: (moment: WallTime) => Chosen | undefined,
  isSame: (one: Chosen, other: Chosen) => boolean,
): readonly RatePiece<Chosen>[] {
  const pieces: { chosen: Chosen; holdTimeMs: number }[] = [];
  let last = choose(from);
  let since: number = from;
  if (last === undefined) return [];
  const close = (until: number): void => {
    if (last !== undefined) pieces.push({ chosen: last, holdTimeMs: (until - since) / 1_000 });
    since = until;
  };
  for (const moment of at) {
    const next = choose(moment);
    if (next === undefined || isSame(last, next)) continue;
    close(moment);
    last = next;
  }
  close(from + holdTimeMs * 1_000);
  return pieces;
}
