import type { Database } from "../ports";

/**
 * `statement` for `dialect`. SQLite takes MySQL's types as they are written; MySQL is told the engine, since MyISAM, which
 * the original uses, has no transactions, and a character set that holds every character.
 */
export function createTable(statement: string, dialect: Database["dialect"]): string {
  return dialect === "mysql" ? `${statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin` : statement;
}
