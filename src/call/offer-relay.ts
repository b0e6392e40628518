import type { RelaySide } from "../media";
import type { HeaderField, InviteSession, SipRequest } from "../sip";
import { readCrossingSdp } from "./crossing-sdp";
import type { MediaBridge } from "./media-bridge";

/** What an offer relay works on. */
export interface OfferRelayLegs {
  readonly bridge: MediaBridge;
  /** The other party's session while an offer can be put to it. */
  readonly session: (side: RelaySide) => InviteSession | undefined;
  /** End-to-end headers of a party's request, as the other party may see them. */
  readonly headers: (from: RelaySide, request: SipRequest) => readonly HeaderField[];
}

const otherSide = (side: RelaySide): RelaySide => (side === "a" ? "b" : "a");

/**
 * Offers inside an established or early dialog: hold, resume, codec change, a request for an offer. Each goes leg to leg and its
 * answer back; one at a time, a second one is told 491 (RFC 3261 section 14.2).
 */
export class OfferRelay {
  /** Who waits for the answer; `switch` when the offer was our own. */
  private waiting: RelaySide | "switch" | undefined;
  /** The party whose ACK will carry the answer to an offer that it asked for. */
  private answersInAck: RelaySide | undefined;

  constructor(private readonly legs: OfferRelayLegs) {}

  /** A party offers, or asks for an offer when `sdp` is undefined. */
  onOffer(side: RelaySide, session: InviteSession, sdp: Buffer | undefined, request: SipRequest): void {
    const other = this.legs.session(otherSide(side));
    if (this.waiting !== undefined || other === undefined) return void session.rejectOffer(491);
    const read = sdp === undefined ? undefined : readCrossingSdp(sdp);
    if (read?.ok === false) {
      session.rejectOffer(read.failure.status, [{ name: "Warning", value: read.failure.warning }]);
      return;
    }
    this.waiting = side;
    const offered = read === undefined ? undefined : this.legs.bridge.cross(side, read.value, "proposal");
    if (other.offer(offered, this.legs.headers(side, request))) {
      this.answersInAck = sdp === undefined ? side : undefined;
      return;
    }
    this.waiting = undefined;
    this.legs.bridge.withdraw();
    session.rejectOffer(491);
  }

  /** The party that we put an offer to has answered or refused. */
  onOutcome(side: RelaySide, outcome: { readonly sdp: Buffer } | { readonly status: number | undefined }): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    if (waiting === undefined) return;
    const read = "sdp" in outcome ? readCrossingSdp(outcome.sdp) : undefined;
    if (waiting === "switch") {
      if (read?.ok === true) this.legs.bridge.cross(side, read.value, "answer");
      return;
    }
    const session = this.legs.session(waiting);
    if (read?.ok === true) {
      session?.answerOffer(this.legs.bridge.cross(side, read.value, this.answersInAck === undefined ? "answer" : "proposal"));
    } else {
      this.answersInAck = undefined;
      this.legs.bridge.withdraw();
      session?.rejectOffer("status" in outcome ? (outcome.status ?? 504) : 488);
    }
  }

  /** An ACK with a description: the answer to an offer that this party had asked for. True when it was taken. */
  onAcknowledged(side: RelaySide, sdp: Buffer | undefined): boolean {
    if (this.answersInAck !== side || sdp === undefined) return false;
    this.answersInAck = undefined;
    const read = readCrossingSdp(sdp);
    this.legs.session(otherSide(side))?.acknowledge(read.ok ? this.legs.bridge.cross(side, read.value, "answer") : undefined);
    return true;
  }

  /** Puts an offer of our own to a party. */
  offer(side: RelaySide, sdp: Buffer): void {
    if (this.waiting === undefined && this.legs.session(side)?.offer(sdp) === true) this.waiting = "switch";
  }
}
