import { inSeconds } from "../../base";
import type { HeaderField, SipRequest } from "../message";
import type { ServerTransaction } from "../transaction";
import type { DialogUsage } from "./dialog-usage";
import { bodyRefusal, timerRefusal, type Refusal } from "./refusals";
import { readBody, sdpOf } from "./sdp-body";
import type { ServerTimer } from "./session-timer-negotiation";
import { SuccessRetransmission } from "./success-retransmission";

/** 2xx of one dialog that wait for their ACK at once; over it an INVITE gets 500. Our choice: a sane peer has one. */
const MAX_UNACKNOWLEDGED = 4;

/** A request of the peer that the owner has to answer. `sdp` is its offer; without one it asks us for an offer. */
interface PendingOffer {
  readonly request: SipRequest;
  readonly transaction: ServerTransaction;
  readonly sdp: Buffer | undefined;
  readonly timer: ServerTimer;
}

const retryAfter = (seconds: number): HeaderField => ({ name: "Retry-After", value: String(seconds) });

/** Offers of the peer inside a dialog, by INVITE (RFC 3261 section 14.2), UPDATE (RFC 3311 section 5.2) and PRACK (RFC 3262 section 5). */
export class IncomingModifications {
  private pending: PendingOffer | undefined;
  private readonly successes = new Map<number, SuccessRetransmission>();
  /** The INVITE whose 2xx carries our offer: the answer is in its ACK. */
  private lateOfferCseq: number | undefined;
  private initialCseq: number | undefined;

  constructor(private readonly usage: DialogUsage) {}

  /** An offer waits for the owner, or a 2xx for its ACK. */
  get isBusy(): boolean {
    return this.pending !== undefined || this.successes.size > 0;
  }

  /** The 2xx to the first INVITE of the dialog waits for its ACK. */
  get awaitsInitialAck(): boolean {
    return this.initialCseq !== undefined && this.successes.has(this.initialCseq);
  }

  /** An offer waits for the owner. */
  get isPending(): boolean {
    return this.pending !== undefined;
  }

  onInvite(request: SipRequest, transaction: ServerTransaction): void {
    const { usage } = this;
    const refusal = this.inviteRefusal() ?? bodyRefusal(request) ?? timerRefusal(usage.timer.judge(request), request);
    if (refusal !== undefined) return usage.respond(transaction, refusal.status, refusal);
    usage.dialog.refreshTarget(request);
    const pending = this.read(request, transaction);
    if (this.isUnchanged(pending.sdp)) return this.sendAnswer(pending, usage.offers.local, []);
    if (pending.sdp !== undefined) usage.offers.offerReceived(pending.sdp);
    transaction.onCancelled = () => this.onCancelled(transaction);
    this.ask(pending);
    if (this.pending?.transaction === transaction) usage.respond(transaction, 100);
  }

  onUpdate(request: SipRequest, transaction: ServerTransaction): void {
    const { usage } = this;
    const sdp = sdpOf(request);
    const refusal = this.updateRefusal(sdp) ?? bodyRefusal(request) ?? timerRefusal(usage.timer.judge(request), request);
    if (refusal !== undefined) return usage.respond(transaction, refusal.status, refusal);
    usage.dialog.refreshTarget(request);
    const pending = this.read(request, transaction);
    if (sdp === undefined) return this.sendAnswer(pending, undefined, []);
    if (this.isUnchanged(sdp)) return this.sendAnswer(pending, usage.offers.local, []);
    usage.offers.offerReceived(sdp);
    this.ask(pending);
  }

  /** A PRACK that matched brings an offer of its own. */
  onPrackOffer(request: SipRequest, transaction: ServerTransaction, sdp: Buffer): void {
    if (!this.usage.offers.offerReceived(sdp)) return this.usage.respond(transaction, 200);
    this.ask({ request, transaction, sdp, timer: { kind: "off" } });
  }

  answer(sdp: Buffer, headers: readonly HeaderField[] = []): boolean {
    const { pending, usage } = this;
    if (pending === undefined) return false;
    this.pending = undefined;
    if (pending.sdp !== undefined) usage.offers.answerSent(sdp);
    else {
      usage.offers.offerSent(sdp);
      this.lateOfferCseq = pending.request.cseq.number;
    }
    this.sendAnswer(pending, sdp, headers);
    return true;
  }

  refuse(status: number, headers: readonly HeaderField[] = []): boolean {
    const { pending, usage } = this;
    if (pending === undefined || status < 300 || status > 699) return false;
    this.pending = undefined;
    if (pending.sdp !== undefined) usage.offers.rollback();
    usage.respond(pending.transaction, status, { headers });
    usage.settle();
    return true;
  }

  /** Sends the 2xx to the first INVITE of the dialog; its ACK is always told to the owner. */
  sendInitialSuccess(
    transaction: ServerTransaction,
    options: { sdp: Buffer | undefined; headers: readonly HeaderField[]; isOffer: boolean },
  ): void {
    const cseq = transaction.request.cseq.number;
    this.initialCseq = cseq;
    if (options.isOffer) this.lateOfferCseq = cseq;
    this.sendSuccess(transaction, options.sdp, options.headers);
  }

  onAck(request: SipRequest): void {
    const cseq = request.cseq.number;
    const success = this.successes.get(cseq);
    if (success === undefined) return;
    success.stop();
    this.successes.delete(cseq);
    const { usage } = this;
    if (usage.isClosed) return usage.host.onLastAck();
    this.tellAcknowledged(request);
    if (!usage.isClosed) usage.settle();
  }

  close(keepSuccesses: boolean): void {
    const { pending } = this;
    this.pending = undefined;
    if (pending !== undefined) this.usage.respond(pending.transaction, 487);
    if (keepSuccesses) return;
    for (const success of this.successes.values()) success.stop();
    this.successes.clear();
  }

  private tellAcknowledged(request: SipRequest): void {
    const { offers, host } = this.usage;
    const cseq = request.cseq.number;
    const isAnswer = this.lateOfferCseq === cseq;
    if (isAnswer) this.lateOfferCseq = undefined;
    const sdp = isAnswer ? sdpOf(request) : undefined;
    if (isAnswer && sdp !== undefined) offers.answerReceived(sdp);
    if (isAnswer && sdp === undefined) offers.rollback();
    if (isAnswer || cseq === this.initialCseq) host.listener.onAcknowledged(host.session, sdp);
  }

  private ask(pending: PendingOffer): void {
    this.pending = pending;
    const { host } = this.usage;
    host.listener.onOffer(host.session, pending.sdp, pending.request);
  }

  private read(request: SipRequest, transaction: ServerTransaction): PendingOffer {
    const body = readBody(request);
    const sdp = body.kind === "sdp" ? body.sdp : undefined;
    return { request, transaction, sdp, timer: this.usage.timer.judge(request) };
  }

  /** A refresh: the description that is in force, byte for byte. */
  private isUnchanged(sdp: Buffer | undefined): boolean {
    const { offers } = this.usage;
    return sdp !== undefined && offers.state === "stable" && offers.remote?.equals(sdp) === true;
  }

  private sendAnswer(
    { request, transaction, timer }: PendingOffer,
    sdp: Buffer | undefined,
    headers: readonly HeaderField[],
  ): void {
    const { usage } = this;
    const timerHeaders = timer.kind === "agreed" ? timer.headers : [];
    const all = [...timerHeaders, ...headers];
    if (request.method === "INVITE") this.sendSuccess(transaction, sdp, all);
    else usage.respond(transaction, 200, { headers: all, sdp });
    if (timer.kind === "agreed") {
      usage.timer.start(timer.agreement);
      usage.outgoing.forgetRefresh();
    }
    usage.settle();
  }

  private sendSuccess(transaction: ServerTransaction, sdp: Buffer | undefined, headers: readonly HeaderField[]): void {
    const { usage } = this;
    const { context, host } = usage;
    const cseq = transaction.request.cseq.number;
    const response = usage.response(transaction, 200, { headers, sdp });
    context.transactions.respond(transaction, response);
    this.successes.set(
      cseq,
      new SuccessRetransmission({
        wheel: context.wheel,
        t1: context.t1,
        t2: context.t2,
        send: () => context.transactions.respond(transaction, response),
        onExpired: () => {
          this.successes.delete(cseq);
          if (usage.isClosed) host.onLastAck();
          else host.conclude({ cause: "ackTimeout", by: "local" });
        },
      }),
    );
  }

  private onCancelled(transaction: ServerTransaction): void {
    const { pending, usage } = this;
    if (pending?.transaction !== transaction) return;
    this.pending = undefined;
    if (pending.sdp !== undefined) usage.offers.rollback();
    usage.respond(transaction, 487);
    usage.settle();
  }

  private inviteRefusal(): Refusal | undefined {
    const { host, outgoing, offers } = this.usage;
    if (host.state !== "confirmed") return host.role === "uac" ? { status: 491 } : this.overlap();
    if (this.pending !== undefined || offers.state === "remoteOffer" || this.successes.size >= MAX_UNACKNOWLEDGED)
      return this.overlap();
    return outgoing.isInviteInFlight || offers.state === "localOffer" || this.usage.awaitedAck !== undefined
      ? { status: 491 }
      : undefined;
  }

  private updateRefusal(sdp: Buffer | undefined): Refusal | undefined {
    const { offers } = this.usage;
    if (this.pending !== undefined && (sdp !== undefined || this.pending.request.method === "UPDATE")) return this.overlap();
    if (sdp === undefined) return undefined;
    if (offers.state === "localOffer") return { status: 491 };
    return offers.state === "remoteOffer" ? this.overlap() : undefined;
  }

  /** RFC 3261 section 14.2: a second offer before the first is answered. */
  private overlap(): Refusal {
    return { status: 500, headers: [retryAfter(inSeconds(this.usage.context.draws.overlapRetryAfter()))] };
  }
}
