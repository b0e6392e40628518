import { character, endOfQuoted, endOfToken, isWhite, quote, skipWhite, unquote } from "./characters";
import { formatParameters, noParameters, readParameters } from "./parameters";
import type { NameAddress, SipParameters } from "./types";
import { isAbsoluteUri } from "./uri";

/** What stands where no address could be read: in the request of a failure's answer, never in a message that was accepted. */
export const noAddress: NameAddress = { displayName: "", uri: "", parameters: noParameters };

/**
 * A display name without quotes. RFC 3261 has tokens there; bytes over 127 and marks such as `@` and `(` are in service and
 * pass, while a comma, semicolon, colon-less bracket or quote would make the value ambiguous and is refused.
 */
function isPlainDisplayName(text: string): boolean {
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    const isSeparator =
      code === character.comma || code === character.semicolon || code === character.quote || code === character.greater;
    if (isSeparator || code === 127 || (code < character.space && !isWhite(code))) return false;
  }
  return true;
}

/** `name <uri>;parameters`, with the `<` at `open`. */
function readBracketed(text: string, open: number, displayName: string): NameAddress | undefined {
  const close = text.indexOf(">", open);
  if (close < 0) return undefined;
  const uri = text.slice(open + 1, close);
  if (!isAbsoluteUri(uri)) return undefined;
  const parameters = readParameters(text, close + 1);
  return parameters && { displayName, uri, parameters };
}

/** `uri;parameters`: what follows the first semicolon belongs to the header (RFC 3261 section 20.10). */
function readBare(text: string): NameAddress | undefined {
  let end = 0;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === character.semicolon || isWhite(code)) break;
    if (code === character.comma || code === character.question) return undefined;
    end += 1;
  }
  const uri = text.slice(0, end);
  if (!isAbsoluteUri(uri)) return undefined;
  const parameters = readParameters(text, end);
  return parameters && { displayName: "", uri, parameters };
}

function readAddress(text: string): NameAddress | undefined {
  const first = text.charCodeAt(0);
  if (first === character.less) return readBracketed(text, 0, "");
  if (first === character.quote) {
    const end = endOfQuoted(text, 0);
    if (end < 0) return undefined;
    const open = skipWhite(text, end);
    return text.charCodeAt(open) === character.less ? readBracketed(text, open, unquote(text.slice(0, end))) : undefined;
  }
  const open = text.indexOf("<");
  if (open < 0) return readBare(text);
  const name = text.slice(0, open).trim();
  return isPlainDisplayName(name) ? readBracketed(text, open, name) : undefined;
}

/**
 * Reads one From, To, Contact, Route, P-Asserted-Identity ... value, unfolded: `"Alice" <sip:alice@example.com>;tag=1`,
 * `sip:alice@example.com;tag=1`. The URI may have any scheme. Undefined when it is none, or its tag is empty.
 */
export function parseNameAddress(text: string): NameAddress | undefined {
  const address = readAddress(text);
  return address?.parameters.has("tag") && !address.parameters.get("tag") ? undefined : address;
}

function areTokens(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const end = endOfToken(text, at);
    if (end === at) return false;
    at = skipWhite(text, end);
  }
  return true;
}

/** A name-addr as header text, always in angle brackets: `Alice <sip:alice@example.com>;tag=1`. Quoted only where it must be. */
export function formatNameAddress(address: {
  readonly displayName?: string;
  readonly uri: string;
  readonly parameters?: SipParameters;
}): string {
  const { displayName = "", uri, parameters = noParameters } = address;
  const name = displayName === "" ? "" : `${areTokens(displayName) ? displayName : quote(displayName)} `;
  return `${name}<${uri}>${formatParameters(parameters)}`;
}
