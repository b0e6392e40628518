import type { SipParameters, SipUri } from "./types";
import { parseSipUri } from "./uri";

/** Parameters that must be in both URIs or in neither (RFC 3261 section 19.1.4). */
const decisive = ["user", "ttl", "method", "maddr", "transport"];

const sameText = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

/** A parameter that only one URI has is ignored, unless it is a {@link decisive} one. Values are compared in any case. */
function sameParameters(a: SipParameters, b: SipParameters): boolean {
  if (decisive.some((name) => a.has(name) !== b.has(name))) return false;
  return [...a].every(([name, value]) => !b.has(name) || sameText(value, b.get(name)));
}

/** URI headers as `name=value` with the name and escapes evened out, in an order of their own: all must match, in any order. */
const headerSet = (headers: string | undefined): string =>
  (headers ?? "")
    .split("&")
    .map((header) => {
      const equals = header.indexOf("=");
      return equals < 0 ? header.toLowerCase() : header.slice(0, equals).toLowerCase() + header.slice(equals);
    })
    .sort()
    .join("&");

/**
 * True when both name the same resource as RFC 3261 section 19.1.4 compares: user and password in their case, everything else in any
 * case, escapes equal to their character, a default port not equal to an absent one. Text that is no SIP URI equals nothing.
 */
export function sameSipUri(a: SipUri | string, b: SipUri | string): boolean {
  const left = typeof a === "string" ? parseSipUri(a) : a;
  const right = typeof b === "string" ? parseSipUri(b) : b;
  if (left === undefined || right === undefined) return false;
  return (
    left.scheme === right.scheme &&
    left.user === right.user &&
    left.password === right.password &&
    sameText(left.host, right.host) &&
    left.port === right.port &&
    sameParameters(left.parameters, right.parameters) &&
    headerSet(left.headers) === headerSet(right.headers)
  );
}
