import { SwitchError } from "../base";

/**
 * The fixed header of an RTP packet with what may follow it, RFC 3550 section 5.1.
 *
 * ```
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ```
 *
 * All numbers are unsigned and big-endian on the wire.
 */
export interface RtpHeader {
  /** 1 bit; for audio the first packet after a silence. */
  readonly marker: boolean;
  /** 7 bits. */
  readonly payloadType: number;
  /** 16 bits, wraps. */
  readonly sequence: number;
  /** 32 bits, in ticks of the payload type's clock, wraps. */
  readonly timestamp: number;
  /** 32 bits. */
  readonly ssrc: number;
  /** 0 to 15 identifiers of 32 bits. */
  readonly csrc?: readonly number[];
  /** Section 5.3.1: 16 bits of profile, then whole words of 32 bits. */
  readonly extension?: { readonly profile: number; readonly data: Uint8Array };
  /** The P bit: the payload's last byte counts the padding bytes, itself included. */
  readonly padded?: boolean;
}

/** An {@link RtpHeader} with the bytes that follow it, padding included; they are a view into the packet. */
export interface RtpPacket extends RtpHeader {
  readonly payload: Uint8Array;
}

/** Length of the fixed header in bytes. */
export const RTP_HEADER_BYTES = 12;

/**
 * Where the payload of an RTP packet starts: 12 bytes, 4 for each CSRC, and the header extension.
 *
 * -1 when the bytes are no RTP packet: fewer than 12, a version other than 2, or lists that reach past the end.
 */
export function rtpPayloadOffset(bytes: Uint8Array): number {
  if (bytes.length < RTP_HEADER_BYTES) return -1;
  const first = bytes[0] as number;
  if (first >> 6 !== 2) return -1;
  let offset = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (offset + 4 > bytes.length) return -1;
    offset += 4 + 4 * (((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number));
  }
  return offset <= bytes.length ? offset : -1;
}

/** The 7-bit payload type of an RTP packet that {@link rtpPayloadOffset} accepts, as are all readers below. */
export const rtpPayloadType = (bytes: Uint8Array): number => (bytes[1] as number) & 0x7f;

/** The 16-bit sequence number. */
export const rtpSequence = (bytes: Uint8Array): number => ((bytes[2] as number) << 8) | (bytes[3] as number);

/** The 32-bit timestamp. */
export const rtpTimestamp = (bytes: Uint8Array): number => readWord(bytes, 4);

/** The 32-bit synchronisation source. */
export const rtpSsrc = (bytes: Uint8Array): number => readWord(bytes, 8);

function readWord(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** Reads an RTP packet, or undefined when the bytes are none. */
export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  const offset = rtpPayloadOffset(bytes);
  if (offset < 0) return undefined;
  const first = bytes[0] as number;
  const csrcEnd = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  const csrc: number[] = [];
  for (let at = RTP_HEADER_BYTES; at < csrcEnd; at += 4) csrc.push(readWord(bytes, at));
  return {
    marker: ((bytes[1] as number) & 0x80) !== 0,
    payloadType: rtpPayloadType(bytes),
    sequence: rtpSequence(bytes),
    timestamp: rtpTimestamp(bytes),
    ssrc: rtpSsrc(bytes),
    ...(csrc.length > 0 && { csrc }),
    ...((first & 0x10) !== 0 && {
      extension: { profile: readWord(bytes, csrcEnd) >>> 16, data: bytes.subarray(csrcEnd + 4, offset) },
    }),
    ...((first & 0x20) !== 0 && { padded: true }),
    payload: bytes.subarray(offset),
  };
}

/**
 * The bytes of an RTP packet. Numbers are taken modulo their width.
 *
 * @throws {SwitchError} `RTP_HEADER_TOO_LONG` for more than 15 CSRCs, or an extension that is not whole words of 32 bits.
 */
export function buildRtp({ payload, ...header }: RtpPacket): Buffer {
  const { csrc = [], extension } = header;
  if (csrc.length > 15 || (extension !== undefined && (extension.data.length % 4 !== 0 || extension.data.length > 4 * 65_535))) {
    throw new SwitchError("RTP_HEADER_TOO_LONG", "an RTP header holds at most 15 CSRCs and an extension of whole 32-bit words", {
      csrcs: csrc.length,
      extensionBytes: extension?.data.length,
    });
  }
  const offset = RTP_HEADER_BYTES + 4 * csrc.length + (extension === undefined ? 0 : 4 + extension.data.length);
  const bytes = Buffer.allocUnsafe(offset + payload.length);
  bytes[0] = 0x80 | (header.padded === true ? 0x20 : 0) | (extension === undefined ? 0 : 0x10) | csrc.length;
  bytes[1] = (header.marker ? 0x80 : 0) | (header.payloadType & 0x7f);
  bytes.writeUInt16BE(header.sequence & 0xffff, 2);
  bytes.writeUInt32BE(header.timestamp >>> 0, 4);
  bytes.writeUInt32BE(header.ssrc >>> 0, 8);
  let at = csrc.reduce((next, source) => bytes.writeUInt32BE(source >>> 0, next), RTP_HEADER_BYTES);
  if (extension !== undefined) {
    at = bytes.writeUInt16BE(extension.profile & 0xffff, at);
    at = bytes.writeUInt16BE(extension.data.length / 4, at);
    bytes.set(extension.data, at);
  }
  bytes.set(payload, offset);
  return bytes;
}
