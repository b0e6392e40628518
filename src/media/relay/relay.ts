import type { Instant, SocketAddress, SwitchError } from "../../base";
import type { Clock, Network } from "../../ports";
import { classifyMediaPacket, rtpPayloadOffset, rtpSsrc, StreamMeter, type DropCause, type RelayStatistics } from "../../rtp";
import type { MediaTarget, RelaySide } from "../types";
import { CLEAR, type DirectionCipher, type LegCiphers } from "./ciphers";
import { Latch, RtcpLatch } from "./latch";
import { PromptPlayer, type PromptPlayerOptions } from "./prompt-player";
import { openSocketPair, type SocketPair } from "./socket-pair";

export interface RelayParts {
  readonly network: Network;
  readonly clock: Clock;
  /** Called at the first packet that a side is heard with. */
  readonly onFirstMedia: (side: RelaySide) => void;
  readonly onSendError: (error: SwitchError) => void;
}

/** One side of a {@link Relay}: its sockets, whom it hears and what it counted. */
class Side {
  readonly latch = new Latch();
  readonly rtcp = new RtcpLatch(this.latch);
  readonly meter = new StreamMeter();
  readonly receive: DirectionCipher;
  readonly transmit: DirectionCipher;
  sockets: SocketPair | undefined;
  player: PromptPlayer | undefined;
  isHeard = false;

  constructor(
    readonly name: RelaySide,
    ciphers: LegCiphers | undefined,
  ) {
    this.receive = ciphers?.receive ?? CLEAR;
    this.transmit = ciphers?.transmit ?? CLEAR;
  }
}

/**
 * The relay of one call: what side A sends goes to side B and back.
 *
 * RTP payloads are decrypted as they come in from an encrypted side and encrypted as they go out to one, in place. RTCP, STUN,
 * T.38 and anything else that is no RTP pass untouched (RTP-028). Statistics count RTP.
 */
export class Relay {
  private readonly a: Side;
  private readonly b: Side;

  constructor(
    private readonly parts: RelayParts,
    ciphers: { readonly a: LegCiphers | undefined; readonly b: LegCiphers | undefined },
  ) {
    this.a = new Side("a", ciphers.a);
    this.b = new Side("b", ciphers.b);
  }

  /** Binds a side to an even port and the next one; `done` tells how it went. */
  bind(name: RelaySide, local: SocketAddress, done: (error: SwitchError | undefined) => void): void {
    const side = this[name];
    const peer = name === "a" ? this.b : this.a;
    side.sockets = openSocketPair(this.parts.network, local, {
      onRtpPort: (bytes, from) => this.onRtpPort(side, peer, bytes, from),
      onRtcpPort: (bytes, from) => this.onRtcpPort(side, peer, bytes, from),
      onBound: done,
      onSendError: this.parts.onSendError,
    });
  }

  /** Where a side said that it is; undefined, port 0 or the unspecified address: nowhere. */
  point(name: RelaySide, remote: MediaTarget | undefined): void {
    const isNowhere = remote === undefined || remote.port === 0 || remote.address === "0.0.0.0" || remote.address === "::";
    this[name].latch.point(isNowhere ? undefined : remote);
  }

  /** When a side was last heard. */
  lastPacketAt(name: RelaySide): Instant | undefined {
    return this[name].latch.lastPacketAt;
  }

  /** Plays a prompt to a side, in place of one that still plays; each packet goes where the side is at that moment. */
  play(name: RelaySide, prompt: Pick<PromptPlayerOptions, "law" | "samples" | "random">): PromptPlayer {
    const side = this[name];
    side.player?.stop();
    const send = (packet: Buffer): void => this.sendPrompt(side, packet);
    side.player = new PromptPlayer({ ...prompt, clock: this.parts.clock, send });
    return side.player;
  }

  private sendPrompt({ latch, transmit, sockets }: Side, packet: Buffer): void {
    if (latch.target === undefined || transmit.kind === "unusable") return;
    if (transmit.kind === "cipher") transmit.cipher.encrypt(packet, rtpPayloadOffset(packet));
    sockets?.rtp.send(packet, latch.target);
  }

  statistics(): RelayStatistics {
    return { fromA: this.a.meter.statistics(), fromB: this.b.meter.statistics() };
  }

  close(): void {
    this.a.player?.stop();
    this.b.player?.stop();
    this.a.sockets?.close();
    this.b.sockets?.close();
  }

  private onRtpPort(side: Side, peer: Side, bytes: Buffer, from: SocketAddress): void {
    const kind = classifyMediaPacket(bytes);
    if (kind !== "rtp") return this.onOther(side, peer, bytes, from, kind === "udptl");
    const now = this.parts.clock.now();
    const refusal = side.latch.refuse(from, rtpSsrc(bytes), now);
    if (refusal !== undefined) return side.meter.drop(refusal);
    side.meter.receive(bytes, now);
    if (!side.isHeard) {
      side.isHeard = true;
      this.parts.onFirstMedia(side.name);
    }
    const { target } = peer.latch;
    const cause = target === undefined ? "noPeer" : this.recode(side, peer, bytes);
    if (cause !== undefined || target === undefined) return side.meter.drop(cause ?? "noPeer");
    side.meter.forwarded();
    peer.sockets?.rtp.send(bytes, target);
  }

  /** Decrypts and encrypts in place; the cause when the packet must not pass. */
  private recode({ receive, meter }: Side, { transmit }: Side, bytes: Buffer): DropCause | undefined {
    if (receive.kind === "unusable" || transmit.kind === "unusable") return "cipher";
    if (receive.kind === "cipher") {
      receive.cipher.decrypt(bytes, rtpPayloadOffset(bytes));
      meter.decrypted();
    }
    if (transmit.kind === "cipher") {
      transmit.cipher.encrypt(bytes, rtpPayloadOffset(bytes));
      meter.encrypted();
    }
    return undefined;
  }

  private onOther(side: Side, peer: Side, bytes: Buffer, from: SocketAddress, mayLatch: boolean): void {
    if (isBrokenRtp(bytes)) return side.meter.drop("malformed");
    if (mayLatch) {
      const refusal = side.latch.refuse(from, undefined, this.parts.clock.now());
      if (refusal !== undefined) return side.meter.drop(refusal);
    } else if (!side.latch.isSource(from)) {
      return side.meter.drop(side.latch.source === undefined ? "unlatched" : "foreignSource");
    }
    const { target } = peer.latch;
    if (target === undefined) return side.meter.drop("noPeer");
    peer.sockets?.rtp.send(bytes, target);
  }

  private onRtcpPort(side: Side, peer: Side, bytes: Buffer, from: SocketAddress): void {
    const kind = classifyMediaPacket(bytes);
    if (!side.rtcp.admits(from, kind === "rtcp" ? "rtcp" : "other")) {
      return side.meter.drop(side.latch.source === undefined ? "unlatched" : "foreignSource");
    }
    const { target } = peer.rtcp;
    if (target === undefined) return side.meter.drop("noPeer");
    peer.sockets?.rtcp.send(bytes, target);
  }
}

/** Version 2 and neither RTP nor RTCP, or nothing at all. */
function isBrokenRtp(bytes: Buffer): boolean {
  const first = bytes[0];
  if (first === undefined) return true;
  return first >> 6 === 2 && classifyMediaPacket(bytes) === "other";
}
