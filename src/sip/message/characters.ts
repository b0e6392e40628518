/** Character classes of RFC 3261 section 25.1 as bits of one table, indexed by byte value. */
const token = 1;
const digit = 2;
const white = 4;
const hex = 8;
const host = 16;
const upper = 32;
const schemeTail = 64;

const classes = new Uint8Array(256);

function mark(characters: string, bit: number): void {
  for (let index = 0; index < characters.length; index += 1) {
    const code = characters.charCodeAt(index);
    classes[code] = (classes[code] ?? 0) | bit;
  }
}

const digits = "0123456789";
const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const upperCase = lowerCase.toUpperCase();
mark(digits + lowerCase + upperCase + "-.!%*_+`'~", token);
mark(digits, digit);
mark(" \t\r\n", white);
mark(digits + "abcdefABCDEF", hex);
// The underscore is no host name character, but names with it are in service; refusing them would help no one.
mark(digits + lowerCase + upperCase + "-._", host);
mark(upperCase, upper);
mark(digits + lowerCase + upperCase + "+-.", schemeTail);

const has = (code: number, bit: number): boolean => ((classes[code] ?? 0) & bit) !== 0;

/** True for a character of `token`. */
export const isTokenCharacter = (code: number): boolean => has(code, token);
export const isDigit = (code: number): boolean => has(code, digit);
/** Space, tab, and the line ends that a folded value holds. */
export const isWhite = (code: number): boolean => has(code, white);
export const isHexDigit = (code: number): boolean => has(code, hex);
export const isHostCharacter = (code: number): boolean => has(code, host);
export const isUpperCase = (code: number): boolean => has(code, upper);
export const isSchemeCharacter = (code: number): boolean => has(code, schemeTail);

/** Codes of the characters that the grammar gives a meaning. */
export const character = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  percent: 37,
  comma: 44,
  slash: 47,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  at: 64,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
} as const;

/** The first position at or after `at` that holds no white space; the length of `text` when there is none. */
export function skipWhite(text: string, at: number): number {
  let position = at;
  while (position < text.length && isWhite(text.charCodeAt(position))) position += 1;
  return position;
}

/** The end of the token that starts at `at`; `at` itself when there is none. */
export function endOfToken(text: string, at: number): number {
  let position = at;
  while (position < text.length && isTokenCharacter(text.charCodeAt(position))) position += 1;
  return position;
}

/** True when `text` is one token and not empty. */
export const isToken = (text: string): boolean => text.length > 0 && endOfToken(text, 0) === text.length;

/** The decimal number in `text[from..to)`; -1 when it is empty, holds something else, or is over `maximum` (below 2^53 / 10). */
export function readNumber(text: string, from: number, to: number, maximum: number): number {
  if (from >= to) return -1;
  let value = 0;
  for (let position = from; position < to; position += 1) {
    const code = text.charCodeAt(position);
    if (!isDigit(code)) return -1;
    value = value * 10 + (code - 48);
    if (value > maximum) return -1;
  }
  return value;
}

/** The position after the closing quote of the quoted string that opens at `at`; -1 when it is not closed. */
export function endOfQuoted(text: string, at: number): number {
  for (let position = at + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === character.backslash) position += 1;
    else if (code === character.quote) return position + 1;
  }
  return -1;
}

/** The content of a quoted string given with its quotes: quotes off, quoted pairs replaced by their character. */
export function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  let plain = "";
  for (let position = 0; position < inner.length; position += 1) {
    if (inner.charCodeAt(position) === character.backslash) position += 1;
    plain += inner.charAt(position);
  }
  return plain;
}

/** `text` as a quoted string. Line ends, which no quoted string can hold, become spaces. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, " ")}"`;
}

/**
 * Folding undone: each line end with the white space after it is one space (RFC 3261 section 7.3.1).
 * The pattern starts at the line end: one that started at white space would take quadratic time on a long run of it.
 */
export function unfold(value: string): string {
  return value.includes("\n") ? value.replace(/\r?\n[ \t]+/g, " ") : value;
}
