import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { SwitchError } from "../../base";
import type { Database, SqlConnection, SqlResult, SqlRow, SqlValue } from "../../ports";
import { Turns } from "./turns";

/** How an embedded database is opened. */
export interface SqliteOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  /** How long a statement waits for another process that writes. Default {@link DEFAULT_BUSY_TIMEOUT_MS}. */
  readonly busyTimeoutMs?: number;
  /** Nothing can be changed, and the file must be there. */
  readonly isReadOnly?: boolean;
  /** Names under which statements find the file a second time, as if it were so many databases. */
  readonly alsoNamed?: readonly string[];
}

/** Our choice: a batch of 1,000 records takes far less. */
export const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

/** How soon a statement that found the database busy is tried again. Our choice. */
const BUSY_RETRY_MS = 5;

/** Prepared statements that are kept. Our choice. */
const MAX_STATEMENTS = 100;

/** How long statements may run one after another before sockets and timers get a turn. Our choice: a tenth of a voice packet's jitter budget. */
const LONGEST_STRETCH_MS = 4;

const SQLITE_BUSY = 5;

/** SQLite result codes (sqlite.org/rescode.html) after which the same statement may succeed later: busy, locked, disk trouble. */
const PASSING = new Set([5, 6, 8, 10, 13, 14, 15]);
const CONSTRAINT = 19;
const UNIQUE = new Set([1555, 2067, 2579]);

/**
 * SQLite in this process. A file is in WAL mode, so that other processes read while this one writes.
 *
 * Statements run on the calling thread; between them the event loop gets its turn. SQLite's own way of waiting for another
 * writer would hold that thread, so it is not used: a busy statement is tried again from a timer. One transaction runs at a time, and what
 * is asked outside of it waits for its end. Whole numbers beyond 2^53 come back as bigint, others as number.
 */
export class SqliteDatabase implements Database {
  readonly dialect = "sqlite";
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly turns = new Turns();
  private stretchStart = performance.now();
  private readonly busyTimeoutMs: number;
  private isOpen = true;

  /** @throws {SwitchError} `DATABASE_UNAVAILABLE` when the file cannot be opened. */
  constructor({ path, busyTimeoutMs, isReadOnly = false, alsoNamed = [] }: SqliteOptions) {
    this.busyTimeoutMs = busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS;
    try {
      // Only opening waits on the thread: another process may be switching the file to WAL at this moment.
      this.database = new DatabaseSync(path, { timeout: this.busyTimeoutMs, readOnly: isReadOnly });
      // NORMAL syncs at checkpoints: with WAL a crash of the process loses nothing, and what a loss of power takes back of the
      // last commits would be lost from the journal too late. FULL keeps the promise "committed is kept" that removing a
      // journal segment rests on.
      if (!isReadOnly) this.database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
      this.database.exec("PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 0;");
      // A view in the file finds its tables in the same copy of it.
      for (const name of alsoNamed) this.database.prepare(`ATTACH DATABASE ? AS ${name}`).run(path);
    } catch (error) {
      const { code, message, context } = translated(error);
      throw new SwitchError(code, `database file ${path}: ${message}`, { ...context, path }, error);
    }
  }

  run(sql: string, parameters: readonly SqlValue[] = []): Promise<SqlResult> {
    return this.turns.take(() => this.execute(sql, parameters));
  }

  transaction<Value>(work: (connection: SqlConnection) => Promise<Value>): Promise<Value> {
    return this.turns.take(async () => {
      // IMMEDIATE: two processes that both read first and write then would otherwise fail instead of waiting.
      await this.execute("BEGIN IMMEDIATE", []);
      try {
        const value = await work({ run: (sql, parameters = []) => this.execute(sql, parameters) });
        await this.execute("COMMIT", []);
        return value;
      } catch (error) {
        this.rollback();
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.turns.take(async () => {
      if (!this.isOpen) return;
      this.isOpen = false;
      this.statements.clear();
      this.database.close();
    });
  }

  private async execute(sql: string, parameters: readonly SqlValue[]): Promise<SqlResult> {
    if (performance.now() - this.stretchStart > LONGEST_STRETCH_MS) await this.yield();
    const deadline = performance.now() + this.busyTimeoutMs;
    for (;;) {
      if (!this.isOpen) throw new SwitchError("DATABASE_UNAVAILABLE", "the database was closed");
      try {
        return this.executeNow(sql, parameters);
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw translated(error);
        await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
      }
    }
  }

  private executeNow(sql: string, parameters: readonly SqlValue[]): SqlResult {
    const statement = this.prepared(sql);
    const values = parameters.map(toSqlite);
    if (statement.columns().length > 0) return { rows: statement.all(...values).map(fromSqlite), changes: 0 };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  private async yield(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.stretchStart = performance.now();
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement !== undefined) return statement;
    statement = this.database.prepare(sql);
    statement.setReadBigInts(true);
    if (this.statements.size >= MAX_STATEMENTS)
      for (const oldest of this.statements.keys()) if (this.statements.delete(oldest)) break;
    this.statements.set(sql, statement);
    return statement;
  }

  private rollback(): void {
    try {
      if (this.isOpen && this.database.isTransaction) this.database.exec("ROLLBACK");
    } catch (error) {
      // SQLite has already rolled back after some errors; what made the transaction fail is what the caller must hear.
      void error;
    }
  }
}

function toSqlite(value: SqlValue): SQLInputValue {
  return typeof value === "boolean" ? Number(value) : value;
}

function fromSqlite(row: Record<string, unknown>): SqlRow {
  const result: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "bigint") result[name] = fitting(value);
    else if (value instanceof Uint8Array) result[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    else result[name] = value as SqlValue;
  }
  return result;
}

function fitting(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function errcodeOf(error: unknown): number {
  return typeof error === "object" && error !== null && "errcode" in error ? Number(error.errcode) : 0;
}

const isBusy = (error: unknown): boolean => (errcodeOf(error) & 0xff) === SQLITE_BUSY;

function translated(error: unknown): SwitchError {
  if (error instanceof SwitchError) return error;
  const extended = errcodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const context = { dialect: "sqlite", errcode: extended };
  const primary = extended & 0xff;
  if (PASSING.has(primary)) return new SwitchError("DATABASE_UNAVAILABLE", message, context, error);
  if (primary === CONSTRAINT && UNIQUE.has(extended)) return new SwitchError("DATABASE_CONFLICT", message, context, error);
  return new SwitchError("DATABASE_ERROR", message, context, error);
}
