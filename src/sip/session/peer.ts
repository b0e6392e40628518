import type { SipFlow, SipTarget } from "../transaction";

/**
 * The peer behind `flow` as a target. UDP stays open to TCP for large requests; a connection's local end is not a listener's
 * address, so it is left to the transport.
 */
export function peerOf({ transport, local, remote }: SipFlow): SipTarget {
  return transport === "udp" ? { remote, local } : { remote, transport };
}
