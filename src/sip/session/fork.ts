import type { SipRequest, SipResponse } from "../message";
import type { DialogUsage } from "./dialog-usage";
import { ReliableReceiver } from "./reliable-provisional";
import { SDP_TYPE, sdpOf } from "./sdp-body";

const UNHEARD = { onResponse: (): void => undefined, onFailure: (): void => undefined };

/** RSeq of a response that has to be acknowledged; undefined for a plain one. RFC 3262 section 4. */
function rseqOf(response: SipResponse): number | undefined {
  const text = response.lists("Require", "100rel") ? response.header("RSeq") : undefined;
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** What a provisional response means for its fork. */
export type ForkProgress =
  /** A retransmission, or one out of order: RFC 3262 section 4 lets nothing of it be used. */
  | { readonly kind: "ignored" }
  /** `acknowledge` is to be called unless `needsAnswer`: then the owner's answer goes into the PRACK. */
  | { readonly kind: "progress"; readonly sdp: Buffer | undefined; readonly acknowledge: (() => void) | undefined };

/** One branch of our INVITE as its responses' To tag makes it: an early dialog of its own. RFC 3261 section 13.2.2.1. */
export class Fork {
  private readonly receiver = new ReliableReceiver();
  private shown: Buffer | undefined;
  /** A reliable response with an offer: its PRACK waits for the owner's answer. */
  private offering: { readonly rack: string } | undefined;
  /** The peer has sent BYE for this dialog alone. */
  isOver = false;

  constructor(readonly usage: DialogUsage) {}

  /** The offer of a reliable provisional response waits for the owner. */
  get needsAnswer(): boolean {
    return this.offering !== undefined;
  }

  onProvisional(response: SipResponse): ForkProgress {
    const rseq = rseqOf(response);
    if (rseq === undefined) return { kind: "progress", sdp: this.readPlain(response), acknowledge: undefined };
    if (!this.receiver.accept(rseq)) return { kind: "ignored" };
    const rack = `${rseq} ${response.cseq.number} ${response.cseq.method}`;
    const sdp = this.readReliable(response, rack);
    return { kind: "progress", sdp, acknowledge: this.needsAnswer ? undefined : () => this.prack(rack) };
  }

  /** The owner's answer to an offer in a reliable provisional response: it goes into the PRACK. */
  answer(sdp: Buffer): boolean {
    const { offering } = this;
    if (offering === undefined || this.usage.isClosed) return false;
    this.offering = undefined;
    this.usage.offers.answerSent(sdp);
    this.prack(offering.rack, sdp);
    this.usage.settle();
    return true;
  }

  /** What a 2xx to the INVITE describes to the owner, and whether it is an offer that its ACK has to answer. */
  onSuccess(response: SipResponse): { sdp: Buffer | undefined; needsAnswer: boolean } {
    const { offers } = this.usage;
    const sdp = sdpOf(response);
    if (this.isFirstExchangeDone) return { sdp: offers.remote, needsAnswer: false };
    switch (offers.state) {
      case "stable":
        return { sdp: offers.remote, needsAnswer: false };
      case "localOffer": {
        const answer = sdp ?? this.shown;
        if (answer === undefined) offers.rollback();
        else offers.answerReceived(answer);
        return { sdp: answer, needsAnswer: false };
      }
      case "idle":
        return { sdp, needsAnswer: sdp !== undefined && offers.offerReceived(sdp) };
      case "remoteOffer":
        this.offering = undefined;
        return { sdp: offers.pending, needsAnswer: true };
    }
  }

  /** What follows the first exchange goes by UPDATE or PRACK; no response to the INVITE has a part in it. */
  private get isFirstExchangeDone(): boolean {
    return this.usage.offers.local !== undefined;
  }

  /** An answer may be shown early; an offer may not come in a plain provisional response. RFC 3261 section 13.2.1. */
  private readPlain(response: SipResponse): Buffer | undefined {
    if (this.isFirstExchangeDone || this.usage.offers.state !== "localOffer") return undefined;
    const sdp = sdpOf(response);
    this.shown = sdp ?? this.shown;
    return sdp;
  }

  private readReliable(response: SipResponse, rack: string): Buffer | undefined {
    const { offers } = this.usage;
    const sdp = sdpOf(response);
    if (this.isFirstExchangeDone) return undefined;
    if (sdp === undefined || offers.answerReceived(sdp)) return sdp;
    if (offers.state !== "idle") return undefined;
    offers.offerReceived(sdp);
    this.offering = { rack };
    return sdp;
  }

  private prack(rack: string, sdp?: Buffer): void {
    if (this.usage.isClosed) return;
    const headers = [{ name: "RAck", value: rack }, ...(sdp === undefined ? [] : [SDP_TYPE])];
    this.usage.send("PRACK", { headers, body: sdp }, UNHEARD);
  }
}

/** The key of the fork that a message of the peer belongs to: its tag, or nothing for a peer of RFC 2543. */
export const forkKey = (tag: SipRequest["fromTag"]): string => tag ?? "";
