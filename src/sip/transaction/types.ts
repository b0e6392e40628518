import type { Duration, SocketAddress } from "../../base";
import type { SipRequest, SipResponse } from "../message";

export type SipTransportName = "udp" | "tcp";

/** Where a message came from or goes to. For TCP, `remote` is the peer's end of the connection. */
export interface SipFlow {
  readonly transport: SipTransportName;
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
}

/** Where a request is to be sent. Without a transport: UDP, or TCP when it is over 1300 bytes (RFC 3261 section 18.1.1). */
export interface SipTarget {
  readonly remote: SocketAddress;
  readonly transport?: SipTransportName;
  /** The listening address to send from; the first one of the right family when absent. */
  readonly local?: SocketAddress;
}

/** The timers of RFC 3261 section 17, Table 4; `defaultSipTimers` has the RFC's values. */
export interface SipTimers {
  readonly t1: Duration;
  readonly t2: Duration;
  readonly t4: Duration;
  /** INVITE transaction timeout; 64*T1 when absent. */
  readonly timerB?: Duration;
  /** Proxy INVITE transaction timeout, restarted by each provisional response over 100 (RFC 3261 section 16.7, step 2); none when absent. */
  readonly timerC?: Duration;
  /** Wait in `completed` of an unreliable INVITE client transaction; 32 seconds or more. */
  readonly timerD: Duration;
}

/** A request that this side sent and the state of its answer. An opaque handle for the transaction user. */
export interface ClientTransaction {
  /** The request as sent, with its Via. Not to be read after a final response, when it is no longer kept. */
  readonly request: SipRequest;
  readonly target: SipTarget;
  /** True once a provisional response came: CANCEL may be sent. */
  readonly isProceeding: boolean;
  readonly isTerminated: boolean;
}

/** A request that this side received and has to answer. An opaque handle for the transaction user. */
export interface ServerTransaction {
  /** Not to be read after the final response: most transactions only wait for retransmissions then, and keep no request. */
  readonly request: SipRequest;
  /** Where the request came from, and over what. */
  readonly flow: SipFlow;
  /** The To tag of every response that the layer itself makes for a request without one; the core uses the same (RFC 3261 section 8.2.6.2). */
  readonly toTag: string;
  /** Final response that was sent, when one was. */
  readonly finalStatus: number | undefined;
  /** Room for what the core wants to call when a CANCEL of this request comes. Emptied with the final response. */
  onCancelled: ((cancel: SipRequest) => void) | undefined;
}

export type ClientFailure = "timeout" | "transport";

/** What the transaction layer tells the user of one client transaction. */
export interface ClientTransactionUser {
  onResponse(response: SipResponse, transaction: ClientTransaction): void;
  /** Timer B or F fired, or no transport took the request. Called at most once, and never after a final response. */
  onFailure(failure: ClientFailure, transaction: ClientTransaction): void;
}

/** What the transaction layer tells the core above it. */
export interface TransactionCore {
  /** A new request, already checked (8.2: method, Max-Forwards, Require, merged). Never an ACK or a matched CANCEL. */
  onRequest(request: SipRequest, transaction: ServerTransaction): void;
  /** An ACK for a 2xx: outside any transaction. */
  onAck(request: SipRequest, flow: SipFlow): void;
  /** A CANCEL matched an INVITE transaction that has no final response; the CANCEL was answered with 200. */
  onCancel(request: SipRequest, invite: ServerTransaction): void;
  /** A 2xx to an INVITE that no client transaction takes: a retransmission or another fork after the transaction ended. */
  onStray2xx(response: SipResponse, flow: SipFlow): void;
  /** A response could not be delivered (`transport`, told once at most), or no ACK came for a final response of 300 or over (`timeout`, Timer H). */
  onServerFailure(failure: "timeout" | "transport", transaction: ServerTransaction): void;
}
