import { z } from "zod";
import { microseconds, parseMoney, type Duration } from "../base";
import { isLimit, LIMIT_RULE } from "./limit";

const UNITS = { us: 1, ms: 1_000, s: 1_000_000, min: 60_000_000, h: 3_600_000_000 } as const;

/** A length of time as text with its unit: `500ms`, `32s`, `1.5s`, `30min`. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?\s?(us|ms|s|min|h)$/, "a duration is a number and a unit: 500ms, 32s, 30min")
  .transform((text): Duration => {
    const [, count, unit] = /^([\d.]+)\s?([a-z]+)$/.exec(text) ?? [];
    return microseconds(Number(count) * UNITS[unit as keyof typeof UNITS]);
  });

/** IPv6 text in the one form that sockets report (RFC 5952), so that addresses can be compared as text. */
const canonical = (address: string): string =>
  address.includes(":") ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

/** An IPv4 or IPv6 address without brackets and zone. */
export const ipAddress = z
  .union([z.ipv4(), z.ipv6()], "an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1")
  .transform(canonical);

/** False for 0.0.0.0 and `::`, which stand for every local address and for no peer. */
export const isReachable = (address: string): boolean => address !== "0.0.0.0" && address !== "::";

/** An address that peers can be told. */
export const reachableAddress = ipAddress.refine(
  isReachable,
  "name the address that peers reach: it is written into SIP and SDP, so 0.0.0.0 and :: cannot be used",
);

/** A port to listen on; 0 lets the system choose. */
export const listenPort = z.int("a port is a whole number from 0 to 65535").min(0).max(65_535);

/** A port of somebody else. */
export const peerPort = z.int("a port is a whole number from 1 to 65535").min(1).max(65_535);

/** What gateways and switches are called. */
export const objectName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, "a name has 1 to 64 letters, digits, spaces, dots, dashes or underscores");

/** Leading digits of a number; empty stands for every number. Text, because a leading 0 counts. */
export const prefix = z
  .string('write a prefix in quotes, "44": without them YAML reads a number and loses leading zeros')
  .regex(/^[0-9*#]{0,32}$/, "a prefix has at most 32 of 0-9, * and #; empty means every number");

/** Digits as they are dialled. */
export const dialString = z.string().regex(/^[0-9*#+]{0,32}$/, "at most 32 of 0-9, *, # and +");

/** A caller number of a pool: at most the 15 digits of E.164, an optional + in front (CLI-008). */
export const poolNumber = z
  .string('write a number in quotes, "8801700000001": without them YAML reads it as a quantity')
  .regex(/^\+?[0-9]{3,15}$/, "a valid phone number has 3 to 15 digits and may begin with +");

/** An amount of money per minute as decimal text; never a float. */
export const rate = z
  .string('write a rate in quotes, "0.025": money is never a float')
  .regex(/^\d{1,9}(\.\d{1,9})?$/, "a rate is a decimal number such as 0.025");

/** Money as decimal text, also below zero; never a float. */
export const money = z
  .string('write money in quotes, "100.50": it is never a float')
  .refine(
    (text) => parseMoney(text) !== undefined,
    "money is a decimal number such as 100.50 or -10, with at most ten digits behind the point",
  );

/** How far below zero an account may go. */
export const overdraftLimit = z
  .union([z.string(), z.literal(-1)], 'write a limit in quotes, "1000": money is never a float')
  .transform(String)
  .refine((text) => isLimit(text), LIMIT_RULE);

/** A moment as ISO 8601 text: with a zone, or in the switch's own time zone. */
export const calendarMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/, "a moment such as 2026-01-01T00:00 or 2026-01-01T00:00:00Z")
  .refine((text) => !Number.isNaN(Date.parse(text)), "no such day or time");

/** A prefix of a rate table. */
export const ratePrefix = z
  .string('write a prefix in quotes, "44": without them YAML reads a number and loses leading zeros')
  .regex(/^[0-9*#]{0,14}$/, "a prefix of a rate has at most 14 of 0-9, * and #; empty means every number");

/** A time of the day. */
export const dayTime = z
  .string('write a time in quotes, "08:00"')
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, "a time of the day is like 08:00 or 17:59:59; the end of a day is 00:00");

/** A day of one year, or of every year. */
export const holiday = z
  .string('write a day in quotes, "2026-03-26"')
  .regex(/^(\d{4}-)?\d\d-\d\d$/, "a holiday is like 2026-03-26, or 03-26 for every year")
  .refine((text) => isDay(text.length === 5 ? `2024-${text}` : text), "there is no such day");

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
