import { assert, type WallTime } from "../base";
import type { Database, SqlConnection } from "../ports";
import { CDR_COLUMNS, CDR_INDEXES } from "./cdr-columns";
import { createTable } from "./create-table";
import { exclusively } from "./exclusively";

/** Daily tables that the view `e_cdr` joins: SQLite takes 500 terms, a query over more is slow. Our choice: two months. */
export const DAYS_IN_VIEW = 62;

const NAME = /^e_cdr_(\d{8})$/;

/** `20260105`: the UTC day of `time`. */
export function dayOf(time: WallTime): string {
  return new Date(time / 1_000).toISOString().slice(0, 10).replaceAll("-", "");
}

/** The daily table of `day`. */
export const tableOf = (day: string): string => `e_cdr_${day}`;

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
      const present = new Set(await this.listed(connection));
      const added = missing.filter((day) => !present.has(day));
      for (const day of added) await this.create(connection, day);
      if (added.length > 0) await this.redefineView(connection, [...present, ...added].sort());
    });
    for (const day of missing) this.known.add(day);
  }

  /** Days that have a table, oldest first. */
  async days(): Promise<readonly string[]> {
    return this.listed(this.database);
  }

  /** Removes a day with all its calls, attempts and media. */
  async drop(day: string): Promise<void> {
    await exclusively(this.database, async (connection) => {
      const left = (await this.listed(connection)).filter((other) => other !== day);
      await this.redefineView(connection, left);
      await connection.run(`DROP TABLE IF EXISTS ${tableOf(checked(day))}`);
      for (const table of ["carrierlab_call", "carrierlab_call_attempt", "carrierlab_call_media"]) {
        await connection.run(`DELETE FROM ${table} WHERE day = ?`, [day]);
      }
    });
    this.known.delete(day);
  }

  /** Forgets what is known: after a failure the tables may have been removed by somebody else. */
  forget(): void {
    this.known.clear();
  }

  private async listed(connection: SqlConnection): Promise<string[]> {
    const sql =
      this.database.dialect === "sqlite"
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?"
        : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name LIKE ?";
    const { rows } = await connection.run(sql, ["e_cdr_%"]);
    return rows.flatMap(({ name }) => NAME.exec(String(name))?.[1] ?? []).sort();
  }

  private async create(connection: SqlConnection, day: string): Promise<void> {
    const table = tableOf(checked(day));
    const isSqlite = this.database.dialect === "sqlite";
    const columns = CDR_COLUMNS.map(({ name, type }) => `${name} ${type}`);
    columns.push("PRIMARY KEY (flowno)");
    if (!isSqlite) columns.push(...CDR_INDEXES.map((column) => `KEY ${column} (${column})`));
    await connection.run(createTable(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(", ")})`, this.database.dialect));
    if (!isSqlite) return;
    // SQLite has no index inside a table's definition.
    for (const column of CDR_INDEXES)
      await connection.run(`CREATE INDEX IF NOT EXISTS ${table}_${column} ON ${table} (${column})`);
  }

  private async redefineView(connection: SqlConnection, days: readonly string[]): Promise<void> {
    await connection.run("DROP VIEW IF EXISTS e_cdr");
    const youngest = days.slice(-DAYS_IN_VIEW);
    if (youngest.length === 0) return;
    const selects = youngest.map((day) => `SELECT * FROM ${tableOf(checked(day))}`);
    await connection.run(`CREATE VIEW e_cdr AS ${selects.join(" UNION ALL ")}`);
  }
}

/** A day stands in the text of statements, so it must be one. */
function checked(day: string): string {
  assert(NAME.test(tableOf(day)), "not a day", { day });
  return day;
}
