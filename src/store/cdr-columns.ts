import type { SqlValue } from "../ports";
import { endReasonNamed, shownCaller, type CallRecord, type EndDirection } from "../cdr";

/** A column of `e_cdr` and what a record puts there. */
export interface CdrColumn {
  readonly name: string;
  readonly type: string;
  /** Undefined: this version of the switch has nothing to say there, so it stays NULL. */
  readonly value?: (record: CallRecord, day: { readonly switchName: string }) => SqlValue | undefined;
}

/** `enddirection` (END-001). */
export const END_DIRECTIONS: Readonly<Record<EndDirection, number>> = { caller: 0, callee: 1, server: 2 };

const TEXT_WIDTH = 64;

/** Caller's text is cut to the column: a strict server would refuse the row, and all of its batch, for one long header. */
const cut = (text: string | undefined, width = TEXT_WIDTH): string | undefined =>
  text === undefined || text.length <= width ? text : [...text].slice(0, width).join("");

/**
 * Talk time in whole seconds, to the nearest; an answered call has at least 1, since 0 means "not answered" to everything
 * that reads this column (END-025).
 */
export function holdSeconds(holdTimeMs: number): number {
  return holdTimeMs > 0 ? Math.max(1, Math.round(holdTimeMs / 1_000)) : 0;
}

const MAX_INT = 2_147_483_647;
const int = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.min(Math.round(value), MAX_INT);
const epochMs = (time: number | undefined): number | undefined => (time === undefined ? undefined : Math.floor(time / 1_000));

/**
 * The columns of `e_cdr` in the order of the original table, with the original's types.
 *
 * Times are epoch milliseconds, `holdtime` whole seconds. `callerpdd` and `calleepdd` are milliseconds and `rtpforward` 1 for
 * a proxied call: their units and values are not documented. `id` has no meaning that is known; it repeats the low 31 bits of
 * the flow number, which is the key.
 */
export const CDR_COLUMNS: readonly CdrColumn[] = [
  { name: "id", type: "int not null", value: ({ flowNo }) => Number(BigInt.asUintN(31, flowNo)) },
  { name: "callere164", type: "varchar(64)", value: (record) => cut(shownCaller(record)) },
  { name: "calleraccesse164", type: "varchar(64)", value: ({ caller }) => cut(caller) },
  { name: "calleee164", type: "varchar(64)", value: ({ callee }) => cut(callee) },
  { name: "calleeaccesse164", type: "varchar(64)", value: ({ callee }) => cut(callee) },
  { name: "callerip", type: "varchar(64)", value: ({ callerIp }) => cut(callerIp) },
  { name: "callerrtpip", type: "varchar(64)", value: ({ callerRtpIp }) => cut(callerRtpIp) },
  { name: "callercodec", type: "varchar(64)", value: ({ callerCodec }) => cut(callerCodec) },
  { name: "callergatewayid", type: "varchar(64)", value: ({ callerGateway }) => cut(callerGateway) },
  { name: "callerproductid", type: "varchar(64)" },
  { name: "callertogatewaye164", type: "varchar(64)", value: ({ callerOut }) => cut(callerOut) },
  { name: "callertype", type: "int" },
  { name: "calleeip", type: "varchar(64)", value: ({ calleeIp }) => cut(calleeIp) },
  { name: "calleertpip", type: "varchar(64)", value: ({ calleeRtpIp }) => cut(calleeRtpIp) },
  { name: "calleecodec", type: "varchar(64)", value: ({ calleeCodec }) => cut(calleeCodec) },
  { name: "calleegatewayid", type: "varchar(64)", value: ({ calleeGateway }) => cut(calleeGateway) },
  { name: "calleeproductid", type: "varchar(64)" },
  { name: "calleetogatewaye164", type: "varchar(64)", value: ({ calleeOut }) => cut(calleeOut) },
  { name: "calleetype", type: "int" },
  // 1: the account of the mapping gateway pays.
  { name: "billingmode", type: "int", value: ({ price }) => (price === undefined ? undefined : 1) },
  { name: "calllevel", type: "int" },
  { name: "agentfeetime", type: "int" },
  { name: "starttime", type: "bigint", value: ({ startedAt }) => epochMs(startedAt) },
  { name: "stoptime", type: "bigint", value: ({ endedAt }) => epochMs(endedAt) },
  { name: "callerpdd", type: "int", value: ({ callerPddMs }) => int(callerPddMs) },
  { name: "calleepdd", type: "int", value: ({ calleePddMs }) => int(calleePddMs) },
  { name: "holdtime", type: "int", value: ({ holdTimeMs }) => int(holdSeconds(holdTimeMs)) },
  { name: "callerareacode", type: "varchar(64)" },
  { name: "feetime", type: "int", value: ({ price }) => int(price?.feeSeconds) },
  { name: "fee", type: "double", value: ({ price }) => price?.fee },
  { name: "tax", type: "double" },
  { name: "suitefee", type: "double" },
  { name: "suitefeetime", type: "int" },
  { name: "incomefee", type: "double" },
  { name: "incometax", type: "double" },
  { name: "customeraccount", type: "varchar(255)", value: ({ price }) => cut(price?.account, 255) },
  { name: "customername", type: "varchar(255)", value: ({ price }) => cut(price?.account, 255) },
  { name: "calleeareacode", type: "varchar(64)", value: ({ price }) => price?.prefix },
  { name: "agentfee", type: "double" },
  { name: "agenttax", type: "double" },
  { name: "agentsuitefee", type: "double" },
  { name: "agentsuitefeetime", type: "int" },
  { name: "agentaccount", type: "varchar(255)" },
  { name: "agentname", type: "varchar(255)" },
  { name: "flowno", type: "bigint not null", value: ({ flowNo }) => flowNo },
  { name: "softswitchname", type: "varchar(64)", value: (_record, { switchName }) => cut(switchName) },
  { name: "softswitchcallid", type: "bigint" },
  { name: "callercallid", type: "varchar(64)", value: ({ callerCallId }) => cut(callerCallId) },
  { name: "calleroriginalcallid", type: "varchar(64)", value: ({ callerCallId }) => cut(callerCallId) },
  { name: "calleecallid", type: "varchar(64)", value: ({ calleeCallId }) => cut(calleeCallId) },
  { name: "calleroriginalinfo", type: "varchar(255)" },
  { name: "rtpforward", type: "int", value: ({ mediaProxied }) => Number(mediaProxied) },
  { name: "enddirection", type: "int", value: ({ endDirection }) => END_DIRECTIONS[endDirection] },
  { name: "endreason", type: "int", value: ({ endReason }) => endReasonNamed(endReason).number },
  { name: "billingtype", type: "int" },
  { name: "cdrlevel", type: "int" },
  { name: "agentcdr_id", type: "int" },
  { name: "sipreasonheader", type: "varchar(64)", value: ({ sipReason }) => cut(sipReason) },
  { name: "recordstarttime", type: "bigint" },
  { name: "transactionid", type: "varchar(64)" },
  { name: "flownofirst", type: "bigint" },
  { name: "additional", type: "blob" },
  { name: "dynamicValue", type: "json" },
];

/** Columns with an index in the original, and two of ours that the query conditions need. */
export const CDR_INDEXES = [
  "callere164",
  "callergatewayid",
  "starttime",
  "stoptime",
  "customeraccount",
  "calleegatewayid",
  "calleee164",
] as const;
