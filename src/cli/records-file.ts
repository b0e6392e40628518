import path from "node:path";
import { z } from "zod";
import { SwitchError, fromDate, type WallTime } from "../base";
import type { CallRecord } from "../cdr";
import type { Files } from "../ports";

/** Records that one file may hold; our choice: a day of ten calls a second. */
export const MAX_RECORDS = 1_000_000;

const moment = z.iso.datetime({ offset: true }).transform((text): WallTime => fromDate(new Date(text)));

const attempt = z.looseObject({
  gateway: z.string(),
  startedAt: moment,
  elapsedMs: z.number(),
  status: z.int().optional(),
  outcome: z.enum(["answered", "refused", "timeout", "transport", "cancelled"]),
});

/** What the checks of records read; everything else is passed on as it is. */
const record = z.looseObject({
  flowNo: z.string().regex(/^\d+$/).transform(BigInt),
  caller: z.string(),
  callee: z.string(),
  startedAt: moment,
  answeredAt: moment.optional(),
  endedAt: moment,
  endReason: z.string(),
  endDirection: z.enum(["caller", "callee", "server"]),
  attempts: z.array(attempt),
});

/**
 * Call records from a file that `carrierlab cdr --json` wrote, oldest first.
 *
 * @throws {SwitchError} `CLI_BAD_RECORDS` when it is not there, is something else, or holds more than {@link MAX_RECORDS}.
 */
export function recordsFromFile(files: Files, file: string): readonly CallRecord[] {
  const refuse = (why: string, cause?: unknown): SwitchError =>
    new SwitchError("CLI_BAD_RECORDS", `--records ${file}: ${why}`, { file }, cause);
  const absolute = path.resolve(file);
  if (!files.exists(absolute)) throw refuse("it is not there; `carrierlab cdr --json > FILE` writes one");
  let content: unknown;
  try {
    content = JSON.parse(files.read(absolute).toString("utf8"));
  } catch (error) {
    throw refuse("it is not JSON; `carrierlab cdr --json > FILE` writes one", error);
  }
  if (!Array.isArray(content)) throw refuse("it is no list of call records");
  if (content.length > MAX_RECORDS) throw refuse(`it holds over ${MAX_RECORDS} records; narrow it with --from and --to`);
  const records = content.map((each, index) => {
    const read = record.safeParse(each);
    if (read.success) return read.data as unknown as CallRecord;
    const [issue] = read.error.issues;
    throw refuse(`record ${index + 1}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`);
  });
  return records.sort((a, b) => a.startedAt - b.startedAt);
}
