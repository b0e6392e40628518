/** What a column can hold on its way in or out. */
export type SqlValue = string | number | bigint | boolean | Buffer | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface SqlResult {
  readonly rows: readonly SqlRow[];
  /** Rows changed by an insert, update or delete. */
  readonly changes: number;
}

/** A connection on which statements run one after another; inside {@link Database.transaction} it is the transaction's own. */
export interface SqlConnection {
  /**
   * Runs one statement. Values only as parameters, `?` in the text.
   *
   * @throws {SwitchError} `DATABASE_UNAVAILABLE` (may be tried again), `DATABASE_CONFLICT` (duplicate key), `DATABASE_ERROR`.
   */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<SqlResult>;
}

/**
 * The Store port: an SQL database, embedded (SQLite) or MySQL/MariaDB. Repositories in src/store are written once over it.
 */
export interface Database extends SqlConnection {
  readonly dialect: "sqlite" | "mysql";
  /** All or nothing. Rolls back and rethrows when `work` rejects. */
  transaction<Value>(work: (connection: SqlConnection) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}
