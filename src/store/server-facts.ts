import type { Database } from "../ports";
import { listedDays, tableOf } from "./call-tables";

/** What `SHOW VARIABLES` says of a MySQL server, by name. */
export async function serverSettings(database: Database): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.run("SHOW GLOBAL VARIABLES");
  return new Map(rows.map((row) => [String(row["Variable_name"]).toLowerCase(), String(row["Value"])]));
}

/** The daily tables, how many rows each has by the server's estimate, and the columns that have an index. */
export async function storedIndexes(
  database: Database,
): Promise<readonly { readonly table: string; readonly rows: number; readonly indexed: readonly string[] }[]> {
  const { dialect } = database;
  const tables = (await listedDays(database, dialect)).map((day) => tableOf(day));
  const found = [];
  for (const table of tables) {
    if (dialect === "sqlite") {
      // SQLite has no estimate; the newest of its row numbers is one.
      const { rows } = await database.run(`SELECT COALESCE(MAX(rowid), 0) AS n FROM ${table}`);
      const indexes = await database.run(
        `SELECT DISTINCT i.name AS name FROM pragma_index_list(?) l JOIN pragma_index_info(l.name) i WHERE i.seqno = 0`,
        [table],
      );
      found.push({ table, rows: Number(rows[0]?.["n"]), indexed: indexes.rows.map(({ name }) => String(name)) });
    } else {
      const { rows } = await database.run(
        "SELECT table_rows AS n FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
        [table],
      );
      const indexes = await database.run(
        "SELECT column_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND seq_in_index = 1",
        [table],
      );
      found.push({ table, rows: Number(rows[0]?.["n"]), indexed: indexes.rows.map(({ name }) => String(name)) });
    }
  }
  return found;
}
