import type { Instant, SocketAddress, WallTime } from "../../../../src/base";
import type { Endpoint } from "../../../../simulators/endpoint";
import type { CapturedPacket } from "../../../../reports/evidence";

/** What crossed a party's sockets, as packets of a capture. */
export function packetsOfParty(
  { messages, allMedia }: Pick<Endpoint, "messages" | "allMedia">,
  at: (moment: Instant) => WallTime,
): readonly CapturedPacket[] {
  const packet = (moment: Instant, from: SocketAddress, to: SocketAddress, bytes: Buffer): CapturedPacket => ({
    at: at(moment),
    transport: "udp",
    from,
    to,
    bytes,
  });
  const signalling = messages.map(({ at: moment, direction, local, remote, text }) => {
    const bytes = Buffer.from(text, "latin1");
    return direction === "sent" ? packet(moment, local, remote, bytes) : packet(moment, remote, local, bytes);
  });
  const media = allMedia.flatMap(({ local: rtp, sent, received }) => {
    const local = (port: "rtp" | "rtcp"): SocketAddress => ({ address: rtp.address, port: rtp.port + (port === "rtp" ? 0 : 1) });
    return [
      ...sent.map((each) => packet(each.at, local(each.port), each.remote, each.bytes)),
      ...received.map((each) => packet(each.at, each.remote, local(each.port), each.bytes)),
    ];
  });
  return [...signalling, ...media];
}
