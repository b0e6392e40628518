import { UsageError } from "../base";
import type { Database, SqlRow, SqlValue } from "../ports";

/** What may stand at the beginning of a statement that reads. */
const READS = /^(select|show|explain|describe|desc|with|use)\b/i;

/** A word by which a statement that begins as a question does more: `WITH ... DELETE`, `SELECT ... INTO`. */
const CHANGES = /\b(insert|update|delete|into)\b/i;

/** Quoted text says nothing about what a statement does. */
const withoutQuotes = (statement: string): string =>
  statement.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/g, "''");

/** Statements of a text; a semicolon in quotes ends none. */
export function statementsOf(text: string): readonly string[] {
  const parts = text.match(/(?:'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[^;'"`])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/**
 * Runs statements one after another and prints each answer as `mysql -e` does into a pipe: a line of names, then rows, tabs between the columns.
 *
 * `USE` says in which database the statements behind it look. An embedded database knows neither it nor `SHOW TABLES`; both are put in its words.
 *
 * @throws {UsageError} `CLI_NOT_A_QUESTION` for a statement that does more than read.
 */
export async function runSqlScript(database: Database, text: string, print: (line: string) => void): Promise<void> {
  let used: string | undefined;
  for (const statement of statementsOf(text)) {
    if (!READS.test(statement) || CHANGES.test(withoutQuotes(statement))) {
      throw new UsageError("CLI_NOT_A_QUESTION", `"${statement.slice(0, 40)}": only statements that read are run here`);
    }
    const name = /^use\s+`?(\w+)`?$/i.exec(statement)?.[1];
    if (name !== undefined) used = name;
    else if (/^show\s+tables$/i.test(statement)) printRows(await tablesOf(database, used), print);
    else printRows((await database.run(used === undefined ? statement : inDatabase(statement, used))).rows, print);
  }
}

/** Each connection of a pool has a database of its own, so that names are given theirs in the statement. */
function inDatabase(statement: string, used: string): string {
  return statement.replace(
    /\b(from|join)\s+`?(\w+)`?(?![\w.`(])/gi,
    (_all, word: string, table: string) => `${word} ${used}.${table}`,
  );
}

async function tablesOf(database: Database, used: string | undefined): Promise<readonly SqlRow[]> {
  const title = `Tables_in_${used ?? "main"}`;
  const { rows } =
    database.dialect === "sqlite"
      ? await database.run(
          `SELECT name FROM ${used ?? "main"}.sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name`,
        )
      : await database.run(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = COALESCE(?, DATABASE()) ORDER BY name",
          [used ?? null],
        );
  return rows.map(({ name }) => ({ [title]: name ?? null }));
}

function printRows(rows: readonly SqlRow[], print: (line: string) => void): void {
  const [first] = rows;
  if (first === undefined) return;
  print(Object.keys(first).join("\t"));
  for (const row of rows) print(Object.values(row).map(shown).join("\t"));
}

const shown = (value: SqlValue): string =>
  value === null ? "NULL" : Buffer.isBuffer(value) ? value.toString("hex") : String(value);
