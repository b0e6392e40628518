import type { Instant, WallTime } from "../base";
import type { CallAttempt } from "../cdr";
import type { RelaySide } from "../media";
import type { Clock, Timer } from "../ports";
import type { Line } from "../routing";
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
import { CallerScreen } from "./caller-screen";
import { elapsedMs, type RecordDraft } from "./record-draft";
import type { CallRoutingGateway } from "./types";

/** Answers an in-dialog request. */
export type Respond = (status: number, headers?: readonly HeaderField[]) => void;

/** What the two legs tell their call. */
export interface LegEvents {
  onCancelled(request: SipRequest | undefined): void;
  onTrying(attempt: Attempt): void;
  onProvisional(attempt: Attempt, response: SipResponse, sdp: Buffer | undefined): void;
  onAnswered(attempt: Attempt, response: SipResponse, sdp: Buffer | undefined, isLateOffer: boolean): void;
  onFailed(attempt: Attempt, failure: InviteFailure): void;
  onAcknowledged(side: RelaySide, sdp: Buffer | undefined): void;
  onOffer(side: RelaySide, session: InviteSession, sdp: Buffer | undefined, request: SipRequest): void;
  onOfferOutcome(side: RelaySide, outcome: { readonly sdp: Buffer } | { readonly status: number | undefined }): void;
  onRequest(side: RelaySide, request: SipRequest, respond: Respond): void;
  onEnded(side: RelaySide, end: SessionEnd, hold: HoldBye): void;
}

/**
 * A leg as its session sees it: passes everything on to the call until the call lets go of it.
 *
 * A session outlives its call by 64*T1, in which it only absorbs retransmissions; a leg that is let go keeps nothing of the call.
 */
abstract class Leg implements SessionListener {
  protected constructor(
    private readonly side: RelaySide,
    protected call: LegEvents | undefined,
  ) {}

  /** The call is over, or has turned to another gateway. */
  letGo(): void {
    this.call = undefined;
  }

  abstract onProvisional(session: InviteSession, response: SipResponse, sdp: Buffer | undefined): void;
  abstract onAnswered(session: InviteSession, response: SipResponse, sdp: Buffer | undefined, isLateOffer: boolean): void;
  abstract onFailed(session: InviteSession, failure: InviteFailure): void;
  abstract onCancelled(session: InviteSession, request: SipRequest | undefined): void;

  onCancelCompleted(): void {
    // Whatever it came to: the call was over when it cancelled.
  }

  onAcknowledged(_session: InviteSession, sdp: Buffer | undefined): void {
    this.call?.onAcknowledged(this.side, sdp);
  }

  onOffer(session: InviteSession, sdp: Buffer | undefined, request: SipRequest): void {
    if (this.call === undefined) session.rejectOffer(481);
    else this.call.onOffer(this.side, session, sdp, request);
  }

  onOfferOutcome(_session: InviteSession, outcome: { readonly sdp: Buffer } | { readonly status: number | undefined }): void {
    this.call?.onOfferOutcome(this.side, outcome);
  }

  onRequest(_session: InviteSession, request: SipRequest, respond: Respond): void {
    if (this.call === undefined) respond(481);
    else this.call.onRequest(this.side, request, respond);
  }

  onEnded(_session: InviteSession, end: SessionEnd, hold: HoldBye): void {
    this.call?.onEnded(this.side, end, hold);
  }
}

/** The leg towards the customer. */
export class CallerLeg extends Leg {
  constructor(call: LegEvents | undefined) {
    super("a", call);
  }

  onProvisional(): void {
    // Only a calling side hears these three.
  }
  onAnswered(): void {
    // As above.
  }
  onFailed(): void {
    // As above.
  }

  onCancelled(_session: InviteSession, request: SipRequest | undefined): void {
    this.call?.onCancelled(request);
  }
}

/** How an attempt ended, as its record says it. */
export interface AttemptEnd {
  readonly outcome: CallAttempt["outcome"];
  readonly status?: number | undefined;
  readonly cause?: number | undefined;
}

/** One try of one gateway, and the leg towards it. */
export class Attempt extends Leg {
  /** When its INVITE left. */
  startedAt!: WallTime;
  startedOn!: Instant;
  session: InviteSession | undefined;
  /** What its gateway may be told of the caller. */
  screen = CallerScreen.OPEN;
  /** What came from the gateway so far. */
  readonly heard = { ring: false, sdp: false };
  private isNoted = false;
  private patience: { readonly what: string; readonly timer: Timer | undefined } | undefined;
  private readonly releases: (() => void)[] = [];

  constructor(
    call: LegEvents,
    readonly gateway: CallRoutingGateway,
    readonly line: Line,
  ) {
    super("b", call);
    this.onLeave(() => line.release());
  }

  /** Has `release` run once, when the attempt is left, however that comes: what it holds of the gateway goes back. */
  onLeave(release: () => void): void {
    this.releases.push(release);
  }

  /** The gateway has reached a stage in which it may stay until `timer`; the earlier one is over. */
  awaits(what: string, arm: () => Timer | undefined): void {
    if (this.patience?.what === what) return;
    this.patience?.timer?.cancel();
    this.patience = { what, timer: arm() };
  }

  /** The gateway has answered: it may take all its time, and its line is held on. */
  isUp(): void {
    this.awaits("end", () => undefined);
    this.line.answered();
  }

  override letGo(): void {
    super.letGo();
    this.awaits("nothing", () => undefined);
    for (const release of this.releases.splice(0)) release();
  }

  /** Writes how it ended into the record; the first time counts. */
  note(draft: RecordDraft, clock: Clock, end: AttemptEnd): void {
    if (this.isNoted) return;
    this.isNoted = true;
    draft.addAttempt({
      gateway: this.gateway.name,
      startedAt: this.startedAt,
      elapsedMs: elapsedMs(this.startedOn, clock.now()),
      ...(end.status === undefined ? {} : { status: end.status }),
      ...(end.cause === undefined ? {} : { cause: end.cause }),
      outcome: end.outcome,
    });
  }

  onTrying(): void {
    this.call?.onTrying(this);
  }

  onProvisional(_session: InviteSession, response: SipResponse, sdp: Buffer | undefined): void {
    this.call?.onProvisional(this, response, sdp);
  }

  onAnswered(session: InviteSession, response: SipResponse, sdp: Buffer | undefined, isLateOffer: boolean): void {
    if (this.call === undefined) session.end();
    else this.call.onAnswered(this, response, sdp, isLateOffer);
  }

  onFailed(_session: InviteSession, failure: InviteFailure): void {
    this.call?.onFailed(this, failure);
  }

  onCancelled(): void {
    // Only a called side hears this.
  }
}
