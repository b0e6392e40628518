import type { Duration, TimerWheel } from "../../base";
import type { Random } from "../../ports";
import type { HeaderField, SipResponse, SipUri } from "../message";
import type { SipFlow, SipTarget, SipTimers, TransactionCore, TransactionLayer } from "../transaction";
import type { InviteSession, OutgoingInvite, SessionListener, SessionTimerPolicy, UserAgentCore } from "./types";

/** What a user agent is made of. Everything that may change while the switch runs is a function, asked for each new call. */
export interface UserAgentOptions {
  /** Makes the transaction layer over the agent; called once. */
  readonly transactions: (core: TransactionCore) => TransactionLayer;
  /** The same wheel as the transaction layer's. */
  readonly wheel: TimerWheel;
  /** Tags, Call-IDs, first RSeq, glare and Retry-After times; the agent forks streams of its own. */
  readonly random: Random;
  readonly core: UserAgentCore;
  /**
   * The URI of our Contact towards a peer, without angle brackets: `sip:192.0.2.1:5060`. A request that came in gives its
   * whole flow; for an INVITE of ours it is the target, whose `local` and `transport` may be open.
   */
  readonly contact: (towards: SipTarget) => string;
  /** T1 and T2 for retransmitted 2xx, reliable provisional responses and every 64*T1. */
  readonly timers: SipTimers;
  /** Session timer policy for INVITEs that come in over `flow`. */
  readonly sessionTimer: (flow: SipFlow) => SessionTimerPolicy;
  /** Methods in Allow; default {@link DEFAULT_ALLOW}. */
  readonly allow?: readonly string[];
  /** Text of User-Agent and Server; none when absent. */
  readonly userAgentName?: string;
  /** Option tags in Supported besides `100rel` and `timer`. */
  readonly extraSupported?: readonly string[];
  /** Most sessions at once, both roles together; default {@link DEFAULT_MAX_SESSIONS}. Over it an INVITE gets 503, an outgoing one fails. */
  readonly maxSessions?: number;
  /**
   * Where a request inside a dialog is sent: `uri` is the first route or the remote target, `peer` is how the peer was last
   * reached. Default {@link locateByUri}.
   */
  readonly locate?: (uri: SipUri | undefined, peer: SipTarget) => SipTarget;
}

/** An OPTIONS ping of ours, outside any dialog. */
export interface OutgoingOptions {
  readonly target: SipTarget;
  /** Request-URI, From and To without tags, as header text. */
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly headers?: readonly HeaderField[] | undefined;
  /** Timer F for this ping alone. */
  readonly timeout?: Duration;
}

/** Things that happened to a user agent since it was made, for its owner's statistics. */
export interface UserAgentCounters {
  /** INVITEs answered 503 and outgoing ones refused because `maxSessions` was reached. */
  readonly refusedByLimit: number;
  /** 2xx to INVITE of which no session was known; each was ACKed and released with BYE while {@link MAX_STRAY_RELEASES} allowed. */
  readonly strayAnswers: number;
  /** ACKs that matched no session. */
  readonly strayAcks: number;
}

/**
 * The user agent: RFC 3261 sections 8 and 12 to 15 with RFC 3262 (reliable provisional responses), RFC 3311 (UPDATE) and
 * RFC 4028 (session timers), over one transaction layer. Sans-IO: it owns no socket, and its time is the wheel's.
 */
export interface UserAgent {
  readonly transactions: TransactionLayer;
  /** Sends an INVITE. The listener is never called before this has returned. */
  invite(options: OutgoingInvite, listener: SessionListener): InviteSession;
  /** Sends OPTIONS; `done` is called once, with undefined when nothing came or nothing could be sent, never before this has returned. */
  options(options: OutgoingOptions, done: (response: SipResponse | undefined) => void): void;
  /** Sessions that are not yet wholly released: 0 when nothing leaks. */
  readonly sessions: number;
  readonly counters: UserAgentCounters;
}
