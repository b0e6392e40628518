import { transformed, type NumberTransform } from "../routing";

/** The called or calling party in a request. */
export interface PartyNumber {
  /** As dialled, for routing and records: without `+`, visual separators and user parameters. */
  readonly digits: string;
  /** User part as it goes on, still escaped. */
  readonly user: string;
}

/** The longest user part that is taken; E.164 has 15 digits, tech prefixes and names get the rest. Our choice. */
const MAX_USER = 128;

function unescape(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/**
 * Reads the party from a `sip:`, `sips:` or `tel:` URI; undefined when there is none, or it is too long.
 *
 * User parameters (`;npdi`, `;phone-context=`) and a password are no part of the number.
 */
export function partyOf(uri: string): PartyNumber | undefined {
  const scheme = /^(sips?|tel):/i.exec(uri);
  if (scheme === null) return undefined;
  const rest = uri.slice(scheme[0].length);
  const isTelephone = scheme[0].toLowerCase() === "tel:";
  const at = isTelephone ? rest.length : rest.lastIndexOf("@", rest.includes("?") ? rest.indexOf("?") : rest.length);
  if (at <= 0) return undefined;
  const user = rest.slice(0, at).split(/[;:?]/, 1)[0] ?? "";
  if (user.length === 0 || user.length > MAX_USER) return undefined;
  const decoded = unescape(user);
  const digits = /^\+?[\d\-.()*#]+$/.test(decoded) ? decoded.replace(/[+\-.()]/g, "") : decoded;
  return { digits, user: isTelephone ? decoded.replace(/[-.()]/g, "") : user };
}

/** Characters that may stand in a user part as they are. RFC 3261 section 25.1, `unreserved` and what numbers need of `user-unreserved`. */
const PLAIN = /[^A-Za-z0-9\-_.!~*'()+]/g;

/** A number or name as the user part of a URI: whatever may not stand there, `#` among it, is escaped. Inverse of what {@link partyOf} reads. */
export function userText(text: string): string {
  return text.replace(PLAIN, (character) => {
    const code = character.charCodeAt(0);
    return code > 0xff ? "%3F" : `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

const isNumber = (digits: string): boolean => /^[\d*#]+$/.test(digits);

/** A party after number transforms; as received when none of them changes it. A name is no number, and stays as it is. */
export function renumbered(party: PartyNumber, transforms: readonly NumberTransform[]): PartyNumber {
  if (!isNumber(party.digits)) return party;
  const digits = transformed(party.digits, transforms);
  return digits === party.digits ? party : { digits, user: userText(digits) };
}

/** A party behind a gateway prefix, which stands before the digits: no `+` in between. */
export function prefixed(party: PartyNumber, prefix: string): PartyNumber {
  if (prefix === "") return party;
  const user = isNumber(party.digits) ? userText(party.digits) : party.user;
  return { digits: prefix + party.digits, user: userText(prefix) + user };
}
