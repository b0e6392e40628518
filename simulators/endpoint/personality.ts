import type { InviteRule } from "./invite-rule";
import type { HeaderText } from "./sip-text";

/** What goes into a body that carries SDP. */
export interface SdpTraits {
  /** Payload types in order of preference: 0 PCMU, 8 PCMA, 18 G.729, 101 telephone-event. */
  readonly payloadTypes: readonly number[];
  readonly profile: "RTP/AVP" | "RTP/SAVP" | "UDP/TLS/RTP/SAVPF";
  readonly direction: "sendrecv" | "sendonly" | "recvonly" | "inactive";
  /** An address to claim in `c=` instead of the party's own. */
  readonly claimedAddress?: string;
  /** Holds by `c=0.0.0.0`, as RFC 2543 did. */
  readonly holdsByZeroAddress?: boolean;
  /** Keys for SRTP in a stream of the plain profile: "SRTP if you can", as many phones offer it. */
  readonly offersKeys?: boolean;
  /** A second stream, plain RTP/AVP, beside a first one of another profile. */
  readonly alsoPlainStream?: boolean;
}

/** One response to an INVITE, at a time after it came. */
export interface InviteAct {
  readonly afterMs: number;
  readonly status: number;
  readonly reason?: string;
  /** `answer`: SDP as {@link Personality.sdp} says, an offer when the INVITE had none. `none`: no body. */
  readonly sdp?: "answer" | "none";
  /** Sent with `Require: 100rel` and repeated until the PRACK (RFC 3262). */
  readonly reliable?: boolean;
  /** Speaks from now on: early media. */
  readonly speaks?: boolean;
  readonly headers?: readonly HeaderText[];
  /** A To tag of its own: another branch of a forked call. */
  readonly fork?: string;
}

/** How a party takes an in-dialog request: answers it, keeps silent, or refuses with a status. */
export type RequestReaction = "answer" | "ignore" | number;

/** What a party says about session timers when it answers, RFC 4028 section 9. */
export interface TimerAnswer {
  /**
   * `accept`: Session-Expires as asked, or as said here; `absent`: no Session-Expires and no `timer` in Supported;
   * `tooSmall`: 422 with `minSe` until the interval is at least that.
   */
  readonly kind: "accept" | "absent" | "tooSmall";
  /** Session-Expires in seconds instead of what was asked for. */
  readonly interval?: number;
  readonly refresher?: "uac" | "uas";
  readonly minSe?: number;
}

/** What a caller asks for, RFC 4028 section 7. */
export interface TimerOffer {
  readonly interval?: number;
  readonly minSe?: number;
  readonly refresher?: "uac" | "uas";
  /** Sends `Require: timer`. */
  readonly requires?: boolean;
  /** Tries once more with the Min-SE of a 422 (section 7.3). */
  readonly retries?: boolean;
}

/** How a party makes others prove who they are, RFC 3261 section 22. */
export interface ChallengeTraits {
  /** `peer`: 401 and WWW-Authenticate. `proxy`: 407 and Proxy-Authenticate. */
  readonly by: "peer" | "proxy";
  /** Methods that are challenged, in a call and outside of one. */
  readonly of: readonly string[];
  readonly realm: string;
  readonly username: string;
  readonly password: string;
  /** The first stands on top. */
  readonly algorithms: readonly ("MD5" | "SHA-256")[];
  /** Offers `qop=auth`, and takes nothing else. */
  readonly qop: boolean;
  /** Requests that one nonce is good for; any number when absent. */
  readonly nonceUses?: number;
  /** Says of the first right answer that its nonce is too old. */
  readonly firstIsStale?: boolean;
}

/**
 * How a simulated party behaves, as data: it can be written to a file or sent to a container.
 *
 * All times are milliseconds. A personality is made from {@link POLITE} by naming what differs.
 */
export interface Personality {
  /** What it is, as a scenario says it. */
  readonly name: string;
  /** The RFC section or catalogue id that the behaviour comes from. */
  readonly basis: string;
  /** Responses to an INVITE in order of time; empty: silence. */
  readonly onInvite: readonly InviteAct[];
  /** Refuses every number that does not begin like this: a carrier that wants its tech prefix (FOV-063), or has one range. */
  readonly servesOnly?: { readonly prefix: string; readonly otherwise: number };
  /** Ways to take some calls otherwise: caps, storms, outages. Default: none. */
  readonly inviteRules?: readonly InviteRule[];
  /** Takes nobody's word for who he is. Default: none. */
  readonly challenges?: ChallengeTraits;
  /** `refuses`: 200 to the CANCEL and 487. `answersAnyway`: 200 to the CANCEL and 200 to the INVITE. `ignores`: no word at all. */
  readonly onCancel: "refuses" | "answersAnyway" | "ignores";
  readonly onUpdate: RequestReaction;
  readonly onReinvite: RequestReaction;
  readonly onBye: RequestReaction;
  readonly onInfo: RequestReaction;
  readonly onOptions: RequestReaction;
  /** Caller: sends ACK for a 2xx. */
  readonly acknowledges: boolean;
  /** Caller: sends PRACK for a reliable provisional. */
  readonly pracks: boolean;
  /** Caller: what it says about 100rel in the INVITE. */
  readonly reliableProvisionals: "unsupported" | "supported" | "required";
  /** `never`: each request and response once. `needlessly`: everything once more, 50 ms later, answered or not. */
  readonly retransmits: "asTheRfcSays" | "never" | "needlessly";
  readonly timerOffer?: TimerOffer;
  readonly timerAnswer: TimerAnswer;
  /** What it does when the refresh is its duty. */
  readonly refreshesBy: "UPDATE" | "INVITE" | "nothing";
  /** A Contact that leads nowhere: what is sent to it, the ACK first of all, is lost. */
  readonly unreachableContact: boolean;
  /** Leaves `UPDATE` out of Allow. */
  readonly hidesUpdate: boolean;
  readonly sdp: SdpTraits;
  /** Caller: the offer is in the INVITE, or the callee has to make it. */
  readonly offersIn: "invite" | "ack";
  /** Sends BYE so long after the answer. */
  readonly hangsUpAfterMs?: number;
  /** Falls silent for good so long after the answer: neither signalling nor media. */
  readonly vanishesAfterMs?: number;
  /** Shown in From (as caller). */
  readonly displayName?: string;
  /** Added to each INVITE (as caller) as they are. */
  readonly inviteHeaders: readonly HeaderText[];
  /** T1 in milliseconds, RFC 3261 section 17.1.1.1. */
  readonly t1Ms: number;
}

/** A party that does what the RFCs ask: rings after 200 ms, answers after a second, answers everything, never hangs up first. */
export const POLITE: Personality = {
  name: "answers",
  basis: "RFC 3261 section 13.3.1",
  onInvite: [
    { afterMs: 0, status: 100 },
    { afterMs: 200, status: 180 },
    { afterMs: 1_000, status: 200, sdp: "answer" },
  ],
  onCancel: "refuses",
  onUpdate: "answer",
  onReinvite: "answer",
  onBye: "answer",
  onInfo: "answer",
  onOptions: "answer",
  acknowledges: true,
  pracks: true,
  reliableProvisionals: "unsupported",
  retransmits: "asTheRfcSays",
  timerAnswer: { kind: "accept" },
  refreshesBy: "UPDATE",
  unreachableContact: false,
  hidesUpdate: false,
  sdp: { payloadTypes: [0, 8, 101], profile: "RTP/AVP", direction: "sendrecv" },
  offersIn: "invite",
  inviteHeaders: [],
  t1Ms: 500,
};
