import type { SocketAddress } from "../../base";
import type { SipUri } from "../message";
import type { SipTarget, SipTransportName } from "../transaction";

const DEFAULT_PORT = 5060;

const isIpv4 = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
const isIpv6 = (host: string): boolean => host.includes(":");
const isAddress = (host: string): boolean => isIpv4(host) || isIpv6(host);

const transportOf = (uri: SipUri): SipTransportName | undefined => {
  const named = uri.parameters.get("transport")?.toLowerCase();
  return named === "tcp" || named === "udp" ? named : undefined;
};

const localFor = (remote: SocketAddress, peer: SipTarget): SocketAddress | undefined =>
  peer.local !== undefined && isIpv6(peer.local.address) === isIpv6(remote.address) ? peer.local : undefined;

function targetAt(remote: SocketAddress, transport: SipTransportName | undefined, peer: SipTarget): SipTarget {
  const local = localFor(remote, peer);
  return { remote, ...(transport === undefined ? {} : { transport }), ...(local === undefined ? {} : { local }) };
}

/**
 * Where `uri` leads, RFC 3263 section 4 for what needs no DNS: an address (or `maddr`), the port or 5060, the transport that the
 * URI names. A host name is not resolved: the request goes where the peer was reached before. So does one to a peer that came by
 * TCP and whose URI has the same address and names no transport, for it shares that connection. A peer that was given UDP
 * alone keeps it unless its URI says otherwise.
 */
export function locateByUri(uri: SipUri | undefined, peer: SipTarget): SipTarget {
  if (uri === undefined) return peer;
  const host = uri.parameters.get("maddr") ?? uri.host;
  if (!isAddress(host)) return peer;
  const transport = transportOf(uri);
  if (transport === undefined && peer.transport === "tcp" && host === peer.remote.address) return peer;
  const fixed = peer.transport === "udp" ? peer.transport : undefined;
  return targetAt({ address: host, port: uri.port ?? DEFAULT_PORT }, transport ?? fixed, peer);
}
