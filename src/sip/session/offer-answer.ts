/** `idle`: no description yet. `localOffer` and `remoteOffer`: an offer waits for its answer. `stable`: both sides have one. */
export type OfferAnswerState = "idle" | "localOffer" | "remoteOffer" | "stable";

/**
 * The offer/answer exchange of one dialog: whose turn it is, and the descriptions in force. RFC 3264 section 4, RFC 6337 section 2.
 *
 * An input that the state does not allow changes nothing and returns false.
 */
export class OfferAnswer {
  private current: OfferAnswerState = "idle";
  private offered: Buffer | undefined;
  private localSdp: Buffer | undefined;
  private remoteSdp: Buffer | undefined;

  get state(): OfferAnswerState {
    return this.current;
  }

  /** Our description in force; undefined before the first exchange. */
  get local(): Buffer | undefined {
    return this.localSdp;
  }

  /** The peer's description in force; undefined before the first exchange. */
  get remote(): Buffer | undefined {
    return this.remoteSdp;
  }

  /** The offer that waits for its answer. */
  get pending(): Buffer | undefined {
    return this.offered;
  }

  get isWaiting(): boolean {
    return this.current === "localOffer" || this.current === "remoteOffer";
  }

  offerSent(sdp: Buffer): boolean {
    return this.offer("localOffer", sdp);
  }

  offerReceived(sdp: Buffer): boolean {
    return this.offer("remoteOffer", sdp);
  }

  answerReceived(sdp: Buffer): boolean {
    if (this.current !== "localOffer") return false;
    return this.settle(this.offered, sdp);
  }

  answerSent(sdp: Buffer): boolean {
    if (this.current !== "remoteOffer") return false;
    return this.settle(sdp, this.offered);
  }

  /** The offer was refused: what was in force before stays in force. */
  rollback(): void {
    if (!this.isWaiting) return;
    this.offered = undefined;
    this.current = this.localSdp === undefined ? "idle" : "stable";
  }

  private offer(state: "localOffer" | "remoteOffer", sdp: Buffer): boolean {
    if (this.isWaiting) return false;
    this.current = state;
    this.offered = sdp;
    return true;
  }

  private settle(local: Buffer | undefined, remote: Buffer | undefined): boolean {
    this.localSdp = local;
    this.remoteSdp = remote;
    this.offered = undefined;
    this.current = "stable";
    return true;
  }
}
