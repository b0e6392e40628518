import { formatSocketAddress, type SocketAddress } from "../../base";
import { formatVia, replaceTopVia, type SipRequest, type Via } from "../message";
import type { SipFlow } from "./types";

/** The port of UDP and TCP when a Via names none. RFC 3261 section 18.1.1. */
export const DEFAULT_SIP_PORT = 5060;

/** Our Via for a request that leaves on `flow`. `rport` asks for the response where the request came from (RFC 3581 section 3). */
export function ownVia(flow: SipFlow, branch: string): string {
  const transport = flow.transport === "tcp" ? "TCP" : "UDP";
  return `SIP/2.0/${transport} ${formatSocketAddress(flow.local)};rport;branch=${branch}`;
}

/** True when `via` is one that {@link ownVia} has made for `local`. RFC 3261 section 18.1.2. */
export function isOwnVia(via: Via, local: SocketAddress): boolean {
  return (via.port ?? DEFAULT_SIP_PORT) === local.port && (via.host === local.address || sameHost(via.host, local.address));
}

/**
 * The request with `received` and `rport` in its top Via, as RFC 3261 section 18.2.1 and RFC 3581 section 4 demand; the request itself
 * when its Via is right already. What the sender wrote into them is replaced: it is not for him to say.
 */
export function stamped(request: SipRequest, source: SocketAddress): SipRequest {
  const via = request.topVia;
  const wantsPort = via.parameters.has("rport");
  if (!wantsPort && !via.parameters.has("received") && sameHost(via.host, source.address)) return request;
  const parameters = new Map(via.parameters);
  if (wantsPort) parameters.set("rport", String(source.port));
  parameters.set("received", source.address);
  return replaceTopVia(request, formatVia({ transport: via.transport, host: via.host, port: via.port, parameters }));
}

function sameHost(host: string, address: string): boolean {
  return host === address || host.toLowerCase() === address.toLowerCase();
}

/** Where the responses to a request go. */
export interface ReplyRoute {
  readonly flow: SipFlow;
  /** For TCP: where to connect when the connection is gone. */
  readonly alternative: SocketAddress | undefined;
}

/**
 * Where the responses to `request` go, RFC 3261 section 18.2.2 with RFC 3581 section 4: the connection it came on (`sent-by` port of
 * its source when that is gone); `maddr`; source address and port with `rport`; source address and `sent-by` port without.
 *
 * `request` may be stamped or not. Host names in `maddr` are not resolved: the source is used then.
 */
export function replyRoute(request: SipRequest, flow: SipFlow): ReplyRoute {
  const via = request.topVia;
  const sentByPort = via.port ?? DEFAULT_SIP_PORT;
  const atSentByPort = { address: flow.remote.address, port: sentByPort };
  if (flow.transport === "tcp") return { flow, alternative: atSentByPort };
  const maddr = via.parameters.get("maddr");
  if (maddr !== undefined && isAddress(maddr)) return towards(flow, { address: withoutBrackets(maddr), port: sentByPort });
  if (via.parameters.has("rport") || sentByPort === flow.remote.port) return { flow, alternative: undefined };
  return towards(flow, atSentByPort);
}

function towards(flow: SipFlow, remote: SocketAddress): ReplyRoute {
  return { flow: { transport: flow.transport, local: flow.local, remote }, alternative: undefined };
}

function withoutBrackets(host: string): string {
  return host.startsWith("[") ? host.slice(1, -1) : host;
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]?$/.test(host);
}
