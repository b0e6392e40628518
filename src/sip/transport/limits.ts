import { seconds, type Duration } from "../../base";

/** What one transport may hold, and for how long. Each maximum has its behaviour stated beside it. */
export interface SipTransportLimits {
  /**
   * TCP connections at once, both directions. At it a new inbound connection displaces the oldest that has not yet sent a whole message;
   * when there is none the new one is dropped. An outbound one fails as a transport failure.
   */
  readonly maxConnections: number;
  /** A connection over which no whole message or keep-alive went for so long is ended. Bytes that complete nothing do not count. */
  readonly idleTimeout: Duration;
  /** The same for an inbound connection that has not yet sent one whole message. */
  readonly firstMessageTimeout: Duration;
  /** An outbound connection that is not open by then fails. */
  readonly connectTimeout: Duration;
  /** Requests larger than this go by TCP when no transport was named. RFC 3261 section 18.1.1. */
  readonly maxDatagramRequest: number;
  /** How long a peer that refused TCP for a large request gets such requests by UDP at once. */
  readonly refusalMemory: Duration;
}

/**
 * `idleTimeout` is over 64*T1 as RFC 3261 section 18 recommends, and over timer C's least value; `maxDatagramRequest` is that of section
 * 18.1.1. The others are our choice: `connectTimeout` leaves a UDP fallback time before most callers give up, and
 * `refusalMemory` lets a peer that drops connection requests unanswered delay one call in ten minutes at most.
 */
export const defaultTransportLimits: SipTransportLimits = {
  maxConnections: 2_000,
  idleTimeout: seconds(200),
  firstMessageTimeout: seconds(20),
  connectTimeout: seconds(4),
  maxDatagramRequest: 1_300,
  refusalMemory: seconds(600),
};

/** Most peers whose refusal of TCP is remembered; the oldest is forgotten. */
export const MAX_REMEMBERED_REFUSALS = 1_000;

/** The largest UDP payload over IPv4: 65,535 bytes less 20 of IP and 8 of UDP header. What is larger fails as a transport failure. */
export const MAX_DATAGRAM_BYTES = 65_507;

/**
 * Receive buffer of a UDP listener. The system's usual 208 KiB hold about 150 messages: at 2,000 calls/s a stall of 12 ms. This holds
 * a few thousand, as much as Linux grants where `net.core.rmem_max` has been raised; it grants less silently.
 */
export const RECEIVE_BUFFER_BYTES = 4 * 1_024 * 1_024;

/** Peers of a UDP listener whose flow is remembered to be shared; at it all are forgotten, which costs memory alone. Our choice. */
export const MAX_REMEMBERED_FLOWS = 10_000;
