import type { SipRequest, Via } from "../message";

/** What every branch of RFC 3261 begins with. Section 8.1.1.7. */
export const BRANCH_COOKIE = "z9hG4bK";

/** Joins the parts of a key; no unfolded header value holds it. */
const SEPARATOR = "\n";

/** The key of one of our own transactions: the branch, which CANCEL shares with its INVITE. RFC 3261 section 17.1.3. */
export function clientKey(branch: string, method: string): string {
  return method === "CANCEL" ? branch + SEPARATOR + method : branch;
}

/** True when a branch identifies a transaction as RFC 3261 demands: the cookie and something behind it. */
function isCompliant(branch: string | undefined): branch is string {
  return branch !== undefined && branch.length > BRANCH_COOKIE.length && branch.startsWith(BRANCH_COOKIE);
}

/** True when `request` has no usable branch and is matched as RFC 2543 did. RFC 3261 section 17.2.3. */
export function isLegacy(request: SipRequest): boolean {
  return !isCompliant(request.topVia.branch);
}

/**
 * The key under which the server transaction of `method` that `request` belongs to is kept. RFC 3261 section 17.2.3.
 *
 * Must be computed before the Via is stamped with `received`. For RFC 2543 the To tag is part of it; `toTag` replaces the
 * request's own, since an ACK carries that of the response.
 */
export function serverKey(request: SipRequest, method: string, toTag: string | undefined = request.toTag): string {
  const via = request.topVia;
  if (isCompliant(via.branch)) return via.branch + SEPARATOR + via.host + ":" + (via.port ?? "") + SEPARATOR + method;
  const { callId, cseq, fromTag, uri } = request;
  return [callId, cseq.number, method, fromTag ?? "", toTag ?? "", uri, legacyVia(via)].join(SEPARATOR);
}

function legacyVia({ transport, host, port, branch }: Via): string {
  return `${transport} ${host}:${port ?? ""} ${branch ?? ""}`;
}

/** Equal for one request that came over several paths. RFC 3261 section 8.2.2.2. */
export function mergeKey(request: SipRequest): string {
  const { callId, cseq } = request;
  return callId + SEPARATOR + cseq.number + SEPARATOR + cseq.method + SEPARATOR + (request.fromTag ?? "");
}
