import { formatSocketAddress, sameSocketAddress, type Instant, type SocketAddress } from "../../src/base";
import type { Clock, Network, UdpSocket } from "../../src/ports";
import { readSdp, readSipText, writeSipText, type HeaderText, type SipText } from "../endpoint";

/** A packet that crossed the tap, with the addresses of the two hosts that it went between. */
export interface TappedPacket {
  readonly at: Instant;
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly bytes: Buffer;
}

export interface HopTapOptions {
  readonly clock: Clock;
  readonly network: Network;
  /** The tap's own address; each of the two hosts takes it for the other one. */
  readonly address: string;
  readonly sipPort: number;
  /** SIP addresses of the two hosts. */
  readonly hosts: readonly [string, string];
  readonly onProblem: (what: string) => void;
}

/** Ports from which the tap hands out four for each call: RTP and RTCP towards either host. */
const FIRST_MEDIA_PORT = 40_000;
const MEDIA_PORTS = 8_000;
/** Packets kept; our choice: ten minutes of a call. Later ones pass unseen. */
export const MAX_TAPPED_PACKETS = 200_000;

/** One side of a call's media: where a host receives, and the tap's port that the other host is told instead. */
interface MediaEnd {
  readonly receives: SocketAddress;
  readonly port: number;
}

/**
 * A listener on the path between two hosts, for stages on which nobody can look at the wire: it passes datagrams on both ways
 * and keeps a copy of each.
 *
 * In SIP it puts its own address in place of the hosts' in Contact and SDP, so that the whole call and its media go through
 * it; every payload, RTP header and response is passed on as it came.
 */
export class HopTap {
  private readonly sip: UdpSocket;
  private readonly kept: TappedPacket[] = [];
  private readonly ends = new Map<string, readonly [MediaEnd | undefined, MediaEnd | undefined]>();
  private readonly sockets = new Map<number, UdpSocket>();
  private nextPort = FIRST_MEDIA_PORT;

  constructor(
    private readonly options: HopTapOptions,
    onListening: () => void = () => undefined,
  ) {
    this.sip = this.open(options.sipPort, (bytes, from) => this.passSip(bytes, from), onListening);
  }

  get packets(): readonly TappedPacket[] {
    return this.kept;
  }

  close(): void {
    this.sip.close();
    for (const socket of this.sockets.values()) socket.close();
    this.sockets.clear();
  }

  private passSip(bytes: Buffer, from: SocketAddress): void {
    const side = this.options.hosts.indexOf(from.address);
    const target = this.options.hosts[side === 0 ? 1 : 0];
    if (side < 0 || target === undefined) return;
    const to = { address: target, port: this.options.sipPort };
    this.keep({ at: this.options.clock.now(), from, to, bytes: Buffer.from(bytes) });
    const message = readSipText(bytes);
    this.sip.send(message === undefined ? bytes : writeSipText(this.asIfFromHere(message, side)), to);
  }

  /** The message with Contact and media of the host that sent it replaced by the tap's own. */
  private asIfFromHere(message: SipText, side: number): SipText {
    const own = this.options.hosts[side] ?? "";
    const isContact = ({ name }: HeaderText): boolean => ["contact", "m"].includes(name.toLowerCase());
    const headers = message.headers
      .filter(({ name }) => !["content-length", "l"].includes(name.toLowerCase()))
      .map((line) => (isContact(line) ? { ...line, value: line.value.replace(own, this.options.address) } : line));
    const sdp = message.body.startsWith("v=0") ? readSdp(message.body) : undefined;
    if (sdp?.media === undefined) return { ...message, headers };
    const callId = headers.find(({ name }) => ["call-id", "i"].includes(name.toLowerCase()))?.value ?? "";
    const { port } = this.endOf(callId, side, sdp.media);
    const body = message.body
      .replaceAll(`IP4 ${sdp.media.address}`, `IP4 ${this.options.address}`)
      .replace(`m=audio ${sdp.media.port} `, `m=audio ${port} `);
    return { ...message, headers, body };
  }

  /** The tap's port for where a host receives in a call; a pair of ports is opened when that place is new. */
  private endOf(callId: string, side: number, receives: SocketAddress): MediaEnd {
    const ends = this.ends.get(callId) ?? [undefined, undefined];
    const known = ends[side];
    if (known !== undefined && sameSocketAddress(known.receives, receives)) return known;
    const end = { receives, port: known?.port ?? this.openPair(callId, side) };
    this.ends.set(callId, side === 0 ? [end, ends[1]] : [ends[0], end]);
    return end;
  }

  private openPair(callId: string, side: number): number {
    const port = this.nextPort;
    this.nextPort = FIRST_MEDIA_PORT + ((port - FIRST_MEDIA_PORT + 2) % MEDIA_PORTS);
    for (const offset of [0, 1]) {
      this.sockets.set(
        port + offset,
        this.open(port + offset, (bytes, from) => this.passMedia(callId, side, offset, bytes, from)),
      );
    }
    return port;
  }

  /** A packet for the host on `side` came from the other one; it leaves from the port that this host was told. */
  private passMedia(callId: string, side: number, offset: number, bytes: Buffer, from: SocketAddress): void {
    const ends = this.ends.get(callId);
    const [end, other] = side === 0 ? [ends?.[0], ends?.[1]] : [ends?.[1], ends?.[0]];
    if (end === undefined || other === undefined) return;
    const to = { address: end.receives.address, port: end.receives.port + offset };
    this.keep({ at: this.options.clock.now(), from, to, bytes: Buffer.from(bytes) });
    this.sockets.get(other.port + offset)?.send(Buffer.from(bytes), to);
  }

  private keep(packet: TappedPacket): void {
    if (this.kept.length < MAX_TAPPED_PACKETS) this.kept.push(packet);
  }

  private open(port: number, onDatagram: (bytes: Buffer, from: SocketAddress) => void, onListening?: () => void): UdpSocket {
    const local = { address: this.options.address, port };
    return this.options.network.udp(
      { local },
      {
        onDatagram,
        ...(onListening === undefined ? {} : { onListening }),
        onError: (error) => {
          if (error.code !== "NETWORK_UNREACHABLE" && error.code !== "NETWORK_REFUSED") {
            this.options.onProblem(`tap at ${formatSocketAddress(local)}: ${error.message}`);
          }
        },
      },
    );
  }
}
