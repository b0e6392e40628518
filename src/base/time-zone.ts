import type { WallTime } from "./time";

/** Zones change their offset at full quarters of an hour of UTC only (since 1972). */
const QUARTER_MS = 900_000;

/** True for a name that the time zone database knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * Local time of one zone of the IANA database, such as `Asia/Dhaka`.
 *
 * The offset of the last quarter of an hour that was asked for is kept: asking for it is slow, and a switch asks about now.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;
  private quarter = Number.NaN;
  private offset = 0;

  /** @param name one for which {@link isTimeZone} holds; any other is a RangeError of the runtime. */
  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** Whole seconds from 1970-01-01T00:00 on the clock of this zone: a day has 86,400 of them, whatever daylight saving does. */
  localSeconds(at: WallTime): number {
    const ms = Math.floor(at / 1_000);
    return Math.floor((ms + this.offsetMs(ms)) / 1_000);
  }

  /** The moment that local text such as `2026-04-20T18:00:00` names; text with a zone of its own names its own moment; NaN for text that names none. */
  moment(text: string): WallTime {
    const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text);
    const asUtc = Date.parse(hasZone ? text : `${text}Z`);
    if (hasZone || Number.isNaN(asUtc)) return (asUtc * 1_000) as WallTime;
    // The offset at the moment itself is found from the one at its namesake in UTC, which a change of the clocks may separate.
    const guess = asUtc - this.offsetMs(asUtc);
    return ((asUtc - this.offsetMs(guess)) * 1_000) as WallTime;
  }

  /** How far the zone is ahead of UTC. */
  private offsetMs(ms: number): number {
    const quarter = Math.floor(ms / QUARTER_MS);
    if (quarter !== this.quarter) {
      this.offset = this.askOffset(quarter * QUARTER_MS);
      this.quarter = quarter;
    }
    return this.offset;
  }

  private askOffset(ms: number): number {
    const parts = this.format.formatToParts(ms);
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - ms;
  }
}
