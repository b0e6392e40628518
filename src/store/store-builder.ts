import type { Database } from "../ports";
import { ARCHIVE_TABLES, listedDays, OWN_CALL_TABLES, tableOf } from "./call-tables";
import { SqlCdrRepository } from "./sql-cdr-repository";

/** Removes all calls, archived ones too; the schema stays. */
export async function wipe(database: Database): Promise<void> {
  const repository = new SqlCdrRepository(database);
  for (const day of await repository.days()) await repository.removeDay(day);
  for (const day of await listedDays(database, database.dialect, ARCHIVE_TABLES)) {
    await database.run(`DROP TABLE ${tableOf(day, ARCHIVE_TABLES)}`);
  }
  for (const name of OWN_CALL_TABLES) await database.run(`DELETE FROM ${ARCHIVE_TABLES[name]}`);
  await database.run("DELETE FROM carrierlab_archive");
}

/** Leaves an empty database: no table, no view. */
export async function dropEverything(database: Database): Promise<void> {
  const sql =
    database.dialect === "sqlite"
      ? "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
      : "SELECT table_name AS name, CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END AS type FROM information_schema.tables WHERE table_schema = DATABASE()";
  const { rows } = await database.run(sql);
  const ofType = (type: string): readonly string[] => rows.filter((row) => row["type"] === type).map(({ name }) => String(name));
  for (const name of ofType("view")) await database.run(`DROP VIEW IF EXISTS ${name}`);
  for (const name of ofType("table")) await database.run(`DROP TABLE IF EXISTS ${name}`);
}
