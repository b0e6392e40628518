import { seconds, UsageError, type Duration } from "../base";

/** Reads a count on the command line. @throws {UsageError} `CLI_BAD_NUMBER`. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError("CLI_BAD_NUMBER", `"${text}" is not a whole number`);
}

const SECONDS = { s: 1, min: 60, h: 3_600, d: 86_400 } as const;

/** Reads how far a clock is ahead: `6h`, `-90min`, `0s`. @throws {UsageError} `CLI_BAD_OFFSET`. */
export function clockOffset(text: string): Duration {
  const [, count, unit] = /^(-?\d{1,9}(?:\.\d{1,6})?)(s|min|h|d)$/.exec(text) ?? [];
  if (count !== undefined) return seconds(Number(count) * SECONDS[unit as keyof typeof SECONDS]);
  throw new UsageError("CLI_BAD_OFFSET", `"${text}": a clock is ahead by 6h or behind by -90min; s, min, h and d are units`);
}
