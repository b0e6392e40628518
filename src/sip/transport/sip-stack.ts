import type { SocketAddress } from "../../base";
import type { Clock, Network, Random } from "../../ports";
import {
  createTransactionLayer,
  defaultSipTimers,
  type SipFlow,
  type SipTarget,
  type SipTimers,
  type TransactionCore,
  type TransactionLayer,
} from "../transaction";
import { createClockedWheel, type ClockedWheel } from "./clocked-wheel";
import { defaultTransportLimits, type SipTransportLimits } from "./limits";
import { SipTransport } from "./sip-transport";
import type { SipListenAddress, SipTransportEvents } from "./types";

/** Hexadecimal digits of a branch: 64 bits, so that nobody off the path guesses one while its transaction lives. */
const BRANCH_DIGITS = 16;

/** Most transactions at once unless told otherwise: 2,000 calls/s with some 130 transaction-seconds each. Our choice. */
export const DEFAULT_MAX_TRANSACTIONS = 300_000;

/** What a SIP stack is made of. */
export interface SipStackOptions extends SipTransportEvents {
  readonly clock: Clock;
  readonly network: Network;
  /** The stack forks its own stream `"sip"`. */
  readonly random: Random;
  readonly listen: readonly SipListenAddress[];
  readonly core: TransactionCore;
  /** Shared with the machines above; one of the stack's own over `clock` when absent. */
  readonly wheel?: ClockedWheel;
  /** {@link defaultSipTimers} when absent. */
  readonly timers?: SipTimers;
  readonly allowedMethods: readonly string[];
  readonly supportedExtensions: () => readonly string[];
  readonly supportedSchemes?: readonly string[];
  /** {@link DEFAULT_MAX_TRANSACTIONS} when absent. */
  readonly maxTransactions?: number;
  /** {@link defaultTransportLimits} where absent. */
  readonly limits?: Partial<SipTransportLimits>;
  /** An error thrown by the core or a bug of ours while one input was handled; rethrown into the network when absent. */
  readonly onFault?: (error: unknown) => void;
}

/** A transaction layer on sockets. */
export interface SipStack {
  readonly transactions: TransactionLayer;
  /** What calls into the stack from elsewhere (a media event, a console) does so inside `wheel.run`. */
  readonly wheel: ClockedWheel;
  /** Where a small request to `target` would leave from: for Contact and SDP addresses. Undefined when no listener fits. */
  flowTo(target: SipTarget): SipFlow | undefined;
  /** TCP connections now. */
  readonly connections: number;
  /** The transport's counters and the transactions'. */
  readonly counters: Readonly<Record<string, number>>;
  /** Stops listening, ends connections and drops every transaction without a word to its user. Harmless when repeated. */
  close(): void;
}

/**
 * Listens on `listen` and carries transactions over it.
 *
 * @throws {UsageError} `SIP_LISTEN_UNSPECIFIED`: see {@link SipListenAddress}. A bind that fails reaches `onError`.
 */
export function createSipStack(options: SipStackOptions): SipStack {
  const wheel = options.wheel ?? createClockedWheel(options.clock, options.onFault);
  const random = options.random.fork("sip");
  const transport = new SipTransport({
    ...options,
    wheel,
    limits: { ...defaultTransportLimits, ...options.limits },
    receiver: {
      onMessage: (message, flow) => transactions.receive(message, flow),
      onMalformed: (failure, flow) => transactions.reject(failure, flow),
      onUnreachable: (name, remote: SocketAddress) => transactions.unreachable(name, remote),
    },
  });
  const transactions = createTransactionLayer({
    ...options,
    sender: transport,
    wheel,
    timers: options.timers ?? defaultSipTimers,
    nextBranch: () => random.hex(BRANCH_DIGITS),
    maxTransactions: options.maxTransactions ?? DEFAULT_MAX_TRANSACTIONS,
  });
  return {
    transactions,
    wheel,
    flowTo: (target) => transport.flowTo(target, 0),
    get connections() {
      return transport.connectionCount;
    },
    get counters() {
      return { ...transport.counters, ...transactions.counters };
    },
    close: () =>
      wheel.run(() => {
        transport.close();
        transactions.close();
      }),
  };
}
