import { failed, success, type Result } from "../base";
import type { CallRecord } from "./record";

/** Why a text is not a record. */
export interface RecordFailure {
  readonly reason: string;
}

const REQUIRED: Readonly<Record<string, "string" | "number" | "boolean">> = {
  callId: "string",
  callerCallId: "string",
  caller: "string",
  callee: "string",
  callerIp: "string",
  startedAt: "number",
  endedAt: "number",
  holdTimeMs: "number",
  endReason: "string",
  endDirection: "string",
  mediaProxied: "boolean",
};

/** A record as one line of JSON. `flowNo` is written as a decimal string: it may be beyond the whole numbers of JSON readers. */
export function encodeRecord(record: CallRecord): string {
  return JSON.stringify({ ...record, flowNo: record.flowNo.toString() });
}

/** The record that {@link encodeRecord} wrote. Fields of a newer version are kept. */
export function decodeRecord(text: string): Result<CallRecord, RecordFailure> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed({ reason: "not JSON" });
  }
  if (typeof value !== "object" || value === null) return failed({ reason: "not an object" });
  const fields = value as Record<string, unknown>;
  for (const [name, type] of Object.entries(REQUIRED)) {
    if (typeof fields[name] !== type) return failed({ reason: `${name} is not a ${type}` });
  }
  if (!Array.isArray(fields["attempts"])) return failed({ reason: "attempts is not a list" });
  const flowNo = fields["flowNo"];
  if (typeof flowNo !== "string" || !/^-?\d{1,19}$/.test(flowNo)) return failed({ reason: "flowNo is not a whole number" });
  return success({ ...fields, flowNo: BigInt(flowNo) } as unknown as CallRecord);
}
