import type { CapturePacket } from "./packet";

/** Microsecond pcap, version 2.4, little-endian: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html section 4. */
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
/** Packets start with their IPv4 or IPv6 header. */
const LINKTYPE_RAW = 101;
const SNAP_LENGTH = 262_144;
const UDP = 17;
const TCP = 6;

function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(MAGIC_MICROSECONDS, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(SNAP_LENGTH, 16);
  header.writeUInt32LE(LINKTYPE_RAW, 20);
  return header;
}

function recordHeader(at: number, length: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(at / 1_000_000), 0);
  header.writeUInt32LE(at % 1_000_000, 4);
  header.writeUInt32LE(length, 8);
  header.writeUInt32LE(length, 12);
  return header;
}

/** The Internet checksum of RFC 1071 over several pieces, each of even length but the last. */
function checksum(...pieces: readonly Buffer[]): number {
  let sum = 0;
  for (const piece of pieces) {
    for (let index = 0; index < piece.length; index += 2) sum += ((piece[index] ?? 0) << 8) | (piece[index + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Sixteen bytes of an IPv6 address, `::` and a dotted tail included. */
function ipv6Bytes(address: string): Buffer {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted === null ? address : `${dotted[1]}${hexPair(dotted[2], dotted[3])}:${hexPair(dotted[4], dotted[5])}`;
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  const bytes = Buffer.alloc(16);
  [...left, ...middle, ...right].forEach((group, index) => bytes.writeUInt16BE(parseInt(group, 16), index * 2));
  return bytes;
}

const hexPair = (high: string | undefined, low: string | undefined): string => ((Number(high) << 8) | Number(low)).toString(16);

const addressBytes = (address: string): Buffer =>
  address.includes(":") ? ipv6Bytes(address) : Buffer.from(address.split(".").map(Number));

function ipHeader(packet: CapturePacket, protocol: number, source: Buffer, destination: Buffer, length: number): Buffer {
  if (source.length === 16) {
    const header = Buffer.alloc(40);
    header[0] = 0x60;
    header.writeUInt16BE(length, 4);
    header[6] = protocol;
    header[7] = 64;
    source.copy(header, 8);
    destination.copy(header, 24);
    return header;
  }
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + length, 2);
  header[8] = 64;
  header[9] = protocol;
  source.copy(header, 12);
  destination.copy(header, 16);
  header.writeUInt16BE(checksum(header), 10);
  return header;
}

function pseudoHeader(source: Buffer, destination: Buffer, protocol: number, length: number): Buffer {
  const tail = Buffer.alloc(4);
  tail[1] = protocol;
  tail.writeUInt16BE(length, 2);
  return Buffer.concat([source, destination, tail]);
}

function udpHeader({ from, to, bytes }: CapturePacket): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(from.port, 0);
  header.writeUInt16BE(to.port, 2);
  header.writeUInt16BE(8 + bytes.length, 4);
  return header;
}

function tcpHeader({ from, to }: CapturePacket, sequence: number, acknowledgement: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(from.port, 0);
  header.writeUInt16BE(to.port, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header.writeUInt32BE(acknowledgement >>> 0, 8);
  header[12] = 0x50;
  header[13] = 0x18;
  header.writeUInt16BE(65_535, 14);
  return header;
}

/** Sequence numbers of the TCP streams, so that an analyser can follow them. */
class TcpPositions {
  readonly #next = new Map<string, number>();

  take(packet: CapturePacket): readonly [number, number] {
    const key = `${packet.from.address}|${packet.from.port}>${packet.to.address}|${packet.to.port}`;
    const back = `${packet.to.address}|${packet.to.port}>${packet.from.address}|${packet.from.port}`;
    const sequence = this.#next.get(key) ?? 1;
    this.#next.set(key, sequence + packet.bytes.length);
    return [sequence, this.#next.get(back) ?? 1];
  }
}

function ipPacket(packet: CapturePacket, positions: TcpPositions): Buffer {
  const protocol = packet.transport === "udp" ? UDP : TCP;
  const [source, destination] = [addressBytes(packet.from.address), addressBytes(packet.to.address)];
  const header = packet.transport === "udp" ? udpHeader(packet) : tcpHeader(packet, ...positions.take(packet));
  const length = header.length + packet.bytes.length;
  const sum = checksum(pseudoHeader(source, destination, protocol, length), header, packet.bytes);
  // RFC 768: a computed UDP checksum of zero is sent as all ones.
  header.writeUInt16BE(packet.transport === "udp" && sum === 0 ? 0xffff : sum, packet.transport === "udp" ? 6 : 16);
  return Buffer.concat([ipHeader(packet, protocol, source, destination, length), header, packet.bytes]);
}

/**
 * A pcap file of the packets, in the order given, with IP, UDP and TCP headers made up around them so that Wireshark and tshark open it.
 * Timestamps are the packets' own: virtual ones from a simulation stay virtual.
 */
export function writePcap(packets: readonly CapturePacket[]): Buffer {
  const positions = new TcpPositions();
  return Buffer.concat([
    fileHeader(),
    ...packets.flatMap((packet) => {
      const bytes = ipPacket(packet, positions);
      return [recordHeader(packet.at, bytes.length), bytes];
    }),
  ]);
}
