import type { CallRecord } from "../../../src/cdr";

/** Call records from JSON, in which a bigint is a text. */
export function recordsFromJson(value: unknown): readonly CallRecord[] {
  return (value as readonly (Omit<CallRecord, "flowNo"> & { readonly flowNo: string })[]).map((record) => ({
    ...record,
    flowNo: BigInt(record.flowNo),
  }));
}
