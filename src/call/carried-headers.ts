import type { HeaderField, SipMessage } from "../sip";
import { causeOfReason, causeOfStatus, reasonOfCause } from "./q850";

/**
 * Headers that cross the switch end to end, by lower-case name. Everything else belongs to one leg: the switch answers for each
 * leg as its end point, so that a header which it does not understand is not passed on as if it did.
 */
const CARRIED = new Set([
  "p-asserted-identity",
  "remote-party-id",
  "privacy",
  "diversion",
  "history-info",
  "user-to-user",
  "subject",
  "priority",
  "alert-info",
  "call-info",
  "organization",
]);

/** Most header bytes that one message carries across; a longer rest stays behind. Our choice: what fits beside an SDP in 4 KB. */
const MAX_CARRIED_BYTES = 2_048;

function isCarried(name: string): boolean {
  const lower = name.toLowerCase();
  return CARRIED.has(lower) || lower.startsWith("x-");
}

/** True for a character that no header may hold: a control, save the tab and the line ends of a fold. RFC 3261 section 25.1. */
const isForbidden = (code: number): boolean => (code < 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) || code === 0x7f;

/** True when a header may have this value as it is. */
export function isWellFormed(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) if (isForbidden(value.charCodeAt(index))) return false;
  return true;
}

/** The end-to-end headers of a message, in order, byte for byte; `X-` headers are among them. One with control characters stays behind. */
export function carriedHeaders(message: SipMessage): readonly HeaderField[] {
  const carried: HeaderField[] = [];
  let bytes = 0;
  for (const header of message.headers) {
    if (!isCarried(header.name) || !isWellFormed(header.value)) continue;
    bytes += header.name.length + header.value.length + 4;
    if (bytes > MAX_CARRIED_BYTES) break;
    carried.push(header);
  }
  return carried;
}

/** The Reason header of a message as one text; undefined when there is none. RFC 3326. */
export function reasonOf(message: SipMessage | undefined): string | undefined {
  const values = (message?.values("Reason") ?? []).filter(isWellFormed);
  return values.length === 0 ? undefined : values.join(", ");
}

/** The Q.850 cause that a message gives: its Reason header's (RFC 6432), else the one that its status stands for. */
export function causeOfMessage(message: SipMessage | undefined, status?: number): number | undefined {
  for (const value of message?.values("Reason") ?? []) {
    const cause = causeOfReason(value);
    if (cause !== undefined) return cause;
  }
  return status === undefined ? undefined : causeOfStatus(status);
}

/** A Reason header to send on: the received one as it is, else the given cause. */
export function reasonHeaders(received: string | undefined, cause: number | undefined): readonly HeaderField[] {
  if (received !== undefined) return [{ name: "Reason", value: received }];
  return cause === undefined ? [] : [{ name: "Reason", value: reasonOfCause(cause) }];
}
