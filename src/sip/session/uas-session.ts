import type { SocketAddress } from "../../base";
import type { HeaderField, SipRequest } from "../message";
import type { ServerTransaction, SipFlow } from "../transaction";
import type { AgentContext } from "./agent-context";
import { BaseSession } from "./base-session";
import { Dialog } from "./dialog";
import { DialogUsage } from "./dialog-usage";
import { ReliableSender } from "./reliable-provisional";
import { sdpOf } from "./sdp-body";
import type { ServerTimer } from "./session-timer-negotiation";
import { silentListener } from "./silent-listener";
import { peerOf } from "./peer";
import type { BodyOptions, InviteSession, SessionTimerPolicy } from "./types";

type ProgressOptions = NonNullable<Parameters<InviteSession["progress"]>[1]>;

/** A call that came in: RFC 3261 section 13.3 with RFC 3262 section 3. */
export class UasSession extends BaseSession {
  readonly role = "uas";
  readonly invite: SipRequest;
  readonly callId: string;
  readonly localTag: string;
  readonly remote: SocketAddress;
  readonly flow: SipFlow;
  readonly offered: Buffer | undefined;

  protected readonly usage: DialogUsage;
  private readonly terms: ServerTimer;
  private readonly reliable: ReliableSender;
  /** The owner has answered; the 2xx waits for a PRACK or for an exchange of offers. */
  private waitingAnswer: BodyOptions | undefined;
  /** A reliable response has our description, sent or about to be. */
  private isSdpPromised = false;
  private lastSdp: Buffer | undefined;

  constructor(
    context: AgentContext,
    private readonly transaction: ServerTransaction,
    policy: SessionTimerPolicy,
  ) {
    super(context, silentListener);
    const { request, flow } = transaction;
    this.invite = request;
    this.callId = request.callId;
    this.localTag = transaction.toTag;
    this.flow = flow;
    this.remote = flow.remote;
    this.offered = sdpOf(request);
    const dialog = Dialog.asServer(request, this.localTag, peerOf(flow));
    this.usage = new DialogUsage(context, this, dialog, policy, context.contact(flow));
    this.terms = this.usage.timer.judge(request);
    if (this.offered !== undefined) this.usage.offers.offerReceived(this.offered);
    this.reliable = new ReliableSender({
      wheel: context.wheel,
      t1: context.t1,
      seed: context.draws.rseqSeed(),
      cseq: request.cseq.number,
      send: (response) => context.transactions.respond(transaction, response),
      onExpired: () => this.abandon(504, undefined),
    });
    transaction.onCancelled = (cancel) => this.abandon(487, cancel);
  }

  get mayOfferEarly(): boolean {
    return this.usage.offers.state === "stable" && !this.reliable.isOutstanding;
  }

  progress(status: number, options: ProgressOptions = {}): boolean {
    if (!this.isOpen || status < 101 || status > 199) return false;
    this.state = "early";
    this.lastSdp = options.sdp ?? this.lastSdp;
    const requiresReliable = this.invite.lists("Require", "100rel");
    const supportsReliable = requiresReliable || this.invite.lists("Supported", "100rel");
    if (supportsReliable && (options.reliable !== false || requiresReliable)) return this.progressReliably(status, options);
    // An unreliable response may show the answer that the 2xx will bring, but it cannot make an offer: RFC 3261 section 13.2.1.
    const sdp = this.offered === undefined || this.isSdpPromised ? undefined : options.sdp;
    this.respond(status, { ...options, sdp });
    return true;
  }

  answer(options: BodyOptions = {}): boolean {
    if (!this.isOpen) return false;
    this.waitingAnswer = options;
    this.tryAnswer();
    return true;
  }

  reject(status: number, options: { readonly reason?: string; readonly headers?: readonly HeaderField[] } = {}): boolean {
    const isAnswered = this.state !== "initial" && this.state !== "early";
    if (isAnswered || status < 300 || status > 699) return false;
    this.close(status, options);
    return true;
  }

  cancel(): boolean {
    return false;
  }

  end(headers: readonly HeaderField[] = []): boolean {
    if (this.state === "confirmed") this.conclude({ cause: "bye", by: "local" }, headers);
    else return this.reject(480, { headers });
    return true;
  }

  // What the agent and the usage tell the session.

  onRequest(request: SipRequest, transaction: ServerTransaction): void {
    if (request.fromTag !== this.usage.dialog.remoteTag) return this.usage.respond(transaction, 481);
    this.usage.onRequest(request, transaction);
  }

  onAck(request: SipRequest): boolean {
    if (request.fromTag !== this.usage.dialog.remoteTag) return false;
    this.usage.onAck(request);
    return true;
  }

  onStraySuccess(response: Parameters<BaseSession["onStraySuccess"]>[0]): boolean {
    return response.toTag === this.usage.dialog.remoteTag && this.usage.ackAgain(response.cseq.number);
  }

  /** A BYE before our final response ends the call like a CANCEL. RFC 3261 section 15.1.2. */
  override onBye(request: SipRequest, transaction: ServerTransaction): void {
    super.onBye(request, transaction);
    this.abandon(487, request);
  }

  onPrack(request: SipRequest, transaction: ServerTransaction): void {
    const { usage } = this;
    const acknowledged = this.reliable.acknowledge(request.header("RAck"));
    if (acknowledged === undefined) return usage.respond(transaction, 481);
    const sdp = sdpOf(request);
    const isOurOffer = acknowledged.hasSdp && usage.offers.state === "localOffer";
    if (sdp !== undefined && !isOurOffer) usage.incoming.onPrackOffer(request, transaction, sdp);
    else usage.respond(transaction, 200);
    if (isOurOffer) this.onOfferAcknowledged(sdp);
    this.reliable.sendNext();
    if (!usage.isClosed) usage.settle();
  }

  onExchangeSettled(): void {
    this.tryAnswer();
  }

  private get isOpen(): boolean {
    return (this.state === "initial" || this.state === "early") && this.waitingAnswer === undefined;
  }

  private progressReliably(status: number, options: ProgressOptions): boolean {
    const sdp = this.isSdpPromised ? undefined : options.sdp;
    const isTaken = this.reliable.add({
      hasSdp: sdp !== undefined,
      build: (rseq) => {
        const { usage, transaction } = this;
        if (sdp !== undefined && !usage.offers.answerSent(sdp)) usage.offers.offerSent(sdp);
        const headers = [{ name: "Require", value: "100rel" }, { name: "RSeq", value: String(rseq) }, ...(options.headers ?? [])];
        return usage.response(transaction, status, { reason: options.reason, headers, sdp });
      },
    });
    if (isTaken && sdp !== undefined) this.isSdpPromised = true;
    return isTaken;
  }

  /** The PRACK for our reliable offer: it has to bring the answer. */
  private onOfferAcknowledged(sdp: Buffer | undefined): void {
    if (sdp === undefined) this.usage.offers.rollback();
    else this.usage.offers.answerReceived(sdp);
    this.listener.onOfferOutcome(this, sdp === undefined ? { status: 488 } : { sdp });
  }

  /** A 2xx may not go out before the PRACK for a description, nor while an offer waits for its answer. RFC 3262 section 3. */
  private tryAnswer(): void {
    const { usage, waitingAnswer } = this;
    if (waitingAnswer === undefined || this.state === "terminated") return;
    if (this.reliable.holdsSuccess || usage.incoming.isPending || usage.offers.state === "localOffer") return;
    this.waitingAnswer = undefined;
    this.reliable.stop();
    this.state = "confirmed";
    this.answeredAt = this.context.wheel.now;
    const { sdp, isOffer } = this.descriptionFor(waitingAnswer);
    const timerHeaders = this.terms.kind === "agreed" ? this.terms.headers : [];
    const headers = [...timerHeaders, ...(waitingAnswer.headers ?? [])];
    usage.incoming.sendInitialSuccess(this.transaction, { sdp, headers, isOffer });
    if (this.terms.kind === "agreed") usage.timer.start(this.terms.agreement);
  }

  /** What the 2xx describes: the answer, our offer when the caller made none, nothing when a reliable response had it. */
  private descriptionFor(options: BodyOptions): { sdp: Buffer | undefined; isOffer: boolean } {
    const { offers } = this.usage;
    const sdp = options.sdp ?? this.lastSdp;
    if (offers.state === "stable") return { sdp: undefined, isOffer: false };
    if (sdp === undefined) {
      offers.rollback();
      return { sdp, isOffer: false };
    }
    return { sdp, isOffer: !offers.answerSent(sdp) && offers.offerSent(sdp) };
  }

  /** Ends the call before it was answered, by the caller's wish or because its PRACK never came. */
  private abandon(status: number, request: SipRequest | undefined): void {
    if (this.state !== "initial" && this.state !== "early") return;
    this.close(status, {});
    this.listener.onCancelled(this, request);
  }

  private close(status: number, options: { readonly reason?: string; readonly headers?: readonly HeaderField[] }): void {
    this.state = "terminated";
    this.waitingAnswer = undefined;
    this.reliable.stop();
    this.respond(status, options);
    this.usage.close();
    this.finish();
  }

  private respond(status: number, { reason, headers, sdp }: BodyOptions & { readonly reason?: string }): void {
    this.usage.respond(this.transaction, status, { reason, headers, sdp });
  }
}
