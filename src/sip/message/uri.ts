import { character, isHexDigit, isSchemeCharacter } from "./characters";
import { formatHostPort, readHostPort } from "./host-port";
import { noParameters } from "./parameters";
import type { SipParameters, SipUri } from "./types";

/** Characters of a user part that need no escape: unreserved and user-unreserved of RFC 3261 section 25.1. */
const plainUser = /[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/g;
const plainPassword = /[^A-Za-z0-9\-_.!~*'()&=+$,]/g;
const plainParameter = /[^A-Za-z0-9\-_.!~*'()[\]/:&+$]/g;

const escapeCharacter = (text: string): string => `%${text.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** True when each `%` in `text` is followed by two hexadecimal digits. */
function hasWholeEscapes(text: string): boolean {
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1)) {
    if (!isHexDigit(text.charCodeAt(at + 1)) || !isHexDigit(text.charCodeAt(at + 2))) return false;
  }
  return true;
}

/** `%41` and its like replaced by their byte, once. */
const decode = (text: string): string =>
  text.includes("%")
    ? text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : text;

/**
 * True when `text` can stand where an absolute URI must: a scheme, a colon, and something after it, with no white space,
 * control character, quote or angle bracket. Bytes over 127 pass: they are wrong, but harmless and in service.
 */
export function isAbsoluteUri(text: string): boolean {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1) return false;
  for (let position = 0; position < colon; position += 1) {
    if (!isSchemeCharacter(text.charCodeAt(position))) return false;
  }
  for (let position = colon + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code <= character.space || code === 127) return false;
    if (code === character.less || code === character.greater || code === character.quote) return false;
  }
  return true;
}

/** The length of `sip:` or `sips:` at the start of `text`, in any case; 0 for another scheme. */
export function sipSchemeLength(text: string): 0 | 4 | 5 {
  if (text.startsWith("sip:")) return 4;
  const colon = text.indexOf(":");
  if (colon !== 3 && colon !== 4) return 0;
  const scheme = text.slice(0, colon).toLowerCase();
  if (scheme === "sip") return 4;
  return scheme === "sips" ? 5 : 0;
}

function readUriParameters(text: string): SipParameters | undefined {
  const parameters = new Map<string, string | undefined>();
  for (const part of text.split(";")) {
    const equals = part.indexOf("=");
    const name = decode(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    if (name === "") return undefined;
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? undefined : decode(part.slice(equals + 1)));
  }
  return parameters;
}

/**
 * Reads a `sip:` or `sips:` URI. Escapes in user, password and parameters are decoded, once; a host is given without brackets.
 *
 * Undefined for another scheme, and where the text breaks RFC 3261 section 19.1.1.
 */
export function parseSipUri(text: string): SipUri | undefined {
  const start = sipSchemeLength(text);
  if (start === 0 || !isAbsoluteUri(text) || !hasWholeEscapes(text)) return undefined;
  const at = text.indexOf("@", start);
  const hostPort = readHostPort(text, at < 0 ? start : at + 1, false);
  if (hostPort === undefined) return undefined;
  const question = text.indexOf("?", hostPort.end);
  const end = question < 0 ? text.length : question;
  let parameters = noParameters;
  if (hostPort.end < end) {
    const read = text.charCodeAt(hostPort.end) === character.semicolon && readUriParameters(text.slice(hostPort.end + 1, end));
    if (!read) return undefined;
    parameters = read;
  }
  const userInfo = at < 0 ? undefined : text.slice(start, at);
  const colon = userInfo?.indexOf(":") ?? -1;
  const user = colon < 0 ? userInfo : userInfo?.slice(0, colon);
  if (user === "") return undefined;
  return {
    scheme: start === 4 ? "sip" : "sips",
    user: user === undefined ? undefined : decode(user),
    password: colon < 0 ? undefined : decode(userInfo!.slice(colon + 1)),
    host: hostPort.host,
    port: hostPort.port,
    parameters,
    headers: question < 0 ? undefined : text.slice(question + 1),
  };
}

/** A SIP URI as text, each part escaped as its own rule asks. Parameters that are undefined have no `=`. */
export function formatSipUri(uri: {
  readonly scheme?: "sip" | "sips";
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly host: string;
  readonly port?: number | undefined;
  readonly parameters?: SipParameters;
  readonly headers?: string | undefined;
}): string {
  let text = `${uri.scheme ?? "sip"}:`;
  if (uri.user !== undefined) {
    text += uri.user.replace(plainUser, escapeCharacter);
    if (uri.password !== undefined) text += `:${uri.password.replace(plainPassword, escapeCharacter)}`;
    text += "@";
  }
  text += formatHostPort(uri.host, uri.port);
  for (const [name, value] of uri.parameters ?? noParameters) {
    text += `;${name.replace(plainParameter, escapeCharacter)}`;
    if (value !== undefined) text += `=${value.replace(plainParameter, escapeCharacter)}`;
  }
  return uri.headers === undefined ? text : `${text}?${uri.headers}`;
}
