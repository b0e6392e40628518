import { SwitchError } from "../base";
import type { Database, SqlConnection } from "../ports";
import { createTable } from "./create-table";
import type { FieldTable } from "./field-tables";
import { namesOf } from "./schema-names";

/**
 * Makes the tables of the field, each of which is noted before it is made.
 *
 * @throws {SwitchError} `DATABASE_FOREIGN_TABLES` when one is there that was not noted: the database belongs to a real installation,
 * whose rows must not be taken for a copy of our configuration.
 */
export async function makeFieldTables(
  connection: SqlConnection,
  dialect: Database["dialect"],
  tables: readonly FieldTable[],
): Promise<void> {
  const noted = new Set((await connection.run("SELECT name FROM carrierlab_field_table")).rows.map(({ name }) => String(name)));
  const present = new Set(await namesOf(connection, dialect, "table"));
  const foreign = tables.map(({ name }) => name).filter((name) => present.has(name) && !noted.has(name));
  if (foreign.length > 0) {
    throw new SwitchError(
      "DATABASE_FOREIGN_TABLES",
      `the database holds ${foreign.join(", ")} of another installation: give the switch a database of its own`,
      { tables: foreign.join(", ") },
    );
  }
  for (const table of tables) {
    if (!noted.has(table.name)) await connection.run("INSERT INTO carrierlab_field_table (name) VALUES (?)", [table.name]);
    await make(connection, dialect, table);
  }
}

async function make(connection: SqlConnection, dialect: Database["dialect"], table: FieldTable): Promise<void> {
  const { name, columns, primaryKey, indexes } = table;
  const keys = dialect === "mysql" ? indexes.map((column) => `KEY ${column} (${column})`) : [];
  const parts = [...columns, ...(primaryKey === undefined ? [] : [`PRIMARY KEY (${primaryKey})`]), ...keys];
  await connection.run(createTable(`CREATE TABLE IF NOT EXISTS ${name} (${parts.join(", ")})`, dialect));
  if (dialect === "mysql") return;
  for (const column of indexes) await connection.run(`CREATE INDEX IF NOT EXISTS ${name}_${column} ON ${name} (${column})`);
}
