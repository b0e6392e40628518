import type { Database, SqlConnection } from "../ports";
import { ARCHIVE_TABLES, listedDays, LIVE_TABLES, OWN_CALL_TABLES, tableOf } from "./call-tables";
import { whenPresent } from "./cdr-statements";
import { createDailyTable, redefineView } from "./daily-tables";
import { exclusively } from "./exclusively";
import { refreshNamedDatabases } from "./named-databases";

/** Calls that are moved in one transaction. Our choice: some 2 MB, and a few milliseconds in which a batch waits. */
const AT_ONCE = 1_000;

/** A day that was moved, and its calls in the archive. */
export interface ArchivedDay {
  readonly day: string;
  readonly records: number;
}

/**
 * Moves whole days out of the tables that the switch writes into (SCL-088).
 *
 * A call is at every moment in exactly one daily table, live or archived, and its rows in the tables of ours follow. What a crash interrupts the
 * next run ends: a day is entered in `carrierlab_archive` first and said to be moved last. A record that comes late for an archived
 * day makes that day's live table anew, and the next run moves it as well.
 */
export class CdrArchive {
  constructor(private readonly database: Database) {}

  /** Moves the days before `day`, oldest first, and ends what an earlier run began. */
  async archiveBefore(day: string): Promise<readonly ArchivedDay[]> {
    const { rows } = await this.database.run("SELECT day FROM carrierlab_archive WHERE is_moved = 0");
    const interrupted = rows.map((row) => String(row["day"]));
    const old = (await listedDays(this.database, this.database.dialect)).filter((each) => each < day);
    const moved: ArchivedDay[] = [];
    for (const each of [...new Set([...interrupted, ...old])].sort()) moved.push(await this.moveDay(each));
    return moved;
  }

  /** Ends what an earlier run began and did not end. */
  finish(): Promise<readonly ArchivedDay[]> {
    return this.archiveBefore("");
  }

  private async moveDay(day: string): Promise<ArchivedDay> {
    const { dialect } = this.database;
    const archived = tableOf(day, ARCHIVE_TABLES);
    await exclusively(this.database, async (connection) => {
      await connection.run(
        `INSERT INTO carrierlab_archive (day, is_moved) VALUES (?, 0) ${dialect === "sqlite" ? "ON CONFLICT (day) DO UPDATE SET is_moved = 0" : "ON DUPLICATE KEY UPDATE is_moved = 0"}`,
        [day],
      );
      const live = await listedDays(connection, dialect);
      if (!live.includes(day)) return;
      await redefineView(
        connection,
        live.filter((other) => other !== day),
      );
      const isNew = !(await listedDays(connection, dialect, ARCHIVE_TABLES)).includes(day);
      // MySQL renames in one step, which no crash can halve.
      if (isNew && dialect === "mysql") await connection.run(`RENAME TABLE ${tableOf(day)} TO ${archived}`);
      else {
        await createDailyTable(connection, dialect, archived);
        await this.step(connection, (step) => this.takeIn(step, tableOf(day), archived, "flowno"));
        await connection.run(`DROP TABLE ${tableOf(day)}`);
      }
      await refreshNamedDatabases(connection, dialect);
    });
    await this.moveOwnRows(day);
    await this.database.run("UPDATE carrierlab_archive SET is_moved = 1 WHERE day = ?", [day]);
    const { rows } = await this.database.run(`SELECT COUNT(*) AS n FROM ${archived}`);
    return { day, records: Number(rows[0]?.["n"] ?? 0) };
  }

  /** Where SQLite is, everything is one transaction already; MySQL has ended it at the last change of the schema. */
  private step(connection: SqlConnection, work: (step: SqlConnection) => Promise<void>): Promise<void> {
    return this.database.dialect === "sqlite" ? work(connection) : this.database.transaction(work);
  }

  private async takeIn(step: SqlConnection, from: string, into: string, key: string): Promise<void> {
    // MySQL takes a SELECT before ON DUPLICATE KEY as it is; SQLite needs a WHERE to tell its ON CONFLICT from a join's ON.
    await step.run(`INSERT INTO ${into} SELECT * FROM ${from} WHERE 1 = 1 ${whenPresent(this.database.dialect, into, key)}`);
    await step.run(`DELETE FROM ${from}`);
  }

  /** Rows of the calls whose daily row is archived; a late call that is still live keeps its own. */
  private async moveOwnRows(day: string): Promise<void> {
    for (;;) {
      const { rows } = await this.database.run(
        `SELECT c.flowno AS flowno FROM ${LIVE_TABLES.call} c JOIN ${tableOf(day, ARCHIVE_TABLES)} e ON e.flowno = c.flowno
         WHERE c.day = ? ORDER BY c.flowno LIMIT ${AT_ONCE}`,
        [day],
      );
      const flowNumbers = rows.map(({ flowno }) => flowno ?? null);
      if (flowNumbers.length === 0) return;
      const marks = flowNumbers.map(() => "?").join(", ");
      await this.database.transaction(async (connection) => {
        for (const name of OWN_CALL_TABLES) {
          const [from, into] = [LIVE_TABLES[name], ARCHIVE_TABLES[name]];
          await connection.run(
            `INSERT INTO ${into} SELECT * FROM ${from} WHERE flowno IN (${marks}) ${whenPresent(this.database.dialect, into, "flowno")}`,
            flowNumbers,
          );
          await connection.run(`DELETE FROM ${from} WHERE flowno IN (${marks})`, flowNumbers);
        }
      });
    }
  }
}
