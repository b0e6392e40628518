import { UsageError } from "../base";

/** Reads a count on the command line. @throws {UsageError} `CLI_BAD_NUMBER`. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError("CLI_BAD_NUMBER", `"${text}" is not a whole number`);
}
