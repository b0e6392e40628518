import type { HeaderField, SipRequest } from "../message";
import { readBody } from "./sdp-body";
import { deltaSecondsText, type ServerTimer } from "./session-timer-negotiation";

/** Why a request is not carried out. */
export interface Refusal {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: readonly HeaderField[];
}

/** 415 for a body that is no session description. RFC 3261 section 21.4.13. */
export function bodyRefusal(request: SipRequest): Refusal | undefined {
  const reading = readBody(request);
  if (reading.kind !== "unsupported") return undefined;
  const header =
    reading.accept === "type" ? { name: "Accept", value: "application/sdp" } : { name: "Accept-Encoding", value: "identity" };
  return { status: 415, headers: [header] };
}

/** 422 for a session interval below our minimum, 420 for a caller that insists on the timer while it is off. RFC 4028 section 9. */
export function timerRefusal(timer: ServerTimer, request: SipRequest): Refusal | undefined {
  if (timer.kind === "tooSmall") {
    const minSe = { name: "Min-SE", value: deltaSecondsText(timer.minSe) };
    return { status: 422, reason: "Session Interval Too Small", headers: [minSe] };
  }
  const insists = timer.kind === "off" && request.lists("Require", "timer");
  return insists ? { status: 420, headers: [{ name: "Unsupported", value: "timer" }] } : undefined;
}

/** The ranges of an Accept header that let an answer be a session description. */
const SDP_RANGES = new Set(["application/sdp", "application/*", "*/*"]);

/**
 * 406 for an INVITE whose sender takes no session description in answer: the call could only be set up in vain. An Accept without
 * values is passed over. RFC 3261 section 21.4.7, RFC 4475 section 3.3.15.
 */
export function acceptRefusal(request: SipRequest): Refusal | undefined {
  const ranges = request.values("Accept").map((value) => (value.split(";", 1)[0] ?? "").trim().toLowerCase());
  return ranges.length === 0 || ranges.some((range) => SDP_RANGES.has(range)) ? undefined : { status: 406 };
}

/**
 * 400 for an INVITE whose Contact is not one SIP URI. RFC 3261 section 8.1.1.8.
 *
 * One without a Contact is taken, as RFC 2543 has it (RFC 4475 section 3.4.1): its sender is reached at the URI in From.
 */
export function contactRefusal(request: SipRequest): Refusal | undefined {
  const [contact, ...others] = request.contacts;
  if (contact === undefined) return undefined;
  const isSip = /^sips?:/i.test(contact.uri);
  return others.length > 0 || !isSip ? { status: 400, reason: "Invalid Contact Header Field" } : undefined;
}
