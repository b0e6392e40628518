import { toIso } from "../base";
import { endReasonNamed, MAX_PAGE, type CallRecord } from "../cdr";
import { toJson } from "../services/control";
import { table, type Column } from "./output";
import type { CliWorld } from "./world";

/** What `--json` prints of a record: as the record has it, with times as ISO 8601 and the end reason's number beside its name. */
function jsonRecord(record: CallRecord): string {
  const { startedAt, answeredAt, endedAt, attempts, ...rest } = record;
  return toJson({
    ...rest,
    startedAt: toIso(startedAt),
    ...(answeredAt === undefined ? {} : { answeredAt: toIso(answeredAt) }),
    endedAt: toIso(endedAt),
    endReasonNumber: endReasonNamed(record.endReason).number,
    attempts: attempts.map((attempt) => ({ ...attempt, startedAt: toIso(attempt.startedAt) })),
  });
}

/** Record by record, so that memory does not grow with their number. */
export async function printJson(world: CliWorld, records: AsyncIterable<CallRecord>): Promise<void> {
  let before = "[";
  let held: string | undefined;
  for await (const record of records) {
    if (held !== undefined) {
      world.print(`${before}${held},`);
      before = " ";
    }
    held = jsonRecord(record);
  }
  world.print(held === undefined ? "[]" : `${before}${held}]`);
}

const COLUMNS: readonly Column<CallRecord>[] = [
  ["started", ({ startedAt }) => toIso(startedAt)],
  ["caller", ({ caller }) => caller],
  ["callee", ({ callee }) => callee],
  ["from", ({ callerGateway, callerIp }) => callerGateway ?? callerIp],
  ["to", ({ calleeGateway }) => calleeGateway],
  ["seconds", ({ holdTimeMs }) => Math.round(holdTimeMs / 1000)],
  ["pdd ms", ({ callerPddMs }) => callerPddMs],
  ["fee", ({ price }) => price?.fee],
  ["cost", ({ cost }) => cost?.fee],
  ["end reason", ({ endReason }) => endReason],
  ["by", ({ endDirection }) => endDirection],
  ["attempts", ({ attempts }) => attempts.map(({ gateway, status, outcome }) => `${gateway} ${status ?? outcome}`).join(", ")],
];

/** A table for each thousand records: columns are as wide as what stands in them, and memory does not grow with the answer. */
export async function printTable(world: CliWorld, records: AsyncIterable<CallRecord>): Promise<void> {
  let rows: CallRecord[] = [];
  let isEmpty = true;
  for await (const record of records) {
    isEmpty = false;
    rows.push(record);
    if (rows.length < MAX_PAGE) continue;
    world.print(table(COLUMNS, rows, ""));
    rows = [];
  }
  if (rows.length > 0 || isEmpty) world.print(table(COLUMNS, rows, "no record"));
}
