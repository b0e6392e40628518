import { UsageError } from "../../base";
import type { HeaderField } from "./types";

/**
 * A line end in a value would start a header of its own choice; only folding, as received messages have it, may pass.
 *
 * @throws {UsageError} `SIP_HEADER_LINE_BREAK`
 */
export function checkFields(fields: readonly HeaderField[]): void {
  for (const { name, value } of fields) {
    if ((value.includes("\n") || value.includes("\r")) && /\r(?!\n)|\n(?![ \t])/.test(value)) {
      throw new UsageError("SIP_HEADER_LINE_BREAK", `the value of ${name} holds a line end`, { name });
    }
  }
}

/** @throws {UsageError} `SIP_START_LINE_BREAK` when a part of a start line holds a line end. */
export function checkStartLine(part: string): void {
  if (part.includes("\n") || part.includes("\r")) {
    throw new UsageError("SIP_START_LINE_BREAK", "a part of the start line holds a line end", { part });
  }
}
