import { knownMethods, type HeaderField, type SipRequest } from "../message";

/** Why a request does not reach the core. `counter` names it in the layer's counters. */
export interface Refusal {
  readonly status: number;
  readonly counter:
    "methodUnknown" | "methodNotAllowed" | "unsupportedScheme" | "tooManyHops" | "mergedRequests" | "badExtension";
  readonly headers: readonly HeaderField[];
}

/** What requests are checked against. */
export interface RequestPolicy {
  readonly allowedMethods: readonly string[];
  readonly supportedExtensions: () => readonly string[];
  readonly supportedSchemes: readonly string[];
}

/**
 * The checks of RFC 3261 section 8.2 in that section's order, with the Max-Forwards check of section 16.3 since this user agent sends
 * calls on. Undefined when the request may reach the core. Not for ACK and CANCEL.
 */
export function refusalOf(request: SipRequest, policy: RequestPolicy, isMerged: boolean): Refusal | undefined {
  return (
    methodRefusal(request, policy) ??
    schemeRefusal(request, policy) ??
    hopRefusal(request) ??
    mergeRefusal(isMerged) ??
    extensionRefusal(request, policy)
  );
}

function methodRefusal({ method }: SipRequest, { allowedMethods }: RequestPolicy): Refusal | undefined {
  if (allowedMethods.includes(method)) return undefined;
  const headers = [{ name: "Allow", value: allowedMethods.join(", ") }];
  return knownMethods.has(method)
    ? { status: 405, counter: "methodNotAllowed", headers }
    : { status: 501, counter: "methodUnknown", headers };
}

function schemeRefusal({ uri }: SipRequest, { supportedSchemes }: RequestPolicy): Refusal | undefined {
  const scheme = uri.slice(0, Math.max(uri.indexOf(":"), 0)).toLowerCase();
  return supportedSchemes.includes(scheme) ? undefined : { status: 416, counter: "unsupportedScheme", headers: [] };
}

/**
 * A request that would have to go further and may not. OPTIONS is answered here (section 16.3 allows it), and so is whatever is inside a
 * dialog: this user agent is the dialog's end, and a BYE that was refused would leave the call up.
 */
function hopRefusal(request: SipRequest): Refusal | undefined {
  if (request.maxForwards !== 0 || request.method === "OPTIONS" || request.toTag !== undefined) return undefined;
  return { status: 483, counter: "tooManyHops", headers: [] };
}

function mergeRefusal(isMerged: boolean): Refusal | undefined {
  return isMerged ? { status: 482, counter: "mergedRequests", headers: [] } : undefined;
}

function extensionRefusal(request: SipRequest, policy: RequestPolicy): Refusal | undefined {
  if (request.header("Require") === undefined && request.header("Proxy-Require") === undefined) return undefined;
  const supported = policy.supportedExtensions();
  const unsupported = [...request.values("Require"), ...request.values("Proxy-Require")].filter(
    (tag) => tag !== "" && !supported.includes(tag.toLowerCase()),
  );
  if (unsupported.length === 0) return undefined;
  return { status: 420, counter: "badExtension", headers: [{ name: "Unsupported", value: unsupported.join(", ") }] };
}
