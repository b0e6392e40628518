import { UsageError, type WallTime } from "../base";
import { endReasonNamed, MAX_PAGE, shownCaller, type CallRecord, type CdrQuery } from "../cdr";
import type { SqlValue } from "../ports";
import { LIVE_TABLES, type CallTables } from "./call-tables";
import { END_DIRECTIONS } from "./cdr-columns";
import { dayOf } from "./daily-tables";

const DEFAULT_PAGE = 100;
const TEXT_WIDTH = 64;
const ACCOUNT_WIDTH = 255;

/** The last record of a page: the next one goes on behind it. */
export interface Cursor {
  readonly stopTimeMs: number;
  readonly flowNo: bigint;
}

/** @throws {UsageError} `CDR_BAD_LIMIT`. */
export function pageLimit({ limit = DEFAULT_PAGE }: CdrQuery): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw new UsageError("CDR_BAD_LIMIT", `a page holds 1..${MAX_PAGE} records, not ${limit}`, { limit });
  }
  return limit;
}

export function cursorOf({ endedAt, flowNo }: CallRecord): string {
  return `${Math.floor(endedAt / 1_000)}.${flowNo}`;
}

/** @throws {UsageError} `CDR_BAD_CURSOR`. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,16})\.(-?\d{1,19})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new UsageError("CDR_BAD_CURSOR", `"${text}" is not a cursor of a CDR query`, { cursor: text });
  }
  return { stopTimeMs: Number(match[1]), flowNo: BigInt(match[2]) };
}

/** Those of `days` that may hold a match, oldest first. A call that started on a day may have ended on any later one. */
export function daysOf(query: CdrQuery, cursor: Cursor | undefined, days: readonly string[]): string[] {
  const from = [query.endedFrom, query.startedFrom].filter((time) => time !== undefined).map(dayOf);
  const upTo = query.endedBefore === undefined ? [] : [dayOf((query.endedBefore - 1) as WallTime)];
  if (cursor !== undefined) (query.order === "oldestFirst" ? from : upTo).push(dayOf((cursor.stopTimeMs * 1_000) as WallTime));
  return days.filter((day) => from.every((first) => day >= first) && upTo.every((last) => day <= last));
}

/** The conditions that columns can decide; {@link isMatch} decides the rest. */
export function conditionsOf(
  query: CdrQuery,
  cursor: Cursor | undefined,
  tables: CallTables = LIVE_TABLES,
): { readonly where: string; readonly values: readonly SqlValue[] } {
  const conditions: string[] = ["1 = 1"];
  const values: SqlValue[] = [];
  const add = (condition: string, ...of: SqlValue[]): void => {
    conditions.push(condition);
    values.push(...of);
  };
  const cut = (text: string): string => [...text].slice(0, TEXT_WIDTH).join("");
  // Milliseconds in the table, microseconds in the record: the bounds here are the wider ones.
  if (query.endedFrom !== undefined) add("e.stoptime >= ?", Math.floor(query.endedFrom / 1_000));
  if (query.endedBefore !== undefined) add("e.stoptime <= ?", Math.floor(query.endedBefore / 1_000));
  if (query.startedFrom !== undefined) add("e.starttime >= ?", Math.floor(query.startedFrom / 1_000));
  if (query.startedBefore !== undefined) add("e.starttime <= ?", Math.floor(query.startedBefore / 1_000));
  if (query.caller !== undefined) add("e.callere164 = ?", cut(query.caller));
  if (query.callee !== undefined) add("e.calleee164 = ?", cut(query.callee));
  if (query.number !== undefined) {
    const number = cut(query.number);
    add("(e.callere164 = ? OR e.calleraccesse164 = ? OR e.calleee164 = ?)", number, number, number);
  }
  if (query.gateway !== undefined)
    add("(e.callergatewayid = ? OR e.calleegatewayid = ?)", cut(query.gateway), cut(query.gateway));
  if (query.account !== undefined) {
    const account = query.account.slice(0, ACCOUNT_WIDTH);
    const paid = `EXISTS (SELECT 1 FROM ${tables.money} m WHERE m.flowno = e.flowno AND m.vendor_account = ?)`;
    add(`(e.customeraccount = ? OR ${paid})`, account, account);
  }
  if (query.callId !== undefined) {
    const id = cut(query.callId);
    add("(c.call_id = ? OR e.callercallid = ? OR e.calleecallid = ?)", id, id, id);
  }
  if (query.endReason !== undefined) add("e.endreason = ?", endReasonNamed(query.endReason).number);
  if (query.endDirection !== undefined) add("e.enddirection = ?", END_DIRECTIONS[query.endDirection]);
  if (query.answered !== undefined) add(query.answered ? "e.holdtime > 0" : "e.holdtime = 0");
  if (cursor !== undefined) {
    const beyond = query.order === "oldestFirst" ? ">" : "<";
    add(
      `(e.stoptime ${beyond} ? OR (e.stoptime = ? AND e.flowno ${beyond} ?))`,
      cursor.stopTimeMs,
      cursor.stopTimeMs,
      cursor.flowNo,
    );
  }
  return { where: conditions.join(" AND "), values };
}

/** True when the whole record matches, beyond what its cut and rounded columns can say. */
export function isMatch(record: CallRecord, query: CdrQuery): boolean {
  const { endedFrom, endedBefore, startedFrom, startedBefore, caller, callee, number, gateway, account, callId } = query;
  return (
    (endedFrom === undefined || record.endedAt >= endedFrom) &&
    (endedBefore === undefined || record.endedAt < endedBefore) &&
    (startedFrom === undefined || record.startedAt >= startedFrom) &&
    (startedBefore === undefined || record.startedAt < startedBefore) &&
    (caller === undefined || shownCaller(record) === caller) &&
    (callee === undefined || record.callee === callee) &&
    (number === undefined || [record.caller, shownCaller(record), record.callee].includes(number)) &&
    (gateway === undefined || record.callerGateway === gateway || record.calleeGateway === gateway) &&
    (account === undefined || record.price?.account === account || record.cost?.account === account) &&
    (callId === undefined || [record.callId, record.callerCallId, record.calleeCallId].includes(callId))
  );
}
