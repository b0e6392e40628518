/** 0-9, * and #. */
const SYMBOLS = 12;
const LETTERS = "0123456789*#";
const ZERO = 0x30;
const STAR = 0x2a;
const HASH = 0x23;

/** Most symbols of a packed prefix: 2 * 12^14 is below 2^53, so that they are exact in a number. */
export const MOST_SYMBOLS = 14;

/** What no prefix packs to: a packed prefix begins with 1. */
export const EMPTY = 0;

/** The packed empty prefix, to which {@link packOn} adds symbols. */
export const PACKED_NOTHING = 1;

/** A symbol of a number as 0 to 11; -1 for any other character. */
export function symbolAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const digit = code - ZERO;
  if (digit >= 0 && digit <= 9) return digit;
  if (code === STAR) return 10;
  return code === HASH ? 11 : -1;
}

/** A packed prefix with one symbol more. */
export const packOn = (key: number, symbol: number): number => key * SYMBOLS + symbol;

/** A prefix as one number, which its leading 1 makes different for each length; {@link EMPTY} when it cannot be packed. */
export function packPrefix(prefix: string): number {
  if (prefix.length > MOST_SYMBOLS) return EMPTY;
  let key = PACKED_NOTHING;
  for (let index = 0; index < prefix.length; index += 1) {
    const symbol = symbolAt(prefix, index);
    if (symbol < 0) return EMPTY;
    key = packOn(key, symbol);
  }
  return key;
}

/** The prefix that was packed. */
export function unpackPrefix(packed: number): string {
  let prefix = "";
  for (let key = packed; key > PACKED_NOTHING; key = Math.floor(key / SYMBOLS)) prefix = (LETTERS[key % SYMBOLS] ?? "") + prefix;
  return prefix;
}

/** Spreads packed prefixes over 32 bits. */
export function hashOf(key: number): number {
  const high = Math.floor(key / 0x1_0000_0000);
  let hash = Math.imul((key | 0) ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2_ae35);
  return hash ^ (hash >>> 13);
}
