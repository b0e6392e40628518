import type { Database, SqlConnection } from "../ports";

/** Tables or views of the database that a connection is in. */
export async function namesOf(
  connection: SqlConnection,
  dialect: Database["dialect"],
  kind: "table" | "view",
): Promise<readonly string[]> {
  const { rows } =
    dialect === "sqlite"
      ? await connection.run("SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'", [kind])
      : await connection.run(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = ?",
          [kind === "view" ? "VIEW" : "BASE TABLE"],
        );
  return rows.map(({ name }) => String(name));
}
