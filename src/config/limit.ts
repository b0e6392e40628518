import { parseMoney, type Money } from "../base";

/** The rule of limits, with its mend (BAL-005). */
export const LIMIT_RULE = "a limit is 0 or more, or -1 for unlimited; a floor of -1000 is a limit of 1000";

/** Words for "no limit": what tools in the field write (BAL-004). */
const UNLIMITED = new Set(["-1", "unlimited", "infinity"]);

const isUnlimited = (text: string): boolean => UNLIMITED.has(text.toLowerCase());

/** True for text that names a limit: `0`, `12.50`, `-1`, `unlimited`, `Infinity`. */
export const isLimit = (text: string): boolean => isUnlimited(text) || (parseMoney(text) ?? -1n) >= 0n;

/** A limit that {@link isLimit} let pass; undefined: unlimited. */
export const limitOf = (text: string): Money | undefined => (isUnlimited(text) ? undefined : parseMoney(text));
