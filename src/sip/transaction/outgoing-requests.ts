import type { Buffer } from "node:buffer";
import { serialize, withTopVia, type SipRequest } from "../message";
import type { SipSender } from "./layer";
import type { SipFlow, SipTarget } from "./types";
import { ownVia } from "./via-routing";

/** The largest UDP payload over IPv4; a request over it cannot fall back from TCP. */
const MAX_DATAGRAM_BYTES = 65_507;

/** A request made ready for one flow: our Via on top, and its bytes. */
export interface OutgoingRequest {
  readonly request: SipRequest;
  readonly bytes: Buffer;
  readonly flow: SipFlow;
}

/** A request for the flow that `target` gives: by TCP when no transport was named and it is too large for UDP. RFC 3261 section 18.1.1. */
export function prepared(sender: SipSender, request: SipRequest, target: SipTarget, branch: string): OutgoingRequest | undefined {
  const first = sender.flowTo(target, 0);
  if (first === undefined) return undefined;
  const outgoing = outgoingOn(first, request, branch);
  if (target.transport !== undefined) return outgoing;
  const second = sender.flowTo(target, outgoing.bytes.length);
  return second === undefined || second.transport === first.transport ? outgoing : outgoingOn(second, request, branch);
}

/** The same request for UDP, for a peer that refuses TCP; undefined when no datagram holds it. */
export function preparedForUdp(
  sender: SipSender,
  request: SipRequest,
  target: SipTarget,
  branch: string,
): OutgoingRequest | undefined {
  const flow = sender.flowTo({ ...target, transport: "udp" }, 0);
  const outgoing = flow === undefined ? undefined : outgoingOn(flow, request, branch);
  return outgoing === undefined || outgoing.bytes.length > MAX_DATAGRAM_BYTES ? undefined : outgoing;
}

/** A request that no transport carries, in the shape of one that is sent. */
export function unsent(request: SipRequest, target: SipTarget): OutgoingRequest {
  const local = target.local ?? { address: "", port: 0 };
  return { request, bytes: serialize(request), flow: { transport: target.transport ?? "udp", local, remote: target.remote } };
}

function outgoingOn(flow: SipFlow, request: SipRequest, branch: string): OutgoingRequest {
  const ready = withTopVia(request, ownVia(flow, branch));
  return { request: ready, bytes: serialize(ready), flow };
}
