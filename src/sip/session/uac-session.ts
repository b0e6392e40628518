import type { SocketAddress } from "../../base";
import { DigestClient, type DigestExchange } from "../digest";
import { createRequest, createResponse, type HeaderField, type SipRequest, type SipResponse } from "../message";
import type { ClientFailure, ClientTransaction, ServerTransaction, SipFlow } from "../transaction";
import type { AgentContext } from "./agent-context";
import { BaseSession } from "./base-session";
import { Dialog } from "./dialog";
import { DialogUsage } from "./dialog-usage";
import { Fork, forkKey } from "./fork";
import { InviteUser, LateAnswers } from "./late-answers";
import { MAX_FORKS } from "./limits";
import { SDP_TYPE } from "./sdp-body";
import { SessionTimer } from "./session-timer";
import type { InviteFailure, OutgoingInvite, SessionListener } from "./types";

/** Times that an INVITE is sent again because of 422. RFC 4028 section 7.3 allows it; one is enough for an honest peer. */
const MAX_INTERVAL_RETRIES = 1;

const DEFAULT_MAX_FORWARDS = 70;

const nothing = (): void => undefined;

/** A call of ours: RFC 3261 section 13.2 with RFC 3262 section 4 and RFC 4028 section 7. */
export class UacSession extends BaseSession {
  readonly role = "uac";
  readonly callId: string;
  readonly localTag: string;
  readonly remote: SocketAddress;
  readonly flow: SipFlow | undefined = undefined;
  invite: SipRequest;
  override readonly digest: DigestClient | undefined;

  private readonly contact: HeaderField;
  private readonly forks = new Map<string, Fork>();
  private readonly late: LateAnswers;
  private user: InviteUser | undefined;
  /** The confirmed dialog, or the early one that was heard of last. */
  private current: Fork | undefined;
  private transaction: ClientTransaction | undefined;
  private cseq = 1;
  private intervalRetries = 0;
  /** A 422 came: its Min-SE counts for the retry and for every fork of it. */
  private tooSmall: SipResponse | undefined;
  private isCancelled = false;
  private readonly challenges: DigestExchange | undefined;

  constructor(
    context: AgentContext,
    private readonly options: OutgoingInvite,
    listener: SessionListener,
  ) {
    super(context, listener);
    this.callId = context.draws.callId();
    this.localTag = context.draws.tag();
    this.remote = options.target.remote;
    this.contact = context.contact(options.target);
    const { credentials } = options;
    this.digest = credentials === undefined ? undefined : new DigestClient(credentials, () => context.draws.cnonce());
    this.challenges = this.digest?.exchange();
    this.invite = this.buildInvite();
    this.late = new LateAnswers(context, { fallbackUri: this.invite.uri, peer: options.target, digest: this.digest });
  }

  get mayOfferEarly(): boolean {
    return this.current?.usage.offers.state === "stable";
  }

  protected get usage(): DialogUsage | undefined {
    return this.current?.usage;
  }

  /** Sends the INVITE. */
  start(): void {
    const { timerB, t1, target } = this.options;
    const cseq = this.cseq;
    const heard = {
      onResponse: (response: SipResponse) => this.onResponse(response, cseq),
      onFailure: (failure: ClientFailure) => this.onFailure(failure, cseq),
    };
    this.user = new InviteUser(heard, this.late);
    const options = { ...(timerB === undefined ? {} : { timerB }), ...(t1 === undefined ? {} : { t1 }) };
    this.transaction = this.context.transactions.request(this.invite, target, this.user, options);
  }

  /** The INVITE is not sent at all: the owner is told as soon as it has returned. */
  failAtOnce(): void {
    this.context.wheel.in(0 as Parameters<typeof this.context.wheel.in>[0], "session limit", () =>
      this.onFailure("transport", this.cseq),
    );
  }

  progress(): boolean {
    return false;
  }

  answer(): boolean {
    return false;
  }

  reject(): boolean {
    return false;
  }

  cancel(headers: readonly HeaderField[] = []): boolean {
    if (!this.isOpen || this.isCancelled) return false;
    this.isCancelled = true;
    if (this.transaction !== undefined) this.context.transactions.cancel(this.transaction, headers);
    return true;
  }

  end(headers: readonly HeaderField[] = []): boolean {
    if (this.state !== "confirmed") return this.cancel(headers);
    this.conclude({ cause: "bye", by: "local" }, headers);
    return true;
  }

  override answerOffer(sdp: Buffer, headers: readonly HeaderField[] = []): boolean {
    if (this.current?.answer(sdp) === true) return true;
    for (const fork of this.forks.values()) {
      if (fork.usage.incoming.isPending) return fork.usage.incoming.answer(sdp, headers);
    }
    return false;
  }

  override rejectOffer(status: number, headers: readonly HeaderField[] = []): boolean {
    for (const fork of this.forks.values()) {
      if (fork.usage.incoming.isPending) return fork.usage.incoming.refuse(status, headers);
    }
    return false;
  }

  // Requests of the peer.

  onRequest(request: SipRequest, transaction: ServerTransaction): void {
    const fork = this.forks.get(forkKey(request.fromTag));
    if (fork === undefined || fork.isOver) return this.context.transactions.respond(transaction, createResponse(request, 481));
    fork.usage.onRequest(request, transaction);
  }

  onAck(request: SipRequest): boolean {
    const fork = this.forks.get(forkKey(request.fromTag));
    fork?.usage.onAck(request);
    return fork !== undefined;
  }

  /** The callee gave up before its answer reached us: its dialog alone is over. RFC 3261 section 15. */
  override onBye(request: SipRequest, transaction: ServerTransaction): void {
    if (!this.isOpen) return super.onBye(request, transaction);
    const fork = this.forks.get(forkKey(request.fromTag));
    fork?.usage.respond(transaction, 200);
    if (fork === undefined) return;
    fork.isOver = true;
    fork.usage.close();
    const isLast = [...this.forks.values()].every(({ isOver }) => isOver);
    if (isLast) this.giveUp();
  }

  onPrack(_request: SipRequest, transaction: ServerTransaction): void {
    this.usage?.respond(transaction, 481);
  }

  onExchangeSettled(): void {
    // Nothing of ours waits for an early exchange of offers.
  }

  onStraySuccess(response: SipResponse): boolean {
    const key = forkKey(response.toTag);
    if (this.late.acknowledgesAgain(response)) return true;
    const isOurDialog = this.answeredAt !== undefined && this.forks.get(key) === this.current;
    if (isOurDialog) return this.current?.usage.ackAgain(response.cseq.number) ?? false;
    this.release(response);
    return true;
  }

  // Responses to our INVITE.

  private get isOpen(): boolean {
    return this.state === "initial" || this.state === "early";
  }

  private onResponse(response: SipResponse, cseq: number): void {
    if (cseq !== this.cseq) return;
    if (response.status < 200) return this.onProvisional(response);
    if (response.status < 300) return this.onSuccess(response);
    this.onRefused(response);
  }

  private onProvisional(response: SipResponse): void {
    if (!this.isOpen) return;
    if (response.status === 100) {
      if (!this.isCancelled) this.listener.onTrying?.(this);
      return;
    }
    const fork = this.forkOf(response);
    if (fork === undefined || fork.isOver) return;
    const progress = fork.onProvisional(response);
    if (progress.kind === "ignored") return;
    progress.acknowledge?.();
    if (this.isCancelled) return;
    this.current = fork;
    this.state = "early";
    this.listener.onProvisional(this, response, progress.sdp);
  }

  private onSuccess(response: SipResponse): void {
    const key = forkKey(response.toTag);
    if (!this.isOpen) {
      this.onStraySuccess(response);
      return;
    }
    if (this.isCancelled) return this.onAnsweredTooLate(response);
    if (!this.forks.has(key) && this.forks.size >= MAX_FORKS) this.closeForks();
    const fork = this.forkOf(response);
    if (fork === undefined || fork.isOver) return this.release(response);
    for (const [other, { usage }] of this.forks) {
      if (other !== key) usage.close();
    }
    this.forks.clear();
    this.forks.set(key, fork);
    this.current = fork;
    this.confirm(fork, response);
  }

  private confirm(fork: Fork, response: SipResponse): void {
    const { usage } = fork;
    this.state = "confirmed";
    this.answeredAt = this.context.wheel.now;
    usage.dialog.confirm(response);
    const { sdp, needsAnswer } = fork.onSuccess(response);
    const isTimerUsable = usage.timer.onSuccess(response);
    if (needsAnswer) usage.awaitedAck = response.cseq.number;
    else usage.ack(response.cseq.number);
    this.listener.onAnswered(this, response, sdp, needsAnswer);
    if (usage.isClosed) return;
    if (!isTimerUsable && this.options.timer.negotiation === "vos") usage.outgoing.insist();
    usage.outgoing.continue();
  }

  /** A 2xx that crossed our CANCEL: RFC 3261 section 9.1. */
  private onAnsweredTooLate(response: SipResponse): void {
    this.closeForks();
    this.release(response);
    this.endUnanswered();
    this.listener.onCancelCompleted(this, { kind: "answered" });
  }

  private release(response: SipResponse): void {
    this.late.onSuccess(response, () => this.hold());
  }

  protected override onReleased(): void {
    if (this.answeredAt !== undefined && this.current !== undefined) {
      const { dialog, acks } = this.current.usage;
      this.late.remember(dialog.remoteTag, acks);
    }
    this.user?.retire();
  }

  private onRefused(response: SipResponse): void {
    if (!this.isOpen) return;
    if (!this.isCancelled && response.status === 422 && this.retryWithLongerInterval(response)) return;
    // The call may not be challenged for ever: see DigestExchange.
    if (!this.isCancelled && this.challenges?.isAnswerable(response) === true) return this.sendAgain();
    this.fail({ kind: "response", response });
  }

  private onFailure(failure: ClientFailure, cseq: number): void {
    if (cseq === this.cseq && this.isOpen) this.fail({ kind: failure });
  }

  private fail(failure: InviteFailure): void {
    this.closeForks();
    this.endUnanswered();
    if (this.isCancelled) this.listener.onCancelCompleted(this, failure);
    else this.listener.onFailed(this, failure);
  }

  /** Every dialog of the INVITE is over without a final response: to the owner it is a call that was ended before its answer. */
  private giveUp(): void {
    if (this.transaction !== undefined) this.context.transactions.cancel(this.transaction);
    this.fail({ kind: "response", response: createResponse(this.transaction?.request ?? this.invite, 487) });
  }

  private endUnanswered(): void {
    this.state = "terminated";
    this.finish();
  }

  private closeForks(): void {
    for (const { usage } of this.forks.values()) usage.close();
    this.forks.clear();
    this.current = undefined;
  }

  /** RFC 4028 section 7.3: the same call once more with the interval that the peer can live with. */
  private retryWithLongerInterval(response: SipResponse): boolean {
    if (this.options.timer.interval === 0 || this.intervalRetries >= MAX_INTERVAL_RETRIES) return false;
    if (response.header("Min-SE") === undefined) return false;
    this.intervalRetries += 1;
    this.tooSmall = response;
    this.sendAgain();
    return true;
  }

  /** The INVITE once more with the next sequence number: the same call, as RFC 3261 section 22.2 and RFC 4028 section 7.3 have it. */
  private sendAgain(): void {
    this.closeForks();
    this.cseq += 1;
    this.invite = this.buildInvite();
    this.start();
  }

  private forkOf(response: SipResponse): Fork | undefined {
    const key = forkKey(response.toTag);
    const known = this.forks.get(key);
    if (known !== undefined) {
      known.usage.dialog.learnAllow(response);
      return known;
    }
    if (this.forks.size >= MAX_FORKS) return undefined;
    const dialog = Dialog.asClient(response, this.invite.uri, this.options.target);
    const fork = new Fork(new DialogUsage(this.context, this, dialog, this.options.timer, this.contact));
    if (this.options.sdp !== undefined) fork.usage.offers.offerSent(this.options.sdp);
    if (this.tooSmall !== undefined) fork.usage.timer.raiseMinSe(this.tooSmall);
    this.forks.set(key, fork);
    return fork;
  }

  private buildInvite(): SipRequest {
    const { context, options } = this;
    const { sdp } = options;
    return createRequest({
      method: "INVITE",
      uri: options.uri,
      headers: [
        { name: "Max-Forwards", value: String(options.maxForwards ?? DEFAULT_MAX_FORWARDS) },
        { name: "From", value: `${options.from};tag=${this.localTag}` },
        { name: "To", value: options.to },
        { name: "Call-ID", value: this.callId },
        { name: "CSeq", value: `${this.cseq} INVITE` },
        this.contact,
        context.allowHeader,
        ...context.supportedHeaders({ timer: options.timer.interval > 0, reliable: options.reliableProvisional !== false }),
        ...this.timerHeaders(),
        ...context.userAgentHeaders,
        ...(options.headers ?? []),
        ...(this.digest?.headersFor("INVITE", options.uri) ?? []),
        ...(sdp === undefined ? [] : [SDP_TYPE]),
      ],
      ...(sdp === undefined ? {} : { body: sdp }),
    });
  }

  private timerHeaders(): readonly HeaderField[] {
    const { options, context, tooSmall } = this;
    const timer = new SessionTimer({
      wheel: context.wheel,
      policy: options.timer,
      onRefreshDue: nothing,
      onPeerSilent: nothing,
      onRefusedToTheEnd: nothing,
    });
    if (tooSmall !== undefined) timer.raiseMinSe(tooSmall);
    return timer.requestHeaders();
  }
}
