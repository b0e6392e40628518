import type { WallTime } from "../../base";

/** Microseconds since 1970 of a calendar moment: with a zone of its own, or local to `timeZone`. */
export function momentIn(timeZone: string, text: string): WallTime {
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text);
  const asUtc = Date.parse(hasZone ? text : `${text}Z`);
  if (hasZone) return (asUtc * 1_000) as WallTime;
  // The offset at the moment itself is found from the one at its namesake in UTC, which a change of the clocks may separate.
  const guess = asUtc - offsetMs(timeZone, asUtc);
  return ((asUtc - offsetMs(timeZone, guess)) * 1_000) as WallTime;
}

/** How far a zone is ahead of UTC at a moment. */
function offsetMs(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - at;
}
