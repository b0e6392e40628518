import { formatSocketAddress, type SocketAddress } from "../base";
import type { HeaderField, SipRequest } from "../sip";
import { CallerScreen } from "./caller-screen";
import { carriedHeaders, isWellFormed } from "./carried-headers";
import { prefixed, renumbered, userText, type PartyNumber } from "./number";
import { divertedBy, isForwarded } from "./shown-number";
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
  /** The number of the gateway's caller pool that is shown; undefined when it is the caller's own. */
  readonly poolNumber: string | undefined;
  /** What this gateway may be told of the caller, for requests inside the call too. */
  readonly screen: CallerScreen;
}

/** What the routing gateway is shown beside the transforms of its own. */
interface Shown {
  /** The switch's own address towards it. */
  readonly own: SocketAddress;
  /** A number of its pool that stands for the caller. */
  readonly presented: string | undefined;
  /** A number of its pool that stands for the party that diverted the call. */
  readonly diverting?: string | undefined;
}

const ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>';
/** True when the caller asks that the far end shall not learn who calls. RFC 3323 section 4.2, RFC 3325 section 9.3. */
function asksForPrivacy(invite: SipRequest): boolean {
  const values = invite.values("Privacy").flatMap((value) => value.toLowerCase().split(";"));
  return values.some((value) => ["id", "user", "header"].includes(value.trim()));
}

const quoted = (name: string): string => (name === "" || !isWellFormed(name) ? "" : `"${name.replace(/["\\]/g, "\\$&")}" `);

function hostText({ address }: SocketAddress): string {
  return address.includes(":") ? `[${address}]` : address;
}

const isAnonymous = (invite: SipRequest): boolean => /@anonymous\.invalid\b/i.test(invite.from.uri);

function fromText(invite: SipRequest, caller: string | undefined, own: SocketAddress, presented: string | undefined): string {
  if (presented !== undefined) return `<sip:${userText(presented)}@${hostText(own)}>`;
  const { displayName } = invite.from;
  if (isAnonymous(invite)) return `${quoted(displayName)}<sip:anonymous@anonymous.invalid>`;
  return `${quoted(displayName)}<sip:${caller === undefined ? "" : `${caller}@`}${hostText(own)}>`;
}

/**
 * Request-URI, From, To and end-to-end headers for one attempt.
 *
 * Each leg has its own hosts: the vendor sees the switch as the caller's domain and itself as the callee's. The user parts and the
 * identity headers are the caller's after the gateway's transforms, unless a number of its caller pool is shown instead, or the
 * gateway is `private` and the caller asks for privacy.
 */
export function outgoingParties(
  invite: SipRequest,
  { callee, caller }: CallParties,
  gateway: CallRoutingGateway,
  { own, presented, diverting }: Shown,
): OutgoingParties {
  const host = formatSocketAddress(gateway.target.remote);
  const isPhone = /;user=phone\b/i.test(invite.uri) ? ";user=phone" : "";
  const transport = gateway.target.transport === "tcp" ? ";transport=tcp" : "";
  const hides = presented === undefined && gateway.callerIdentity === "private" && asksForPrivacy(invite);
  const calling = caller === undefined ? undefined : renumbered(caller, gateway.callerTransforms);
  const called = prefixed(renumbered(callee, gateway.calleeTransforms), gateway.gatewayPrefix);
  const user = presented === undefined ? calling?.user : userText(presented);
  const screen =
    presented !== undefined
      ? CallerScreen.ofPool(invite, isForwarded(invite))
      : hides
        ? CallerScreen.ofPrivacy()
        : CallerScreen.OPEN;
  return {
    uri: `sip:${called.user}@${host}${transport}${isPhone}`,
    from: hides ? ANONYMOUS : fromText(invite, calling?.user, own, presented),
    to: `<sip:${called.user}@${hostText(gateway.target.remote)}>`,
    headers: identityHeaders(invite, gateway, {
      screen,
      presented,
      diverting,
      asserted: user === undefined || hides ? undefined : `<sip:${user}@${hostText(own)}>`,
    }),
    callerOut: hides ? "anonymous" : (presented ?? calling?.digits ?? ""),
    calleeOut: called.digits,
    poolNumber: presented,
    screen,
  };
}

const isAssertion = ({ name }: HeaderField): boolean => name.toLowerCase() === "p-asserted-identity";

/** End-to-end headers, without those that would tell what the gateway is not to know. */
function identityHeaders(
  invite: SipRequest,
  { assertsIdentity }: CallRoutingGateway,
  how: Omit<Shown, "own"> & { readonly screen: CallerScreen; readonly asserted: string | undefined },
): readonly HeaderField[] {
  const carried = carriedHeaders(invite);
  const open = how.screen.letThrough(carried);
  const told = how.diverting === undefined ? open : divertedBy(open, how.diverting);
  const asserts =
    how.presented === undefined ? assertsIdentity && !isAnonymous(invite) : assertsIdentity || carried.some(isAssertion);
  if (!asserts || how.asserted === undefined) return told;
  return [...told.filter((header) => !isAssertion(header)), { name: "P-Asserted-Identity", value: how.asserted }];
}
