import { parseMessage, type AnySipMessage } from "../../sip";
import type { CapturePacket } from "../capture";
import type { LegMessage } from "./drop";

/** Seconds and refresher of a Session-Expires header (RFC 4028 section 4). */
function sessionExpires(message: AnySipMessage): Pick<LegMessage, "sessionExpires" | "refresher"> {
  const [interval = "", ...parameters] = (message.header("Session-Expires") ?? "")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  if (!/^\d+$/.test(interval)) return {};
  const refresher = parameters.find((parameter) => parameter.startsWith("refresher="))?.slice("refresher=".length);
  return { sessionExpires: Number(interval), refresher: refresher === "uac" || refresher === "uas" ? refresher : undefined };
}

function legMessage(message: AnySipMessage, packet: CapturePacket, switchAddress: string): LegMessage {
  return {
    at: packet.at,
    by: packet.from.address === switchAddress ? "switch" : "peer",
    method: message.kind === "request" ? message.method : undefined,
    status: message.kind === "response" ? message.status : undefined,
    cseqMethod: message.cseq.method,
    cseqNumber: message.cseq.number,
    hasToTag: message.toTag !== undefined,
    ...sessionExpires(message),
  };
}

/**
 * The messages of each leg in a capture, by Call-ID, in time order, as {@link diagnoseDrop} reads them.
 * Bytes that are not SIP are left out; `switchAddress` tells the switch's side of each leg from its peer's.
 */
export function legsOf(packets: readonly CapturePacket[], switchAddress: string): ReadonlyMap<string, readonly LegMessage[]> {
  const legs = new Map<string, LegMessage[]>();
  for (const packet of packets) {
    const parsed = parseMessage(packet.bytes, { stream: false });
    if (!parsed.ok) continue;
    const leg = legs.get(parsed.value.callId) ?? [];
    leg.push(legMessage(parsed.value, packet, switchAddress));
    legs.set(parsed.value.callId, leg);
  }
  return legs;
}
