import type { Duration, TimerWheel } from "../../base";
import type { HeaderField, SipRequest } from "../message";
import type { ServerTransaction, SipFlow, SipTarget, TransactionLayer } from "../transaction";
import type { SipResponse } from "../message";
import type { RandomDraws } from "./random-draws";

/** A session as the agent's table knows it, by Call-ID and our tag. */
export interface TableEntry {
  readonly callId: string;
  readonly localTag: string;
  onRequest(request: SipRequest, transaction: ServerTransaction): void;
  onAck(request: SipRequest): boolean;
  /** A 2xx that no client transaction takes. False when the session knows nothing of it. */
  onStraySuccess(response: SipResponse): boolean;
}

/** What every session needs of its agent. */
export interface AgentContext {
  readonly wheel: TimerWheel;
  readonly transactions: TransactionLayer;
  readonly t1: Duration;
  readonly t2: Duration;
  readonly draws: RandomDraws;
  readonly allow: readonly string[];
  /** Allow, and User-Agent or Server. */
  readonly allowHeader: HeaderField;
  readonly userAgentHeaders: readonly HeaderField[];
  readonly serverHeaders: readonly HeaderField[];
  /** Supported with the tags that are on; empty when there is none. */
  supportedHeaders(options: { readonly timer: boolean; readonly reliable: boolean }): readonly HeaderField[];
  contact(towards: SipTarget | SipFlow): HeaderField;
  locate(uri: string, peer: SipTarget): SipTarget;
  nextId(): string;
  /** The session is wholly over: no message of it is expected any more. */
  release(entry: TableEntry): void;
}
