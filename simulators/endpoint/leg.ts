import { milliseconds, type Duration, type Instant, type SocketAddress } from "../../src/base";
import type { Timer } from "../../src/ports";
import type { PartyAction } from "./action";
import { ClientRequest } from "./client-request";
import { Dialog, type RequestText } from "./dialog";
import type { LegHost } from "./leg-host";
import type { MediaReport, MediaSession } from "./media-session";
import type { RequestReaction, SdpTraits } from "./personality";
import { Retransmission, T2_IN_T1 } from "./retransmission";
import { readSdp, writeSdp, type RemoteSdp } from "./sdp-text";
import { cseqOf, header, lists, methodOf, parameterOf, statusOf, type HeaderText, type SipText } from "./sip-text";

export type LegState = "calling" | "ringing" | "answered" | "ended";

/** Who or what ended a leg, as the party saw it. `lost`: one of its rules says nothing to such a call. */
export type LegEnd = "hungUpHere" | "hungUpThere" | "refused" | "cancelled" | "noAnswer" | "noAck" | "lost";

/** One call as one party saw it. */
export interface LegReport {
  /** Call-ID. */
  readonly id: string;
  /** The name that the scenario gave to the call; caller only. */
  readonly call: string | undefined;
  readonly role: "caller" | "callee";
  /** User part of the request-URI: the number as dialled, or as it arrived. */
  readonly number: string;
  readonly state: LegState;
  readonly startedAt: Instant;
  readonly answeredAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly end: LegEnd | undefined;
  /** Final status of the INVITE that was received (caller) or sent (callee). */
  readonly finalStatus: number | undefined;
}

/** What both ends of a call have in common: one dialog, one media session, and everything that happens inside the call. */
export abstract class Leg {
  state: LegState = "calling";
  answeredAt: Instant | undefined;
  endedAt: Instant | undefined;
  end: LegEnd | undefined;
  finalStatus: number | undefined;
  readonly startedAt: Instant;
  protected readonly media: MediaSession;
  protected remoteSdp: RemoteSdp | undefined;
  private readonly timers = new Set<Timer>();
  private readonly requests: ClientRequest[] = [];
  /** Final responses by `method cseq`, to answer retransmissions with. */
  private readonly answers = new Map<string, SipText>();
  private readonly awaitingAck = new Map<number, Retransmission>();
  private readonly sentAcks = new Map<number, SipText>();
  private sdpVersion = 1;
  private direction: SdpTraits["direction"];
  private refreshTimer: Timer | undefined;
  private pendingInvite: ClientRequest | undefined;

  protected constructor(
    protected readonly host: LegHost,
    readonly dialog: Dialog,
    readonly role: "caller" | "callee",
    readonly number: string,
    readonly call: string | undefined,
    /** CSeq of the INVITE with which the leg began. */
    readonly firstCSeq: number,
  ) {
    this.startedAt = host.clock.now();
    this.media = host.openMedia();
    this.direction = host.personality.sdp.direction;
  }

  get report(): LegReport {
    const { call, role, number, state, startedAt, answeredAt, endedAt, end, finalStatus } = this;
    return { id: this.dialog.options.callId, call, role, number, state, startedAt, answeredAt, endedAt, end, finalStatus };
  }

  get mediaReport(): MediaReport {
    return this.media.report();
  }

  /** A request of this dialog, or a retransmission of one. */
  onRequest(request: SipText, from: SocketAddress): void {
    const method = methodOf(request) ?? "";
    const cseq = cseqOf(request).number;
    if (method === "ACK") return this.onAck(request, cseq);
    const known = this.answers.get(`${method} ${cseq}`);
    if (known !== undefined) return this.host.send(known, from);
    if (this.state === "ended" && method !== "CANCEL") return void this.reply(request, 481, from);
    this.onNewRequest(method, request, from);
  }

  onResponse(response: SipText): void {
    const status = statusOf(response) ?? 0;
    const { number, method } = cseqOf(response);
    const waiting = this.requests.find((request) => request.cseq === number && request.method === method && !request.done);
    if (waiting !== undefined) return waiting.receive(response, status);
    const ack = this.sentAcks.get(number);
    if (method === "INVITE" && status >= 200 && ack !== undefined) this.host.send(ack, this.dialog.destination);
  }

  /** Does what a scenario asks of this party in this call. False when it cannot be done in this state. */
  act(action: PartyAction): boolean {
    switch (action.do) {
      case "speak":
        this.media.speak();
        return true;
      case "hush":
        this.media.hush();
        return true;
      case "press":
        this.media.press(action.digits);
        return true;
      case "datagram":
        this.media.sendRaw(Buffer.from(action.hex, "hex"), action.port);
        return true;
      case "vanish":
        this.host.vanish();
        return true;
      case "hangUp":
        return this.hangUp();
      case "hold":
        return this.reInvite({ direction: "sendonly" });
      case "resume":
        return this.reInvite({ direction: "sendrecv" });
      case "offer":
        return action.with === "UPDATE" ? this.update(action.sdp) : this.reInvite(action.sdp, action.late === true);
      case "info":
        return this.sendInDialog("INFO", { body: { type: action.contentType, text: action.body } });
      case "answer":
        return false;
    }
  }

  /** Sends nothing more in this call, neither signalling nor media, and waits for nothing. */
  silence(): void {
    this.stopEverything();
    this.media.mute();
  }

  /** Frees timers and ports. */
  close(): void {
    this.stopEverything();
    this.media.close();
  }

  protected abstract onCancel(request: SipText, from: SocketAddress): void;
  protected abstract hangUpEarly(): boolean;
  protected onPrack(request: SipText, from: SocketAddress): void {
    this.reply(request, 200, from);
  }

  /** SDP of ours, with a version of its own unless it repeats the last one. */
  protected writeSdp(
    changes: Partial<SdpTraits> = {},
    options: { readonly repeat?: boolean; readonly offer?: RemoteSdp | undefined } = {},
  ): string {
    if (options.repeat !== true) this.sdpVersion += 1;
    const traits = { ...this.host.personality.sdp, direction: this.direction, ...changes };
    return writeSdp(this.media.local, traits, this.sdpVersion, options.offer);
  }

  /** Takes what the other side said about its media. */
  protected hear(message: SipText): boolean {
    const sdp = header(message, "Content-Type")?.startsWith("application/sdp") === true ? readSdp(message.body) : undefined;
    if (sdp === undefined) return false;
    this.remoteSdp = sdp;
    const receives = sdp.direction === "sendrecv" || sdp.direction === "recvonly";
    const common = sdp.payloadTypes.find((type) => this.host.personality.sdp.payloadTypes.includes(type));
    this.media.point(receives ? sdp.media : undefined, common);
    return true;
  }

  protected ask(request: SipText, to: SocketAddress, onResponse: (response: SipText | undefined) => void): ClientRequest {
    const { clock, personality, name } = this.host;
    const options = { clock, personality, owner: name, send: () => this.host.send(request, to) };
    const asked = new ClientRequest(request, options, onResponse);
    this.requests.push(asked);
    return asked;
  }

  protected in(delay: Duration, name: string, run: () => void): Timer {
    const timer = this.host.clock.in(delay, `${this.host.name} ${name}`, () => {
      this.timers.delete(timer);
      run();
    });
    this.timers.add(timer);
    return timer;
  }

  /** Answers once; a final answer is repeated for a retransmission of the request. */
  protected reply(
    request: SipText,
    status: number,
    to: SocketAddress,
    text: RequestText & { readonly tag?: string } = {},
  ): SipText {
    const response = this.dialog.response(request, status, text);
    if (status >= 200) this.answers.set(`${methodOf(request)} ${cseqOf(request).number}`, response);
    this.host.send(response, to);
    return response;
  }

  /** Sends a final response to an INVITE again and again until its ACK; a 2xx without one ends in BYE. */
  protected replyUntilAck(request: SipText, response: SipText, to: SocketAddress): void {
    const { clock, personality, name } = this.host;
    const cseq = cseqOf(request).number;
    const isSuccess = (statusOf(response) ?? 0) < 300;
    this.answers.set(`INVITE ${cseq}`, response);
    const plan = {
      name: `${name} response to INVITE`,
      t1Ms: personality.t1Ms,
      capMs: personality.t1Ms * T2_IN_T1,
      habit: personality.retransmits,
    };
    this.awaitingAck.set(
      cseq,
      new Retransmission(
        clock,
        plan,
        () => this.host.send(response, to),
        () => {
          this.awaitingAck.delete(cseq);
          if (isSuccess && this.state === "answered") this.sendBye("noAck");
        },
      ),
    );
  }

  protected acknowledge(cseq: number, text: RequestText = {}): void {
    if (!this.host.personality.acknowledges) return;
    const ack = this.dialog.request("ACK", { ...text, cseq });
    this.sentAcks.set(cseq, ack);
    this.host.send(ack, this.dialog.destination);
  }

  protected becomeAnswered(): void {
    if (this.state === "ended" || this.answeredAt !== undefined) return;
    this.state = "answered";
    this.answeredAt = this.host.clock.now();
    const { hangsUpAfterMs, vanishesAfterMs } = this.host.personality;
    if (hangsUpAfterMs !== undefined) this.in(milliseconds(hangsUpAfterMs), "hangs up", () => this.hangUp());
    if (vanishesAfterMs !== undefined) this.in(milliseconds(vanishesAfterMs), "vanishes", () => this.host.vanish());
  }

  protected becomeEnded(end: LegEnd): void {
    if (this.state === "ended") return;
    this.state = "ended";
    this.end = end;
    this.endedAt = this.host.clock.now();
    this.stopDuties();
    this.media.close();
  }

  protected sendBye(end: LegEnd, headers: readonly HeaderText[] = []): void {
    const bye = this.dialog.request("BYE", { headers });
    this.ask(bye, this.dialog.destination, () => undefined);
    this.becomeEnded(end);
  }

  /** RFC 4028 section 7.2 and 9: whose turn a Session-Expires makes the refresh, from a 2xx that was sent or received. */
  protected takeTimerDuty(sessionExpires: string | undefined, wePlay: "uac" | "uas"): void {
    this.refreshTimer?.cancel();
    if (sessionExpires === undefined) return;
    const interval = Number.parseInt(sessionExpires, 10);
    const refresher = parameterOf(sessionExpires, "refresher") ?? "uac";
    if (refresher !== wePlay || this.host.personality.refreshesBy === "nothing") return;
    this.refreshTimer = this.in(milliseconds(interval * 500), "refreshes", () => this.refresh(interval));
  }

  private refresh(interval: number): void {
    const headers = [
      { name: "Supported", value: "timer" },
      { name: "Session-Expires", value: `${interval};refresher=uac` },
    ];
    if (this.host.personality.refreshesBy === "INVITE") this.reInvite({}, false, headers, true);
    else this.sendInDialog("UPDATE", { headers }, (answer) => this.takeTimerDuty(header(answer, "Session-Expires"), "uac"));
  }

  private hangUp(): boolean {
    if (this.state === "ended") return false;
    if (this.state !== "answered") return this.hangUpEarly();
    this.sendBye("hungUpHere");
    return true;
  }

  private reInvite(changes: Partial<SdpTraits> = {}, late = false, headers: readonly HeaderText[] = [], repeat = false): boolean {
    if (this.state !== "answered" || this.pendingInvite?.done === false) return false;
    this.direction = changes.direction ?? this.direction;
    const sdp = late ? {} : { sdp: this.writeSdp(changes, { repeat }) };
    const request = this.dialog.request("INVITE", { ...sdp, headers: [this.dialog.allowHeader, ...headers] });
    this.pendingInvite = this.ask(request, this.dialog.destination, (response) => {
      const status = response === undefined ? 0 : (statusOf(response) ?? 0);
      if (response === undefined || status < 200) return;
      if (status >= 300)
        return this.onReInviteRefused(request, status, response, () => this.reInvite(changes, late, headers, repeat));
      this.dialog.learn(response, "To");
      const heard = this.hear(response);
      this.acknowledge(cseqOf(request).number, late && heard ? { sdp: this.writeSdp() } : {});
      this.takeTimerDuty(header(response, "Session-Expires"), "uac");
    });
    return true;
  }

  private onReInviteRefused(request: SipText, status: number, response: SipText, again: () => void): void {
    this.acknowledgeRefusal(request, response);
    if (status !== 491) return;
    // RFC 3261 section 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side 0 to 2 s, in steps of 10 ms.
    const delay = this.role === "caller" ? this.host.random.between(210, 400) : this.host.random.between(0, 200);
    this.in(milliseconds(delay * 10), "offers again", again);
  }

  /** ACK for a response of 300 or over: hop by hop, with the INVITE's branch (RFC 3261 section 17.1.1.3). */
  protected acknowledgeRefusal(request: SipText, response: SipText): void {
    const cseq = cseqOf(request).number;
    const ack: SipText = {
      startLine: request.startLine.replace(/^INVITE/, "ACK"),
      headers: [
        ...["Via", "Max-Forwards", "From"].map((name) => ({ name, value: header(request, name) ?? "" })),
        { name: "To", value: header(response, "To") ?? "" },
        { name: "Call-ID", value: header(request, "Call-ID") ?? "" },
        { name: "CSeq", value: `${cseq} ACK` },
      ],
      body: "",
    };
    this.sentAcks.set(cseq, ack);
    this.host.send(ack, this.refusalDestination);
  }

  protected get refusalDestination(): SocketAddress {
    return this.dialog.destination;
  }

  private update(changes: Partial<SdpTraits> = {}): boolean {
    return this.sendInDialog("UPDATE", { sdp: this.writeSdp(changes) }, (answer) => this.hear(answer));
  }

  private sendInDialog(method: string, text: RequestText, onSuccess: (answer: SipText) => void = () => undefined): boolean {
    if (this.state === "ended" || this.dialog.remoteTag === undefined) return false;
    this.ask(this.dialog.request(method, text), this.dialog.destination, (response) => {
      const status = response === undefined ? 0 : (statusOf(response) ?? 0);
      if (response !== undefined && status >= 200 && status < 300) onSuccess(response);
    });
    return true;
  }

  private onAck(request: SipText, cseq: number): void {
    this.awaitingAck.get(cseq)?.stop();
    this.awaitingAck.delete(cseq);
    this.hear(request);
  }

  private onNewRequest(method: string, request: SipText, from: SocketAddress): void {
    const { personality } = this.host;
    switch (method) {
      case "CANCEL":
        return this.onCancel(request, from);
      case "BYE":
        return this.react(personality.onBye, request, from, () => {
          this.reply(request, 200, from);
          this.becomeEnded("hungUpThere");
        });
      case "PRACK":
        return this.onPrack(request, from);
      case "UPDATE":
        return this.react(personality.onUpdate, request, from, () => this.answerUpdate(request, from));
      case "INVITE":
        return this.react(personality.onReinvite, request, from, () => this.answerReInvite(request, from));
      case "INFO":
        return this.react(personality.onInfo, request, from, () => this.reply(request, 200, from));
      case "OPTIONS":
        return this.react(personality.onOptions, request, from, () => this.reply(request, 200, from));
      default:
        this.reply(request, 501, from);
    }
  }

  private react(reaction: RequestReaction, request: SipText, from: SocketAddress, answer: () => void): void {
    if (reaction === "answer") return answer();
    if (reaction === "ignore") return;
    if (methodOf(request) === "INVITE") return this.replyUntilAck(request, this.dialog.response(request, reaction), from);
    this.reply(request, reaction, from);
  }

  private answerUpdate(request: SipText, from: SocketAddress): void {
    this.dialog.learn(request, "From");
    const sdp = this.hear(request) ? { sdp: this.answerSdp() } : {};
    const timer = this.refreshAnswer(request);
    const response = this.reply(request, 200, from, { ...sdp, headers: timer });
    this.takeTimerDuty(header(response, "Session-Expires"), "uas");
  }

  private answerReInvite(request: SipText, from: SocketAddress): void {
    if (this.pendingInvite?.done === false) {
      return this.replyUntilAck(request, this.dialog.response(request, 491), from);
    }
    this.host.send(this.dialog.response(request, 100), from);
    this.dialog.learn(request, "From");
    const offered = this.hear(request);
    const sdp = offered ? this.answerSdp() : this.writeSdp();
    const response = this.dialog.response(request, 200, { sdp, headers: this.refreshAnswer(request) });
    this.replyUntilAck(request, response, from);
    this.takeTimerDuty(header(response, "Session-Expires"), "uas");
  }

  /** SDP that answers the offer just heard: a held side is answered with its counterpart, RFC 3264 section 6.1. */
  protected answerSdp(): string {
    const offered = this.remoteSdp?.direction ?? "sendrecv";
    const mirrored = { sendrecv: this.direction, sendonly: "recvonly", recvonly: "sendonly", inactive: "inactive" } as const;
    const common = this.host.personality.sdp.payloadTypes.filter((type) => this.remoteSdp?.payloadTypes.includes(type) === true);
    const payloadTypes = common.length > 0 ? common : this.host.personality.sdp.payloadTypes;
    return this.writeSdp({ direction: mirrored[offered], payloadTypes }, { offer: this.remoteSdp });
  }

  private refreshAnswer(request: SipText): readonly HeaderText[] {
    const asked = header(request, "Session-Expires");
    if (asked === undefined || this.host.personality.timerAnswer.kind === "absent" || !lists(request, "Supported", "timer"))
      return [];
    const refresher = parameterOf(asked, "refresher") ?? "uac";
    return [
      { name: "Supported", value: "timer" },
      { name: "Session-Expires", value: `${Number.parseInt(asked, 10)};refresher=${refresher}` },
      ...(refresher === "uac" ? [{ name: "Require", value: "timer" }] : []),
    ];
  }

  private stopDuties(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
    this.refreshTimer?.cancel();
  }

  private stopEverything(): void {
    this.stopDuties();
    for (const request of this.requests) request.abandon();
    for (const retransmission of this.awaitingAck.values()) retransmission.stop();
    this.awaitingAck.clear();
  }
}
