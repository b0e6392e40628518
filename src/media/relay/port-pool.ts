import { UsageError } from "../../base";
import type { Random } from "../../ports";

/** UDP ports of the relay, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Pairs of ports for RTP (even) and RTCP (the next one) on one address.
 *
 * Pairs are taken in order, from a random first one, and a freed pair goes to the end of the queue: it rests for as long as the
 * others last, so that late packets of the last call do not meet the next one. Constant time; never more pairs than the range
 * holds.
 */
export class PortPool {
  /** In the order in which they will be taken. */
  private readonly free = new Set<number>();
  private readonly taken = new Set<number>();
  private readonly first: number;
  private readonly last: number;

  /** @throws {UsageError} `MEDIA_PORT_RANGE` when the range holds no pair or reaches out of 1..65535. */
  constructor(range: PortRange, random: Random) {
    this.first = range.from + (range.from % 2);
    this.last = range.to % 2 === 0 ? range.to - 1 : range.to;
    const pairs = this.size;
    if (!Number.isInteger(pairs) || pairs < 1 || this.first < 2 || this.last > 65_535) {
      throw new UsageError("MEDIA_PORT_RANGE", `${range.from} to ${range.to} holds no pair of an even port and the next one`, {
        from: range.from,
        to: range.to,
      });
    }
    const start = random.between(0, pairs - 1);
    for (let i = 0; i < pairs; i++) this.free.add(this.first + 2 * ((start + i) % pairs));
  }

  /** Pairs in the range. */
  get size(): number {
    return (this.last - this.first + 1) / 2;
  }

  /** Pairs in use. */
  get inUse(): number {
    return this.taken.size;
  }

  /** The even port of a free pair, or undefined when all are in use. */
  take(): number | undefined {
    const port = this.free.values().next().value;
    if (port !== undefined) this.takePort(port);
    return port;
  }

  /**
   * Takes this pair; false when it is in use or odd. A pair outside of the range may be taken too, to resume a call after the range
   * changed.
   */
  takePort(port: number): boolean {
    if (port % 2 !== 0 || this.taken.has(port)) return false;
    this.free.delete(port);
    this.taken.add(port);
    return true;
  }

  /** Puts a pair back. */
  release(port: number): void {
    if (this.taken.delete(port) && port >= this.first && port < this.last) this.free.add(port);
  }
}
