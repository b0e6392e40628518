import { SwitchError } from "../base";
import type { Database, SqlConnection, SqlValue } from "../ports";
import { NAMED_VIEWS } from "./named-views";
import { FEE_RATE_SECTIONS, FIELD_TABLES } from "./field-tables";

const BUSINESS = Object.keys(NAMED_VIEWS);
const FIELD = [...FIELD_TABLES, FEE_RATE_SECTIONS].map(({ name }) => name);

/** The databases that the guides name, and what stands in each beside the daily tables. `vos3000` is that of real installations. */
const NAMED_DATABASES: Readonly<Record<string, { readonly views: readonly string[]; readonly hasCalls: boolean }>> = {
  vos3000: { views: [...FIELD, ...BUSINESS], hasCalls: true },
  vos3000db: { views: [...FIELD, ...BUSINESS], hasCalls: false },
  vos3000_cdr: { views: [], hasCalls: true },
};

/** Names of the databases that the guides name. */
export const NAMED_DATABASE_NAMES = Object.keys(NAMED_DATABASES);

/** What became of one database that the guides name. */
export interface NamedDatabaseState {
  readonly name: string;
  /** `ours`: it holds views of our tables. `foreign`: somebody else's, left alone. `refused`: the server does not let us. */
  readonly state: "ours" | "foreign" | "refused";
  readonly reason?: string;
}

/** Daily tables and the views over them. */
const CALLS = /^(e_cdr_\d{8}|e_cdr|cdr)$/;

/**
 * Keeps the databases that the guides name on a MySQL server: each holds nothing but views of our tables, so that the guides' own
 * commands run as they are printed. One that holds anything else is left alone.
 *
 * A database of SQLite has no others beside it: see `carrierlab database query`.
 */
export async function keepNamedDatabases(database: Database): Promise<readonly NamedDatabaseState[]> {
  if (database.dialect === "sqlite") return [];
  const states: NamedDatabaseState[] = [];
  for (const name of NAMED_DATABASE_NAMES) states.push(await keep(database, name));
  return states;
}

async function keep(connection: SqlConnection, name: string): Promise<NamedDatabaseState> {
  try {
    const own = await currentDatabase(connection);
    if (own === name) return { name, state: "ours" };
    const stranger = await strangerIn(connection, name, own);
    await connection.run("DELETE FROM carrierlab_named_database WHERE name = ?", [name]);
    if (stranger !== undefined) return { name, state: "foreign", reason: `it holds ${stranger}, which is none of our views` };
    // Asking first: who may not create databases may still use one that is there.
    const { rows } = await connection.run("SELECT 1 AS present FROM information_schema.schemata WHERE schema_name = ?", [name]);
    if (rows.length === 0) await connection.run(`CREATE DATABASE ${name}`);
    await fill(connection, name, own);
    await connection.run("INSERT INTO carrierlab_named_database (name) VALUES (?)", [name]);
    return { name, state: "ours" };
  } catch (error) {
    if (!(error instanceof SwitchError)) throw error;
    return { name, state: "refused", reason: error.message };
  }
}

/**
 * Brings the views of daily tables up to date in the databases that are ours, after a day came or went. A server that refuses it does not
 * keep calls from being stored.
 */
export async function refreshNamedDatabases(connection: SqlConnection, dialect: Database["dialect"]): Promise<void> {
  if (dialect === "sqlite") return;
  try {
    const { rows } = await connection.run("SELECT name FROM carrierlab_named_database");
    const own = await currentDatabase(connection);
    for (const name of rows.map((row) => String(row["name"]))) {
      if (NAMED_DATABASES[name]?.hasCalls === true) await fill(connection, name, own);
    }
  } catch (error) {
    if (!(error instanceof SwitchError)) throw error;
  }
}

async function currentDatabase(connection: SqlConnection): Promise<string> {
  return String((await connection.run("SELECT DATABASE() AS name")).rows[0]?.["name"]);
}

/** Something in the database that is no view of our tables. */
async function strangerIn(connection: SqlConnection, name: string, own: string): Promise<string | undefined> {
  const { rows } = await connection.run(
    `SELECT t.table_name AS name, v.view_definition AS definition FROM information_schema.tables t
     LEFT JOIN information_schema.views v ON v.table_schema = t.table_schema AND v.table_name = t.table_name
     WHERE t.table_schema = ?`,
    [name],
  );
  const isOurs = (definition: SqlValue | undefined): boolean =>
    typeof definition === "string" && definition.includes(`\`${own}\`.`);
  const stranger = rows.find(({ definition }) => !isOurs(definition));
  return stranger === undefined ? undefined : String(stranger["name"]);
}

async function fill(connection: SqlConnection, name: string, own: string): Promise<void> {
  const wanted = NAMED_DATABASES[name];
  if (wanted === undefined) return;
  const tables = async (schema: string): Promise<readonly string[]> =>
    (await connection.run("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?", [schema])).rows.map(
      (row) => String(row["name"]),
    );
  const [ours, there] = [new Set(await tables(own)), await tables(name)];
  const calls = wanted.hasCalls ? [...ours].filter((table) => CALLS.test(table)) : [];
  const views = new Set([...wanted.views.filter((view) => ours.has(view)), ...calls]);
  for (const gone of there.filter((view) => !views.has(view))) await connection.run(`DROP VIEW IF EXISTS ${name}.${gone}`);
  for (const view of [...views].filter((each) => !there.includes(each))) {
    await connection.run(`CREATE OR REPLACE VIEW ${name}.${view} AS SELECT * FROM \`${own}\`.${view}`);
  }
}
