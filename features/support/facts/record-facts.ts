import assert from "node:assert";
import { inSeconds, UsageError, type Duration } from "../../../src/base";
import { shownCaller, type CallAttempt, type CallRecord } from "../../../src/cdr";
import { expected, isNear } from "./expect";

/** What a record says under each name that scenarios use. Numbers are seconds. */
const FIELDS: Readonly<Record<string, (record: CallRecord) => string | number | undefined>> = {
  "end reason": ({ endReason }) => endReason,
  "ended by": ({ endDirection }) => endDirection,
  "hold time": ({ holdTimeMs }) => holdTimeMs / 1_000,
  "post-dial delay": ({ callerPddMs }) => (callerPddMs === undefined ? undefined : callerPddMs / 1_000),
  caller: shownCaller,
  "own number of the caller": ({ caller }) => caller,
  callee: ({ callee }) => callee,
  "caller gateway": ({ callerGateway }) => callerGateway,
  "callee gateway": ({ calleeGateway }) => calleeGateway,
  attempts: ({ attempts }) => String(attempts.length),
};

const ATTEMPT_FIELDS: Readonly<Record<string, (attempt: CallAttempt) => string | number | undefined>> = {
  gateway: ({ gateway }) => gateway,
  response: ({ status }) => (status === undefined ? undefined : String(status)),
  cause: ({ cause }) => (cause === undefined ? undefined : String(cause)),
  outcome: ({ outcome }) => outcome,
  elapsed: ({ elapsedMs }) => elapsedMs / 1_000,
};

const UNITS: Readonly<Record<string, number>> = { millisecond: 0.001, second: 1, minute: 60, hour: 3_600 };

/** `32 seconds` as 32. */
function secondsOf(text: string): number {
  const [, count, unit = ""] = /^([\d.]+) (millisecond|second|minute|hour)s?$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError("STEP_BAD_DURATION", `"${text}" is not a duration such as 32 seconds`, { text });
  return Number(count) * (UNITS[unit] ?? 1);
}

function says(actual: string | number | undefined, wanted: string, tolerance: Duration): boolean {
  if (typeof actual === "number") return isNear(actual, secondsOf(wanted), tolerance);
  return (actual ?? "") === wanted;
}

function field<Row>(
  fields: Readonly<Record<string, (row: Row) => string | number | undefined>>,
  name: string,
): (row: Row) => string | number | undefined {
  const read = fields[name];
  if (read === undefined)
    throw new UsageError("STEP_UNKNOWN_FIELD", `records have no "${name}": ${Object.keys(fields).join(", ")}`, { name });
  return read;
}

/** The last record says what a table says. */
export function assertRecord(
  records: readonly CallRecord[],
  wanted: Readonly<Record<string, string>>,
  tolerance: Duration,
): void {
  const record = records.at(-1);
  assert(record !== undefined, expected("call record", "one", "none"));
  for (const [name, value] of Object.entries(wanted)) {
    const actual = field(FIELDS, name)(record);
    assert(says(actual, value, tolerance), expected(`call record, ${name}`, value, String(actual ?? "nothing")));
  }
}

/** The last record's attempts are those of a table, one a row, in order; an empty cell says nothing. */
export function assertAttempts(
  records: readonly CallRecord[],
  rows: readonly Readonly<Record<string, string>>[],
  tolerance: Duration,
): void {
  const attempts = records.at(-1)?.attempts ?? [];
  const found = attempts
    .map(
      ({ gateway, status, outcome, elapsedMs }) =>
        `${gateway} ${status ?? ""} ${outcome} after ${inSeconds((elapsedMs * 1_000) as Duration)} s`,
    )
    .join(", ");
  assert(attempts.length === rows.length, expected("attempts", String(rows.length), found));
  rows.forEach((row, index) => {
    for (const [name, value] of Object.entries(row)) {
      const attempt = attempts[index] as CallAttempt;
      if (value !== "")
        assert(
          says(field(ATTEMPT_FIELDS, name)(attempt), value, tolerance),
          expected(`attempt ${index + 1}, ${name}`, value, found),
        );
    }
  });
}
