import { fromDate, after, seconds } from "../../../src/base";
import type { CallAttempt, CallRecord } from "../../../src/cdr";

type Row = Readonly<Record<string, string>>;

/** Between two calls of one day. */
const SPACING = seconds(10);

/** `A 503, B 200` as attempts. */
function attemptsOf(text: string, startedAt: CallRecord["startedAt"]): readonly CallAttempt[] {
  return text.split(", ").map((words) => {
    const [gateway = "", status = ""] = words.split(" ");
    return { gateway, startedAt, elapsedMs: 100, status: Number(status), outcome: status === "200" ? "answered" : "refused" };
  });
}

/** Records as somebody wrote them down: rows of `day`, how many `calls`, the `attempts` of each and the `number` of the pool, if one stood for the caller. */
export const writtenRecords = (rows: readonly Row[]): readonly CallRecord[] => rows.flatMap(recordsOf);

function recordsOf({ day = "", calls = "1", attempts: text = "", number = "" }: Row, row: number): readonly CallRecord[] {
  return Array.from({ length: Number(calls) }, (_, index): CallRecord => {
    const startedAt = after(fromDate(new Date(`${day}T01:00:00Z`)), seconds(index * (SPACING / seconds(1))));
    const attempts = attemptsOf(text, startedAt);
    const last = attempts.at(-1);
    const isAnswered = last?.outcome === "answered";
    return {
      flowNo: BigInt(row) * 1_000_000n + BigInt(index),
      callId: `${row}-${index}`,
      callerCallId: `${row}-${index}`,
      caller: "442079460100",
      callee: "525512345678",
      ...(number === "" ? {} : { poolNumber: number }),
      callerGateway: "Acme",
      ...(last === undefined ? {} : { calleeGateway: last.gateway }),
      callerIp: "192.0.2.2",
      startedAt,
      ...(isAnswered ? { answeredAt: startedAt } : {}),
      endedAt: after(startedAt, seconds(5)),
      holdTimeMs: isAnswered ? 5_000 : 0,
      endReason: isAnswered ? "Normal" : "AllGatewayBusy",
      endDirection: isAnswered ? "caller" : "server",
      mediaProxied: true,
      attempts,
    };
  });
}
