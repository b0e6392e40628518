import { SwitchError } from "../base";
import type { Database, SqlConnection } from "../ports";

/** How long a process waits for another that changes the schema. Our choice. */
const LOCK_SECONDS = 60;

/**
 * Runs `work` while no other process changes the schema.
 *
 * SQLite's transactions for writing exclude each other by themselves. MySQL ends a transaction at each change of the schema,
 * so a named lock of the connection stands for it there; the connection's end, however it comes, frees that.
 *
 * @throws {SwitchError} `DATABASE_UNAVAILABLE` when the other process takes too long.
 */
export async function exclusively<Value>(
  database: Database,
  work: (connection: SqlConnection) => Promise<Value>,
): Promise<Value> {
  return database.transaction(async (connection) => {
    if (database.dialect === "sqlite") return work(connection);
    const { rows } = await connection.run("SELECT GET_LOCK(CONCAT('carrierlab ', DATABASE()), ?) AS taken", [LOCK_SECONDS]);
    if (rows[0]?.["taken"] !== 1) throw new SwitchError("DATABASE_UNAVAILABLE", "another process is changing the schema");
    try {
      return await work(connection);
    } finally {
      await connection.run("SELECT RELEASE_LOCK(CONCAT('carrierlab ', DATABASE())) AS freed");
    }
  });
}
