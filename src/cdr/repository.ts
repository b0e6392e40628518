import type { WallTime } from "../base";
import type { CallRecord, EndDirection } from "./record";

/** Which records are wanted. Every condition that is given must hold. Times are of the end of the call unless named otherwise. */
export interface CdrQuery {
  readonly endedFrom?: WallTime;
  /** Excluded. */
  readonly endedBefore?: WallTime;
  readonly startedFrom?: WallTime;
  /** Excluded. */
  readonly startedBefore?: WallTime;
  readonly caller?: string;
  readonly callee?: string;
  /** The number on either side: the caller's own, the one that was shown for it, or the one that was called. */
  readonly number?: string;
  /** Name of the gateway on either side. */
  readonly gateway?: string;
  /** The account that pays for the call, or the vendor's account that is paid for it. */
  readonly account?: string;
  /** Our call id, or the Call-ID of either leg. */
  readonly callId?: string;
  /** Name or alias of an end reason, or `Name(number)`. */
  readonly endReason?: string;
  readonly endDirection?: EndDirection;
  readonly answered?: boolean;
  /** By the end of the call. Default `newestFirst`. */
  readonly order?: "newestFirst" | "oldestFirst";
  /** At most this many; 1..{@link MAX_PAGE}. Default 100. */
  readonly limit?: number;
  /** Where the page before ended. */
  readonly cursor?: string;
}

/** Records of one answer at most. Our choice: about 2 MB. */
export const MAX_PAGE = 1_000;

/** A part of an answer, and where the next one goes on; no cursor after the last. */
export interface CdrPage {
  readonly records: readonly CallRecord[];
  readonly cursor?: string;
}

/** Records in a database. Implemented in src/store over both dialects. */
export interface CdrRepository {
  /**
   * Stores all or none, in one transaction. A record whose flow number is there already is left as it is, so that a batch
   * loaded twice leaves one row each.
   *
   * @returns how many were new. @throws {SwitchError} `DATABASE_UNAVAILABLE`, `DATABASE_ERROR`.
   */
  insert(records: readonly CallRecord[]): Promise<number>;
  /**
   * Shows that records can be stored, by storing one and taking it back. So a batch that is refused can be told from a
   * database that refuses everything. @throws as {@link insert}.
   */
  probe(): Promise<void>;
  /** One page. @throws {UsageError} `CDR_BAD_CURSOR`, `CDR_BAD_LIMIT`. */
  find(query: CdrQuery): Promise<CdrPage>;
  /** All that match, page by page: memory does not grow with their number. `limit` is the size of a page. */
  stream(query: CdrQuery): AsyncIterable<CallRecord>;
  byFlowNo(flowNo: bigint): Promise<CallRecord | undefined>;
}
