import { failed, success, type Result, type SocketAddress, type WallTime } from "../../base";
import type { CapturePacket } from "./packet";

/** Why bytes are not a pcap file that can be read. */
export interface PcapFailure {
  readonly code: "PCAP_NOT_A_CAPTURE" | "PCAP_UNKNOWN_LINK";
  readonly message: string;
}

/** Bytes before the IP header and where its ether type stands, by link type; see the registry of the tcpdump group. */
const LINKS: ReadonlyMap<number, { readonly header: number; readonly etherType: number | undefined }> = new Map([
  [1, { header: 14, etherType: 12 }],
  [101, { header: 0, etherType: undefined }],
  [113, { header: 16, etherType: 14 }],
  [276, { header: 20, etherType: 0 }],
]);

const ETHER_IPV4 = 0x0800;
const ETHER_IPV6 = 0x86dd;

interface Ip {
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  readonly payload: Buffer;
}

/** The text form of RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros (the first of equals) as `::`. */
function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(":");
  const runs = [...groups.matchAll(/\b0(?::0)+\b/g)];
  const longest = runs.reduce<RegExpMatchArray | undefined>(
    (best, run) => (run[0].length > (best?.[0].length ?? 0) ? run : best),
    undefined,
  );
  if (longest === undefined) return groups;
  const [head, tail] = [groups.slice(0, longest.index), groups.slice((longest.index ?? 0) + longest[0].length)];
  return `${head.replace(/:$/, "")}::${tail.replace(/^:/, "")}`;
}

function readIp(frame: Buffer): Ip | undefined {
  const version = (frame[0] ?? 0) >> 4;
  if (version === 4 && frame.length >= 20) {
    const header = ((frame[0] ?? 0) & 15) * 4;
    const total = Math.min(frame.readUInt16BE(2), frame.length);
    const isFragment = (frame.readUInt16BE(6) & 0x1fff) !== 0;
    if (header < 20 || total < header || isFragment) return undefined;
    return {
      protocol: frame[9] ?? 0,
      source: frame.subarray(12, 16).join("."),
      destination: frame.subarray(16, 20).join("."),
      payload: frame.subarray(header, total),
    };
  }
  if (version === 6 && frame.length >= 40) {
    const end = Math.min(40 + frame.readUInt16BE(4), frame.length);
    return {
      protocol: frame[6] ?? 0,
      source: ipv6Text(frame.subarray(8, 24)),
      destination: ipv6Text(frame.subarray(24, 40)),
      payload: frame.subarray(40, end),
    };
  }
  return undefined;
}

function readTransport(ip: Ip, at: WallTime): CapturePacket | undefined {
  const { payload, protocol } = ip;
  if (payload.length < 8) return undefined;
  const from: SocketAddress = { address: ip.source, port: payload.readUInt16BE(0) };
  const to: SocketAddress = { address: ip.destination, port: payload.readUInt16BE(2) };
  if (protocol === 17) return { at, transport: "udp", from, to, bytes: payload.subarray(8) };
  if (protocol !== 6 || payload.length < 20) return undefined;
  const bytes = payload.subarray(((payload[12] ?? 0) >> 4) * 4);
  return bytes.length === 0 ? undefined : { at, transport: "tcp", from, to, bytes };
}

/** Strips the link header; undefined when the frame is not IP. */
function ipFrame(frame: Buffer, link: { readonly header: number; readonly etherType: number | undefined }): Buffer | undefined {
  if (link.etherType === undefined) return frame;
  if (frame.length < link.header) return undefined;
  const etherType = frame.readUInt16BE(link.etherType);
  return etherType === ETHER_IPV4 || etherType === ETHER_IPV6 ? frame.subarray(link.header) : undefined;
}

/**
 * The UDP and TCP packets of a classic pcap file, as tcpdump writes it (either byte order, micro- or nanoseconds).
 *
 * Links: Ethernet, raw IP, Linux cooked v1 and v2. Frames of other protocols, IP fragments after the first and a torn last record are left out.
 */
export function readPcap(file: Buffer): Result<readonly CapturePacket[], PcapFailure> {
  const magic = file.length >= 24 ? file.readUInt32LE(0) : 0;
  const little = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d;
  const nano = magic === 0xa1b23c4d || magic === 0x4d3cb2a1;
  if (!little && magic !== 0xd4c3b2a1 && magic !== 0x4d3cb2a1) {
    return failed({
      code: "PCAP_NOT_A_CAPTURE",
      message: "the file does not start as a pcap file does; save it with tcpdump -w",
    });
  }
  const word = (offset: number): number => (little ? file.readUInt32LE(offset) : file.readUInt32BE(offset));
  const link = LINKS.get(word(20) & 0xffff);
  if (link === undefined) {
    return failed({
      code: "PCAP_UNKNOWN_LINK",
      message: `link type ${word(20) & 0xffff} is none of ${[...LINKS.keys()].join(", ")}`,
    });
  }
  const packets: CapturePacket[] = [];
  for (let offset = 24; offset + 16 <= file.length;) {
    const length = word(offset + 8);
    if (offset + 16 + length > file.length) break;
    const at = (word(offset) * 1_000_000 + Math.floor(word(offset + 4) / (nano ? 1_000 : 1))) as WallTime;
    const frame = ipFrame(file.subarray(offset + 16, offset + 16 + length), link);
    const ip = frame === undefined ? undefined : readIp(frame);
    const packet = ip === undefined ? undefined : readTransport(ip, at);
    if (packet !== undefined) packets.push(packet);
    offset += 16 + length;
  }
  return success(packets);
}
