import { fromDate, type WallTime } from "../../../src/base";
import type { CallAttempt, CallRecord } from "../../../src/cdr";

type Moments = "startedAt" | "answeredAt" | "endedAt";

/** A call record as `carrierlab cdr --json` prints it: moments in ISO 8601, keys as text. */
type PrintedRecord = Omit<CallRecord, "flowNo" | "attempts" | Moments> & {
  readonly flowNo: string;
  readonly startedAt: string;
  readonly answeredAt?: string;
  readonly endedAt: string;
  readonly attempts: readonly (Omit<CallAttempt, "startedAt"> & { readonly startedAt: string })[];
};

const moment = (text: string): WallTime => fromDate(new Date(text));

/** Call records from what `carrierlab cdr --json` prints. */
export function recordsFromJson(value: unknown): readonly CallRecord[] {
  return (value as readonly PrintedRecord[]).map(({ answeredAt, ...record }) => ({
    ...record,
    flowNo: BigInt(record.flowNo),
    startedAt: moment(record.startedAt),
    endedAt: moment(record.endedAt),
    attempts: record.attempts.map((attempt) => ({ ...attempt, startedAt: moment(attempt.startedAt) })),
    ...(answeredAt === undefined ? {} : { answeredAt: moment(answeredAt) }),
  }));
}
