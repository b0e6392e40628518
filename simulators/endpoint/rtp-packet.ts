/** The parts of an RTP packet that the parties set and read, RFC 3550 section 5.1; no CSRC list, extension or padding is sent. */
export interface RtpText {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

/** The bytes of a packet: version 2, the fixed header of 12 bytes, then the payload. */
export function writeRtp(packet: RtpText): Buffer {
  const bytes = Buffer.alloc(12 + packet.payload.length);
  bytes[0] = 0x80;
  bytes[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  bytes.writeUInt16BE(packet.sequence & 0xffff, 2);
  bytes.writeUInt32BE(packet.timestamp >>> 0, 4);
  bytes.writeUInt32BE(packet.ssrc >>> 0, 8);
  packet.payload.copy(bytes, 12);
  return bytes;
}

/** Reads version 2 packets; skips CSRC list and extension. Undefined for anything else. */
export function readRtp(bytes: Buffer): RtpText | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < 12 || first >> 6 !== 2) return undefined;
  let start = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (bytes.length < start + 4) return undefined;
    start += 4 + 4 * bytes.readUInt16BE(start + 2);
  }
  if (start > bytes.length) return undefined;
  return {
    marker: ((bytes[1] ?? 0) & 0x80) !== 0,
    payloadType: (bytes[1] ?? 0) & 0x7f,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: Buffer.from(bytes.subarray(start)),
  };
}
