import { formatSocketAddress, type SocketAddress } from "../base";
import type { HeaderField, SipRequest } from "../sip";
import { carriedHeaders, isWellFormed } from "./carried-headers";
import { renumbered, type PartyNumber } from "./number";
import type { CallRoutingGateway } from "./types";

/** The two parties of a call, after the transforms of the mapping gateway. */
export interface CallParties {
  readonly callee: PartyNumber;
  readonly caller: PartyNumber | undefined;
}

/** What a routing gateway is told about the two parties. */
export interface OutgoingParties {
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly headers: readonly HeaderField[];
  /** Numbers as sent, for the record. */
  readonly callerOut: string;
  readonly calleeOut: string;
}

const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';
/** Headers in which the caller's own number could stand beside the one that is shown instead (CLI-092). */
const LEAKS = new Set(["p-asserted-identity", "remote-party-id", "privacy", "diversion", "history-info", "call-info"]);
const IDENTITY = new Set(["p-asserted-identity", "remote-party-id"]);

/** True when the caller asks that the far end shall not learn who calls. RFC 3323 section 4.2, RFC 3325 section 9.3. */
function asksForPrivacy(invite: SipRequest): boolean {
  const values = invite.values("Privacy").flatMap((value) => value.toLowerCase().split(";"));
  return values.some((value) => ["id", "user", "header"].includes(value.trim()));
}

const quoted = (name: string): string => (name === "" || !isWellFormed(name) ? "" : `"${name.replace(/["\\]/g, "\\$&")}" `);

function hostText({ address }: SocketAddress): string {
  return address.includes(":") ? `[${address}]` : address;
}

function fromText(invite: SipRequest, caller: string | undefined, own: SocketAddress, presented: string | undefined): string {
  if (presented !== undefined) return `<sip:${userText(presented)}@${hostText(own)}>`;
  const { displayName, uri } = invite.from;
  if (/@anonymous\.invalid\b/i.test(uri)) return `${quoted(displayName)}<sip:anonymous@anonymous.invalid>`;
  return `${quoted(displayName)}<sip:${caller === undefined ? "" : `${caller}@`}${hostText(own)}>`;
}

/** A number as the user part of a URI: `#` may not stand there as it is. RFC 3261 section 25.1. */
const userText = (number: string): string => number.replaceAll("#", "%23");

/**
 * Request-URI, From, To and end-to-end headers for one attempt.
 *
 * Each leg has its own hosts: the vendor sees the switch as the caller's domain and itself as the callee's. The user parts and the
 * identity headers are the caller's after the gateway's transforms, unless a number of its caller pool is shown instead, or the gateway is `private` and the caller asks for privacy.
 */
export function outgoingParties(
  invite: SipRequest,
  { callee, caller }: CallParties,
  gateway: CallRoutingGateway,
  { own, presented }: { readonly own: SocketAddress; readonly presented: string | undefined },
): OutgoingParties {
  const host = formatSocketAddress(gateway.target.remote);
  const isPhone = /;user=phone\b/i.test(invite.uri) ? ";user=phone" : "";
  const transport = gateway.target.transport === "tcp" ? ";transport=tcp" : "";
  const hides = presented === undefined && gateway.callerIdentity === "private" && asksForPrivacy(invite);
  const calling = caller === undefined ? undefined : renumbered(caller, gateway.callerTransforms);
  const called = renumbered(callee, gateway.calleeTransforms);
  const user = userText(gateway.gatewayPrefix) + called.user;
  const shown = presented ?? calling?.digits ?? "";
  return {
    uri: `sip:${user}@${host}${transport}${isPhone}`,
    from: hides ? ANONYMOUS : fromText(invite, calling?.user, own, presented),
    to: `<sip:${user}@${hostText(gateway.target.remote)}>`,
    headers: identityHeaders(invite, gateway, { hides, presented, asserted: `<sip:${userText(shown)}@${hostText(own)}>` }),
    callerOut: hides ? "anonymous" : shown,
    calleeOut: gateway.gatewayPrefix + called.digits,
  };
}

/** End-to-end headers, without those that would tell what the gateway is not to know. */
function identityHeaders(
  invite: SipRequest,
  { assertsIdentity }: CallRoutingGateway,
  how: { readonly hides: boolean; readonly presented: string | undefined; readonly asserted: string },
): readonly HeaderField[] {
  const carried = carriedHeaders(invite);
  if (how.hides) return carried.filter(({ name }) => !IDENTITY.has(name.toLowerCase()));
  const isAsserted = carried.some(({ name }) => name.toLowerCase() === "p-asserted-identity");
  const own = { name: "P-Asserted-Identity", value: how.asserted };
  if (how.presented === undefined) return assertsIdentity && !isAsserted ? [...carried, own] : carried;
  const kept = carried.filter(({ name }) => !LEAKS.has(name.toLowerCase()));
  return assertsIdentity || isAsserted ? [...kept, own] : kept;
}
