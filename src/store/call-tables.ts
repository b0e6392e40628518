import { assert } from "../base";
import type { Database, SqlConnection } from "../ports";

/** Where calls lie: a table for each day, and tables of ours beside them. */
export interface CallTables {
  /** Name of a daily table without its day. */
  readonly daily: string;
  readonly call: string;
  readonly attempt: string;
  readonly media: string;
  readonly money: string;
}

/** What the switch writes into and CDR Query reads. */
export const LIVE_TABLES: CallTables = {
  daily: "e_cdr_",
  call: "carrierlab_call",
  attempt: "carrierlab_call_attempt",
  media: "carrierlab_call_media",
  money: "carrierlab_call_money",
};

/** Where old days are moved to (SCL-088). */
export const ARCHIVE_TABLES: CallTables = {
  daily: "carrierlab_archive_cdr_",
  call: "carrierlab_archive_call",
  attempt: "carrierlab_archive_call_attempt",
  media: "carrierlab_archive_call_media",
  money: "carrierlab_archive_call_money",
};

/** Our own tables of calls, each with a column `day` and a key that begins with `flowno`. */
export const OWN_CALL_TABLES = ["call", "attempt", "media", "money"] as const satisfies readonly (keyof CallTables)[];

const DAY = /^\d{8}$/;

/** A day stands in the text of statements, so it must be one. */
export function checkedDay(day: string): string {
  assert(DAY.test(day), "not a day", { day });
  return day;
}

/** The daily table of `day`. */
export const tableOf = (day: string, { daily }: CallTables = LIVE_TABLES): string => `${daily}${checkedDay(day)}`;

/** Days that have a table, oldest first. */
export async function listedDays(
  connection: SqlConnection,
  dialect: Database["dialect"],
  { daily }: CallTables = LIVE_TABLES,
): Promise<string[]> {
  const sql =
    dialect === "sqlite"
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name LIKE ?";
  const { rows } = await connection.run(sql, [`${daily}%`]);
  return rows
    .map(({ name }) => String(name))
    .filter((name) => name.startsWith(daily) && DAY.test(name.slice(daily.length)))
    .map((name) => name.slice(daily.length))
    .sort();
}
