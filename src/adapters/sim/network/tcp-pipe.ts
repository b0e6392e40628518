import { after, milliseconds, times, type Duration, type Instant, type SocketAddress } from "../../../base";
import type { PacketFate } from "./captured-packet";
import type { Link } from "./link";
import type { SimulatedNetwork } from "./simulated-network";

/** Name of the timers that carry TCP segments. */
export const SEGMENT_IN_FLIGHT = "segment in flight";

/** First retransmission timeout: Linux's minimum (TCP_RTO_MIN). Doubles up to {@link MAX_RETRANSMISSION_TIMEOUT}. */
export const RETRANSMISSION_TIMEOUT = milliseconds(200);

/** Linux's TCP_RTO_MAX. */
export const MAX_RETRANSMISSION_TIMEOUT = milliseconds(120_000);

/** Tries of one segment before its connection is given up: Linux's tcp_retries2, about 15 minutes. */
export const MAX_SEGMENT_TRIES = 15;

/** One thing sent on a connection: data, or a handshake or end that takes its place in the order. */
export interface Segment {
  readonly bytes: Buffer;
  deliver(): void;
}

/** Where a pipe leads and what to do when it leads nowhere. */
export interface PipeEnds {
  readonly link: Link;
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  /** False while the far host is off: segments are then tried again as if lost. */
  isFarUp(): boolean;
  giveUp(): void;
}

/** One direction of a TCP connection: keeps order, and pays for loss in time. */
export class TcpPipe {
  /** Bytes sent and not yet delivered. */
  pending = 0;
  private readonly waiting: Segment[] = [];
  private tries = 0;
  private retrying = false;
  private stopped = false;
  private lastArrival = 0 as Instant;

  constructor(
    private readonly network: SimulatedNetwork,
    private readonly ends: PipeEnds,
  ) {}

  push(segment: Segment): void {
    if (this.stopped) return;
    this.pending += segment.bytes.length;
    this.waiting.push(segment);
    if (!this.retrying) this.flush();
  }

  /** Drops what has not left yet. What is on its way arrives. */
  stop(): void {
    this.stopped = true;
    this.waiting.length = 0;
  }

  private flush(): void {
    for (let segment = this.waiting[0]; segment !== undefined && !this.stopped; segment = this.waiting[0]) {
      const fate = this.fate(segment);
      if (segment.bytes.length > 0) this.network.report("tcp", this.ends.from, this.ends.to, segment.bytes, fate);
      if (fate !== undefined) return this.retryLater();
      this.waiting.shift();
      this.tries = 0;
      this.carry(segment);
    }
  }

  private fate(segment: Segment): PacketFate | undefined {
    if (!this.ends.isFarUp()) return "unreachable";
    const { link, from, to } = this.ends;
    return link.fate(() => ({ transport: "tcp", from, to, bytes: segment.bytes }));
  }

  private retryLater(): void {
    this.tries += 1;
    if (this.tries > MAX_SEGMENT_TRIES) {
      this.stop();
      this.network.clock.in(0 as Duration, SEGMENT_IN_FLIGHT, () => this.ends.giveUp());
      return;
    }
    this.retrying = true;
    const timeout = Math.min(times(RETRANSMISSION_TIMEOUT, 2 ** (this.tries - 1)), MAX_RETRANSMISSION_TIMEOUT) as Duration;
    this.network.clock.in(timeout, SEGMENT_IN_FLIGHT, () => {
      this.retrying = false;
      this.flush();
    });
  }

  private carry(segment: Segment): void {
    const { clock } = this.network;
    const { link } = this.ends;
    const arrival = link.arrival(clock.now());
    // A link may put datagrams out of order; a stream may not.
    if (arrival > this.lastArrival) this.lastArrival = arrival;
    link.inFlight += 1;
    clock.at(after(this.lastArrival, 0 as Duration), SEGMENT_IN_FLIGHT, () => {
      link.inFlight -= 1;
      this.pending -= segment.bytes.length;
      segment.deliver();
    });
  }
}
