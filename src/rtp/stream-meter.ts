import type { Instant } from "../base";
import { rtpPayloadType, rtpSequence, rtpSsrc, rtpTimestamp } from "./header";
import type { StreamStatistics } from "./statistics";

/** A forward jump of the sequence number up to this is loss; RFC 3550 appendix A.1. */
const MAX_DROPOUT = 3_000;
/** A backward one up to this is reordering or duplication; RFC 3550 appendix A.1. */
const MAX_MISORDER = 100;
const SEQUENCE_MODULUS = 1 << 16;
/** No sequence number, so that the first wild one never matches. */
const NO_SEQUENCE = SEQUENCE_MODULUS + 1;

/** The clock of audio payload types in RFC 3551 table 4, all but L16's. */
export const AUDIO_CLOCK_RATE_HZ = 8_000;

/** Why a relay did not pass a packet on. */
export type DropCause = keyof StreamStatistics["dropped"];

/**
 * Counts one direction of a stream as RFC 3550 defines it: extended sequence number and loss (appendices A.1 and A.3),
 * interarrival jitter (A.8).
 *
 * A stream needs no probation, since its owner knows the sender by address. When the SSRC changes, or the sequence restarts (two
 * packets in order after a jump that is neither loss nor reordering), what the earlier stream lost is kept and a new one begins.
 * Packets that repeat the last timestamp, as telephone events do, say nothing about jitter and are left out of it.
 * Nothing is allocated for a packet.
 */
export class StreamMeter {
  private readonly ticksPerMicrosecond: number;
  private readonly clockRateHz: number;
  private packets = 0;
  private bytes = 0;
  private forwardedPackets = 0;
  private encryptedPackets = 0;
  private decryptedPackets = 0;
  private readonly dropped: Record<DropCause, number> = { cipher: 0, unlatched: 0, foreignSource: 0, malformed: 0, noPeer: 0 };

  private source = -1;
  private lastPayloadType = -1;
  private maximum = 0;
  private cycles = 0;
  private base = 0;
  private wild = NO_SEQUENCE;
  private sourcePackets = 0;
  private earlierLost = 0;

  private jitterTicks = 0;
  private transit = 0;
  private lastTimestamp = 0;
  private transitKnown = false;

  constructor(clockRateHz: number = AUDIO_CLOCK_RATE_HZ) {
    this.clockRateHz = clockRateHz;
    this.ticksPerMicrosecond = clockRateHz / 1_000_000;
  }

  /** Counts an RTP packet that was accepted from the stream's sender. `bytes` is a packet that rtpPayloadOffset accepts. */
  receive(bytes: Uint8Array, arrival: Instant): void {
    this.packets++;
    this.bytes += bytes.length;
    this.lastPayloadType = rtpPayloadType(bytes);
    const ssrc = rtpSsrc(bytes);
    const sequence = rtpSequence(bytes);
    if (ssrc !== this.source) this.begin(ssrc, sequence);
    else this.advance(sequence);
    this.measureJitter(rtpTimestamp(bytes), arrival);
  }

  forwarded(): void {
    this.forwardedPackets++;
  }

  encrypted(): void {
    this.encryptedPackets++;
  }

  decrypted(): void {
    this.decryptedPackets++;
  }

  drop(cause: DropCause): void {
    this.dropped[cause]++;
  }

  /** Packets received so far. */
  get received(): number {
    return this.packets;
  }

  /** 32 bits: wraps of the sequence number in the upper half, the highest one seen in the lower. RFC 3550 section 6.4.1. */
  get extendedHighestSequence(): number {
    return (this.cycles + this.maximum) >>> 0;
  }

  /** Expected minus received; RFC 3550 appendix A.3. Negative when duplicates outnumber losses. */
  get lost(): number {
    return this.earlierLost + this.lostOfSource();
  }

  /** In ticks of the stream's clock. */
  get jitter(): number {
    return this.jitterTicks;
  }

  statistics(): StreamStatistics {
    return {
      received: this.packets,
      receivedBytes: this.bytes,
      forwarded: this.forwardedPackets,
      lost: this.lost,
      jitterMs: (this.jitterTicks * 1_000) / this.clockRateHz,
      encrypted: this.encryptedPackets,
      decrypted: this.decryptedPackets,
      dropped: { ...this.dropped },
      ssrc: this.source < 0 ? undefined : this.source,
      payloadType: this.lastPayloadType < 0 ? undefined : this.lastPayloadType,
    };
  }

  private lostOfSource(): number {
    return this.source < 0 ? 0 : this.cycles + this.maximum - this.base + 1 - this.sourcePackets;
  }

  private begin(ssrc: number, sequence: number): void {
    this.earlierLost += this.lostOfSource();
    this.source = ssrc;
    this.base = sequence;
    this.maximum = sequence;
    this.cycles = 0;
    this.wild = NO_SEQUENCE;
    this.sourcePackets = 1;
    this.transitKnown = false;
  }

  private advance(sequence: number): void {
    const delta = (sequence - this.maximum) & 0xffff;
    if (delta < MAX_DROPOUT) {
      if (sequence < this.maximum) this.cycles += SEQUENCE_MODULUS;
      this.maximum = sequence;
    } else if (delta <= SEQUENCE_MODULUS - MAX_MISORDER) {
      if (sequence === this.wild) {
        this.begin(this.source, sequence);
        return;
      }
      // One wild packet is not counted against the stream; a second in order means that the sender restarted.
      this.wild = (sequence + 1) & 0xffff;
      return;
    }
    this.sourcePackets++;
  }

  private measureJitter(timestamp: number, arrival: Instant): void {
    // Both sides wrap at 32 bits, so their difference does too.
    const arrivalTicks = Math.floor(arrival * this.ticksPerMicrosecond) | 0;
    const transit = (arrivalTicks - timestamp) | 0;
    if (!this.transitKnown) {
      this.transitKnown = true;
    } else if (timestamp !== this.lastTimestamp) {
      const difference = Math.abs((transit - this.transit) | 0);
      this.jitterTicks += (difference - this.jitterTicks) / 16;
    } else {
      return;
    }
    this.transit = transit;
    this.lastTimestamp = timestamp;
  }
}
