/** How one attempt ended without an answer. */
export type AttemptFailure =
  { readonly outcome: "refused"; readonly status: number } | { readonly outcome: "timeout" } | { readonly outcome: "transport" };

/**
 * Statuses under 500 that speak about the vendor, not about the called party: a redirection that this switch does not follow, a
 * challenge that it has no credentials for, a timeout, and limits of the vendor's own machinery.
 */
const VENDOR_FAULTS = new Set([401, 402, 405, 407, 408, 413, 414, 415, 416, 420, 421, 423, 481, 482, 483]);

/**
 * True when the next gateway of the plan is tried: the vendor failed. False when the called party or the number is the cause,
 * so that another vendor would say the same and only add delay.
 */
export function triesNextGateway(failure: AttemptFailure): boolean {
  if (failure.outcome !== "refused") return true;
  const { status } = failure;
  return status < 400 || (status >= 500 && status < 600) || VENDOR_FAULTS.has(status);
}

/** What the caller is told when the last attempt failed this way. Statuses that concern only the hop between us and the vendor become 503. */
export function statusForCaller(failure: AttemptFailure): number {
  if (failure.outcome === "timeout") return 408;
  if (failure.outcome === "transport") return 503;
  const { status } = failure;
  if (status < 400) return 480;
  const isHopOnly = VENDOR_FAULTS.has(status) && status !== 408 && status !== 402;
  return isHopOnly || status === 505 || status === 513 || status === 487 ? 503 : status;
}
