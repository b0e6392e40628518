import { sameSocketAddress, seconds, type Instant, type SocketAddress } from "../../base";
import type { MediaTarget } from "../types";

/**
 * How long the source of a side must have been silent before another one that continues its stream may take its place; our choice:
 * longer than a lost burst, shorter than a person waits.
 */
export const RELATCH_AFTER = seconds(3);

/**
 * Symmetric latching of one side: where its packets come from, and so where ours go.
 *
 * Ours go to the address that SDP gave until a packet arrives, then to where that came from, which NAT may have changed. From then
 * on no other source is heard, so that the stream cannot be stolen mid-call; but
 *
 * - the very address that SDP gave is believed at any time, since it came with the signalling;
 * - a new address in SDP starts over;
 * - a source that continues the same SSRC is believed once the old one has been silent for {@link RELATCH_AFTER}: a NAT that
 *   forgot its binding.
 *
 * A side of which no SDP has been seen is not heard at all.
 */
export class Latch {
  private pointed: SocketAddress | undefined;
  private isHeld = false;
  private isNowhere = true;
  private latched: SocketAddress | undefined;
  private ssrc: number | undefined;
  private heardAt: Instant | undefined;

  /** What SDP said; undefined is nowhere, a hold that keeps the latch for the resumption. */
  point(remote: MediaTarget | undefined): void {
    this.isNowhere = remote === undefined;
    this.isHeld = remote?.isHeld === true;
    if (remote === undefined) return;
    if (this.pointed !== undefined && sameSocketAddress(this.pointed, remote)) return;
    this.pointed = { address: remote.address, port: remote.port };
    this.latched = undefined;
  }

  /** Where RTP for this side goes; undefined on hold and before SDP. */
  get target(): SocketAddress | undefined {
    return this.isHeld ? undefined : this.present;
  }

  /** Where this side is, held or not, for the RTCP that goes on (RFC 3264 section 5.1); undefined when it is nowhere. */
  get present(): SocketAddress | undefined {
    return this.isNowhere ? undefined : this.source;
  }

  /** Where packets of this side come from or are expected from; undefined before SDP. */
  get source(): SocketAddress | undefined {
    return this.latched ?? this.pointed;
  }

  /** When the last packet was admitted. */
  get lastPacketAt(): Instant | undefined {
    return this.heardAt;
  }

  /** Why a packet that may latch (RTP, T.38) is not heard; undefined when it is. `ssrc` is undefined for what is not RTP. */
  refuse(from: SocketAddress, ssrc: number | undefined, now: Instant): "unlatched" | "foreignSource" | undefined {
    const { latched } = this;
    if (latched === undefined || from.port !== latched.port || from.address !== latched.address) {
      if (this.pointed === undefined) return "unlatched";
      if (latched !== undefined && !this.mayReplace(from, ssrc, now)) return "foreignSource";
      this.latched = { address: from.address, port: from.port };
    }
    if (ssrc !== undefined) this.ssrc = ssrc;
    this.heardAt = now;
    return undefined;
  }

  /** True when a packet that may not latch (RTCP on this port, STUN, a keep-alive) comes from the source. */
  isSource(from: SocketAddress): boolean {
    const { source } = this;
    return source !== undefined && sameSocketAddress(source, from);
  }

  private mayReplace(from: SocketAddress, ssrc: number | undefined, now: Instant): boolean {
    if (this.pointed !== undefined && sameSocketAddress(this.pointed, from)) return true;
    const isSilent = this.heardAt === undefined || now - this.heardAt >= RELATCH_AFTER;
    return isSilent && ssrc !== undefined && ssrc === this.ssrc;
  }
}

/**
 * The RTCP port that belongs to a side's {@link Latch}: the next port of the same host, or the one that its first RTCP came from.
 * Other hosts are not heard.
 */
export class RtcpLatch {
  private base: SocketAddress | undefined;
  private latched: SocketAddress | undefined;

  constructor(private readonly rtp: Latch) {}

  /** Where RTCP for this side goes. */
  get target(): SocketAddress | undefined {
    this.follow();
    return this.rtp.present === undefined ? undefined : this.latched;
  }

  /** True when RTCP from there is this side's. */
  admits(from: SocketAddress, kind: "rtcp" | "other"): boolean {
    this.follow();
    if (this.base === undefined || this.latched === undefined || from.address !== this.base.address) return false;
    if (from.port === this.latched.port) return true;
    if (this.isConfirmed || kind !== "rtcp") return false;
    this.latched = { address: from.address, port: from.port };
    this.isConfirmed = true;
    return true;
  }

  private isConfirmed = false;

  private follow(): void {
    const { source } = this.rtp;
    if (source === this.base) return;
    this.base = source;
    this.latched = source && { address: source.address, port: source.port + 1 };
    this.isConfirmed = false;
  }
}
