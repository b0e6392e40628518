import type { CapturePacket } from "./packet";

/** One RTP stream of a capture: a source, a destination and an SSRC. */
export interface CapturedStream {
  readonly from: string;
  readonly to: string;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly packets: readonly CapturedRtp[];
}

export interface CapturedRtp {
  readonly at: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Offset of the payload in an RTP packet of RFC 3550 section 5.1; undefined when the bytes are not RTP (RTCP included). */
function payloadOffset(bytes: Buffer): number | undefined {
  if (bytes.length < 12 || (bytes[0] ?? 0) >> 6 !== 2) return undefined;
  const second = bytes[1] ?? 0;
  if (second >= 192 && second <= 223) return undefined;
  let offset = 12 + 4 * ((bytes[0] ?? 0) & 15);
  if (((bytes[0] ?? 0) & 0x10) !== 0) {
    if (bytes.length < offset + 4) return undefined;
    offset += 4 + 4 * bytes.readUInt16BE(offset + 2);
  }
  return offset <= bytes.length ? offset : undefined;
}

/** Packets that a stream must have before it counts as one; fewer are chance hits of the heuristic. */
const MIN_PACKETS = 3;

/** The RTP streams among UDP packets, found by their headers, which stay clear in every encryption mode (RTP-125). In order of first packet. */
export function rtpStreams(packets: readonly CapturePacket[]): readonly CapturedStream[] {
  const streams = new Map<string, { stream: Omit<CapturedStream, "packets">; packets: CapturedRtp[] }>();
  for (const { transport, from, to, bytes, at } of packets) {
    const offset = transport === "udp" ? payloadOffset(bytes) : undefined;
    if (offset === undefined) continue;
    const ssrc = bytes.readUInt32BE(8);
    const [source, target] = [`${from.address}:${from.port}`, `${to.address}:${to.port}`];
    const key = `${source}>${target}>${ssrc}`;
    const known = streams.get(key) ?? {
      stream: { from: source, to: target, ssrc, payloadType: (bytes[1] ?? 0) & 127 },
      packets: [],
    };
    known.packets.push({
      at,
      sequence: bytes.readUInt16BE(2),
      timestamp: bytes.readUInt32BE(4),
      payload: bytes.subarray(offset),
    });
    streams.set(key, known);
  }
  return [...streams.values()]
    .filter((found) => found.packets.length >= MIN_PACKETS)
    .map((found) => ({ ...found.stream, packets: found.packets }));
}
