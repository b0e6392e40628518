import type { Duration, SocketAddress, WallTime } from "../base";
import type { CallRecord } from "../cdr";
import type { MediaProxy } from "../media";
import type { Clock, Log, Random } from "../ports";
import type { AccountLedger, ChargeRules, RateBook } from "../rating";
import type {
  CallerPools,
  CallerPoolSettings,
  GatewayLines,
  LiveState,
  LockType,
  NumberTransform,
  RoutingSnapshot,
  SortPolicy,
} from "../routing";
import type { DigestCredentials, InviteSession, OutgoingInvite, SessionListener, SessionTimerPolicy, SipTarget } from "../sip";

import type { CallerPrompts } from "./caller-prompts";
import type { OpenCall } from "./open-call";
import type { SwitchingRules } from "./failover";
import type { ForwardingRules } from "./shown-number";

/** Whether a gateway wants its media through the switch; `auto` leaves it to SS_MEDIAPROXYMODE. */
export type GatewayMedia = "auto" | "on" | "off";

/** A customer as far as calls need it. */
export interface CallMappingGateway {
  readonly name: string;
  /** Source addresses, in the form that sockets report. */
  readonly addresses: readonly string[];
  /** Source port; any when absent. */
  readonly port?: number | undefined;
  /** Its leg is encrypted: the peer is another such switch (RTP-021). */
  readonly encrypt: boolean;
  readonly mediaProxy: GatewayMedia;
  /** Most calls at once; undefined: unlimited. */
  readonly lineLimit?: number | undefined;
  readonly lock: LockType;
  /** Applied to the numbers as they come in, before routing. */
  readonly callerTransforms: readonly NumberTransform[];
  readonly calleeTransforms: readonly NumberTransform[];
  /** Account that pays for its calls; without one they have no price. */
  readonly account?: string | undefined;
  /** What its callers are told by voice. */
  readonly prompts: CallerPrompts;
}

/** How long a gateway may stay in each stage of an attempt; undefined: as long as timer C lets it. */
export interface AttemptTimeouts {
  /** After 100 Trying; the INVITE timeout, counted from the INVITE, when undefined (FOV-058). */
  readonly trying?: Duration | undefined;
  readonly sessionProgress?: Duration | undefined;
  readonly sessionProgressSdp?: Duration | undefined;
  readonly ringing?: Duration | undefined;
}

/** A vendor as far as calls need it. */
export interface CallRoutingGateway extends SwitchingRules {
  readonly name: string;
  readonly target: SipTarget;
  readonly encrypt: boolean;
  readonly mediaProxy: GatewayMedia;
  /** INVITE timeout towards it; the transaction layer's own when absent. */
  readonly timerB?: Duration | undefined;
  /** T1 towards it; the transaction layer's own when absent. */
  readonly t1?: Duration | undefined;
  readonly timeouts: AttemptTimeouts;
  /** Answer its challenges; without them a 401 or 407 is a refusal. */
  readonly credentials?: DigestCredentials | undefined;
  /** Applied to the numbers on their way out, the gateway prefix after them. */
  readonly callerTransforms: readonly NumberTransform[];
  readonly calleeTransforms: readonly NumberTransform[];
  readonly gatewayPrefix: string;
  /** Shown instead of the caller's number while it has room. */
  readonly callerPool: CallerPoolSettings;
  /** The switch writes P-Asserted-Identity itself. */
  readonly assertsIdentity: boolean;
  /** Vendor account that is paid for its calls; without one they cost nothing here. */
  readonly account?: string | undefined;
  /** Protect route: tried when every normal gateway has failed. */
  readonly protect: boolean;
  /** `private`: a caller who asked for privacy is anonymous to this gateway. */
  readonly callerIdentity: "pass" | "private";
}

/** SS_MEDIAPROXYMODE: 0 Off, 1 On, 2 Auto, 3 Must On. */
export type MediaProxyMode = 0 | 1 | 2 | 3;

/** Read once for each call, so that a change concerns new calls alone. */
export interface CallSettings {
  readonly sessionTimer: SessionTimerPolicy;
  readonly mediaProxyMode: MediaProxyMode;
  /** 0: unlimited. Counted from the answer. */
  readonly maxCallDuration: Duration;
  readonly recordIllegalCalls: boolean;
  readonly charging: ChargeRules;
}

/** Something that an operator is to hear of. */
export type CallAlarm =
  | {
      readonly kind: "longCall";
      readonly callId: string;
      readonly callee: string;
      readonly account: string | undefined;
      readonly startedAt: WallTime;
    }
  | { readonly kind: "missingRate"; readonly callee: string; readonly account: string; readonly table: string };

/** How far one call may go in search of a gateway. */
export interface SearchRules {
  /** Gateways that one call may try, protect routes included. */
  readonly maxAttempts: number;
  /** Longest time without an answer; undefined: none. */
  readonly maxPostDialDelay?: Duration | undefined;
  /** Retry-After of a 503 takes the gateway out for that long. */
  readonly honoursRetryAfter: boolean;
  readonly protect: {
    readonly progress: "ringing" | "silence";
    readonly retryEvery?: Duration | undefined;
  };
}

/** The user agent, as far as the B2BUA calls it. */
export interface CallingAgent {
  invite(invite: OutgoingInvite, listener: SessionListener): InviteSession;
}

/** Gateways of one configuration; a change of configuration makes a new one. */
export interface CallGateways {
  readonly mapping: readonly CallMappingGateway[];
  readonly routing: readonly CallRoutingGateway[];
  readonly routes: RoutingSnapshot;
  /** What calls cost. */
  readonly rates: RateBook;
}

export interface B2buaOptions {
  readonly agent: CallingAgent;
  readonly media: MediaProxy;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly gateways: CallGateways;
  readonly settings: () => CallSettings;
  /** Lines, health and history of the routing gateways. */
  readonly lines: GatewayLines & LiveState;
  /** How the sorting parameters stand now. */
  readonly sortPolicy: () => SortPolicy;
  readonly pools: CallerPools;
  readonly forwarding: ForwardingRules;
  /** Money of customers and vendors. */
  readonly accounts: AccountLedger;
  readonly search: SearchRules;
  /** SS_TRY_PROTECT_ROUTE_DELAY as it is now. */
  readonly protectDelay: () => Duration;
  /** Talk after which a call is told as long, once; undefined: none is. */
  readonly longCall?: Duration | undefined;
  readonly alarm: (alarm: CallAlarm) => void;
  /** INVITE timeout towards a gateway that has none of its own: timer B. */
  readonly inviteTimeout: Duration;
  /** Our own address in From, by the peer's address: a listener of the same family. */
  readonly addressTowards: (peer: SocketAddress) => SocketAddress;
  /** Local media addresses; each side of a relay gets the first of its peer's family. */
  readonly mediaAddresses: readonly string[];
  /** The key of the next record: unique over restarts. */
  readonly nextFlowNo: () => bigint;
  /** Takes the record of each call, exactly once: the journal. */
  readonly record: (record: CallRecord) => void;
  /** Keeps calls in progress, so that a process that is killed leaves a record of each: when one comes, when it is answered, and when its record is written. */
  readonly openCalls: { opened(call: OpenCall): void; closed(flowNo: bigint): void };
  /** Over it a new call gets 503. */
  readonly maxCalls: number;
}

/** One line of Current Call. */
export interface CurrentCall {
  readonly id: string;
  readonly caller: string;
  readonly callee: string;
  readonly callerGateway: string;
  readonly calleeGateway: string | undefined;
  readonly state: "trying" | "ringing" | "answered";
  readonly startedAt: string;
  readonly answeredAt: string | undefined;
  /** Answered time so far, in seconds. */
  readonly holdTimeSeconds: number;
  readonly mediaProxied: boolean;
}
