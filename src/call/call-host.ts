import type { Duration, SocketAddress } from "../base";
import type { CallRecord } from "../cdr";
import type { MediaProxy } from "../media";
import type { Clock, Log } from "../ports";
import type { CallerPools, GatewayLines } from "../routing";
import type { HeaderField, InviteSession } from "../sip";
import type { CallAnnouncement } from "./announcer";
import type { Call } from "./call";
import type { CallCharge } from "./call-charge";
import type { CallEnd } from "./call-end";
import type { CrossingSdp } from "./crossing-sdp";
import type { CallParties } from "./outgoing-invite";
import type { RecordDraft } from "./record-draft";
import type { ForwardingRules } from "./shown-number";
import type { CallAlarm, CallMappingGateway, CallRoutingGateway, CallSettings, CallingAgent, SearchRules } from "./types";

/** What a call asks of the B2BUA that owns it. */
export interface CallHost {
  readonly agent: CallingAgent;
  readonly media: MediaProxy;
  readonly clock: Clock;
  readonly log: Log;
  readonly addressTowards: (peer: SocketAddress) => SocketAddress;
  readonly mediaAddresses: readonly string[];
  readonly routingGateway: (name: string) => CallRoutingGateway | undefined;
  readonly lines: GatewayLines;
  readonly pools: CallerPools;
  readonly forwarding: ForwardingRules;
  readonly search: SearchRules;
  readonly protectDelay: () => Duration;
  readonly longCall?: Duration | undefined;
  readonly alarm: (alarm: CallAlarm) => void;
  readonly inviteTimeout: Duration;
  readonly nextSessionId: () => number;
  /** A call is up: from now on it costs money. */
  readonly answered: (draft: RecordDraft) => void;
  /** The call holds nothing any more. Called exactly once. */
  readonly released: (call: Call, record: CallRecord, tellLegs: () => void) => void;
}

/** Why a call is turned away before any gateway is tried. */
export interface Refusal {
  readonly end: CallEnd;
  readonly status: number;
  readonly cause: number;
  readonly headers?: readonly HeaderField[];
}

/** One call as it was admitted. */
export interface AdmittedCall {
  readonly id: string;
  readonly session: InviteSession;
  readonly offer: CrossingSdp | undefined;
  readonly mapping: CallMappingGateway;
  /** After the transforms of the mapping gateway. */
  readonly parties: CallParties;
  /** Routing gateways of the plan in their order, those that are unavailable at this moment included. */
  readonly order: readonly string[];
  readonly settings: CallSettings;
  readonly draft: RecordDraft;
  readonly charge: CallCharge;
  /** What the caller hears first. */
  readonly announcement?: CallAnnouncement | undefined;
  /** The call ends with it after its announcement, and no gateway is tried. */
  readonly refusal?: Refusal | undefined;
}
