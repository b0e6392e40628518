import type { SqlConnection, SqlValue } from "../ports";

/** What an insert does with a row whose key is there: leaves it. */
export function whenPresent(dialect: "sqlite" | "mysql", table: string, key: string): string {
  return dialect === "sqlite" ? "ON CONFLICT DO NOTHING" : `ON DUPLICATE KEY UPDATE ${key} = ${table}.${key}`;
}

/** Placeholders of one statement: below SQLite's 32,766 and MySQL's 65,535, and so few that one statement takes about 2 ms. */
const MAX_PLACEHOLDERS = 4_000;

/** Rows for one table. */
export interface RowsToInsert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: string;
  readonly rows: readonly (readonly SqlValue[])[];
}

/**
 * Inserts rows, leaving those whose key is there. Errors other than that key still count: `INSERT IGNORE` would turn a
 * refused value into a changed one.
 *
 * @returns rows that were new.
 */
export async function insertNew(connection: SqlConnection, dialect: "sqlite" | "mysql", insert: RowsToInsert): Promise<number> {
  const { table, columns, key, rows } = insert;
  const perStatement = Math.max(1, Math.floor(MAX_PLACEHOLDERS / columns.length / 50) * 50);
  const one = `(${columns.map(() => "?").join(", ")})`;
  const onConflict = whenPresent(dialect, table, key);
  let added = 0;
  for (let start = 0; start < rows.length; start += perStatement) {
    const part = rows.slice(start, start + perStatement);
    const sql = `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${part.map(() => one).join(", ")} ${onConflict}`;
    added += (await connection.run(sql, part.flat())).changes;
  }
  return added;
}
