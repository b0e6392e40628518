import { assert, InvariantViolation, microseconds, SwitchError, type WallTime } from "../base";
import { decodeRecord, MAX_PAGE, type CallRecord, type CdrPage, type CdrQuery, type CdrRepository } from "../cdr";
import type { Database, SqlConnection, SqlRow, SqlValue } from "../ports";
import { ARCHIVE_TABLES, listedDays, LIVE_TABLES, tableOf, type CallTables } from "./call-tables";
import { CDR_COLUMNS } from "./cdr-columns";
import { conditionsOf, cursorOf, daysOf, isMatch, pageLimit, readCursor, type Cursor } from "./cdr-conditions";
import { insertNew } from "./cdr-statements";
import { DailyTables, dayOf } from "./daily-tables";
import { ownRows } from "./own-rows";

/** What the rows say about their origin. */
export interface CdrRepositoryOptions {
  /** Column `softswitchname`. Default `carrierlab`. */
  readonly switchName?: string;
  /** Reads the days that were archived instead of the others; nothing can be stored there. */
  readonly archived?: boolean;
}

/** Flow numbers of one question to the archive. */
const LOOKED_UP_AT_ONCE = 1_000;

/** Taken back at once: shows that rows can be written. Its flow number is below every real one. */
const PROBE_FLOW_NUMBER = -1n;

class ProbeDone extends SwitchError {}

/** {@link CdrRepository} over SQLite and MySQL: daily tables with the original's columns, and tables of ours beside them. */
export class SqlCdrRepository implements CdrRepository {
  private readonly tables: DailyTables;
  private readonly switchName: string;
  private readonly places: CallTables;

  constructor(
    private readonly database: Database,
    options: CdrRepositoryOptions = {},
  ) {
    this.tables = new DailyTables(database);
    this.places = options.archived === true ? ARCHIVE_TABLES : LIVE_TABLES;
    this.switchName = options.switchName ?? "carrierlab";
  }

  async insert(records: readonly CallRecord[]): Promise<number> {
    assert(this.places === LIVE_TABLES, "records are stored where the switch writes, not in the archive");
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
    const days = daysOf(query, cursor, await this.days());
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
    const { rows } = await this.database.run(`SELECT record FROM ${this.places.call} WHERE flowno = ?`, [flowNo]);
    return rows[0] === undefined ? undefined : recordOf(rows[0]);
  }

  /** Days with records, oldest first, as `YYYYMMDD`. */
  days(): Promise<readonly string[]> {
    return listedDays(this.database, this.database.dialect, this.places);
  }

  /** Removes all records of a day. */
  async removeDay(day: string): Promise<void> {
    await this.tables.drop(day);
  }

  private async insertDays(ended: ReadonlyMap<string, readonly CallRecord[]>): Promise<number> {
    const byDay = await this.withoutArchived(ended);
    await this.tables.ensure(byDay.keys());
    return this.database.transaction(async (connection) => {
      let added = 0;
      for (const [day, ofDay] of byDay) added += await this.insertDay(connection, day, ofDay);
      return added;
    });
  }

  /** A batch that is loaded again after its day was archived must not double the calls of that day. */
  private async withoutArchived(
    byDay: ReadonlyMap<string, readonly CallRecord[]>,
  ): Promise<ReadonlyMap<string, readonly CallRecord[]>> {
    const days = [...byDay.keys()].filter((day) => !this.tables.knowsAny([day]));
    if (days.length === 0) return byDay;
    const marks = (count: number): string => Array.from({ length: count }, () => "?").join(", ");
    const { rows } = await this.database.run(`SELECT day FROM carrierlab_archive WHERE day IN (${marks(days.length)})`, days);
    if (rows.length === 0) return byDay;
    const archived = await listedDays(this.database, this.database.dialect, ARCHIVE_TABLES);
    const rest = new Map(byDay);
    for (const day of rows.map((row) => String(row["day"])).filter((each) => archived.includes(each))) {
      const records = byDay.get(day) ?? [];
      const known = new Set<string>();
      for (let start = 0; start < records.length; start += LOOKED_UP_AT_ONCE) {
        const flowNumbers = records.slice(start, start + LOOKED_UP_AT_ONCE).map(({ flowNo }) => flowNo);
        const found = await this.database.run(
          `SELECT flowno FROM ${tableOf(day, ARCHIVE_TABLES)} WHERE flowno IN (${marks(flowNumbers.length)})`,
          flowNumbers,
        );
        for (const { flowno } of found.rows) known.add(String(flowno));
      }
      const fresh = records.filter(({ flowNo }) => !known.has(String(flowNo)));
      if (fresh.length > 0) rest.set(day, fresh);
      else rest.delete(day);
    }
    return rest;
  }

  private async findInDay(day: string, query: CdrQuery, cursor: Cursor | undefined, limit: number): Promise<CallRecord[]> {
    const direction = query.order === "oldestFirst" ? "ASC" : "DESC";
    const found: CallRecord[] = [];
    let from = cursor;
    // Columns are cut to their width, so the whole record has the last word; what it rejects is made up for by another round.
    while (found.length < limit) {
      const wanted = limit - found.length;
      const { where, values } = conditionsOf(query, from, this.places);
      const { rows } = await this.database.run(
        `SELECT c.record AS record FROM ${tableOf(day, this.places)} e JOIN ${this.places.call} c ON c.flowno = e.flowno
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
    for (const rows of ownRows(this.places, day, records)) await insertNew(connection, dialect, rows);
    return added;
  }
}

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
