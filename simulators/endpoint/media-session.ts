import { after, milliseconds, type Instant, type SocketAddress } from "../../src/base";
import { A_LAW, createVoice, MU_LAW, type G711, type Voice } from "../../src/codec";
import type { Clock, Network, Random, Timer, UdpSocket } from "../../src/ports";
import { readRtp, writeRtp } from "./rtp-packet";

/** A datagram that a party's media sockets sent or received. */
export interface MediaDatagram {
  readonly at: Instant;
  readonly port: "rtp" | "rtcp";
  readonly remote: SocketAddress;
  readonly bytes: Buffer;
}

/** What one party's side of one call's media carried. */
export interface MediaReport {
  readonly local: SocketAddress;
  readonly speaker: string;
  readonly sent: readonly MediaDatagram[];
  readonly received: readonly MediaDatagram[];
}

/** Datagrams kept in each direction of one call; our choice: half an hour of 20 ms audio. Later ones are not kept. */
export const MAX_KEPT_DATAGRAMS = 100_000;

const PTIME_MS = 20;
const SAMPLES_PER_PACKET = 160;
const EVENT_TYPE = 101;
/** A key press of 100 ms is five packets of growing duration and the last one three times, RFC 4733 section 2.5.1. */
const EVENT_DURATIONS = [160, 320, 480, 640, 800] as const;
const EVENT_DIGITS = "0123456789*#ABCD";

export interface MediaSessionOptions {
  readonly clock: Clock;
  readonly network: Network;
  readonly random: Random;
  readonly local: SocketAddress;
  /** Whose voice it is: see `createVoice`. */
  readonly speaker: string;
  /** A port could not be bound or a datagram not sent. */
  readonly onProblem: (what: string) => void;
}

/** One side of a call's media: speaks a known voice in G.711 every 20 ms, and keeps everything that it hears. */
export class MediaSession {
  readonly local: SocketAddress;
  private readonly sent: MediaDatagram[] = [];
  private readonly received: MediaDatagram[] = [];
  private readonly voice: Voice;
  private readonly ssrc: number;
  private readonly sockets: Readonly<Record<MediaDatagram["port"], UdpSocket>>;
  private sequence: number;
  private timestamp: number;
  private law: G711 = MU_LAW;
  private remote: SocketAddress | undefined;
  private ticking: Timer | undefined;
  private muted = false;
  private readonly pendingDigits: string[] = [];
  private closed = false;

  constructor(private readonly options: MediaSessionOptions) {
    this.local = options.local;
    this.voice = createVoice(options.speaker);
    this.ssrc = options.random.uint32();
    this.sequence = options.random.between(0, 0x7fff);
    this.timestamp = options.random.uint32();
    this.sockets = { rtp: this.open("rtp", options.local.port), rtcp: this.open("rtcp", options.local.port + 1) };
  }

  /** Where the other side receives and in which payload type; undefined: it receives nothing. */
  point(remote: SocketAddress | undefined, payloadType: number | undefined): void {
    this.remote = remote;
    if (payloadType === A_LAW.payloadType) this.law = A_LAW;
    else if (payloadType === MU_LAW.payloadType) this.law = MU_LAW;
  }

  /** Starts to speak, if it does not already. */
  speak(): void {
    if (this.ticking !== undefined || this.closed) return;
    this.tick(this.options.clock.now(), true);
  }

  /** Stops speaking. */
  hush(): void {
    this.ticking?.cancel();
    this.ticking = undefined;
  }

  /** Sends nothing more, whatever it is told. */
  mute(): void {
    this.muted = true;
    this.hush();
  }

  /** Presses keys while it speaks, one after another: telephone-events of RFC 4733, payload type 101. */
  press(digits: string): void {
    this.pendingDigits.push(...digits);
    this.speak();
  }

  /** Sends bytes as they are from the RTP or the RTCP port to the same port of the other side. */
  sendRaw(bytes: Buffer, port: MediaDatagram["port"]): void {
    if (this.remote === undefined) return;
    this.transmit(bytes, port, { address: this.remote.address, port: this.remote.port + (port === "rtcp" ? 1 : 0) });
  }

  report(): MediaReport {
    return { local: this.local, speaker: this.options.speaker, sent: this.sent, received: this.received };
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.hush();
    this.sockets.rtp.close();
    this.sockets.rtcp.close();
  }

  private open(port: MediaDatagram["port"], number: number): UdpSocket {
    const { clock, network, onProblem } = this.options;
    return network.udp(
      { local: { address: this.local.address, port: number } },
      {
        onDatagram: (bytes, remote) => this.keep(this.received, { at: clock.now(), port, remote, bytes: Buffer.from(bytes) }),
        onError: (error) => {
          // A port that the other side closed a moment ago is no problem of this party.
          if (error.code !== "NETWORK_UNREACHABLE") onProblem(`media port ${number}: ${error.message}`);
        },
      },
    );
  }

  private tick(due: Instant, first: boolean): void {
    const next = after(due, milliseconds(PTIME_MS));
    this.ticking = this.options.clock.at(next, `${this.options.speaker} speaks`, () => this.tick(next, false));
    const digit = this.pendingDigits.shift();
    if (digit !== undefined) this.sendDigit(digit);
    const payload = Buffer.from(this.law.encode(this.voice.next(SAMPLES_PER_PACKET)));
    this.sendRtp(this.law.payloadType, payload, first);
    this.timestamp = (this.timestamp + SAMPLES_PER_PACKET) >>> 0;
  }

  private sendDigit(digit: string): void {
    const event = EVENT_DIGITS.indexOf(digit);
    const durations = [...EVENT_DURATIONS, EVENT_DURATIONS[4], EVENT_DURATIONS[4]];
    durations.forEach((duration, index) => {
      const end = index >= EVENT_DURATIONS.length - 1 ? 0x80 : 0;
      this.sendRtp(EVENT_TYPE, Buffer.from([event, end | 10, duration >> 8, duration & 0xff]), index === 0);
    });
  }

  private sendRtp(payloadType: number, payload: Buffer, marker: boolean): void {
    const { sequence, timestamp, ssrc } = this;
    this.sequence = (sequence + 1) & 0xffff;
    if (this.remote !== undefined) {
      this.transmit(writeRtp({ marker, payloadType, sequence, timestamp, ssrc, payload }), "rtp", this.remote);
    }
  }

  private transmit(bytes: Buffer, port: MediaDatagram["port"], remote: SocketAddress): void {
    if (this.closed || this.muted) return;
    this.keep(this.sent, { at: this.options.clock.now(), port, remote, bytes });
    this.sockets[port].send(bytes, remote);
  }

  private keep(list: MediaDatagram[], datagram: MediaDatagram): void {
    if (list.length < MAX_KEPT_DATAGRAMS) list.push(datagram);
  }
}

/** The payloads of the RTP packets among `datagrams` that carry `payloadTypes`, in order of sequence numbers, doubles left out. */
export function payloadsInOrder(datagrams: readonly MediaDatagram[], payloadTypes: readonly number[]): readonly Buffer[] {
  const bySource = new Map<number, { readonly first: number; readonly packets: Map<number, Buffer> }>();
  for (const { bytes, port } of datagrams) {
    const packet = port === "rtp" ? readRtp(bytes) : undefined;
    if (packet === undefined || !payloadTypes.includes(packet.payloadType)) continue;
    const source = bySource.get(packet.ssrc) ?? { first: packet.sequence, packets: new Map<number, Buffer>() };
    bySource.set(packet.ssrc, source);
    // The distance from the first packet seen, as a signed 16-bit number, orders packets over the wrap at 65,536.
    const distance = ((packet.sequence - source.first + 0x8000) & 0xffff) - 0x8000;
    const wraps = Math.round((source.packets.size - distance) / 0x10000);
    source.packets.set(distance + wraps * 0x10000, packet.payload);
  }
  return [...bySource.values()].flatMap(({ packets }) => [...packets].sort(([a], [b]) => a - b).map(([, payload]) => payload));
}
