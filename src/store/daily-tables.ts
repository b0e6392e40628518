import type { WallTime } from "../base";
import type { Database, SqlConnection } from "../ports";
import { listedDays, LIVE_TABLES, OWN_CALL_TABLES, tableOf } from "./call-tables";
import { CDR_COLUMNS, CDR_INDEXES } from "./cdr-columns";
import { createTable } from "./create-table";
import { exclusively } from "./exclusively";
import { refreshNamedDatabases } from "./named-databases";

/** Daily tables that the view `e_cdr` joins: SQLite takes 500 terms, a query over more is slow. Our choice: two months. */
export const DAYS_IN_VIEW = 62;

/** `20260105`: the UTC day of `time`. */
export function dayOf(time: WallTime): string {
  return new Date(time / 1_000).toISOString().slice(0, 10).replaceAll("-", "");
}

/**
 * The tables `e_cdr_YYYYMMDD`, one for each UTC day on which calls ended, and the view `e_cdr` over the youngest of them,
 * which tools in the field read (END-003).
 *
 * The original names days by the server's local date and does not say by which time of the call; its clients read the day
 * before and the day after too, and look for the calls of the last minute in the table of today, which the end of the call
 * satisfies and its start does not.
 */
export class DailyTables {
  private readonly known = new Set<string>();

  constructor(private readonly database: Database) {}

  /** True when {@link ensure} would take one of `days` to be there without looking. */
  knowsAny(days: Iterable<string>): boolean {
    return [...days].some((day) => this.known.has(day));
  }

  /** Makes the tables of `days` that are not there. */
  async ensure(days: Iterable<string>): Promise<void> {
    const missing = [...days].filter((day) => !this.known.has(day));
    if (missing.length === 0) return;
    await exclusively(this.database, async (connection) => {
      const present = new Set(await listedDays(connection, this.database.dialect));
      const added = missing.filter((day) => !present.has(day));
      for (const day of added) await createDailyTable(connection, this.database.dialect, tableOf(day));
      if (added.length > 0) {
        await redefineView(connection, [...present, ...added].sort());
        await refreshNamedDatabases(connection, this.database.dialect);
      }
    });
    for (const day of missing) this.known.add(day);
  }

  /** Days that have a table, oldest first. */
  async days(): Promise<readonly string[]> {
    return listedDays(this.database, this.database.dialect);
  }

  /** Removes a day with all its calls, attempts and media. */
  async drop(day: string): Promise<void> {
    await exclusively(this.database, async (connection) => {
      const left = (await listedDays(connection, this.database.dialect)).filter((other) => other !== day);
      await redefineView(connection, left);
      await connection.run(`DROP TABLE IF EXISTS ${tableOf(day)}`);
      await refreshNamedDatabases(connection, this.database.dialect);
      for (const table of OWN_CALL_TABLES.map((name) => LIVE_TABLES[name])) {
        await connection.run(`DELETE FROM ${table} WHERE day = ?`, [day]);
      }
    });
    this.known.delete(day);
  }

  /** Forgets what is known: after a failure the tables may have been removed by somebody else. */
  forget(): void {
    this.known.clear();
  }
}

/** Makes a table with the columns of `e_cdr`, for one day. */
export async function createDailyTable(connection: SqlConnection, dialect: Database["dialect"], table: string): Promise<void> {
  const columns = CDR_COLUMNS.map(({ name, type }) => `${name} ${type}`);
  columns.push("PRIMARY KEY (flowno)");
  if (dialect === "mysql") columns.push(...CDR_INDEXES.map((column) => `KEY ${column} (${column})`));
  await connection.run(createTable(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(", ")})`, dialect));
  if (dialect === "mysql") return;
  // SQLite has no index inside a table's definition.
  for (const column of CDR_INDEXES) await connection.run(`CREATE INDEX IF NOT EXISTS ${table}_${column} ON ${table} (${column})`);
}

/** Defines the view `e_cdr` over the youngest of `days`, which are in order, and `cdr`, which the guides name, over it. */
export async function redefineView(connection: SqlConnection, days: readonly string[]): Promise<void> {
  await connection.run("DROP VIEW IF EXISTS cdr");
  await connection.run("DROP VIEW IF EXISTS e_cdr");
  const selects = days.slice(-DAYS_IN_VIEW).map((day) => `SELECT * FROM ${tableOf(day)}`);
  if (selects.length === 0) return;
  await connection.run(`CREATE VIEW e_cdr AS ${selects.join(" UNION ALL ")}`);
  await connection.run("CREATE VIEW cdr AS SELECT * FROM e_cdr");
}
