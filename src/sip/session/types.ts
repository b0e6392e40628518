import type { Duration, Instant, SocketAddress } from "../../base";
import type { DigestCredentials } from "../digest";
import type { HeaderField, SipRequest, SipResponse } from "../message";
import type { SipFlow, SipTarget } from "../transaction";

/** Session timer policy of one leg, from SS_SESSION_TIMER, SS_SESSION_TIMER_MIN_SE and SS_SESSION_TIMER_REFRESHER. RFC 4028. */
export interface SessionTimerPolicy {
  /** 0 switches session timers off: `timer` is not supported, and a `Require: timer` gets 420. */
  readonly interval: Duration;
  readonly minSe: Duration;
  /** Which side this policy wants to refresh when the peer leaves the choice. */
  readonly refresher: "uac" | "uas";
  /**
   * `vos`: an unusable timer answer (missing, below Min-SE, wrong refresher) starts a refresh at once, whose silence ends the call after 64*T1 (DBG-103).
   * `rfc`: RFC 4028 alone.
   */
  readonly negotiation: "vos" | "rfc";
}

export type SessionState = "initial" | "early" | "confirmed" | "terminated";

/** Why a confirmed session ended, or a UAS session ended before it was confirmed. */
export type SessionEnd =
  | { readonly cause: "bye"; readonly by: "remote"; readonly request: SipRequest }
  | { readonly cause: "bye"; readonly by: "local" }
  /** No ACK for our 2xx within 64*T1 (RFC 3261 section 13.3.1.4); BYE was sent. */
  | { readonly cause: "ackTimeout"; readonly by: "local" }
  /** The peer was to refresh and did not; BYE was sent at interval - min(32 s, interval/3) (RFC 4028 section 10). */
  | { readonly cause: "sessionExpired"; readonly by: "local" }
  /** Our refresh got no answer, 408 or 481; BYE was sent. */
  | { readonly cause: "refreshFailed"; readonly by: "local"; readonly status: number | undefined }
  /** An in-dialog request got 481 or 408 or no answer at all. */
  | { readonly cause: "dialogLost"; readonly by: "local" };

/** Why an outgoing INVITE did not become a session. */
export type InviteFailure =
  { readonly kind: "response"; readonly response: SipResponse } | { readonly kind: "timeout" } | { readonly kind: "transport" };

export interface BodyOptions {
  readonly sdp?: Buffer | undefined;
  /** Added as they are, after the session's own headers. */
  readonly headers?: readonly HeaderField[] | undefined;
}

export interface OutgoingInvite extends BodyOptions {
  readonly target: SipTarget;
  /** Request-URI, From and To without tags, as header text. */
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly timer: SessionTimerPolicy;
  /** Offers 100rel in Supported; default true. */
  readonly reliableProvisional?: boolean;
  readonly maxForwards?: number;
  /** Timer B for this INVITE alone; the layer's own when absent. */
  readonly timerB?: Duration;
  /** T1 for this INVITE alone: the first interval of timer A; the layer's own when absent. */
  readonly t1?: Duration;
  /**
   * Answers 401 and 407 to this INVITE and to every later request of ours in its dialog: the same request goes again with the next
   * sequence number. Absent: such a response is a refusal like any other.
   */
  readonly credentials?: DigestCredentials;
}

/**
 * One INVITE dialog usage (with its forks while early) as seen by the B2BUA: our leg towards one party.
 * Every call may be made in any state; one that no longer applies does nothing and returns false.
 */
export interface InviteSession {
  readonly id: string;
  readonly role: "uac" | "uas";
  readonly state: SessionState;
  /** The initial INVITE, as received or as last sent (after a 422 or a challenge the next one). */
  readonly invite: SipRequest;
  readonly callId: string;
  /** Where the peer is reached; for a UAS the source of the INVITE. */
  readonly remote: SocketAddress;
  readonly flow: SipFlow | undefined;
  readonly answeredAt: Instant | undefined;

  /** UAS: sends 101..199. Reliable when the caller supports 100rel and `reliable` is not false; queued until the previous one is PRACKed. */
  progress(status: number, options?: BodyOptions & { readonly reason?: string; readonly reliable?: boolean }): boolean;
  /** UAS: sends 200 and retransmits it until the ACK. */
  answer(options?: BodyOptions): boolean;
  /** UAS: sends a final response of 300 or over. */
  reject(status: number, options?: { readonly reason?: string; readonly headers?: readonly HeaderField[] }): boolean;
  /** UAC, before a final response: CANCEL as soon as a provisional allows it. A 2xx that crosses it is ACKed and released with BYE by the session itself. */
  cancel(headers?: readonly HeaderField[]): boolean;
  /**
   * UAC with a late offer: the answer that goes into the ACK. Must be given inside or after `onAnswered` when `needsAnswerInAck`,
   * and after the `onOfferOutcome` of `offer(undefined)`, which brings the peer's offer.
   */
  acknowledge(sdp?: Buffer): boolean;
  /**
   * Confirmed or early with a completed exchange: offers by re-INVITE (UPDATE while early); glare (491) is retried by the session.
   * Undefined asks the peer for its offer. Waits for an ACK or a refresh under way; false while an offer of either side is open.
   * Each offer that was taken has one `onOfferOutcome`.
   */
  offer(sdp: Buffer | undefined, headers?: readonly HeaderField[]): boolean;
  /** Answers the peer's pending offer; for an offer in a reliable provisional response (after an INVITE without `sdp`) the answer goes into its PRACK. */
  answerOffer(sdp: Buffer, headers?: readonly HeaderField[]): boolean;
  rejectOffer(status: number, headers?: readonly HeaderField[]): boolean;
  /** In-dialog INFO or other non-target request, relayed end to end. */
  request(
    method: string,
    options: { readonly headers?: readonly HeaderField[]; readonly body?: Buffer },
    done: (response: SipResponse | undefined) => void,
  ): boolean;
  /** Ends it whatever its state: reject 480, CANCEL, or ACK and BYE. */
  end(headers?: readonly HeaderField[]): boolean;
}

/** Holds back the 200 for a BYE until the function that it returns is called. */
export type HoldBye = () => () => void;

/** What a session tells its owner. Called synchronously while the user agent handles an input; the owner may call back into any session. */
export interface SessionListener {
  /** UAC: 100 Trying: the peer has the INVITE, and timer B no longer ends the wait. */
  onTrying?(session: InviteSession): void;
  /** UAC: 101..199. `sdp` is there when it carries an offer or answer of this dialog. PRACK is sent by the session. */
  onProvisional(session: InviteSession, response: SipResponse, sdp: Buffer | undefined): void;
  /**
   * UAC: the first 2xx. `sdp` is the answer, or the one already seen in a reliable or plain 183 of the same dialog when the 2xx has none;
   * with a late offer it is the offer and `needsAnswerInAck` is true. Later forks are ACKed and released by the session itself.
   */
  onAnswered(session: InviteSession, response: SipResponse, sdp: Buffer | undefined, needsAnswerInAck: boolean): void;
  /** UAC: it will not be answered. Not called after `cancel()` was answered by 487 for our own CANCEL: see `onCancelCompleted`. */
  onFailed(session: InviteSession, failure: InviteFailure): void;
  /** UAC: our CANCEL has ended the INVITE (487 or any final response, timeout, or a 2xx that was released). */
  onCancelCompleted(session: InviteSession, outcome: InviteFailure | { readonly kind: "answered" }): void;
  /** UAS: CANCEL came; 487 was sent. Also called when the caller's PRACK never came (`request` undefined; 504 was sent). */
  onCancelled(session: InviteSession, request: SipRequest | undefined): void;
  /** UAS: the ACK came. `sdp` is the answer to our late offer when there was one. Also for a re-INVITE that asked us for an offer. */
  onAcknowledged(session: InviteSession, sdp: Buffer | undefined): void;
  /** The peer offers (`sdp`), or asks us for an offer (undefined), by `INVITE`, `UPDATE` or `PRACK`. Must be answered with answerOffer or rejectOffer. Refreshes without change never reach the owner. */
  onOffer(session: InviteSession, sdp: Buffer | undefined, request: SipRequest): void;
  /** Our offer was answered (for one in a reliable provisional response of ours: by the PRACK), or refused with `status` (undefined: no answer at all, the session is ending). */
  onOfferOutcome(session: InviteSession, outcome: { readonly sdp: Buffer } | { readonly status: number | undefined }): void;
  /** An in-dialog request that is relayed (INFO, MESSAGE, NOTIFY, REFER ...). The owner answers through `respond`. */
  onRequest(
    session: InviteSession,
    request: SipRequest,
    respond: (status: number, headers?: readonly HeaderField[]) => void,
  ): void;
  /**
   * After BYE was sent or received. The session is over after it was confirmed (or its 2xx was never acknowledged). Called exactly once for such a session.
   *
   * A BYE of the peer is answered 200 as soon as this returns. An owner that has to keep something first takes {@link HoldBye} at its
   * word: what it returns sends the 200, once, and must be called within the peer's patience (64*T1). For another end it does nothing.
   */
  onEnded(session: InviteSession, end: SessionEnd, hold: HoldBye): void;
}

/** What the user agent tells the B2BUA. */
export interface UserAgentCore {
  /** A new call. Return the listener; answer with progress/answer/reject now or later. 100 Trying is sent at once by the agent. */
  onInvite(session: InviteSession, sdp: Buffer | undefined): SessionListener;
  /** Is this source known? A request from an unknown source reaches `onInvite` all the same; OPTIONS and others are answered only when true. */
  isKnown(flow: SipFlow): boolean;
}
