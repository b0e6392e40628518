import type { Finding } from "../finding";

/** How long CDR Query took, beside what is usual, and what callers noticed. Milliseconds. */
export interface QueryTimes {
  readonly subject: string;
  readonly query: number;
  readonly usualQuery: number;
  readonly postDialDelay: number;
  readonly usualPostDialDelay: number;
}

/** Our choice: an operator waits no longer than this without asking why. */
const SLOW_QUERY_MS = 1_000;
/** How much longer than usual counts. Our choice: a busy hour doubles it. */
const TIMES_USUAL = 3;

/** Whether the database has begun to be slow, and whether calls notice: CDR Query is the first to (SCL-089). */
export function examineQueryTimes(times: QueryTimes): readonly Finding[] {
  const { subject, query, usualQuery, postDialDelay, usualPostDialDelay } = times;
  if (query < SLOW_QUERY_MS || query < TIMES_USUAL * usualQuery) return [];
  const callsNotice = postDialDelay >= TIMES_USUAL * usualPostDialDelay;
  return [
    {
      rule: "DB_SLOW_QUERY",
      severity: callsNotice ? "error" : "warning",
      subject,
      finding: `CDR Query takes ${query} ms, ${usualQuery} ms is usual; the post-dial delay is ${postDialDelay} ms, ${usualPostDialDelay} ms is usual`,
      cost: callsNotice
        ? "callers wait longer: something in the way of a call asks the database"
        : "none for callers yet: the database is slow first",
      mend: "archive old days, look for a table without its indexes, and at the server's settings, before the peak",
      behaviours: ["SCL-089"],
    },
  ];
}

/** A daily table and the columns that it has an index on. */
export interface IndexedTable {
  readonly table: string;
  readonly rows: number;
  readonly indexed: readonly string[];
}

/** Rows from which on a table without an index is felt. Our choice. */
const LARGE = 100_000;

/** Daily tables that lack an index which CDR Query needs. */
export function examineIndexes(tables: readonly IndexedTable[], needed: readonly string[]): readonly Finding[] {
  return tables.flatMap(({ table, rows, indexed }) => {
    const missing = needed.filter((column) => !indexed.includes(column));
    if (missing.length === 0) return [];
    return [
      {
        rule: "DB_MISSING_INDEX",
        severity: rows >= LARGE ? ("error" as const) : ("warning" as const),
        subject: table,
        finding: `${table} has about ${rows} rows and no index on ${missing.join(", ")}`,
        cost: "each query by it reads the whole table, while calls are being stored",
        mend: missing.map((column) => `CREATE INDEX ${column} ON ${table} (${column})`).join("; "),
        behaviours: ["SCL-089"],
      },
    ];
  });
}
