import { InvariantViolation, microseconds, SwitchError, type WallTime } from "../base";
import { decodeRecord, encodeRecord, MAX_PAGE, type CallRecord, type CdrPage, type CdrQuery, type CdrRepository } from "../cdr";
import type { Database, SqlConnection, SqlRow, SqlValue } from "../ports";
import { CDR_COLUMNS } from "./cdr-columns";
import { conditionsOf, cursorOf, daysOf, isMatch, pageLimit, readCursor, type Cursor } from "./cdr-conditions";
import { insertNew } from "./cdr-statements";
import { DailyTables, dayOf, tableOf } from "./daily-tables";

/** What the rows say about their origin. */
export interface CdrRepositoryOptions {
  /** Column `softswitchname`. Default `carrierlab`. */
  readonly switchName?: string;
}

/** Taken back at once: shows that rows can be written. Its flow number is below every real one. */
const PROBE_FLOW_NUMBER = -1n;

class ProbeDone extends SwitchError {}

/** {@link CdrRepository} over SQLite and MySQL: daily tables with the original's columns, and tables of ours beside them. */
export class SqlCdrRepository implements CdrRepository {
  private readonly tables: DailyTables;
  private readonly switchName: string;

  constructor(
    private readonly database: Database,
    options: CdrRepositoryOptions = {},
  ) {
    this.tables = new DailyTables(database);
    this.switchName = options.switchName ?? "carrierlab";
  }

  async insert(records: readonly CallRecord[]): Promise<number> {
    if (records.length === 0) return 0;
    const byDay = Map.groupBy(records, ({ endedAt }) => dayOf(endedAt));
    const trusted = this.tables.knowsAny(byDay.keys());
    try {
      return await this.insertDays(byDay);
    } catch (error) {
      this.tables.forget();
      // A daily table may have been removed by somebody who cleans up; made anew, it takes the rows.
      if (!trusted || !(error instanceof SwitchError) || error.code !== "DATABASE_ERROR") throw error;
      return this.insertDays(byDay);
    }
  }

  async probe(): Promise<void> {
    const day = (await this.tables.days()).at(-1) ?? dayOf(0 as WallTime);
    await this.tables.ensure([day]);
    const done = new ProbeDone("PROBE_DONE", "rows can be written");
    try {
      await this.database.transaction(async (connection) => {
        await this.insertDay(connection, day, [probeRecord()]);
        throw done;
      });
    } catch (error) {
      if (error !== done) throw error;
    }
  }

  async find(query: CdrQuery): Promise<CdrPage> {
    const limit = pageLimit(query);
    const cursor = readCursor(query.cursor);
    const newestFirst = query.order !== "oldestFirst";
    const days = daysOf(query, cursor, await this.tables.days());
    if (newestFirst) days.reverse();
    const records: CallRecord[] = [];
    for (const day of days) {
      // One more than asked for shows whether there is a next page.
      records.push(...(await this.findInDay(day, query, cursor, limit + 1 - records.length)));
      if (records.length > limit) break;
    }
    const page = records.slice(0, limit);
    const last = page.at(-1);
    return records.length > limit && last !== undefined ? { records: page, cursor: cursorOf(last) } : { records: page };
  }

  async *stream(query: CdrQuery): AsyncIterable<CallRecord> {
    let cursor: string | undefined = query.cursor;
    do {
      const page: CdrPage = await this.find({ limit: MAX_PAGE, ...query, ...(cursor === undefined ? {} : { cursor }) });
      yield* page.records;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  async byFlowNo(flowNo: bigint): Promise<CallRecord | undefined> {
    const { rows } = await this.database.run("SELECT record FROM carrierlab_call WHERE flowno = ?", [flowNo]);
    return rows[0] === undefined ? undefined : recordOf(rows[0]);
  }

  /** Days with records, oldest first, as `YYYYMMDD`. */
  days(): Promise<readonly string[]> {
    return this.tables.days();
  }

  /** Removes all records of a day. */
  async removeDay(day: string): Promise<void> {
    await this.tables.drop(day);
  }

  private async insertDays(byDay: ReadonlyMap<string, readonly CallRecord[]>): Promise<number> {
    await this.tables.ensure(byDay.keys());
    return this.database.transaction(async (connection) => {
      let added = 0;
      for (const [day, ofDay] of byDay) added += await this.insertDay(connection, day, ofDay);
      return added;
    });
  }

  private async findInDay(day: string, query: CdrQuery, cursor: Cursor | undefined, limit: number): Promise<CallRecord[]> {
    const direction = query.order === "oldestFirst" ? "ASC" : "DESC";
    const found: CallRecord[] = [];
    let from = cursor;
    // Columns are cut to their width, so the whole record has the last word; what it rejects is made up for by another round.
    while (found.length < limit) {
      const wanted = limit - found.length;
      const { where, values } = conditionsOf(query, from);
      const { rows } = await this.database.run(
        `SELECT c.record AS record FROM ${tableOf(day)} e JOIN carrierlab_call c ON c.flowno = e.flowno
         WHERE ${where} ORDER BY e.stoptime ${direction}, e.flowno ${direction} LIMIT ${wanted}`,
        values,
      );
      const records = rows.map(recordOf);
      found.push(...records.filter((record) => isMatch(record, query)));
      const last = records.at(-1);
      if (last === undefined || records.length < wanted) break;
      from = readCursor(cursorOf(last));
    }
    return found;
  }

  private async insertDay(connection: SqlConnection, day: string, records: readonly CallRecord[]): Promise<number> {
    const { dialect } = this.database;
    const columns = CDR_COLUMNS.filter(({ value }) => value !== undefined);
    const context = { switchName: this.switchName };
    const added = await insertNew(connection, dialect, {
      table: tableOf(day),
      columns: columns.map(({ name }) => name),
      key: "flowno",
      rows: records.map((record) => columns.map(({ value }): SqlValue => value?.(record, context) ?? null)),
    });
    for (const rows of ownRows(day, records)) await insertNew(connection, dialect, rows);
    return added;
  }
}

function ownRows(day: string, records: readonly CallRecord[]) {
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
    { table: "carrierlab_call", key: "flowno", columns: ["flowno", "day", "call_id", "end_reason", "record"], rows: calls },
    { table: "carrierlab_call_attempt", key: "flowno", columns: ATTEMPT_COLUMNS, rows: attempts },
    { table: "carrierlab_call_media", key: "flowno", columns: MEDIA_COLUMNS, rows: media },
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

function recordOf(row: SqlRow): CallRecord {
  const decoded = decodeRecord(String(row["record"]));
  if (!decoded.ok) throw new InvariantViolation("a stored record cannot be read", { reason: decoded.failure.reason });
  return decoded.value;
}

function probeRecord(): CallRecord {
  const never = microseconds(0) as number as WallTime;
  return {
    flowNo: PROBE_FLOW_NUMBER,
    callId: "probe",
    callerCallId: "",
    caller: "",
    callee: "",
    callerIp: "",
    startedAt: never,
    endedAt: never,
    holdTimeMs: 0,
    endReason: "Unknown",
    endDirection: "server",
    mediaProxied: false,
    attempts: [],
  };
}
