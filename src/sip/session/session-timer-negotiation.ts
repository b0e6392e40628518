import { inSeconds, microseconds, seconds, type Duration } from "../../base";
import type { HeaderField, SipRequest, SipResponse } from "../message";
import { minSeOf, sessionExpiresOf } from "./session-expires";
import type { SessionTimerPolicy } from "./types";

/** Least session interval when no Min-SE says otherwise. RFC 4028 section 5. */
export const DEFAULT_MIN_SE: Duration = seconds(90);

/** What two sides agreed on for one dialog: the session interval, and which of them refreshes. */
export interface TimerAgreement {
  readonly interval: Duration;
  readonly refresher: "local" | "remote";
  /** The peer has no part in it: we refresh for our own sake. */
  readonly isAlone: boolean;
}

/** How a request that came in is to be treated with respect to the session timer. */
export type ServerTimer =
  | { readonly kind: "off" }
  /** 422 with our Min-SE. */
  | { readonly kind: "tooSmall"; readonly minSe: Duration }
  /** The headers belong in the 2xx; the agreement counts from its sending. */
  | { readonly kind: "agreed"; readonly agreement: TimerAgreement; readonly headers: readonly HeaderField[] };

export const longest = (a: Duration, b: Duration): Duration => (a > b ? a : b);
const shortest = (a: Duration, b: Duration): Duration => (a < b ? a : b);

/** Whole seconds, rounded up, as delta-seconds. */
export const deltaSecondsText = (duration: Duration): string => String(Math.ceil(inSeconds(duration)));

const roleInPeersRequest = ({ refresher }: TimerAgreement): "uac" | "uas" => (refresher === "local" ? "uas" : "uac");

/**
 * The UAS side, RFC 4028 section 9 with Table 2: the interval may be lowered to our policy's, never raised; the caller's choice
 * of refresher stands; a caller without the extension leaves the refreshes to us. Inside a dialog, what the request leaves open
 * stays as it is in `current`.
 */
export function negotiateAsServer(policy: SessionTimerPolicy, request: SipRequest, current?: TimerAgreement): ServerTimer {
  if (policy.interval === 0) return { kind: "off" };
  const peerSupports = request.lists("Supported", "timer") || request.lists("Require", "timer");
  const asked = sessionExpiresOf(request);
  const isTooSmall = asked !== undefined && asked.interval < policy.minSe;
  if (isTooSmall && peerSupports) return { kind: "tooSmall", minSe: policy.minSe };
  const floor = minSeOf(request) ?? DEFAULT_MIN_SE;
  const wanted = asked === undefined && current !== undefined ? current.interval : longest(policy.interval, floor);
  const interval = asked === undefined || isTooSmall ? wanted : shortest(asked.interval, wanted);
  const preferred = current === undefined ? policy.refresher : roleInPeersRequest(current);
  const refresher = peerSupports ? (asked?.refresher ?? preferred) : "uas";
  const headers = [{ name: "Session-Expires", value: `${deltaSecondsText(interval)};refresher=${refresher}` }];
  if (peerSupports) headers.push({ name: "Require", value: "timer" });
  return {
    kind: "agreed",
    agreement: { interval, refresher: refresher === "uas" ? "local" : "remote", isAlone: !peerSupports },
    headers,
  };
}

/** What a 2xx to a request of ours says about the session timer. */
export interface ClientTimer {
  readonly agreement: TimerAgreement;
  /** The answer is there, not below our Min-SE, and names the refresher that our policy wants. */
  readonly isUsable: boolean;
}

/**
 * The UAC side, RFC 4028 section 7.2. Without a Session-Expires in the 2xx we go on alone, with the interval that we asked for
 * and ourselves as the refresher. Undefined when our policy has session timers off.
 */
export function negotiateAsClient(policy: SessionTimerPolicy, asked: Duration, response: SipResponse): ClientTimer | undefined {
  if (policy.interval === 0) return undefined;
  const answered = sessionExpiresOf(response);
  if (answered === undefined) return { agreement: { interval: asked, refresher: "local", isAlone: true }, isUsable: false };
  const refresher = answered.refresher ?? policy.refresher;
  return {
    agreement: { interval: answered.interval, refresher: refresher === "uac" ? "local" : "remote", isAlone: false },
    isUsable: answered.interval >= policy.minSe && refresher === policy.refresher,
  };
}

/** How long before the end of the interval the side that waits for a refresh gives up: min(32 s, interval/3). RFC 4028 section 10. */
export const expiryMargin = (interval: Duration): Duration => microseconds(Math.min(32_000_000, interval / 3));
