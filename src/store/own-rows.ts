import { parseMoney } from "../base";
import { encodeRecord, type CallPrice, type CallRecord } from "../cdr";
import type { SqlValue } from "../ports";
import type { CallTables } from "./call-tables";
import type { RowsToInsert } from "./cdr-statements";

/** The rows of `records` in the tables of ours that stand beside the daily ones. */
export function ownRows(tables: CallTables, day: string, records: readonly CallRecord[]): readonly RowsToInsert[] {
  const calls = records.map((record) => [
    record.flowNo,
    day,
    record.callId.slice(0, 64),
    record.endReason.slice(0, 64),
    encodeRecord(record),
  ]);
  const attempts = records.flatMap(({ flowNo, attempts: tried }) =>
    tried.map(({ gateway, startedAt, elapsedMs, status, cause, outcome }, position) => [
      flowNo,
      position,
      day,
      gateway.slice(0, 64),
      startedAt,
      Math.round(elapsedMs),
      status ?? null,
      cause ?? null,
      outcome,
    ]),
  );
  const media = records.flatMap(({ flowNo, media: relayed }) =>
    relayed === undefined
      ? []
      : (
          [
            ["a", relayed.fromA],
            ["b", relayed.fromB],
          ] as const
        ).map(([side, s]) => [
          flowNo,
          side,
          day,
          s.received,
          s.receivedBytes,
          s.forwarded,
          s.lost,
          s.jitterMs,
          s.encrypted,
          s.decrypted,
          Object.values(s.dropped).reduce((sum, count) => sum + count, 0),
          s.ssrc ?? null,
          s.payloadType ?? null,
        ]),
  );
  return [
    { table: tables.call, key: "flowno", columns: ["flowno", "day", "call_id", "end_reason", "record"], rows: calls },
    { table: tables.attempt, key: "flowno", columns: ATTEMPT_COLUMNS, rows: attempts },
    { table: tables.media, key: "flowno", columns: MEDIA_COLUMNS, rows: media },
    moneyRows(tables, day, records),
  ];
}

const ATTEMPT_COLUMNS = ["flowno", "position", "day", "gateway", "started_at", "elapsed_ms", "status", "cause", "outcome"];
const MEDIA_COLUMNS = [
  "flowno",
  "side",
  "day",
  "received",
  "received_bytes",
  "forwarded",
  "lost",
  "jitter_ms",
  "encrypted",
  "decrypted",
  "dropped",
  "ssrc",
  "payload_type",
];

const MONEY_COLUMNS = [
  "flowno",
  "day",
  "account",
  "prefix",
  "fee",
  "fee_seconds",
  "vendor_account",
  "vendor_prefix",
  "cost",
  "cost_seconds",
];

/** Exact amounts of the calls that have a price or a cost. */
export function moneyRows(tables: Pick<CallTables, "money">, day: string, records: readonly CallRecord[]): RowsToInsert {
  const rows = records
    .filter(({ price, cost }) => price !== undefined || cost !== undefined)
    .map(({ flowNo, price, cost }) => [flowNo, day, ...amounts(price), ...amounts(cost)]);
  return { table: tables.money, key: "flowno", columns: MONEY_COLUMNS, rows };
}

function amounts(price: CallPrice | undefined): readonly SqlValue[] {
  if (price === undefined) return [null, null, null, null];
  const { account, prefix, fee, feeSeconds } = price;
  return [account.slice(0, 255), prefix.slice(0, 64), inColumn(fee), Math.round(feeSeconds)];
}

/** The greatest BIGINT, some 922 million of the currency's unit: no call costs more. */
const MAX_BIGINT = 9_223_372_036_854_775_807n;

/** Ten-billionths; NULL for what is no amount, which must not hold up a batch. */
function inColumn(amount: string): bigint | null {
  const money = parseMoney(amount);
  if (money === undefined) return null;
  return money > MAX_BIGINT ? MAX_BIGINT : money < -MAX_BIGINT ? -MAX_BIGINT : money;
}
