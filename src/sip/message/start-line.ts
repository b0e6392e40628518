import { character, isToken, readNumber } from "./characters";
import type { Fault } from "./fault";
import { sipLimits } from "./limits";
import { rules } from "./rules";
import { isAbsoluteUri, parseSipUri, sipSchemeLength } from "./uri";

/** A first line that was read; with a `fault`, as far as it could be read, for an answer. */
export type StartLine =
  | { readonly kind: "request"; readonly method: string; readonly uri: string; readonly fault: Fault | undefined }
  | { readonly kind: "response"; readonly status: number; readonly reason: string; readonly fault: Fault | undefined };

/** `SIP/2.0`, in any case (RFC 3261 section 7.1). */
const isVersion2 = (text: string): boolean => text === "SIP/2.0" || text.toUpperCase() === "SIP/2.0";

const isAnyVersion = (text: string): boolean => /^SIP\/\d+\.\d+$/i.test(text);

function readStatusLine(line: string, position: number): StartLine {
  const result = (status: number, reason: string, fault?: Fault): StartLine => ({ kind: "response", status, reason, fault });
  const space = line.indexOf(" ");
  if (space < 0) return result(0, "", { rule: rules.startLine, position });
  if (!isVersion2(line.slice(0, space))) return result(0, "", { rule: rules.version, position });
  let end = line.indexOf(" ", space + 1);
  // The space before an empty reason is required; its absence hides nothing (RFC 4475 section 3.1.1.13).
  if (end < 0) end = line.length;
  const status = end === space + 4 ? readNumber(line, space + 1, end, 699) : -1;
  if (status < 100) return result(0, "", { rule: rules.status, position: position + space + 1 });
  return result(status, line.slice(end + 1));
}

function uriFault(uri: string, position: number): Fault | undefined {
  if (uri.length > sipLimits.uriBytes) return { rule: rules.uriTooLong, position };
  if (sipSchemeLength(uri) === 0) return isAbsoluteUri(uri) ? undefined : { rule: rules.requestUri, position };
  const parsed = parseSipUri(uri);
  return parsed === undefined || parsed.headers !== undefined ? { rule: rules.requestUri, position } : undefined;
}

function requestFault(line: string, method: string, uri: string, version: string, position: number): Fault | undefined {
  if (!isToken(method)) return { rule: rules.startLine, position };
  if (!isVersion2(version)) {
    return { rule: isAnyVersion(version) ? rules.version : rules.startLine, position: position + line.length - version.length };
  }
  const isSpaced = uri === "" || uri.charCodeAt(0) === character.space || uri.charCodeAt(uri.length - 1) === character.space;
  const uriPosition = position + method.length + 1;
  return isSpaced ? { rule: rules.startLine, position: uriPosition } : uriFault(uri, uriPosition);
}

/**
 * Reads a Request-Line or Status-Line that stands at `position`. Undefined when it is no line of SIP at all, and so nothing to answer.
 *
 * @see RFC 3261 sections 7.1 and 7.2
 */
export function readStartLine(line: string, position: number): StartLine | undefined {
  if (line.slice(0, 4).toUpperCase() === "SIP/") return readStatusLine(line, position);
  const first = line.indexOf(" ");
  const last = line.lastIndexOf(" ");
  const method = line.slice(0, Math.max(first, 0));
  const version = line.slice(last + 1);
  const uri = line.slice(first + 1, Math.max(last, first + 1));
  const fault = requestFault(line, method, uri, version, position);
  if (fault !== undefined && (!isToken(method) || !/ SIP\//i.test(line))) return undefined;
  return { kind: "request", method, uri, fault };
}
