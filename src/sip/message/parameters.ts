import { character, endOfQuoted, endOfToken, isToken, isUpperCase, isWhite, quote, skipWhite, unquote } from "./characters";
import type { SipParameters } from "./types";

/** Parameters of a value that has none. */
export const noParameters: SipParameters = new Map<string, string | undefined>();

/** `text[from..to)` in lower case; makes no new string where nothing changes. */
function lowerCaseSlice(text: string, from: number, to: number): string {
  const slice = text.slice(from, to);
  for (let position = from; position < to; position += 1) {
    if (isUpperCase(text.charCodeAt(position))) return slice.toLowerCase();
  }
  return slice;
}

/** A value ends at a separator; which other characters it holds is its owner's business (`received=2001:db8::1` is in service). */
function endOfPlainValue(text: string, at: number): number {
  let position = at;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === character.semicolon || code === character.comma || code === character.quote || isWhite(code)) break;
    if (code === character.less || code === character.greater || code < character.space) break;
    position += 1;
  }
  return position;
}

/**
 * Reads `;name=value;name="value";name` from `at` to the end of `text`, white space allowed around each separator.
 *
 * Of a repeated name the first value stands. Undefined when the text is something else, such as `;;`.
 */
export function readParameters(text: string, at: number): SipParameters | undefined {
  let position = skipWhite(text, at);
  if (position === text.length) return noParameters;
  const parameters = new Map<string, string | undefined>();
  while (position < text.length) {
    if (text.charCodeAt(position) !== character.semicolon) return undefined;
    const start = skipWhite(text, position + 1);
    const end = endOfToken(text, start);
    if (end === start) return undefined;
    const name = lowerCaseSlice(text, start, end);
    let value: string | undefined;
    position = skipWhite(text, end);
    if (text.charCodeAt(position) === character.equals) {
      const valueStart = skipWhite(text, position + 1);
      const isQuoted = text.charCodeAt(valueStart) === character.quote;
      const valueEnd = isQuoted ? endOfQuoted(text, valueStart) : endOfPlainValue(text, valueStart);
      if (valueEnd < 0) return undefined;
      value = isQuoted ? unquote(text.slice(valueStart, valueEnd)) : text.slice(valueStart, valueEnd);
      position = skipWhite(text, valueEnd);
    }
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

const needsNoQuotes = (value: string): boolean => isToken(value) || /^\[?[\w.:-]+\]?$/.test(value);

/** `;name=value` for each parameter; values that are neither token nor host are quoted. */
export function formatParameters(parameters: SipParameters): string {
  let text = "";
  for (const [name, value] of parameters) {
    text += value === undefined ? `;${name}` : `;${name}=${needsNoQuotes(value) ? value : quote(value)}`;
  }
  return text;
}
