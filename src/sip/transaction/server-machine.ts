import { Buffer } from "node:buffer";
import { assert, type Duration, type SocketAddress, type TimerWheel, type WheelTimer } from "../../base";
import { createResponse, detached, parseMessage, serialize, type SipRequest, type SipResponse } from "../message";
import type { SipSender } from "./layer";
import {
  inviteServerTable,
  nonInviteServerTable,
  type ServerAction,
  type ServerInput,
  type ServerState,
  type ServerTable,
} from "./server-tables";
import { TRYING_DELAY, type TimerDurations } from "./timers";
import type { ServerTransaction, SipFlow, TransactionCore } from "./types";

/** What a server machine needs from its layer. */
export interface ServerHost {
  readonly wheel: TimerWheel;
  readonly durations: TimerDurations;
  readonly sender: SipSender;
  readonly core: TransactionCore;
  nextTag(): string;
  /** The machine is terminated: forget it. */
  serverEnded(machine: ServerMachine): void;
  count(
    name: "retransmittedResponses" | "serverTimeouts" | "serverTransportFailures" | "lateResponses" | "unansweredRequests",
  ): void;
}

/** What one server transaction is made of. */
export interface ServerMachineOptions {
  readonly key: string;
  /** Under what the merged requests of RFC 3261 section 8.2.2.2 are found; undefined for a request inside a dialog. */
  readonly mergeKey: string | undefined;
  readonly request: SipRequest;
  readonly flow: SipFlow;
  /** Where responses go, RFC 3261 section 18.2.2. */
  readonly replyFlow: SipFlow;
  readonly alternative: SocketAddress | undefined;
  readonly toTag?: string;
}

/** A server transaction: walks its table, owns its timers, keeps the last response for retransmission. */
export class ServerMachine implements ServerTransaction {
  readonly key: string;
  readonly mergeKey: string | undefined;
  readonly isInvite: boolean;
  readonly flow: SipFlow;
  state: ServerState;
  finalStatus: number | undefined;
  onCancelled: ((cancel: SipRequest) => void) | undefined;
  /** The To tag of the last response; an RFC 2543 ACK is matched by it. */
  sentToTag: string | undefined;

  private readonly host: ServerHost;
  private readonly table: ServerTable;
  private readonly replyFlow: SipFlow;
  private readonly alternative: SocketAddress | undefined;
  private kept: SipRequest | undefined;
  private ownTag: string | undefined;
  private lastBytes: Buffer | undefined;
  /** The last response while a retransmission of the request is all that may still ask for it. */
  private lastText: string | undefined;
  private interval: Duration;
  private timerG: WheelTimer | undefined;
  private timerH: WheelTimer | undefined;
  private waitTimer: WheelTimer | undefined;
  private answerTimer: WheelTimer | undefined;
  private isTransportFailureTold = false;

  constructor(host: ServerHost, options: ServerMachineOptions) {
    this.host = host;
    this.key = options.key;
    this.mergeKey = options.mergeKey;
    this.kept = options.request;
    this.isInvite = options.request.method === "INVITE";
    this.flow = options.flow;
    this.replyFlow = options.replyFlow;
    this.alternative = options.alternative;
    this.ownTag = options.toTag;
    this.interval = host.durations.t1;
    this.table = this.isInvite ? inviteServerTable : nonInviteServerTable;
    this.state = this.isInvite ? "proceeding" : "trying";
  }

  get request(): SipRequest {
    assert(this.kept !== undefined, "the request of a server transaction was asked for after its final response");
    return this.kept;
  }

  get toTag(): string {
    this.ownTag ??= this.kept?.toTag ?? this.sentToTag ?? this.tagInLastText() ?? this.host.nextTag();
    return this.ownTag;
  }

  /** Called after the core has seen the request: an INVITE that it left unanswered gets its 100 after {@link TRYING_DELAY}. */
  expectAnswer(): void {
    const { wheel, durations } = this.host;
    if (this.isInvite) {
      if (this.lastBytes !== undefined || this.state !== "proceeding") return;
      this.answerTimer = wheel.in(TRYING_DELAY, "100 Trying", () => this.feed("tryingTimer"));
    } else if (this.state === "trying" || this.state === "proceeding") {
      this.answerTimer = wheel.in(durations.sixtyFourT1, "unanswered request", () => this.feed("abandonTimer"));
    }
  }

  /** A response of the transaction user. One that the state does not allow is counted and dropped. */
  respond(response: SipResponse): void {
    const input = response.status < 200 ? "provisional" : response.status < 300 ? "success" : "failure";
    if (this.table[this.state][input] === undefined) return this.host.count("lateResponses");
    this.feed(input, response);
  }

  /** Ends it without a word to its user. */
  abandon(): void {
    this.state = "terminated";
    this.end();
  }

  /** Walks the table: takes the state first, then acts, so that the user may call back from within. */
  feed(input: ServerInput, message?: SipResponse | SipRequest): void {
    const transition = this.table[this.state][input];
    if (transition === undefined) return;
    this.state = transition.to;
    if (transition.to === "terminated") this.end();
    for (const action of transition.actions) this.perform(action, message);
  }

  private get isReliable(): boolean {
    return this.flow.transport === "tcp";
  }

  private perform(action: ServerAction, message: SipResponse | SipRequest | undefined): void {
    const { durations, core } = this.host;
    switch (action) {
      case "sendResponse":
        if (message?.kind === "response") this.sendResponse(message);
        return;
      case "resendResponse":
        return this.resend();
      case "sendTrying":
        return this.sendResponse(createResponse(this.request, 100));
      case "startG":
        if (!this.isReliable) this.armG(durations.t1);
        return;
      case "restartG":
        return this.armG(Math.min(this.interval * 2, durations.t2) as Duration);
      case "startH":
        this.timerH = this.host.wheel.in(durations.sixtyFourT1, "timer H", () => this.feed("timerH"));
        return;
      case "stopGAndH":
        this.timerG?.cancel();
        this.timerH?.cancel();
        return;
      case "startI":
        return this.wait("timer I", this.isReliable ? undefined : durations.t4);
      case "startJ":
        return this.wait("timer J", this.isReliable ? undefined : durations.sixtyFourT1);
      case "startL":
        // Nothing is repeated from memory any more: the core sends the 2xx again.
        this.lastBytes = undefined;
        return this.wait("timer L", durations.sixtyFourT1);
      case "passAck":
        if (message?.kind === "request") core.onAck(message, this.flow);
        return;
      case "informTimeout":
        this.host.count("serverTimeouts");
        return core.onServerFailure("timeout", this);
      case "informTransport":
        return this.informTransport();
      case "countUnanswered":
        return this.host.count("unansweredRequests");
    }
  }

  private sendResponse(response: SipResponse): void {
    if (this.isInvite || response.status >= 200) this.stopAnswerTimer();
    if (response.status >= 200) {
      this.finalStatus = response.status;
      this.onCancelled = undefined;
    }
    this.sentToTag = response.toTag;
    this.lastBytes = serialize(response);
    this.host.sender.send(this.lastBytes, this.replyFlow, this.onSendFailure, this.alternative);
  }

  private resend(): void {
    const bytes = this.lastText === undefined ? this.lastBytes : Buffer.from(this.lastText, "latin1");
    if (bytes === undefined) return;
    this.host.count("retransmittedResponses");
    this.host.sender.send(bytes, this.replyFlow, this.onSendFailure, this.alternative);
  }

  private readonly onSendFailure = (): void => this.feed("transportError");

  private informTransport(): void {
    if (this.isTransportFailureTold) return;
    this.isTransportFailureTold = true;
    this.host.count("serverTransportFailures");
    this.host.core.onServerFailure("transport", this);
  }

  private armG(interval: Duration): void {
    this.interval = interval;
    this.timerG = this.host.wheel.in(interval, "timer G", () => this.feed("timerG"));
  }

  /**
   * Enters a wait; undefined is the zero wait of a reliable transport. Nearly all transactions of a busy switch are here, so that the
   * request goes, and the response becomes a string: a small buffer would hold the 8 KiB that it was cut from.
   */
  private wait(name: string, delay: Duration | undefined): void {
    this.lastText = this.lastBytes?.toString("latin1");
    // Only an INVITE's tag is asked for as a rule; another is read from the response when it is wanted after all.
    this.sentToTag = this.isInvite && this.sentToTag !== undefined ? detached(this.sentToTag) : undefined;
    this.ownTag = this.sentToTag;
    this.kept = undefined;
    this.lastBytes = undefined;
    if (delay === undefined) this.feed("waitTimer");
    else this.waitTimer = this.host.wheel.in(delay, name, () => this.feed("waitTimer"));
  }

  private tagInLastText(): string | undefined {
    const parsed = this.lastText === undefined ? undefined : parseMessage(Buffer.from(this.lastText, "latin1"));
    return parsed?.ok === true ? parsed.value.toTag : undefined;
  }

  private stopAnswerTimer(): void {
    this.answerTimer?.cancel();
    this.answerTimer = undefined;
  }

  private end(): void {
    this.timerG?.cancel();
    this.timerH?.cancel();
    this.stopAnswerTimer();
    this.waitTimer?.cancel();
    this.host.serverEnded(this);
  }
}
