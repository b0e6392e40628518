import type { HeaderField, SipRequest, SipResponse } from "../message";
import { createResponse, knownMethods } from "../message";
import type { Acknowledgement, ClientTransaction, ClientTransactionUser, ServerTransaction, SipTarget } from "../transaction";
import type { AgentContext } from "./agent-context";
import { sendAnswering, type RequestUser } from "./answering-request";
import { capabilityHeaders } from "./capabilities";
import type { Dialog } from "./dialog";
import { IncomingModifications } from "./incoming-modifications";
import { NamedTimers } from "./named-timers";
import { OfferAnswer } from "./offer-answer";
import { OutgoingModifications } from "./outgoing-modifications";
import { SDP_TYPE } from "./sdp-body";
import { SessionTimer } from "./session-timer";
import type { SessionTimerPolicy } from "./types";
import type { UsageHost } from "./usage-host";

/** ACKs that are kept to be sent again. One INVITE is under way at a time; the one before it may still be retransmitted. */
const MAX_KEPT_ACKS = 2;

/** Relayed requests that wait for their owner at once; over it a new one gets 503. Our choice: far above any real call. */
const MAX_RELAYED_REQUESTS = 32;

/** What goes into a response besides its status. */
export interface ResponseOptions {
  readonly reason?: string | undefined;
  readonly headers?: readonly HeaderField[] | undefined;
  readonly sdp?: Buffer | undefined;
}

/** The invite usage of one dialog: everything that goes on inside it after its first response. */
export class DialogUsage {
  readonly offers = new OfferAnswer();
  readonly timer: SessionTimer;
  readonly timers: NamedTimers;
  readonly outgoing: OutgoingModifications;
  readonly incoming: IncomingModifications;
  /** The number of our INVITE whose 2xx brought an offer: its ACK waits for the answer. */
  awaitedAck: number | undefined;

  /** ACKs for 2xx by the number of their INVITE. */
  readonly acks = new Map<number, Acknowledgement>();
  private readonly relayed = new Set<ServerTransaction>();
  private closed = false;

  constructor(
    readonly context: AgentContext,
    readonly host: UsageHost,
    readonly dialog: Dialog,
    policy: SessionTimerPolicy,
    private readonly contact: HeaderField,
  ) {
    this.timers = new NamedTimers(context.wheel);
    this.timer = new SessionTimer({
      wheel: context.wheel,
      policy,
      onRefreshDue: () => this.outgoing.refresh(),
      onPeerSilent: () => host.conclude({ cause: "sessionExpired", by: "local" }),
      onRefusedToTheEnd: (status) => host.conclude({ cause: "refreshFailed", by: "local", status }),
    });
    this.outgoing = new OutgoingModifications(this);
    this.incoming = new IncomingModifications(this);
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Neither side has an INVITE or an offer under way. */
  get isQuiet(): boolean {
    return !this.outgoing.isInFlight && !this.incoming.isBusy && !this.offers.isWaiting && this.awaitedAck === undefined;
  }

  // Requests of ours.

  /** Sends a request inside the dialog; a challenge is answered where we can. Of a dialog that is over only BYE is worth that. */
  send(
    method: string,
    { headers = [], body }: { readonly headers?: readonly HeaderField[]; readonly body?: Buffer | undefined },
    user: RequestUser,
    timerB: Parameters<AgentContext["transactions"]["request"]>[3] = {},
  ): ClientTransaction {
    return sendAnswering({
      transactions: this.context.transactions,
      digest: this.host.digest,
      make: () => this.dialog.request({ method, headers: [...this.ownHeaders(method), ...headers], body }),
      target: () => this.target,
      user,
      options: timerB,
      isWanted: () => !this.closed || method === "BYE",
    });
  }

  get target(): SipTarget {
    return this.context.locate(this.dialog.nextHop, this.dialog.peer);
  }

  /** Sends the ACK for a 2xx to our INVITE `cseq` and keeps it for that 2xx's retransmissions. RFC 3261 section 13.2.2.4. */
  ack(cseq: number, sdp?: Buffer): void {
    const credentials = this.host.digest?.acknowledging ?? [];
    const headers = [...this.context.userAgentHeaders, ...credentials, ...(sdp === undefined ? [] : [SDP_TYPE])];
    this.acks.set(cseq, this.context.transactions.acknowledge(this.dialog.ack(cseq, headers, sdp), this.target));
    for (const old of this.acks.keys()) {
      if (this.acks.size <= MAX_KEPT_ACKS) break;
      this.acks.delete(old);
    }
  }

  /** Sends the same ACK again; false when there is none yet. */
  ackAgain(cseq: number): boolean {
    const kept = this.acks.get(cseq);
    if (kept === undefined) return cseq === this.awaitedAck;
    kept.again();
    return true;
  }

  /** The answer to an offer that came in a 2xx: it goes into the ACK. */
  acknowledge(sdp: Buffer | undefined): boolean {
    const cseq = this.awaitedAck;
    if (cseq === undefined || this.closed) return false;
    this.awaitedAck = undefined;
    if (sdp === undefined) this.offers.rollback();
    else this.offers.answerSent(sdp);
    this.ack(cseq, sdp);
    this.settle();
    return true;
  }

  /** Sends BYE; `done` is called once, when it is answered or given up. */
  bye(headers: readonly HeaderField[], done: () => void): void {
    const user: ClientTransactionUser = {
      onResponse: (response) => {
        if (response.status >= 200) done();
      },
      onFailure: done,
    };
    this.send("BYE", { headers }, user);
  }

  /** Relays a request of the owner. */
  relay(
    method: string,
    options: { readonly headers?: readonly HeaderField[]; readonly body?: Buffer },
    done: (response: SipResponse | undefined) => void,
  ): boolean {
    if (this.closed || this.host.state === "initial") return false;
    const user: ClientTransactionUser = {
      onResponse: (response) => {
        if (response.status < 200) return;
        done(response);
        if (response.status === 481 || response.status === 408) this.loseDialog();
      },
      onFailure: (failure) => {
        done(undefined);
        if (failure === "timeout") this.loseDialog();
      },
    };
    this.send(method, options, user);
    return true;
  }

  /** The peer does not know the dialog any more, or is not there. RFC 3261 section 12.2.1.2. An early one ends with its INVITE. */
  loseDialog(): void {
    if (!this.closed && this.host.state === "confirmed") this.host.conclude({ cause: "dialogLost", by: "local" });
  }

  // Requests of the peer.

  onRequest(request: SipRequest, transaction: ServerTransaction): void {
    if (!this.dialog.acceptsCseq(request)) return this.respond(transaction, 500, { reason: "CSeq Out Of Order" });
    if (request.method === "BYE") return this.host.onBye(request, transaction);
    if (this.closed) return this.respond(transaction, 481);
    this.dialog.learnAllow(request);
    if (!this.context.allow.includes(request.method)) return this.refuseMethod(request, transaction);
    switch (request.method) {
      case "INVITE":
        return this.incoming.onInvite(request, transaction);
      case "UPDATE":
        return this.incoming.onUpdate(request, transaction);
      case "PRACK":
        return this.host.onPrack(request, transaction);
      case "OPTIONS":
        return this.respond(transaction, 200, { headers: capabilityHeaders(this.context, this.timer.isOn) });
      default:
        return this.passUp(request, transaction);
    }
  }

  onAck(request: SipRequest): void {
    this.incoming.onAck(request);
  }

  respond(transaction: ServerTransaction, status: number, options: ResponseOptions = {}): void {
    if (transaction.finalStatus !== undefined && !(status >= 200 && status < 300)) return;
    this.context.transactions.respond(transaction, this.response(transaction, status, options));
  }

  response(transaction: ServerTransaction, status: number, { reason, headers = [], sdp }: ResponseOptions): SipResponse {
    return createResponse(transaction.request, status, {
      toTag: this.dialog.localTag,
      headers: [...this.responseHeaders(transaction.request, status), ...headers, ...(sdp === undefined ? [] : [SDP_TYPE])],
      ...(reason === undefined ? {} : { reason }),
      ...(sdp === undefined ? {} : { body: sdp }),
    });
  }

  /** Something was settled: goes on with what waited for it. */
  settle(): void {
    this.host.onExchangeSettled();
    this.outgoing.continue();
  }

  /**
   * The usage is over. Requests of the peer that wait get 487 (RFC 3261 section 15.1.2), a 2xx that waits for our ACK gets it;
   * no timer stays but, when asked, those of our own 2xx that waits for its ACK.
   */
  close(options: { readonly keepSuccesses?: boolean } = {}): void {
    if (this.closed) return;
    this.closed = true;
    this.timer.stop();
    this.timers.clear();
    this.incoming.close(options.keepSuccesses === true);
    if (this.awaitedAck !== undefined) this.ack(this.awaitedAck);
    this.awaitedAck = undefined;
    for (const transaction of this.relayed) this.respond(transaction, 487);
    this.relayed.clear();
    this.outgoing.close();
  }

  private ownHeaders(method: string): readonly HeaderField[] {
    const { context } = this;
    const isTargetRefresh = method === "INVITE" || method === "UPDATE";
    const needsContact = isTargetRefresh || method === "REFER" || method === "SUBSCRIBE" || method === "NOTIFY";
    return [
      ...(needsContact ? [this.contact] : []),
      ...(isTargetRefresh ? [context.allowHeader] : []),
      ...context.supportedHeaders({ timer: this.timer.isOn, reliable: false }),
      ...context.userAgentHeaders,
    ];
  }

  private responseHeaders({ method, toTag }: SipRequest, status: number): readonly HeaderField[] {
    const { context } = this;
    const isSuccess = status >= 200 && status < 300;
    const isTargetRefresh = method === "INVITE" || method === "UPDATE";
    const makesDialog = method === "INVITE" && status > 100 && status < 300;
    return [
      ...(isTargetRefresh && (makesDialog || isSuccess) ? [this.contact] : []),
      ...(isTargetRefresh && (isSuccess || (makesDialog && toTag === undefined)) ? [context.allowHeader] : []),
      ...(isTargetRefresh && isSuccess ? context.supportedHeaders({ timer: this.timer.isOn, reliable: true }) : []),
      ...context.serverHeaders,
    ];
  }

  private refuseMethod(request: SipRequest, transaction: ServerTransaction): void {
    const status = knownMethods.has(request.method) ? 405 : 501;
    this.respond(transaction, status, { headers: [this.context.allowHeader] });
  }

  private passUp(request: SipRequest, transaction: ServerTransaction): void {
    if (this.relayed.size >= MAX_RELAYED_REQUESTS) return this.respond(transaction, 503);
    this.relayed.add(transaction);
    this.host.listener.onRequest(this.host.session, request, (status, headers) => {
      if (status >= 200 && !this.relayed.delete(transaction)) return;
      if (status < 200 && !this.relayed.has(transaction)) return;
      this.respond(transaction, status, { headers });
    });
  }
}
