import { SwitchError } from "../base";
import type { Database, SqlConnection } from "../ports";
import { createTable } from "./create-table";
import { exclusively } from "./exclusively";
import { FEE_RATE_SECTIONS, FIELD_TABLES } from "./field-tables";
import { makeFieldTables } from "./make-field-tables";
import { moneyOfStoredCalls } from "./money-of-stored-calls";
import { makeNamedViews } from "./named-views";

/** One step of the schema, the same for both dialects. Statements can be run again: MySQL cannot undo half a step. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly (string | IndexStep | DataStep)[];
}

/** Fills what a step made from what was there before it. Can be run again. */
export type DataStep = (connection: SqlConnection, dialect: Database["dialect"]) => Promise<void>;

/** An index, made when it is not there: MySQL knows no `CREATE INDEX IF NOT EXISTS`. */
export interface IndexStep {
  readonly index: string;
  readonly table: string;
  readonly columns: string;
}

/** Our own tables. Daily CDR tables are made when their day comes: see {@link DailyTables}. Forward only: never change a step that was released. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: "calls, their attempts and their media",
    statements: [
      `CREATE TABLE IF NOT EXISTS carrierlab_call (
        flowno BIGINT NOT NULL PRIMARY KEY,
        day CHAR(8) NOT NULL,
        call_id VARCHAR(64) NOT NULL,
        end_reason VARCHAR(64) NOT NULL,
        record MEDIUMTEXT NOT NULL
      )`,
      { index: "carrierlab_call_day", table: "carrierlab_call", columns: "day" },
      { index: "carrierlab_call_call_id", table: "carrierlab_call", columns: "call_id" },
      `CREATE TABLE IF NOT EXISTS carrierlab_call_attempt (
        flowno BIGINT NOT NULL,
        position INT NOT NULL,
        day CHAR(8) NOT NULL,
        gateway VARCHAR(64) NOT NULL,
        started_at BIGINT NOT NULL,
        elapsed_ms INT NOT NULL,
        status INT,
        cause INT,
        outcome VARCHAR(16) NOT NULL,
        PRIMARY KEY (flowno, position)
      )`,
      { index: "carrierlab_call_attempt_day", table: "carrierlab_call_attempt", columns: "day" },
      { index: "carrierlab_call_attempt_gateway", table: "carrierlab_call_attempt", columns: "gateway, started_at" },
      `CREATE TABLE IF NOT EXISTS carrierlab_call_media (
        flowno BIGINT NOT NULL,
        side CHAR(1) NOT NULL,
        day CHAR(8) NOT NULL,
        received BIGINT NOT NULL,
        received_bytes BIGINT NOT NULL,
        forwarded BIGINT NOT NULL,
        lost BIGINT NOT NULL,
        jitter_ms DOUBLE NOT NULL,
        encrypted BIGINT NOT NULL,
        decrypted BIGINT NOT NULL,
        dropped BIGINT NOT NULL,
        ssrc BIGINT,
        payload_type INT,
        PRIMARY KEY (flowno, side)
      )`,
      { index: "carrierlab_call_media_day", table: "carrierlab_call_media", columns: "day" },
    ],
  },
  {
    version: 2,
    name: "what a call was charged and what the vendor is paid",
    statements: [
      `CREATE TABLE IF NOT EXISTS carrierlab_call_money (
        flowno BIGINT NOT NULL PRIMARY KEY,
        day CHAR(8) NOT NULL,
        account VARCHAR(255),
        prefix VARCHAR(64),
        fee BIGINT,
        fee_seconds INT,
        vendor_account VARCHAR(255),
        vendor_prefix VARCHAR(64),
        cost BIGINT,
        cost_seconds INT
      )`,
      { index: "carrierlab_call_money_day", table: "carrierlab_call_money", columns: "day" },
      moneyOfStoredCalls,
    ],
  },
  {
    version: 3,
    name: "the archive of old days",
    statements: [
      `CREATE TABLE IF NOT EXISTS carrierlab_archive (
        day CHAR(8) NOT NULL PRIMARY KEY,
        is_moved INT NOT NULL
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_archive_call (
        flowno BIGINT NOT NULL PRIMARY KEY,
        day CHAR(8) NOT NULL,
        call_id VARCHAR(64) NOT NULL,
        end_reason VARCHAR(64) NOT NULL,
        record MEDIUMTEXT NOT NULL
      )`,
      { index: "carrierlab_archive_call_day", table: "carrierlab_archive_call", columns: "day" },
      { index: "carrierlab_archive_call_call_id", table: "carrierlab_archive_call", columns: "call_id" },
      `CREATE TABLE IF NOT EXISTS carrierlab_archive_call_attempt (
        flowno BIGINT NOT NULL,
        position INT NOT NULL,
        day CHAR(8) NOT NULL,
        gateway VARCHAR(64) NOT NULL,
        started_at BIGINT NOT NULL,
        elapsed_ms INT NOT NULL,
        status INT,
        cause INT,
        outcome VARCHAR(16) NOT NULL,
        PRIMARY KEY (flowno, position)
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_archive_call_media (
        flowno BIGINT NOT NULL,
        side CHAR(1) NOT NULL,
        day CHAR(8) NOT NULL,
        received BIGINT NOT NULL,
        received_bytes BIGINT NOT NULL,
        forwarded BIGINT NOT NULL,
        lost BIGINT NOT NULL,
        jitter_ms DOUBLE NOT NULL,
        encrypted BIGINT NOT NULL,
        decrypted BIGINT NOT NULL,
        dropped BIGINT NOT NULL,
        ssrc BIGINT,
        payload_type INT,
        PRIMARY KEY (flowno, side)
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_archive_call_money (
        flowno BIGINT NOT NULL PRIMARY KEY,
        day CHAR(8) NOT NULL,
        account VARCHAR(255),
        prefix VARCHAR(64),
        fee BIGINT,
        fee_seconds INT,
        vendor_account VARCHAR(255),
        vendor_prefix VARCHAR(64),
        cost BIGINT,
        cost_seconds INT
      )`,
    ],
  },
  {
    version: 4,
    name: "the configuration as tools of the field read it",
    statements: [
      `CREATE TABLE IF NOT EXISTS carrierlab_field_table (name VARCHAR(64) NOT NULL PRIMARY KEY)`,
      (connection, dialect) => makeFieldTables(connection, dialect, FIELD_TABLES),
      `CREATE TABLE IF NOT EXISTS carrierlab_work_calendar (
        calendar_id INT NOT NULL PRIMARY KEY,
        days VARCHAR(64) NOT NULL,
        start_time VARCHAR(8) NOT NULL,
        end_time VARCHAR(8) NOT NULL,
        other_hours TEXT,
        holidays MEDIUMTEXT NOT NULL,
        time_zone VARCHAR(64) NOT NULL
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_period_rate (
        suite_id INT NOT NULL PRIMARY KEY,
        calendar_id INT NOT NULL,
        working_feerategroup_id INT NOT NULL,
        nonworking_feerategroup_id INT NOT NULL
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_gatewayrouting (
        gatewayrouting_id INT NOT NULL PRIMARY KEY,
        protect INT NOT NULL,
        reserved_lines INT NOT NULL,
        rate VARCHAR(32),
        gateway_prefix VARCHAR(64) NOT NULL,
        prefix_expires_at VARCHAR(32),
        options_check INT NOT NULL
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_route (
        id INT NOT NULL PRIMARY KEY,
        gatewayrouting_id INT NOT NULL,
        prefix VARCHAR(64) NOT NULL
      )`,
      { index: "carrierlab_route_gateway", table: "carrierlab_route", columns: "gatewayrouting_id" },
      `CREATE TABLE IF NOT EXISTS carrierlab_mirrored (
        name VARCHAR(64) NOT NULL PRIMARY KEY,
        fingerprint VARCHAR(64) NOT NULL
      )`,
      `CREATE TABLE IF NOT EXISTS carrierlab_named_database (name VARCHAR(64) NOT NULL PRIMARY KEY)`,
      makeNamedViews,
    ],
  },
  {
    version: 5,
    name: "stepped rates, and rates of one table in their order",
    statements: [
      (connection, dialect) => makeFieldTables(connection, dialect, [FEE_RATE_SECTIONS]),
      { index: "e_feerate_in_order", table: "e_feerate", columns: "feerategroup_id, id" },
    ],
  },
];

const VERSIONS = "carrierlab_schema_version";

/**
 * Brings the schema to the newest version, one step after the other; several processes may start at once.
 *
 * @returns the versions that were applied by this call.
 * @throws {SwitchError} `DATABASE_SCHEMA_NEWER` when the database was written by a newer carrierlab, `DATABASE_FOREIGN_TABLES` when it holds
 * the tables of another installation.
 */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<readonly number[]> {
  return exclusively(database, async (connection) => {
    await connection.run(`CREATE TABLE IF NOT EXISTS ${VERSIONS} (version INT NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL)`);
    const present = await versionOf(connection);
    const newest = migrations.at(-1)?.version ?? 0;
    if (present > newest) {
      throw new SwitchError("DATABASE_SCHEMA_NEWER", `the database has schema ${present}, this program knows ${newest}`, {
        present,
        newest,
      });
    }
    const applied: number[] = [];
    for (const migration of migrations.filter(({ version }) => version > present)) {
      for (const statement of migration.statements) await apply(connection, database.dialect, statement);
      await connection.run(`INSERT INTO ${VERSIONS} (version, name) VALUES (?, ?)`, [migration.version, migration.name]);
      applied.push(migration.version);
    }
    return applied;
  });
}

async function versionOf(connection: SqlConnection): Promise<number> {
  const { rows } = await connection.run(`SELECT MAX(version) AS version FROM ${VERSIONS}`);
  return Number(rows[0]?.["version"] ?? 0);
}

async function apply(
  connection: SqlConnection,
  dialect: Database["dialect"],
  statement: Migration["statements"][number],
): Promise<void> {
  if (typeof statement === "function") return statement(connection, dialect);
  if (typeof statement === "string") return void (await connection.run(createTable(statement, dialect)));
  const { index, table, columns } = statement;
  if (dialect === "sqlite") return void (await connection.run(`CREATE INDEX IF NOT EXISTS ${index} ON ${table} (${columns})`));
  const { rows } = await connection.run(
    "SELECT 1 AS present FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1",
    [table, index],
  );
  if (rows.length === 0) await connection.run(`CREATE INDEX ${index} ON ${table} (${columns})`);
}
