import { Buffer } from "node:buffer";
import { assert, times, type Duration, type TimerWheel, type WheelTimer } from "../../base";
import { serialize, type HeaderField, type SipRequest, type SipResponse } from "../message";
import {
  inviteClientTable,
  nonInviteClientTable,
  type ClientAction,
  type ClientInput,
  type ClientState,
  type ClientTable,
} from "./client-tables";
import { ackFor } from "./derived-requests";
import type { SipSender } from "./layer";
import type { OutgoingRequest } from "./outgoing-requests";
import type { TimerDurations } from "./timers";
import type { ClientTransaction, ClientTransactionUser, SipFlow, SipTarget } from "./types";

const NOTHING = Buffer.alloc(0);

/** Stands in for a user who will hear nothing any more. */
const NOBODY: ClientTransactionUser = { onResponse: () => undefined, onFailure: () => undefined };

/** What a client machine needs from its layer. */
export interface ClientHost {
  readonly wheel: TimerWheel;
  readonly durations: TimerDurations;
  readonly sender: SipSender;
  /** The machine is terminated: forget it. */
  clientEnded(machine: ClientMachine): void;
  /** A machine goes on over another flow than `from`. */
  clientMoved(machine: ClientMachine, from: SipFlow): void;
  /** Starts the CANCEL transaction of an INVITE. */
  startCancel(invite: ClientMachine, headers: readonly HeaderField[]): void;
  count(name: "retransmittedRequests" | "clientTimeouts" | "clientTransportFailures" | "udpFallbacks"): void;
}

/** What one client transaction is made of. */
export interface ClientMachineOptions {
  readonly key: string;
  readonly outgoing: OutgoingRequest;
  readonly target: SipTarget;
  readonly user: ClientTransactionUser;
  readonly timerB: Duration | undefined;
  /** First retransmission interval; the layer's own T1 when undefined. */
  readonly t1: Duration | undefined;
  /** The same request for UDP, when TCP was chosen for its size alone (RFC 3261 section 18.1.1). */
  readonly fallback: (() => OutgoingRequest | undefined) | undefined;
}

/** A client transaction: walks its table, owns its timers. */
export class ClientMachine implements ClientTransaction {
  readonly key: string;
  readonly method: string;
  readonly target: SipTarget;
  flow: SipFlow;
  state: ClientState;

  private readonly host: ClientHost;
  private readonly table: ClientTable;
  private kept: SipRequest | undefined;
  private user: ClientTransactionUser;
  private readonly timeout: Duration;
  private bytes: Buffer;
  private fallback: (() => OutgoingRequest | undefined) | undefined;
  private interval: Duration;
  private retransmitTimer: WheelTimer | undefined;
  private timeoutTimer: WheelTimer | undefined;
  private timerC: WheelTimer | undefined;
  private waitTimer: WheelTimer | undefined;
  private cancelHeaders: readonly HeaderField[] | undefined;
  private isCancelSent = false;

  constructor(host: ClientHost, options: ClientMachineOptions) {
    const { request, bytes, flow } = options.outgoing;
    this.host = host;
    this.key = options.key;
    this.method = request.method;
    this.target = options.target;
    this.user = options.user;
    this.kept = request;
    this.bytes = bytes;
    this.flow = flow;
    this.fallback = options.fallback;
    this.interval = options.t1 ?? host.durations.t1;
    this.table = this.isInvite ? inviteClientTable : nonInviteClientTable;
    this.state = this.isInvite ? "calling" : "trying";
    this.timeout = options.timerB ?? (this.isInvite ? host.durations.timerB : host.durations.sixtyFourT1);
  }

  get request(): SipRequest {
    assert(this.kept !== undefined, "the request of a client transaction was asked for after its final response");
    return this.kept;
  }

  get isInvite(): boolean {
    return this.method === "INVITE";
  }

  get isProceeding(): boolean {
    return this.state === "proceeding";
  }

  get isTerminated(): boolean {
    return this.state === "terminated";
  }

  /** Sends the request for the first time and arms A or E, B or F, and C. */
  start(): void {
    const { wheel, durations } = this.host;
    this.send();
    if (!this.isReliable) this.armRetransmission(this.interval);
    this.timeoutTimer = wheel.in(this.timeout, this.isInvite ? "timer B" : "timer F", () => this.feed("timeoutTimer"));
    if (this.isInvite && durations.timerC !== undefined) this.armC(durations.timerC);
  }

  /** Starts a transaction that no transport can carry: it fails as soon as the caller has returned. */
  startUnroutable(): void {
    this.timeoutTimer = this.host.wheel.in(0 as Duration, "no transport", () => this.feed("transportError"));
  }

  /** Asks for CANCEL: now when a provisional response came, with the first one otherwise, never after a final response. */
  cancel(headers: readonly HeaderField[]): void {
    if (!this.isInvite || this.cancelHeaders !== undefined) return;
    if (this.state === "calling") this.cancelHeaders = headers;
    else if (this.state === "proceeding") this.sendCancel(headers);
  }

  /** Ends it without a word to its user. */
  abandon(): void {
    this.state = "terminated";
    this.end();
  }

  receive(response: SipResponse): void {
    if (response.status < 200) this.feed("provisional", response);
    else if (response.status < 300) this.feed("success", response);
    else this.feed("failure", response);
  }

  /** Walks the table: takes the state first, then acts, so that the user may call back from within. */
  feed(input: ClientInput, response?: SipResponse): void {
    const transition = this.table[this.state][input];
    if (transition === undefined) return;
    this.state = transition.to;
    if (transition.to === "terminated") this.end();
    for (const action of transition.actions) this.perform(action, response);
  }

  private get isReliable(): boolean {
    return this.flow.transport === "tcp";
  }

  private perform(action: ClientAction, response: SipResponse | undefined): void {
    const { durations } = this.host;
    switch (action) {
      case "sendRequest":
        this.host.count("retransmittedRequests");
        return this.send();
      case "restartA":
        return this.armRetransmission(times(this.interval, 2));
      case "restartE":
        return this.armRetransmission(Math.min(this.interval * 2, durations.t2) as Duration);
      case "restartEAtT2":
        return this.armRetransmission(durations.t2);
      case "restartC":
        return this.restartC(response);
      case "stopRetransmission":
        return this.stopRetransmission();
      case "stopB":
        return this.stopB();
      case "stopTimeouts":
        this.timerC?.cancel();
        this.timerC = undefined;
        return this.stopB();
      case "startD":
        return this.wait("timer D", this.isReliable ? undefined : durations.timerD);
      case "startK":
        this.kept = undefined;
        return this.wait("timer K", this.isReliable ? undefined : durations.t4);
      case "startM":
        this.kept = undefined;
        return this.wait("timer M", durations.sixtyFourT1);
      case "sendAck":
        if (response !== undefined)
          this.host.sender.send(serialize(ackFor(this.request, response)), this.flow, this.onSendFailure);
        return;
      case "sendCancel":
        return this.sendCancel([]);
      case "sendPendingCancel":
        if (this.cancelHeaders !== undefined) this.sendCancel(this.cancelHeaders);
        return;
      case "passResponse":
        return response === undefined ? undefined : this.pass(response);
      case "informTimeout":
        this.host.count("clientTimeouts");
        return this.user.onFailure("timeout", this);
      case "informTransport":
        this.host.count("clientTransportFailures");
        return this.user.onFailure("transport", this);
    }
  }

  /** Its user hears nothing after a final response, except further 2xx to an INVITE. */
  private pass(response: SipResponse): void {
    const { user } = this;
    if (this.state === "completed") this.user = NOBODY;
    user.onResponse(response, this);
  }

  private send(): void {
    this.host.sender.send(this.bytes, this.flow, this.onSendFailure);
  }

  private readonly onSendFailure = (): void => {
    if ((this.state !== "calling" && this.state !== "trying") || !this.tryUdp()) this.feed("transportError");
  };

  /** RFC 3261 section 18.1.1: a peer that refuses the connection gets the large request by UDP. */
  private tryUdp(): boolean {
    const outgoing = this.fallback?.();
    this.fallback = undefined;
    if (outgoing === undefined) return false;
    this.host.count("udpFallbacks");
    this.kept = outgoing.request;
    this.bytes = outgoing.bytes;
    const from = this.flow;
    this.flow = outgoing.flow;
    this.host.clientMoved(this, from);
    this.send();
    this.armRetransmission(this.interval);
    return true;
  }

  private armRetransmission(interval: Duration): void {
    this.interval = interval;
    this.retransmitTimer = this.host.wheel.in(interval, this.isInvite ? "timer A" : "timer E", this.onRetransmit);
  }

  private readonly onRetransmit = (): void => this.feed("retransmitTimer");

  private stopRetransmission(): void {
    this.retransmitTimer?.cancel();
    this.retransmitTimer = undefined;
  }

  private stopB(): void {
    this.timeoutTimer?.cancel();
    this.timeoutTimer = undefined;
  }

  private restartC(response: SipResponse | undefined): void {
    const { timerC } = this.host.durations;
    if (timerC === undefined || this.isCancelSent || response === undefined || response.status === 100) return;
    this.timerC?.cancel();
    this.armC(timerC);
  }

  private armC(delay: Duration): void {
    this.timerC = this.host.wheel.in(delay, "timer C", () => this.feed("timerC"));
  }

  /** Enters a wait; undefined is the zero wait of a reliable transport. At 2,000 calls/s most transactions are here: the request's bytes go. */
  private wait(name: string, delay: Duration | undefined): void {
    this.bytes = NOTHING;
    this.fallback = undefined;
    if (delay === undefined) this.feed("waitTimer");
    else this.waitTimer = this.host.wheel.in(delay, name, () => this.feed("waitTimer"));
  }

  private sendCancel(headers: readonly HeaderField[]): void {
    if (this.isCancelSent) return;
    this.isCancelSent = true;
    this.cancelHeaders = headers;
    this.timerC?.cancel();
    this.timeoutTimer = this.host.wheel.in(this.host.durations.sixtyFourT1, "CANCEL wait", () => this.feed("cancelTimer"));
    this.host.startCancel(this, headers);
  }

  private end(): void {
    this.stopRetransmission();
    this.stopB();
    this.timerC?.cancel();
    this.waitTimer?.cancel();
    this.fallback = undefined;
    this.host.clientEnded(this);
  }
}
