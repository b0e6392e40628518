import type { Duration } from "../base";

/** How one attempt ended without an answer. `timeout`: by whichever timer; `transport`: it could not be sent. */
export type AttemptFailure =
  { readonly outcome: "refused"; readonly status: number } | { readonly outcome: "timeout" } | { readonly outcome: "transport" };

/** Five permissions beneath `Switch gateway until connect`. */
export interface SwitchAllowance {
  /** After ringing or progress. */
  readonly ring: boolean;
  /** After SDP in a provisional response. */
  readonly sdp: boolean;
  /** Once the gateway has sent RTP. */
  readonly rtp: boolean;
  /** On 486 and 600. */
  readonly busy: boolean;
  /** On other failure codes. */
  readonly code: boolean;
}

/** When a call that failed at a gateway may leave it for the next one. */
export interface SwitchingRules {
  /** Switch gateway until connect: off, whatever the gateway says goes straight to the caller (FOV-082 to FOV-084). */
  readonly switchUntilConnect: boolean;
  /** Stop switching response codes: they end the search (FOV-090). */
  readonly stopCodes: readonly number[];
  readonly switchAllow: SwitchAllowance;
}

/** What an attempt got from its gateway before it failed. */
export interface Heard {
  readonly ring: boolean;
  readonly sdp: boolean;
  readonly rtp: boolean;
}

/**
 * Statuses under 500 that speak about the hop between us and the vendor: a redirection that this switch does not follow, a challenge
 * that it has no credentials for, a timeout, and limits of the vendor's own machinery.
 */
const HOP_FAULTS = new Set([401, 402, 405, 407, 408, 413, 414, 415, 416, 420, 421, 423, 481, 482, 483]);

const isBusy = (status: number): boolean => status === 486 || status === 600;

/** True when the call may go on to the next gateway. The rules are those of the gateway that failed, not of the next (FOV-084). */
export function mayLeave(rules: SwitchingRules, failure: AttemptFailure, heard: Heard): boolean {
  const { switchUntilConnect, stopCodes, switchAllow } = rules;
  if (!switchUntilConnect) return false;
  if ((heard.ring && !switchAllow.ring) || (heard.sdp && !switchAllow.sdp) || (heard.rtp && !switchAllow.rtp)) return false;
  if (failure.outcome !== "refused") return true;
  if (stopCodes.includes(failure.status)) return false;
  return isBusy(failure.status) ? switchAllow.busy : switchAllow.code;
}

/** True when the failure is the gateway's own and may pass with its state: what a call in the protect delay tries again (PRT-054). */
export function mayRecover(failure: AttemptFailure): boolean {
  return failure.outcome !== "refused" || failure.status === 408 || (failure.status >= 500 && failure.status < 600);
}

/** What the caller is told when the last attempt failed this way. Statuses that concern only the hop between us and the vendor become 503. */
export function statusForCaller(failure: AttemptFailure, isStopCode = false): number {
  if (failure.outcome === "timeout") return 408;
  if (failure.outcome === "transport") return 503;
  const { status } = failure;
  if (isStopCode && status >= 400) return status;
  if (status < 400) return 480;
  const isHopOnly = HOP_FAULTS.has(status) && status !== 408 && status !== 402;
  return isHopOnly || status === 505 || status === 513 || status === 487 ? 503 : status;
}

/** Longest time that a gateway is taken out for by its own word; our choice. */
const MAX_RETRY_AFTER_S = 3_600;

/** The time in a Retry-After header, RFC 3261 section 20.33: `120`, `120 (in maintenance);duration=60`. Undefined when unreadable. */
export function retryAfter(value: string | undefined): Duration | undefined {
  const delay = /^\s*(\d{1,9})\s*(?:$|[(;])/.exec(value ?? "")?.[1];
  if (delay === undefined) return undefined;
  return (Math.min(Number(delay), MAX_RETRY_AFTER_S) * 1_000_000) as Duration;
}
