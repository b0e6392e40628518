declare const unit: unique symbol;

/** A length of time in whole microseconds. Made by {@link seconds}, {@link milliseconds} or {@link microseconds}. */
export type Duration = number & { readonly [unit]: "duration" };

/**
 * A moment on the monotonic clock, in whole microseconds since that clock's own start.
 * For every timer and every difference; never shown to a person.
 */
export type Instant = number & { readonly [unit]: "instant" };

/** A moment of calendar time, in whole microseconds since 1970-01-01T00:00:00Z. For CDRs, calendars and headers. */
export type WallTime = number & { readonly [unit]: "wallTime" };

/** The duration of `count` microseconds, rounded to a whole number. */
export const microseconds = (count: number): Duration => Math.round(count) as Duration;

/** The duration of `count` milliseconds, rounded to a whole microsecond. */
export const milliseconds = (count: number): Duration => microseconds(count * 1_000);

/** The duration of `count` seconds, rounded to a whole microsecond. */
export const seconds = (count: number): Duration => microseconds(count * 1_000_000);

/** `duration` as a number of seconds, with its fraction. */
export const inSeconds = (duration: Duration): number => duration / 1_000_000;

/** `duration` as a number of milliseconds, with its fraction. */
export const inMilliseconds = (duration: Duration): number => duration / 1_000;

/** The moment `duration` after `moment`, on the same clock. */
export function after<Moment extends Instant | WallTime>(moment: Moment, duration: Duration): Moment {
  return (moment + duration) as Moment;
}

/** The time from `from` to `to`; negative when `to` is earlier. */
export function between<Moment extends Instant | WallTime>(from: Moment, to: Moment): Duration {
  return (to - from) as Duration;
}

/** `duration` multiplied by `factor`, rounded to a whole microsecond. */
export const times = (duration: Duration, factor: number): Duration => microseconds(duration * factor);

/** The earlier of two optional moments; undefined when neither is there. */
export function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined) return b;
  return b === undefined || a < b ? a : b;
}

/** `time` as ISO 8601 in UTC with milliseconds: `2026-01-31T09:00:00.000Z`. */
export const toIso = (time: WallTime): string => new Date(time / 1_000).toISOString();

/** The moment that `date` names. Fractions of a microsecond are rounded. */
export const fromDate = (date: Date): WallTime => Math.round(date.getTime() * 1_000) as WallTime;
