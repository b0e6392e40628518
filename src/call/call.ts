import { after, times, toIso, type Duration, type SocketAddress } from "../base";
import { END_REASONS, NORMAL_RELEASE, endReasonOfStatus } from "../cdr";
import type { RelaySide } from "../media";
import type { Timer } from "../ports";
import type {
  HeaderField,
  HoldBye,
  InviteFailure,
  InviteSession,
  SessionEnd,
  SessionListener,
  SipRequest,
  SipResponse,
} from "../sip";
import { Announcer } from "./announcer";
import type { CallCharge } from "./call-charge";
import { endedByServer, type CallEnd } from "./call-end";
import { carriedHeaders, causeOfMessage, isWellFormed, reasonHeaders, reasonOf } from "./carried-headers";
import { audioTarget, readCrossingSdp } from "./crossing-sdp";
import { mayLeave, mayRecover, retryAfter, statusForCaller, type AttemptFailure } from "./failover";
import type { AdmittedCall, CallHost } from "./call-host";
import { Attempt, CallerLeg, type LegEvents, type Respond } from "./legs";
import { MediaBridge } from "./media-bridge";
import { proxiesMedia } from "./media-decision";
import { OfferRelay } from "./offer-relay";
import { outgoingParties } from "./outgoing-invite";
import { ProtectWait } from "./protect-wait";
import { drawNumber } from "./shown-number";
import type { CallRoutingGateway, CurrentCall } from "./types";

/** How the legs learn that the call is over. */
interface ReleaseOptions {
  /** Answers the BYE that ended the call. */
  readonly answerBye?: () => void;
  /** The leg that has already ended by itself. */
  readonly from?: RelaySide;
  /** Final status for a caller who was not answered; 500 when absent. */
  readonly status?: number;
  /** Q.850 cause for a Reason header where none was received. */
  readonly cause?: number | undefined;
  /** Reason header as received, for the other leg. */
  readonly sipReason?: string | undefined;
  readonly headers?: readonly HeaderField[];
}

const DEFAULT_MAX_FORWARDS = 70;

/** What ended the last attempt; at first: no gateway took the call. */
interface LastFailure {
  readonly failure: AttemptFailure;
  readonly response: SipResponse | undefined;
  /** A stop code: the caller gets it as it is. */
  readonly isStopCode: boolean;
}

const NOT_TRIED: LastFailure = { failure: { outcome: "transport" }, response: undefined, isStopCode: false };

/**
 * One call: the caller's leg, the attempts towards the plan's gateways one after another, and the two legs once it is answered.
 *
 * The legs have their own dialogs, Call-IDs and timers. Whatever ends the call ends it once: both legs are released, the relay is
 * closed, and one record is handed over.
 */
export class Call implements LegEvents {
  readonly id: string;
  private readonly a: InviteSession;
  private readonly bridge: MediaBridge;
  private readonly offers: OfferRelay;
  private readonly caller: CallerLeg;
  private attempt: Attempt | undefined;
  /** Gateways that are still to be tried, in the order of the plan. */
  private readonly normals: string[];
  private readonly protects: string[];
  /** Normal gateways first, then the protect delay, then protect routes. */
  private phase: "normal" | "waiting" | "protect" = "normal";
  private readonly wait: ProtectWait | undefined;
  private readonly tried = new Set<string>();
  /** What gateways that were passed over lacked. */
  private readonly missed = new Set<"line" | "money">();
  private last = NOT_TRIED;
  private announcer: Announcer | undefined;
  private postDialTimer: Timer | undefined;
  private state: CurrentCall["state"] | "released" = "trying";
  private durationTimer: Timer | undefined;
  private longTimer: Timer | undefined;
  /** What the caller was told in a reliable response: an answer that only a new offer may change. */
  private committed: { readonly attempt: Attempt | undefined; readonly sdp: Buffer } | undefined;
  private realignment: Buffer | undefined;

  constructor(
    private readonly host: CallHost,
    private readonly admitted: AdmittedCall,
  ) {
    this.id = admitted.id;
    this.a = admitted.session;
    this.bridge = new MediaBridge(host.media, admitted.id, host.nextSessionId);
    this.caller = new CallerLeg(this);
    this.offers = new OfferRelay({
      bridge: this.bridge,
      session: (side) => this.openSession(side),
      headers: (from, request) => this.headersOf(from, request),
    });
    const isProtect = (name: string) => host.routingGateway(name)?.protect === true;
    this.normals = admitted.order.filter((name) => !isProtect(name));
    this.protects = admitted.order.filter(isProtect);
    const { clock, lines, search } = host;
    if (this.protects.length > 0) {
      this.wait = new ProtectWait({ clock, lines, call: this.asWaiting(), retryEvery: search.protect.retryEvery });
    }
  }

  /** Tells the caller what he is to hear first, and tries the first gateway. */
  start(): void {
    const { announcement, offer, mapping } = this.admitted;
    if (announcement === undefined || offer === undefined) return this.begin();
    const side = { encrypt: mapping.encrypt, address: this.mediaAddressFor(this.a.remote) };
    const { clock } = this.host;
    this.announcer = new Announcer({ clock, bridge: this.bridge, session: this.a, offer, side });
    this.announcer.play(announcement, (answer) => {
      if (answer !== undefined) this.commit(undefined, answer);
      this.begin();
    });
  }

  private begin(): void {
    const { refusal } = this.admitted;
    if (refusal !== undefined) return this.release(refusal.end, refusal);
    const { search, clock } = this.host;
    if (search.maxPostDialDelay !== undefined) {
      this.postDialTimer = clock.in(search.maxPostDialDelay, "longest post-dial delay", () => this.endSearch());
    }
    this.goOn();
  }

  /** What the caller's session tells. */
  get callerListener(): SessionListener {
    return this.caller;
  }

  /** Its money. */
  get charge(): CallCharge {
    return this.admitted.charge;
  }

  /** Ends the call for a reason of the switch's own. */
  end(end: CallEnd): void {
    this.release(end, { status: 503 });
  }

  describe(): CurrentCall {
    const { draft, mapping } = this.admitted;
    return {
      id: this.id,
      caller: draft.start.caller,
      callee: draft.start.callee,
      callerGateway: mapping.name,
      calleeGateway: this.attempt?.gateway.name,
      state: this.state === "released" ? "trying" : this.state,
      startedAt: toIso(draft.startedAt),
      answeredAt: draft.answeredAt === undefined ? undefined : toIso(draft.answeredAt),
      holdTimeSeconds: Math.floor(draft.holdTimeMs(this.host.clock.now()) / 1000),
      mediaProxied: this.bridge.isProxied,
    };
  }

  private openSession(side: RelaySide): InviteSession | undefined {
    const session = side === "a" ? this.a : this.attempt?.session;
    return this.state !== "released" && (session?.state === "confirmed" || session?.state === "early") ? session : undefined;
  }

  // The attempt loop.

  /** Leaves the gateway that was tried, if any, and tries the next one. */
  private goOn(): void {
    this.leaveAttempt();
    if (this.tried.size >= this.host.search.maxAttempts) return this.giveUp();
    if (this.phase === "waiting") return this.wait?.retryNext();
    const queue = this.phase === "normal" ? this.normals : this.protects;
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) if (this.tryGateway(name)) return;
    if (this.phase === "normal") this.onExhausted();
    else this.giveUp();
  }

  /** What the attempt gives back may make another gateway available: until it has given back everything, no other attempt begins. */
  private leaveAttempt(): void {
    this.attempt?.letGo();
    this.attempt = undefined;
  }

  /** Takes a line of a gateway and dials it; false when it takes no call at this moment. */
  private tryGateway(name: string): boolean {
    const gateway = this.host.routingGateway(name);
    if (gateway === undefined) return false;
    const { charge } = this.admitted;
    const isPaid = charge.takeVendor(name);
    const line = isPaid ? this.host.lines.acquire(gateway) : undefined;
    if (line?.ok !== true) {
      charge.leaveVendor();
      this.missed.add(isPaid ? "line" : "money");
      if (this.phase !== "protect") this.wait?.remember(name, "unavailable");
      return false;
    }
    this.tried.add(name);
    this.attempt = new Attempt(this, gateway, line.value);
    this.attempt.onLeave(() => charge.leaveVendor());
    this.prepareMedia(this.attempt);
    return true;
  }

  /** Every normal gateway has failed or takes no call: the protect routes, after their delay. */
  private onExhausted(): void {
    if (this.wait === undefined) return this.giveUp();
    const delay = this.host.protectDelay();
    if (delay === 0) return this.activateProtect();
    this.phase = "waiting";
    this.wait.start(delay);
  }

  private asWaiting() {
    return {
      isTrying: () => this.attempt !== undefined,
      isRinging: () => this.state === "ringing",
      retry: (gateway: string) => this.tryGateway(gateway),
      activate: () => this.activateProtect(),
      reassure: () => {
        if (this.host.search.protect.progress === "ringing") this.a.progress(180, { reliable: false });
      },
    };
  }

  /** From now on protect routes alone are tried. A normal gateway that rings at this moment is left to ring (PRT-056). */
  private activateProtect(): void {
    this.wait?.stop();
    this.phase = "protect";
    if (this.attempt?.heard.ring === true) return;
    if (this.attempt !== undefined) this.abandon(this.attempt);
    this.goOn();
  }

  /** Gives a gateway up that has not said no: its INVITE is cancelled, and an answer that crosses the CANCEL is released. */
  private abandon(attempt: Attempt): void {
    if (attempt.session !== undefined) {
      attempt.note(this.admitted.draft, this.host.clock, { status: 408, outcome: "timeout" });
      attempt.session.cancel(reasonHeaders(undefined, 102));
    }
    this.leaveAttempt();
  }

  /** The gateway took too long in one of its stages. */
  private onImpatient(attempt: Attempt): void {
    const last: LastFailure = { failure: { outcome: "timeout" }, response: undefined, isStopCode: false };
    this.askForRtp(attempt, (rtp) => {
      this.abandon(attempt);
      this.settleFailure(attempt, last, rtp);
    });
  }

  /** Tells whether the gateway has sent RTP, where that decides anything; nothing once the attempt is over or answered. */
  private askForRtp(attempt: Attempt, tell: (rtp: boolean) => void): void {
    const go = (rtp: boolean): void => {
      if (this.attempt === attempt && this.state !== "answered") tell(rtp);
    };
    if (asksForRtp(attempt.gateway)) this.bridge.hasHeardFrom("b", go);
    else go(false);
  }

  private endSearch(): void {
    if (this.attempt !== undefined) this.abandon(this.attempt);
    this.last = { failure: { outcome: "timeout" }, response: undefined, isStopCode: false };
    this.giveUp();
  }

  private prepareMedia(attempt: Attempt): void {
    const { mapping, settings, offer } = this.admitted;
    const { gateway } = attempt;
    const isProxied = proxiesMedia({
      mode: settings.mediaProxyMode,
      mapping,
      routing: gateway,
      offered: offer === undefined ? undefined : audioTarget(offer.description),
      caller: this.a.remote,
      callee: gateway.target.remote,
    });
    const a = { encrypt: mapping.encrypt, address: this.mediaAddressFor(this.a.remote) };
    const b = { encrypt: gateway.encrypt, address: this.mediaAddressFor(gateway.target.remote) };
    this.bridge.prepare({ isProxied, a, b }, (result) => {
      if (this.state === "released" || this.attempt !== attempt) return;
      if (result.ok) return this.dial(attempt);
      this.host.log.write("warn", "call.mediaUnavailable", { call: this.id, cause: result.failure.kind });
      const cause = result.failure.kind === "noPorts" ? 34 : 38;
      this.release(endedByServer(END_REASONS.mediaUnavailable), { status: 503, cause });
    });
  }

  private mediaAddressFor({ address }: SocketAddress): string | undefined {
    const isV6 = address.includes(":");
    return this.host.mediaAddresses.find((own) => own.includes(":") === isV6) ?? this.host.mediaAddresses[0];
  }

  private dial(attempt: Attempt): void {
    const { offer, settings, draft } = this.admitted;
    const { gateway } = attempt;
    const shown = drawNumber(this.host.pools, gateway, this.a.invite, this.host.forwarding);
    if (shown !== undefined) attempt.onLeave(() => shown.slot.release());
    const parties = outgoingParties(this.a.invite, this.admitted.parties, gateway, {
      own: this.host.addressTowards(gateway.target.remote),
      presented: shown?.caller,
      diverting: shown?.diverting,
    });
    // What gateways before it have sent does not count for it.
    if (asksForRtp(gateway)) this.bridge.hasHeardFrom("b", () => undefined);
    attempt.startedAt = this.host.clock.wallClock();
    attempt.startedOn = this.host.clock.now();
    const timerB = inviteTimeout(gateway);
    const session = this.host.agent.invite(
      {
        target: gateway.target,
        uri: parties.uri,
        from: parties.from,
        to: parties.to,
        headers: parties.headers,
        sdp: offer === undefined ? undefined : this.bridge.cross("a", offer, "offer"),
        timer: settings.sessionTimer,
        // An offer in a reliable response would want its answer in PRACK, before the caller has given one.
        reliableProvisional: offer !== undefined,
        maxForwards: (this.a.invite.maxForwards ?? DEFAULT_MAX_FORWARDS) - 1,
        ...(timerB === undefined ? {} : { timerB }),
        ...(gateway.t1 === undefined ? {} : { t1: gateway.t1 }),
        ...(gateway.credentials === undefined ? {} : { credentials: gateway.credentials }),
      },
      attempt,
    );
    attempt.session = session;
    attempt.screen = parties.screen;
    draft.nextGateway();
    Object.assign(draft.facts, {
      callerOut: parties.callerOut,
      calleeOut: parties.calleeOut,
      poolNumber: parties.poolNumber,
      calleeGateway: gateway.name,
      calleeCallId: session.callId,
      calleeIp: gateway.target.remote.address,
      mediaProxied: this.bridge.isProxied,
    });
  }

  onTrying(attempt: Attempt): void {
    const { clock } = this.host;
    const { trying } = attempt.gateway.timeouts;
    const due =
      trying === undefined
        ? after(attempt.startedOn, inviteTimeout(attempt.gateway) ?? this.host.inviteTimeout)
        : after(clock.now(), trying);
    if (!attempt.heard.ring) attempt.awaits("100", () => clock.at(due, "wait after 100", () => this.onImpatient(attempt)));
  }

  /** A gateway that rings has time until the limit of its stage. */
  private awaitAnswer(attempt: Attempt, status: number, hasSdp: boolean): void {
    const { ringing, sessionProgress, sessionProgressSdp } = attempt.gateway.timeouts;
    const [what, limit] =
      status === 180 ? ["180", ringing] : hasSdp ? ["183 with SDP", sessionProgressSdp] : ["183", sessionProgress];
    attempt.awaits(what, () =>
      limit === undefined ? undefined : this.host.clock.in(limit, `wait after ${what}`, () => this.onImpatient(attempt)),
    );
  }

  onProvisional(attempt: Attempt, response: SipResponse, sdp: Buffer | undefined): void {
    if (response.status === 199) return;
    attempt.heard.ring = true;
    if (sdp !== undefined) attempt.heard.sdp = true;
    this.awaitAnswer(attempt, response.status, attempt.heard.sdp);
    if (response.status !== 181 && response.status !== 182) {
      this.admitted.draft.heard(attempt.startedOn);
      this.state = "ringing";
    }
    const headers = [...carriedHeaders(response), ...reasonHeaders(reasonOf(response), undefined)];
    this.a.progress(response.status, { reason: response.reason, headers, sdp: this.earlyAnswer(attempt, sdp) });
  }

  /** What an early description becomes for the caller; undefined when the caller already has another gateway's answer for good. */
  private earlyAnswer(attempt: Attempt, sdp: Buffer | undefined): Buffer | undefined {
    const read = sdp === undefined || this.admitted.offer === undefined ? undefined : readCrossingSdp(sdp);
    if (read?.ok !== true) return undefined;
    const crossed = this.bridge.cross("b", read.value, "answer");
    if (this.committed === undefined) {
      this.commit(attempt, crossed);
      return crossed;
    }
    return this.committed.attempt === attempt ? crossed : undefined;
  }

  /** The caller was given an answer: for good when it went out reliably. RFC 3262 section 5. */
  private commit(attempt: Attempt | undefined, sdp: Buffer): void {
    const isReliable = this.a.invite.lists("Supported", "100rel") || this.a.invite.lists("Require", "100rel");
    if (isReliable) this.committed = { attempt, sdp };
  }

  onAnswered(attempt: Attempt, response: SipResponse, sdp: Buffer | undefined, isLateOffer: boolean): void {
    const { draft, settings } = this.admitted;
    const read = sdp === undefined ? undefined : readCrossingSdp(sdp);
    attempt.isUp();
    this.postDialTimer?.cancel();
    this.wait?.stop();
    if (read?.ok !== true) {
      // The vendor took the call and gave no answer that can be read: nothing that the caller could be told.
      this.attempt?.note(this.admitted.draft, this.host.clock, { status: response.status, outcome: "answered" });
      return this.release(endedByServer(END_REASONS.noCommonCodec), { status: 488 });
    }
    const crossed = this.bridge.cross("b", read.value, isLateOffer ? "offer" : "answer");
    const isCommitted = this.committed !== undefined && this.committed.attempt !== attempt;
    if (isCommitted && this.committed?.sdp.equals(crossed) !== true) this.realignment = crossed;
    draft.heard(attempt.startedOn);
    draft.answered();
    this.attempt?.note(this.admitted.draft, this.host.clock, { status: response.status, outcome: "answered" });
    this.state = "answered";
    this.admitted.charge.answered(this.host.clock.now());
    this.host.answered(draft);
    if (settings.maxCallDuration > 0) {
      this.durationTimer = this.host.clock.in(settings.maxCallDuration, "longest call duration", () =>
        this.end(endedByServer(END_REASONS.maximumDuration)),
      );
    }
    if (this.host.longCall !== undefined)
      this.longTimer = this.host.clock.in(this.host.longCall, "long call alarm", () => this.tellLong());
    this.a.answer({ headers: carriedHeaders(response), ...(isCommitted ? {} : { sdp: crossed }) });
  }

  /** The call goes on; somebody may look at it. */
  private tellLong(): void {
    const { rate, start, startedAt } = this.admitted.draft;
    this.host.alarm({ kind: "longCall", callId: this.id, callee: start.callee, account: rate?.account, startedAt });
  }

  onAcknowledged(side: RelaySide, sdp: Buffer | undefined): void {
    if (this.offers.onAcknowledged(side, sdp) || side === "b") return;
    if (this.admitted.offer === undefined && sdp !== undefined && this.state === "answered") {
      const read = readCrossingSdp(sdp);
      this.attempt?.session?.acknowledge(read.ok ? this.bridge.cross("a", read.value, "answer") : undefined);
      if (!read.ok) this.release(endedByServer(END_REASONS.noCommonCodec), { cause: 127 });
    }
    const realignment = this.realignment;
    this.realignment = undefined;
    if (realignment !== undefined) this.offers.offer("a", realignment);
  }

  onFailed(attempt: Attempt, failure: InviteFailure): void {
    const response = failure.kind === "response" ? failure.response : undefined;
    const ended: AttemptFailure =
      failure.kind === "response" ? { outcome: "refused", status: failure.response.status } : { outcome: failure.kind };
    const cause = causeOfMessage(response, response?.status);
    const status = response?.status ?? (failure.kind === "timeout" ? 408 : undefined);
    this.attempt?.note(this.admitted.draft, this.host.clock, { status, cause, outcome: ended.outcome });
    this.host.log.write("debug", "call.attemptFailed", {
      call: this.id,
      gateway: attempt.gateway.name,
      status: response?.status,
      outcome: ended.outcome,
    });
    if (response?.status === 401 || response?.status === 407) this.warnOfChallenge(attempt, response.status);
    const isStopCode = response !== undefined && attempt.gateway.stopCodes.includes(response.status);
    this.takeOut(attempt, response);
    const last = { failure: ended, response, isStopCode };
    this.askForRtp(attempt, (rtp) => this.settleFailure(attempt, last, rtp));
  }

  /** The vendor wants a user name and password that the gateway has not, or not the ones that it has. */
  private warnOfChallenge({ gateway }: Attempt, status: number): void {
    const credentials = gateway.credentials === undefined ? "none" : "refused";
    this.host.log.write("warn", "call.challengeUnanswered", { call: this.id, gateway: gateway.name, status, credentials });
  }

  /** Decides what comes after a failure: the next gateway, or the caller's final response. */
  private settleFailure({ gateway, heard }: Attempt, last: LastFailure, rtp: boolean): void {
    this.last = last;
    if (this.phase !== "protect") {
      if (mayRecover(last.failure)) this.wait?.remember(gateway.name, "failed");
      else this.wait?.forget(gateway.name);
    }
    if (mayLeave(gateway, last.failure, { ...heard, rtp })) this.goOn();
    else this.giveUp();
  }

  private takeOut(attempt: Attempt, response: SipResponse | undefined): void {
    if (response?.status !== 503 || !this.host.search.honoursRetryAfter) return;
    const time = retryAfter(response.header("Retry-After"));
    if (time !== undefined) this.host.lines.takeOut(attempt.gateway.name, time);
  }

  private giveUp(): void {
    const { failure, response, isStopCode } = this.last;
    const status = statusForCaller(failure, isStopCode);
    const sipReason = reasonOf(response);
    const headers = response === undefined ? [] : carriedHeaders(response);
    const cause = causeOfMessage(response, status);
    this.release({ ...this.failureEnd(failure), sipReason }, { status, cause, headers, sipReason });
  }

  private failureEnd(failure: AttemptFailure): CallEnd {
    if (this.tried.size === 0 && this.missed.has("money") && !this.missed.has("line")) {
      return endedByServer(END_REASONS.vendorBalance);
    }
    if (failure.outcome === "timeout" && this.tried.size === 1) return endedByServer(END_REASONS.inviteTimeout);
    if (failure.outcome !== "refused" || failure.status === 503) return endedByServer(END_REASONS.allGatewayBusy);
    return { reason: endReasonOfStatus(failure.status), direction: "callee" };
  }

  // The legs once the call is up, and its end.

  onRequest(side: RelaySide, request: SipRequest, respond: Respond): void {
    const other = this.openSession(side === "a" ? "b" : "a");
    if (request.method !== "INFO" && request.method !== "MESSAGE") return respond(405);
    const content = request.headers.filter(
      ({ name, value }) =>
        /^(content-type|c|content-disposition|content-encoding|e|info-package)$/i.test(name) && isWellFormed(value),
    );
    const headers = [...content, ...this.headersOf(side, request)];
    const isSent = other?.request(request.method, { headers, body: request.body }, (response) =>
      respond(response?.status ?? 504),
    );
    if (isSent !== true) respond(500);
  }

  /** End-to-end headers of a request inside the call, as the other party may see them. */
  private headersOf(from: RelaySide, request: SipRequest): readonly HeaderField[] {
    const carried = carriedHeaders(request);
    return from === "a" && this.attempt !== undefined ? this.attempt.screen.letThrough(carried) : carried;
  }

  onOffer(side: RelaySide, session: InviteSession, sdp: Buffer | undefined, request: SipRequest): void {
    this.offers.onOffer(side, session, sdp, request);
  }

  onOfferOutcome(side: RelaySide, outcome: { readonly sdp: Buffer } | { readonly status: number | undefined }): void {
    this.offers.onOutcome(side, outcome);
  }

  onCancelled(request: SipRequest | undefined): void {
    const end: CallEnd =
      request === undefined
        ? endedByServer(END_REASONS.dialogLost)
        : { reason: endReasonOfStatus(487), direction: "caller", sipReason: reasonOf(request) };
    // Who hangs up on a refusal was refused (ANN-015).
    this.release(this.admitted.refusal?.end ?? end, { from: "a" });
  }

  onEnded(side: RelaySide, end: SessionEnd, hold: HoldBye): void {
    if (end.cause === "bye" && end.by === "remote") {
      const direction = side === "a" ? "caller" : "callee";
      const how = { from: side, cause: 16, answerBye: hold() };
      return this.release({ reason: NORMAL_RELEASE, direction, sipReason: reasonOf(end.request) }, how);
    }
    const reasons = {
      ackTimeout: END_REASONS.ackTimeout,
      sessionExpired: END_REASONS.sessionTimeout,
      refreshFailed: END_REASONS.sessionTimeout,
      dialogLost: END_REASONS.dialogLost,
      bye: END_REASONS.forcedRelease,
    } as const;
    this.release(endedByServer(reasons[end.cause]), { from: side, cause: end.cause === "bye" ? 16 : 102 });
  }

  /**
   * Closes the relay, hands over the record, and ends both legs except the one that has already gone. Does nothing the second time.
   *
   * The record comes first: no party is told of an end that a kill -9 at this moment would make the switch forget.
   */
  private release(end: CallEnd, how: ReleaseOptions): void {
    if (this.state === "released") return;
    const wasAnswered = this.state === "answered";
    this.state = "released";
    this.admitted.charge.stop();
    this.durationTimer?.cancel();
    this.longTimer?.cancel();
    this.postDialTimer?.cancel();
    this.wait?.stop();
    this.announcer?.stop();
    const b = how.from === "b" ? undefined : this.attempt?.session;
    if (b !== undefined && b.state !== "terminated") {
      this.attempt?.note(this.admitted.draft, this.host.clock, { outcome: "cancelled" });
    }
    this.caller.letGo();
    this.attempt?.letGo();
    this.finish(end, () => {
      const reason = reasonHeaders(how.sipReason ?? end.sipReason, how.cause);
      how.answerBye?.();
      if (how.from !== "a") this.releaseCaller(wasAnswered, how, reason);
      if (b === undefined || b.state === "terminated") return;
      if (wasAnswered || !b.cancel(reason)) b.end(reason);
    });
  }

  private finish(end: CallEnd, tellLegs: () => void): void {
    const { draft } = this.admitted;
    const { remote, codec } = this.bridge;
    if (remote.a !== undefined) draft.facts.callerRtpIp = remote.a;
    if (remote.b !== undefined) draft.facts.calleeRtpIp = remote.b;
    if (codec !== undefined) Object.assign(draft.facts, { callerCodec: codec, calleeCodec: codec });
    const complete = draft.end(end);
    this.bridge.close((statistics) => this.host.released(this, complete(statistics), tellLegs));
  }

  private releaseCaller(wasAnswered: boolean, how: ReleaseOptions, reason: readonly HeaderField[]): void {
    if (wasAnswered) this.a.end(reason);
    else this.a.reject(how.status ?? 500, { headers: [...(how.headers ?? []), ...reason] });
  }
}

/** True for a gateway that may not be left once it has sent RTP: the media service is asked when it fails. */
const asksForRtp = ({ switchAllow, switchUntilConnect }: CallRoutingGateway): boolean => switchUntilConnect && !switchAllow.rtp;

/** Timer B of a gateway: its own, or what its own T1 makes of it; undefined: the transaction layer's. */
function inviteTimeout({ timerB, t1 }: CallRoutingGateway): Duration | undefined {
  return timerB ?? (t1 === undefined ? undefined : times(t1, 64));
}
