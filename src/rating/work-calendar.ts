/** Seconds of a day. */
const DAY = 86_400;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** Names of weekdays as configurations write them; the index is the number of the day, 0 for Sunday. */
export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Working hours of one day in seconds from its midnight, from `start` on and before `end`; an `end` above 86,400 is on the next day. */
export interface WorkingHours {
  readonly start: number;
  readonly end: number;
}

/** A work calendar: which moments are working time (CAL-201 to CAL-217). */
export interface WorkCalendar {
  readonly name: string;
  /** By weekday; a day without an entry is non-working. */
  readonly hours: ReadonlyMap<Weekday, WorkingHours>;
  /** `2026-03-26`: that day alone; `03-26`: every year (CAL-214). */
  readonly holidays: ReadonlySet<string>;
}

/** What a moment is in a calendar, and which rule says so. */
export interface CalendarAnswer {
  readonly isWorking: boolean;
  readonly because: "working hours" | "outside working hours" | "not a working day" | "holiday";
}

/**
 * `18:00` as seconds; an `end` of `00:00` is the end of the day, and one before `start` is on the next day (CAL-208, CAL-209).
 * Undefined when start and end are equal and not midnight, which would say nothing.
 */
export function workingHours(start: string, end: string): WorkingHours | undefined {
  const from = secondsOf(start);
  const to = secondsOf(end);
  if (from === to && from !== 0) return undefined;
  return { start: from, end: to > from ? to : to + DAY };
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, rest = 0] = time.split(":").map(Number);
  return hours * 3_600 + minutes * 60 + rest;
}

/**
 * Whether a moment is working time. `localSeconds` is counted on the clock of the switch's time zone (CAL-211).
 *
 * Holiday before weekday before hours (CAL-204). Hours over midnight belong to the day on which they start, and so does a holiday
 * that blanks them (CAL-209, CAL-210).
 */
export function askCalendar(calendar: WorkCalendar, localSeconds: number): CalendarAnswer {
  const day = Math.floor(localSeconds / DAY);
  const time = localSeconds - day * DAY;
  if (isOpen(calendar, day, time) || isOpen(calendar, day - 1, time + DAY)) return { isWorking: true, because: "working hours" };
  if (isHoliday(calendar, day)) return { isWorking: false, because: "holiday" };
  const because = calendar.hours.has(weekdayOf(day)) ? "outside working hours" : "not a working day";
  return { isWorking: false, because };
}

function weekdayOf(day: number): Weekday {
  return WEEKDAYS[(((day + FIRST_WEEKDAY) % 7) + 7) % 7] ?? "sun";
}

/** True when the hours that start on `day` include the moment `time` seconds after its midnight. */
function isOpen(calendar: WorkCalendar, day: number, time: number): boolean {
  const hours = calendar.hours.get(weekdayOf(day));
  return hours !== undefined && time >= hours.start && time < hours.end && !isHoliday(calendar, day);
}

function isHoliday({ holidays }: WorkCalendar, day: number): boolean {
  if (holidays.size === 0) return false;
  const date = new Date(day * DAY * 1_000).toISOString().slice(0, 10);
  return holidays.has(date) || holidays.has(date.slice(5));
}
