import { rtpPayloadOffset } from "./header";

/**
 * What a datagram on a media port is.
 *
 * - `rtp`: version 2 with a header that fits (RFC 3550 section 5.1);
 * - `rtcp`: version 2 with a packet type of 192..223, that is a payload type field of 64..95 under a marker bit
 *   (RFC 5761 section 4), and at least a header of 8 bytes;
 * - `stun`: two zero bits, a length that fits and the magic cookie (RFC 8489 section 5);
 * - `udptl`: T.38's sequence number and a first field whose length fits (ITU-T T.38 section 9.1); a likely guess, since UDPTL has
 *   no mark of its own;
 * - `other`: anything else, a keep-alive for example.
 */
export type MediaPacketKind = "rtp" | "rtcp" | "stun" | "udptl" | "other";

/** Tells apart what may share a media port. Never throws and never allocates. */
export function classifyMediaPacket(bytes: Uint8Array): MediaPacketKind {
  if (bytes.length < 4) return "other";
  const version = (bytes[0] as number) >> 6;
  if (version === 2) {
    const type = bytes[1] as number;
    if (type >= 192 && type <= 223) return bytes.length >= 8 ? "rtcp" : "other";
    return rtpPayloadOffset(bytes) < 0 ? "other" : "rtp";
  }
  if (version !== 0) return "other";
  if (isStun(bytes)) return "stun";
  return bytes[2] !== 0 && 3 + (bytes[2] as number) < bytes.length ? "udptl" : "other";
}

function isStun(bytes: Uint8Array): boolean {
  const length = ((bytes[2] as number) << 8) | (bytes[3] as number);
  return (
    length % 4 === 0 &&
    bytes.length === 20 + length &&
    bytes[4] === 0x21 &&
    bytes[5] === 0x12 &&
    bytes[6] === 0xa4 &&
    bytes[7] === 0x42
  );
}
