import type { WallTime } from "../base";
import type { RelayStatistics } from "../rtp";

/** Who ended the call. The number is the column `enddirection`: 0 caller, 1 callee, 2 server. */
export type EndDirection = "caller" | "callee" | "server";

/** One try of one gateway. */
export interface CallAttempt {
  readonly gateway: string;
  readonly startedAt: WallTime;
  /** From INVITE sent to the end of this attempt, or to the answer. Milliseconds. */
  readonly elapsedMs: number;
  /** Final SIP status; 408 when the switch waited in vain (RFC 3261 section 8.1.3.1); absent after a transport failure or a cancel in silence. */
  readonly status?: number;
  /** Q.850 cause from a Reason header or mapped from the status (RFC 4497 section 8.4.4 table). */
  readonly cause?: number;
  readonly outcome: "answered" | "refused" | "timeout" | "transport" | "cancelled";
}

/** What an account pays, or is paid, for a call. Money as decimal text. */
export interface CallPrice {
  readonly account: string;
  /** Rate of a minute, and the billing cycle in seconds. */
  readonly rate: string;
  readonly period: number;
  /** Where the rate stands: table and prefix, and what chose the table. */
  readonly table: string;
  readonly prefix: string;
  readonly periodRate?: string;
  readonly calendar?: string;
  readonly workingTime?: boolean;
  readonly fee: string;
  /** Time that was charged, in seconds. */
  readonly feeSeconds: number;
  /** Where the account is charged by the rate of each moment and the talk had several: each by itself; the fields above are of the first, fee and time of all. */
  readonly pieces?: readonly PricePiece[];
}

/** A stretch of talk that one rate was in force for. */
export type PricePiece = Pick<CallPrice, "table" | "prefix" | "rate" | "period" | "fee" | "feeSeconds">;

/** The record of one call: exactly one for each INVITE that the switch took or refused as illegal. */
export interface CallRecord {
  /** Unique over restarts: the key `flowno`. */
  readonly flowNo: bigint;
  readonly callId: string;
  readonly callerCallId: string;
  readonly calleeCallId?: string;
  readonly caller: string;
  readonly callee: string;
  /** Numbers as sent to the routing gateway that was tried last. */
  readonly callerOut?: string;
  readonly calleeOut?: string;
  /** The number of that gateway's caller pool which stood for the caller; absent when its own was shown (CLI-095). */
  readonly poolNumber?: string;
  readonly callerGateway?: string;
  readonly calleeGateway?: string;
  readonly callerIp: string;
  readonly calleeIp?: string;
  readonly callerRtpIp?: string;
  readonly calleeRtpIp?: string;
  readonly callerCodec?: string;
  readonly calleeCodec?: string;
  readonly startedAt: WallTime;
  readonly answeredAt?: WallTime;
  readonly endedAt: WallTime;
  /** From the INVITE to ringing or answer, in milliseconds, on each side. */
  readonly callerPddMs?: number;
  readonly calleePddMs?: number;
  /** Answered time in milliseconds; 0 when not answered. */
  readonly holdTimeMs: number;
  readonly endReason: string;
  readonly endDirection: EndDirection;
  /** Reason header as received, when there was one (RFC 3326). */
  readonly sipReason?: string;
  readonly mediaProxied: boolean;
  readonly media?: RelayStatistics;
  readonly attempts: readonly CallAttempt[];
  /** Absent when no account pays for the call. */
  readonly price?: CallPrice;
  /** What the vendor that carried it is paid; absent without a vendor account, and for a call that was not answered. */
  readonly cost?: CallPrice;
  /** Number of the record among those that changed a balance, so that each is booked once; absent when it changed none. */
  readonly chargeNo?: number;
}

/** The column Caller of a record: the number that stood for the caller on the way out (CLI-095). `caller` keeps the one that called. */
export function shownCaller({ caller, poolNumber }: CallRecord): string {
  return poolNumber ?? caller;
}
