import {
  createPool,
  type Pool,
  type PoolConnection,
  type FieldPacket,
  type ResultSetHeader,
  type RowDataPacket,
} from "mysql2/promise";
import { SwitchError } from "../../base";
import type { Database, SqlConnection, SqlResult, SqlRow, SqlValue } from "../../ports";

/** How a MySQL or MariaDB server is reached. */
export interface MysqlOptions {
  readonly host: string;
  /** Default 3306. */
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Default {@link DEFAULT_CONNECTIONS}. */
  readonly connections?: number;
  /** Default {@link DEFAULT_CONNECT_TIMEOUT_MS}. */
  readonly connectTimeoutMs?: number;
  /** After it a statement's connection is dropped. Default {@link DEFAULT_QUERY_TIMEOUT_MS}. */
  readonly queryTimeoutMs?: number;
}

/** Our choice: the batch writer uses one, queries the others. */
export const DEFAULT_CONNECTIONS = 4;
export const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
/** Our choice: a batch of 1,000 records takes well below a second. */
export const DEFAULT_QUERY_TIMEOUT_MS = 30_000;

/** Statements that may wait for a connection; more are refused at once. */
const MAX_WAITING = 1_000;

/** Errors of the server after which the same statement may succeed later (MariaDB error codes). */
const PASSING = new Set([
  1021, // ER_DISK_FULL
  1040, // ER_CON_COUNT_ERROR
  1041, // ER_OUT_OF_RESOURCES
  1053, // ER_SERVER_SHUTDOWN
  1114, // ER_RECORD_FILE_FULL
  1130, // ER_HOST_NOT_PRIVILEGED
  1044, // ER_DBACCESS_DENIED_ERROR
  1045, // ER_ACCESS_DENIED_ERROR
  1049, // ER_BAD_DB_ERROR
  1129, // ER_HOST_IS_BLOCKED
  1203, // ER_TOO_MANY_USER_CONNECTIONS
  1205, // ER_LOCK_WAIT_TIMEOUT
  1213, // ER_LOCK_DEADLOCK
  1226, // ER_USER_LIMIT_REACHED
  1290, // ER_OPTION_PREVENTS_STATEMENT: read only
  1317, // ER_QUERY_INTERRUPTED
  1836, // ER_READ_ONLY_MODE
  1927, // ER_CONNECTION_KILLED
  1969, // ER_STATEMENT_TIMEOUT
]);
const DUPLICATE = new Set([1062, 1586]);

/**
 * A MySQL or MariaDB server through a pool. Statements are prepared on the server and values travel apart from the text.
 *
 * A lost connection is replaced at the next use. Whole numbers beyond 2^53 come back as bigint, decimals, dates and JSON as text.
 */
export class MysqlDatabase implements Database {
  readonly dialect = "mysql";
  private readonly pool: Pool;
  private readonly queryTimeoutMs: number;

  constructor(options: MysqlOptions) {
    this.queryTimeoutMs = options.queryTimeoutMs ?? DEFAULT_QUERY_TIMEOUT_MS;
    this.pool = createPool({
      host: options.host,
      port: options.port ?? 3306,
      user: options.user,
      password: options.password,
      database: options.database,
      charset: "utf8mb4",
      connectionLimit: options.connections ?? DEFAULT_CONNECTIONS,
      queueLimit: MAX_WAITING,
      connectTimeout: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      enableKeepAlive: true,
      supportBigNumbers: true,
      dateStrings: true,
      jsonStrings: true,
      multipleStatements: false,
      // Otherwise an insert that finds its key present counts as a changed row.
      flags: ["-FOUND_ROWS"],
    });
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<SqlResult> {
    const connection = await this.connect();
    try {
      return await this.execute(connection, sql, parameters);
    } finally {
      connection.release();
    }
  }

  async transaction<Value>(work: (connection: SqlConnection) => Promise<Value>): Promise<Value> {
    const connection = await this.connect();
    try {
      await this.guarded(connection, () => connection.beginTransaction());
      const value = await work({ run: (sql, parameters = []) => this.execute(connection, sql, parameters) });
      await this.guarded(connection, () => connection.commit());
      return value;
    } catch (error) {
      await connection.rollback().catch(() => connection.destroy());
      throw error;
    } finally {
      connection.release();
    }
  }

  async close(): Promise<void> {
    await this.pool.end().catch(() => undefined);
  }

  private async connect(): Promise<PoolConnection> {
    try {
      return await this.pool.getConnection();
    } catch (error) {
      throw translated(error);
    }
  }

  private execute(connection: PoolConnection, sql: string, parameters: readonly SqlValue[]): Promise<SqlResult> {
    return this.guarded(connection, async () => {
      const values = parameters.map(toMysql);
      const [result, fields] = await connection.execute<RowDataPacket[] | ResultSetHeader>(
        { sql, timeout: this.queryTimeoutMs },
        values,
      );
      if (!Array.isArray(result)) return { rows: [], changes: result.affectedRows };
      return { rows: withBigints(result, fields), changes: 0 };
    });
  }

  private async guarded<Value>(connection: PoolConnection, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      // After a timeout the answer may still come; nobody may take it for that of the next statement.
      if (isLost(error)) connection.destroy();
      throw translated(error);
    }
  }
}

function toMysql(value: SqlValue): string | number | Buffer | null {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "boolean" ? Number(value) : value;
}

/** MYSQL_TYPE_LONGLONG of the protocol. */
const LONGLONG = 8;

/** The driver gives whole numbers beyond 2^53 as text; here they become bigint. */
function withBigints(rows: RowDataPacket[], fields: readonly FieldPacket[]): readonly SqlRow[] {
  const names = fields.filter(({ columnType }) => columnType === LONGLONG).map(({ name }) => name);
  if (names.length === 0) return rows;
  for (const row of rows as Record<string, unknown>[]) {
    for (const name of names) {
      const value = row[name];
      if (typeof value === "string") row[name] = BigInt(value);
    }
  }
  return rows;
}

interface ServerError {
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
}

function isLost(error: unknown): boolean {
  const { code, fatal } = error as ServerError;
  return fatal === true || code === "PROTOCOL_SEQUENCE_TIMEOUT";
}

function translated(error: unknown): SwitchError {
  if (error instanceof SwitchError) return error;
  const { errno, code } = error as ServerError;
  const message = error instanceof Error ? error.message : String(error);
  const context = { dialect: "mysql", errno, errorCode: code };
  if (errno !== undefined && DUPLICATE.has(errno)) return new SwitchError("DATABASE_CONFLICT", message, context, error);
  // Codes of the server are 1000 and up; everything else is the connection's.
  const isFromServer = errno !== undefined && errno >= 1_000;
  if (!isFromServer || PASSING.has(errno)) return new SwitchError("DATABASE_UNAVAILABLE", message, context, error);
  return new SwitchError("DATABASE_ERROR", message, context, error);
}
