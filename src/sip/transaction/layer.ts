import type { Buffer } from "node:buffer";
import type { Duration, SocketAddress, TimerWheel } from "../../base";
import type { AnySipMessage, HeaderField, SipParseFailure, SipRequest, SipResponse } from "../message";
import type {
  ClientTransaction,
  ClientTransactionUser,
  ServerTransaction,
  SipFlow,
  SipTarget,
  SipTimers,
  SipTransportName,
  TransactionCore,
} from "./types";

/** Sends what the layer decided. The shell in src/sip/transport does it over the Network port; tests collect it. */
export interface SipSender {
  /**
   * Hands over one serialised message. `onFailure` is called later, at most once, when the transport could not take it.
   * `alternative` is where a response goes when its TCP connection is gone: a new connection to that address (RFC 3261 section 18.2.2).
   */
  send(bytes: Buffer, flow: SipFlow, onFailure: (() => void) | undefined, alternative?: SocketAddress): void;
  /** The local address and transport from which `target` is reached; undefined when no listener fits (family, transport). */
  flowTo(target: SipTarget, size: number): SipFlow | undefined;
}

/** What a layer is made of. `random` text comes from the Random port's stream `"sip"`. */
export interface TransactionLayerOptions {
  readonly sender: SipSender;
  readonly wheel: TimerWheel;
  readonly timers: SipTimers;
  readonly core: TransactionCore;
  /** Unique text for branches; the layer adds the RFC 3261 cookie. */
  readonly nextBranch: () => string;
  /** Methods that are answered 405 with Allow when not listed (501 when not even known). */
  readonly allowedMethods: readonly string[];
  /** Option tags for Require; another gives 420 with Unsupported. May change while running (SS_SESSION_TIMER). */
  readonly supportedExtensions: () => readonly string[];
  /**
   * Most transactions at once; over it a new request gets 503 with Retry-After and a counter goes up. A request inside a dialog, which
   * has a To tag, is let in until there are half as many again, so that calls can end in an overload.
   */
  readonly maxTransactions: number;
  /** Schemes of the Request-URI that the core understands; another gives 416. `sip` and `tel` when absent: `sips` promises TLS. */
  readonly supportedSchemes?: readonly string[];
}

/** An ACK for a 2xx that was sent. */
export interface Acknowledgement {
  /** Sends the same bytes once more, as a retransmitted 2xx demands. RFC 3261 section 13.2.2.4. */
  again(): void;
}

/**
 * The transaction layer of RFC 3261 section 17 as amended by RFC 6026. Sans-IO: owns no socket; time is its wheel's.
 *
 * Its owner sets `wheel.now` (through `advance`) before each input.
 */
export interface TransactionLayer {
  /** A parsed message that came in over `flow`. */
  receive(message: AnySipMessage, flow: SipFlow): void;
  /** A message that did not parse: answered when `failure.answer` allows, dropped and counted otherwise. Never reaches the core. */
  reject(failure: SipParseFailure, flow: SipFlow): void;
  /** Starts a client transaction: puts our Via on top and sends. Not for ACK or CANCEL. `timerB` and `t1` override the layer's for this one. */
  request(
    request: SipRequest,
    target: SipTarget,
    user: ClientTransactionUser,
    options?: { readonly timerB?: Duration; readonly t1?: Duration },
  ): ClientTransaction;
  /** Sends CANCEL for an INVITE as soon as a provisional allows it (RFC 3261 section 9.1); nothing after a final response. */
  cancel(invite: ClientTransaction, headers?: readonly HeaderField[]): void;
  /** Sends a response through its server transaction. A 2xx to INVITE may be sent again and again (13.3.1.4). */
  respond(transaction: ServerTransaction, response: SipResponse): void;
  /** Sends an ACK for a 2xx, with a Via of its own, outside any transaction. */
  acknowledge(request: SipRequest, target: SipTarget): Acknowledgement;
  /**
   * The transport has learnt that `remote` does not take messages (ICMP, a reset connection). Client transactions that still wait for it
   * fail at once (RFC 3261 section 18.4); an INVITE with a provisional response goes on waiting.
   */
  unreachable(transport: SipTransportName, remote: SocketAddress): void;
  /** Drops every transaction and its timers without a word to their users: for the end of the process. */
  close(): void;
  /** Live transactions; 0 when nothing leaks. */
  readonly size: number;
  /** Malformed, merged, unmatched, refused by limit ... by name. */
  readonly counters: Readonly<Record<string, number>>;
}
