/** A reception report block, RFC 3550 section 6.4.1. */
export interface ReportBlock {
  readonly ssrc: number;
  /** 8 bits: the share lost since the last report, times 256. */
  readonly fractionLost: number;
  /** 24 bits, signed: negative when duplicates outnumber losses. */
  readonly cumulativeLost: number;
  readonly extendedHighestSequence: number;
  /** In ticks of the stream's clock. */
  readonly jitter: number;
  /** The middle 32 bits of the NTP timestamp of the last sender report; 0 when there was none. */
  readonly lastSenderReport: number;
  /** In units of 1/65536 second. */
  readonly delaySinceLastSenderReport: number;
}

/** The sender's part of a sender report, RFC 3550 section 6.4.1. */
export interface SenderInfo {
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
  readonly rtpTimestamp: number;
  readonly packets: number;
  readonly octets: number;
}

/** One packet of a compound RTCP packet. Types that are not read in detail keep their bytes. */
export type RtcpPacket =
  | {
      readonly kind: "senderReport";
      readonly ssrc: number;
      readonly sender: SenderInfo;
      readonly reports: readonly ReportBlock[];
    }
  | { readonly kind: "receiverReport"; readonly ssrc: number; readonly reports: readonly ReportBlock[] }
  | { readonly kind: "bye"; readonly sources: readonly number[] }
  | { readonly kind: "other"; readonly type: number; readonly body: Uint8Array };

/** RTCP packet types, RFC 3550 section 12.1. */
export const RTCP_TYPE = { senderReport: 200, receiverReport: 201, sourceDescription: 202, bye: 203, application: 204 } as const;

/**
 * Reads a compound RTCP packet:
 *
 * ```
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |      type     |   length in words minus one   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ```
 *
 * Undefined when a version, a length or a count does not hold.
 */
export function parseRtcp(datagram: Uint8Array): readonly RtcpPacket[] | undefined {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const packets: RtcpPacket[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length || (bytes[at] as number) >> 6 !== 2) return undefined;
    const end = at + 4 * (bytes.readUInt16BE(at + 2) + 1);
    if (end > bytes.length) return undefined;
    const packet = parseOne(bytes.subarray(at, end));
    if (packet === undefined) return undefined;
    packets.push(packet);
    at = end;
  }
  return packets.length === 0 ? undefined : packets;
}

function parseOne(bytes: Buffer): RtcpPacket | undefined {
  const count = (bytes[0] as number) & 0x1f;
  const type = bytes[1] as number;
  if (type === RTCP_TYPE.senderReport) {
    if (bytes.length < 28 + 24 * count) return undefined;
    const sender: SenderInfo = {
      ntpSeconds: bytes.readUInt32BE(8),
      ntpFraction: bytes.readUInt32BE(12),
      rtpTimestamp: bytes.readUInt32BE(16),
      packets: bytes.readUInt32BE(20),
      octets: bytes.readUInt32BE(24),
    };
    return { kind: "senderReport", ssrc: bytes.readUInt32BE(4), sender, reports: readReports(bytes, 28, count) };
  }
  if (type === RTCP_TYPE.receiverReport) {
    if (bytes.length < 8 + 24 * count) return undefined;
    return { kind: "receiverReport", ssrc: bytes.readUInt32BE(4), reports: readReports(bytes, 8, count) };
  }
  if (type === RTCP_TYPE.bye) {
    if (bytes.length < 4 + 4 * count) return undefined;
    return { kind: "bye", sources: Array.from({ length: count }, (_, i) => bytes.readUInt32BE(4 + 4 * i)) };
  }
  return { kind: "other", type, body: bytes.subarray(4) };
}

function readReports(bytes: Buffer, from: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, i) => {
    const at = from + 24 * i;
    return {
      ssrc: bytes.readUInt32BE(at),
      fractionLost: bytes[at + 4] as number,
      cumulativeLost: bytes.readIntBE(at + 5, 3),
      extendedHighestSequence: bytes.readUInt32BE(at + 8),
      jitter: bytes.readUInt32BE(at + 12),
      lastSenderReport: bytes.readUInt32BE(at + 16),
      delaySinceLastSenderReport: bytes.readUInt32BE(at + 20),
    };
  });
}

/** The bytes of a compound RTCP packet. Counts and lengths are written by what is there; at most 31 reports or sources each. */
export function buildRtcp(packets: readonly RtcpPacket[]): Buffer {
  return Buffer.concat(packets.map(buildOne));
}

function buildOne(packet: RtcpPacket): Buffer {
  switch (packet.kind) {
    case "senderReport": {
      const { ntpSeconds, ntpFraction, rtpTimestamp, packets, octets } = packet.sender;
      const info = [packet.ssrc, ntpSeconds, ntpFraction, rtpTimestamp, packets, octets];
      return framed(RTCP_TYPE.senderReport, packet.reports.length, [...info.map(word), ...packet.reports.map(buildReport)]);
    }
    case "receiverReport":
      return framed(RTCP_TYPE.receiverReport, packet.reports.length, [word(packet.ssrc), ...packet.reports.map(buildReport)]);
    case "bye":
      return framed(RTCP_TYPE.bye, packet.sources.length, packet.sources.map(word));
    case "other":
      return framed(packet.type, 0, [Buffer.from(packet.body)]);
  }
}

function framed(type: number, count: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.from([0x80 | (count & 0x1f), type, 0, 0]);
  head.writeUInt16BE(body.length / 4, 2);
  return Buffer.concat([head, body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** A signed 24-bit number keeps within its bounds, as section 6.4.1 has it for the cumulative loss. */
const clampSigned24 = (value: number): number => Math.max(-0x800000, Math.min(0x7fffff, value));

function buildReport(report: ReportBlock): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32BE(report.ssrc >>> 0, 0);
  bytes[4] = report.fractionLost & 0xff;
  bytes.writeIntBE(clampSigned24(report.cumulativeLost), 5, 3);
  bytes.writeUInt32BE(report.extendedHighestSequence >>> 0, 8);
  bytes.writeUInt32BE(report.jitter >>> 0, 12);
  bytes.writeUInt32BE(report.lastSenderReport >>> 0, 16);
  bytes.writeUInt32BE(report.delaySinceLastSenderReport >>> 0, 20);
  return bytes;
}
