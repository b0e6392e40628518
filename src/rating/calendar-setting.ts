import { assert } from "../base";
import { workingHours, type Weekday, type WorkCalendar, type WorkingHours } from "./work-calendar";

/** A start and an end as they are written: `08:00`, `18:00`. */
export interface HoursSetting {
  readonly start: string;
  readonly end: string;
}

/** A work calendar as it is written. */
export interface CalendarSetting extends HoursSetting {
  readonly name: string;
  readonly workingDays: readonly Weekday[];
  /** Hours of single weekdays that differ. */
  readonly hours: Readonly<Partial<Record<Weekday, HoursSetting>>>;
  readonly holidays: readonly string[];
}

/** The calendar that a setting means. */
export function workCalendarOf({ name, workingDays, hours, holidays, ...usual }: CalendarSetting): WorkCalendar {
  const byDay = workingDays.map((day) => [day, hoursOf(hours[day] ?? usual)] as const);
  return { name, hours: new Map(byDay), holidays: new Set(holidays) };
}

function hoursOf({ start, end }: HoursSetting): WorkingHours {
  const hours = workingHours(start, end);
  assert(hours !== undefined, "equal hours were let pass", { start, end });
  return hours;
}
