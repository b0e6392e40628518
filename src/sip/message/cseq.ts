import { endOfToken, isDigit, readNumber, skipWhite } from "./characters";
import { maxCSeq } from "./limits";
import type { CSeq } from "./types";

/** Reads a CSeq value, unfolded: `314159 INVITE`. Undefined when it is none or the number is over {@link maxCSeq}. RFC 3261 section 20.16. */
export function parseCSeq(text: string): CSeq | undefined {
  let end = 0;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  const number = readNumber(text, 0, end, maxCSeq);
  const start = skipWhite(text, end);
  if (number < 0 || start === end || start === text.length || endOfToken(text, start) !== text.length) return undefined;
  return { number, method: text.slice(start) };
}
