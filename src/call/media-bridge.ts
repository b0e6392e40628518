import { failed, success, type Result } from "../base";
import type { MediaFailure, MediaProxy, RelayAddresses, RelaySide, RelaySideRequest } from "../media";
import type { RelayStatistics } from "../rtp";
import { SdpOriginator, answerAudio, audioOf, codecsOf, mediaAddressOf, withMediaAddress } from "../sdp";
import { audioTarget, firstCodecOf, type CrossingSdp } from "./crossing-sdp";

/** One side of a relay as a call wants it. */
export interface BridgeSide {
  readonly encrypt: boolean;
  /** Local media address; the media service's first when absent. */
  readonly address: string | undefined;
}

/** How one attempt's media go. */
export interface BridgePlan {
  readonly isProxied: boolean;
  readonly a: BridgeSide;
  readonly b: BridgeSide;
}

/** PCMU and PCMA by their static payload types, RFC 3551 section 6. */
const isG711 = (payloadType: number): boolean => payloadType === 0 || payloadType === 8;

const otherSide = (side: RelaySide): RelaySide => (side === "a" ? "b" : "a");

const isAlike = (a: BridgeSide, b: BridgeSide | undefined): boolean => a.encrypt === b?.encrypt && a.address === b.address;

const asked = ({ encrypt, address }: BridgeSide): RelaySideRequest => ({
  encrypt,
  ...(address === undefined ? {} : { address }),
});

/**
 * The media of one call: its relay, and the session descriptions that cross it.
 *
 * When media are not proxied, descriptions pass byte for byte. One relay at a time: an attempt that needs another kind replaces it
 * and keeps the port that the caller was already told.
 */
export class MediaBridge {
  private plan: BridgePlan | undefined;
  private relay: string | undefined;
  private addresses: RelayAddresses | undefined;
  private opened = 0;
  private isClosed = false;
  private counted: { readonly relay: string; readonly received: number } | undefined;
  /** An offer inside the call that waits for its answer. */
  private proposal: { readonly from: RelaySide; readonly sdp: CrossingSdp } | undefined;
  /** The o= line of each leg: what one party says goes out under the switch's own origin towards the other. */
  private readonly originators: { a?: SdpOriginator; b?: SdpOriginator } = {};

  constructor(
    private readonly media: MediaProxy,
    private readonly id: string,
    private readonly nextSessionId: () => number,
  ) {}

  get isProxied(): boolean {
    return this.plan?.isProxied === true;
  }

  /** Opens what `plan` needs. `done` is called exactly once, at once when nothing has to be opened. */
  prepare(plan: BridgePlan, done: (result: Result<undefined, MediaFailure>) => void): void {
    // A relay that is still being opened for an attempt that was given up is none: without its addresses nothing would be proxied.
    const isReady = this.addresses !== undefined && isAlike(plan.b, this.plan?.b);
    const isSame = plan.isProxied === this.isProxied && (!plan.isProxied || isReady);
    if (this.plan !== undefined && isSame) return done(success(undefined));
    const earlier = this.addresses?.a;
    this.drop();
    this.plan = plan;
    if (!plan.isProxied) return done(success(undefined));
    this.opened += 1;
    const relay = `${this.id}.${this.opened}`;
    this.relay = relay;
    const a = { ...asked(plan.a), ...(earlier ?? {}) };
    this.media.open({ relay, a, b: asked(plan.b) }, (result) => {
      if (!result.ok) {
        if (this.relay === relay) this.relay = undefined;
        return done(failed(result.failure));
      }
      if (this.isClosed || this.relay !== relay) return void this.media.close(relay, () => undefined);
      this.addresses = result.value;
      done(success(undefined));
    });
  }

  /** Where each party said last that it receives RTP. */
  readonly remote: { a?: string; b?: string } = {};
  /** First codec of the last answer. */
  codec: string | undefined;

  /**
   * What the other party is told of `sdp`, which came from `from`. The relay learns where `from` receives: at once, or with the
   * answer when it is an offer inside a call, which may be refused.
   */
  cross(from: RelaySide, sdp: CrossingSdp, role: "offer" | "answer" | "proposal"): Buffer {
    if (role === "proposal") this.proposal = { from, sdp };
    else this.settle(from, sdp, role);
    const local = this.addresses?.[otherSide(from)];
    if (this.relay === undefined || local === undefined) return sdp.bytes;
    const side = otherSide(from);
    this.originators[side] ??= new SdpOriginator({ sessionId: String(this.nextSessionId()), address: local.address });
    return this.originators[side].describe(withMediaAddress(sdp.description, local));
  }

  /**
   * Plays prompts to the caller over the relay, which is open. `done` is called exactly once: with the answer to his offer and how
   * long the prompts take, or with nothing when he cannot hear them.
   */
  announce(
    offer: CrossingSdp,
    { prompts, language }: { readonly prompts: readonly string[]; readonly language: string },
    done: (played: { readonly answer: Buffer; readonly durationMs: number } | undefined) => void,
  ): void {
    const { relay, addresses } = this;
    const audio = audioOf(offer.description);
    const codec = audio === undefined ? undefined : codecsOf(audio).find(({ payloadType }) => isG711(payloadType));
    const address = addresses?.a;
    if (relay === undefined || address === undefined || codec === undefined) return done(undefined);
    const description = answerAudio(offer.description, { address, codec });
    if (description === undefined) return done(undefined);
    this.settle("a", offer, "offer");
    const payloadType = codec.payloadType === 8 ? 8 : 0;
    this.media.play(relay, "a", { prompts, language, payloadType }, (result) => {
      if (!result.ok || this.relay !== relay) return done(undefined);
      this.originators.a ??= new SdpOriginator({ sessionId: String(this.nextSessionId()), address: address.address });
      done({ answer: this.originators.a.describe(description), durationMs: result.value.durationMs });
    });
  }

  /** The proposal was refused: everything stays as it was. */
  withdraw(): void {
    this.proposal = undefined;
  }

  private settle(from: RelaySide, { description }: CrossingSdp, role: "offer" | "answer"): void {
    const { proposal } = this;
    this.proposal = undefined;
    if (proposal !== undefined && role === "answer") this.settle(proposal.from, proposal.sdp, "offer");
    const audio = mediaAddressOf(description);
    if (audio !== undefined) this.remote[from] = audio.address;
    if (role === "answer") this.codec = firstCodecOf(description) ?? this.codec;
    if (this.relay !== undefined && this.addresses !== undefined) this.media.point(this.relay, from, audioTarget(description));
  }

  /** Whether a side has sent RTP since the last question; false when media are not proxied. `done` is called exactly once. */
  hasHeardFrom(side: RelaySide, done: (hasHeard: boolean) => void): void {
    const { relay } = this;
    if (relay === undefined || this.addresses === undefined) return done(false);
    this.media.statistics(relay, (result) => {
      const received = result.ok ? result.value[side === "a" ? "fromA" : "fromB"].received : 0;
      const before = this.counted?.relay === relay ? this.counted.received : 0;
      this.counted = { relay, received };
      done(received > before);
    });
  }

  /** Frees the relay; `done` is called exactly once, with its statistics when it had any. */
  close(done: (statistics: RelayStatistics | undefined) => void): void {
    this.isClosed = true;
    const relay = this.relay;
    this.relay = undefined;
    if (relay === undefined || this.addresses === undefined) return done(undefined);
    this.media.close(relay, (result) => done(result.ok ? result.value : undefined));
  }

  private drop(): void {
    const relay = this.relay;
    this.relay = undefined;
    if (relay !== undefined && this.addresses !== undefined) this.media.close(relay, () => undefined);
    this.addresses = undefined;
  }
}
