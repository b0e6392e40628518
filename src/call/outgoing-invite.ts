import { formatSocketAddress, type SocketAddress } from "../base";
import type { HeaderField, SipRequest } from "../sip";
import { carriedHeaders, isWellFormed } from "./carried-headers";
import { partyOf, type PartyNumber } from "./number";
import type { CallRoutingGateway } from "./types";

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

function fromText(invite: SipRequest, caller: PartyNumber | undefined, own: SocketAddress): string {
  const { displayName, uri } = invite.from;
  if (/@anonymous\.invalid\b/i.test(uri)) return `${quoted(displayName)}<sip:anonymous@anonymous.invalid>`;
  return `${quoted(displayName)}<sip:${caller === undefined ? "" : `${caller.user}@`}${hostText(own)}>`;
}

/**
 * Request-URI, From, To and end-to-end headers for one attempt.
 *
 * Each leg has its own hosts: the vendor sees the switch as the caller's domain and itself as the callee's. The user parts and the
 * identity headers are the caller's, unless the gateway is `private` and the caller asks for privacy.
 */
export function outgoingParties(
  invite: SipRequest,
  callee: PartyNumber,
  gateway: CallRoutingGateway,
  own: SocketAddress,
): OutgoingParties {
  const caller = partyOf(invite.from.uri);
  const host = formatSocketAddress(gateway.target.remote);
  const isPhone = /;user=phone\b/i.test(invite.uri) ? ";user=phone" : "";
  const transport = gateway.target.transport === "tcp" ? ";transport=tcp" : "";
  const hides = gateway.callerIdentity === "private" && asksForPrivacy(invite);
  const headers = carriedHeaders(invite);
  return {
    uri: `sip:${callee.user}@${host}${transport}${isPhone}`,
    from: hides ? ANONYMOUS : fromText(invite, caller, own),
    to: `<sip:${callee.user}@${hostText(gateway.target.remote)}>`,
    headers: hides ? headers.filter(({ name }) => !IDENTITY.has(name.toLowerCase())) : headers,
    callerOut: hides ? "anonymous" : (caller?.digits ?? ""),
    calleeOut: callee.digits,
  };
}
