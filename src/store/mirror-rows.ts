import type { Database, SqlConnection, SqlRow, SqlValue } from "../ports";
import { insertNew } from "./cdr-statements";

/** Rows that are read at once. Our choice: one statement then takes a few milliseconds, in which no call is handled. */
const AT_ONCE = 500;

/** Placeholders of one delete. */
const DELETED_AT_ONCE = 500;

/** What a table is to hold: columns beside its key, by key. */
export interface WantedRows {
  readonly table: string;
  readonly key: string;
  readonly rows: ReadonlyMap<number, Readonly<Record<string, SqlValue>>>;
}

/** What a mirror changed. */
export interface MirrorCounts {
  inserted: number;
  updated: number;
  deleted: number;
}

/** All rows of a table by key, page by page. Keys are whole numbers from 1 on. */
export async function* pagesOf(
  connection: SqlConnection,
  { table, key, columns }: { readonly table: string; readonly key: string; readonly columns: readonly string[] },
  where = "1 = 1",
): AsyncIterable<readonly SqlRow[]> {
  let last = 0;
  for (;;) {
    const { rows } = await connection.run(
      `SELECT ${[key, ...columns].join(", ")} FROM ${table} WHERE ${where} AND ${key} > ? ORDER BY ${key} LIMIT ${AT_ONCE}`,
      [last],
    );
    yield rows;
    if (rows.length < AT_ONCE) return;
    last = Number(rows.at(-1)?.[key]);
  }
}

/** Makes a table hold exactly these rows in the columns that they name, touching those that differ. */
export async function mirrorRows(
  connection: SqlConnection,
  dialect: Database["dialect"],
  { table, key, rows }: WantedRows,
  counts: MirrorCounts,
): Promise<void> {
  const columns = Object.keys(rows.values().next().value ?? {});
  const missing = new Set(rows.keys());
  const gone: number[] = [];
  const changed: number[] = [];
  for await (const page of pagesOf(connection, { table, key, columns })) {
    for (const row of page) {
      const id = Number(row[key]);
      const wanted = rows.get(id);
      missing.delete(id);
      if (wanted === undefined) gone.push(id);
      else if (columns.some((column) => !isSame(row[column], wanted[column]))) changed.push(id);
    }
  }
  await deleteRows(connection, { table, key }, gone);
  for (const id of changed) {
    const wanted = rows.get(id) ?? {};
    await connection.run(`UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(", ")} WHERE ${key} = ?`, [
      ...columns.map((column) => wanted[column] ?? null),
      id,
    ]);
  }
  const added = [...missing].map((id): readonly SqlValue[] => [id, ...columns.map((column) => rows.get(id)?.[column] ?? null)]);
  await insertNew(connection, dialect, { table, key, columns: [key, ...columns], rows: added });
  counts.inserted += added.length;
  counts.updated += changed.length;
  counts.deleted += gone.length;
}

/** Deletes rows by key, some at a time. */
export async function deleteRows(
  connection: SqlConnection,
  { table, key }: { readonly table: string; readonly key: string },
  keys: readonly number[],
): Promise<void> {
  for (let start = 0; start < keys.length; start += DELETED_AT_ONCE) {
    const part = keys.slice(start, start + DELETED_AT_ONCE);
    await connection.run(`DELETE FROM ${table} WHERE ${key} IN (${part.map(() => "?").join(", ")})`, part);
  }
}

function isSame(stored: SqlValue | undefined, wanted: SqlValue | undefined): boolean {
  if (stored === undefined || stored === null) return wanted === undefined || wanted === null;
  if (wanted === undefined || wanted === null) return false;
  return stored === wanted || String(stored) === String(wanted);
}

/** Keys for names: a name keeps the one that it has in the table, a new one gets the next that was never used there. */
export async function keysOf(
  connection: SqlConnection,
  { table, key, name }: { readonly table: string; readonly key: string; readonly name: string },
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const present = new Map<string, number>();
  let highest = 0;
  for await (const page of pagesOf(connection, { table, key, columns: [name] })) {
    for (const row of page) {
      const id = Number(row[key]);
      highest = Math.max(highest, id);
      if (!present.has(String(row[name]))) present.set(String(row[name]), id);
    }
  }
  return new Map(names.map((each) => [each, present.get(each) ?? (highest += 1)]));
}
