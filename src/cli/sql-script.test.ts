import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl, SqliteDatabase } from "../adapters/sql";
import type { Database } from "../ports";
import { keepNamedDatabases, migrate, mirrorInstallation, NAMED_DATABASE_NAMES } from "../store";
import { anInstallation } from "../store/installation-builder";
import { runSqlScript, statementsOf } from "./sql-script";

describe("the statements of a text", () => {
  it("end at semicolons outside of quotes", () => {
    assert.deepEqual(statementsOf("USE a; SELECT ';' FROM b ;; SELECT \"x;y\", `c;d`, 'it''s;'"), [
      "USE a",
      "SELECT ';' FROM b",
      "SELECT \"x;y\", `c;d`, 'it''s;'",
    ]);
  });
});

const printed = async (database: Database, text: string): Promise<readonly string[]> => {
  const lines: string[] = [];
  await runSqlScript(database, text, (line) => lines.push(line));
  return lines;
};

function guideSuite(name: string, open: () => Promise<Database>): void {
  describe(`The guides' own statements over ${name}`, () => {
    let database: Database;
    before(async () => (database = await open()));
    after(() => database.close());

    it("are answered as they are printed", async () => {
      const [names, calendar, ...more] = await printed(database, "SELECT * FROM vos3000.work_calendar;");
      assert.equal(names, "id\tname\tdays\tstart\tend\totherhours\tholidays\ttimezone");
      assert.match(calendar ?? "", /^\d+\tBD\tmon,tue\t08:00\t18:00\tNULL\t2026-03-26,12-16\tAsia\/Dhaka$/);
      assert.deepEqual(more, []);
      const accounts = await printed(database, "SELECT accountname, workcalendarid FROM vos3000.clientaccount;");
      assert.deepEqual([accounts[0], accounts[2]], ["accountname\tworkcalendarid", "Alpha Ltd\tNULL"]);
      for (const [table, count] of [
        ["client", 2],
        ["productrate", 3],
        ["route", 2],
      ] as const) {
        assert.deepEqual(await printed(database, `USE vos3000db; SELECT COUNT(*) FROM ${table};`), ["COUNT(*)", String(count)]);
      }
    });

    it("count tables, a line each below a line for their names", async () => {
      const [title, ...tables] = await printed(database, "USE vos3000db; SHOW TABLES;");
      assert.equal(title, "Tables_in_vos3000db");
      for (const table of ["client", "productrate", "route", "gateway", "e_customer"]) assert.ok(tables.includes(table), table);
    });

    it("read and do nothing else", async () => {
      await assert.rejects(printed(database, "SELECT 1; DELETE FROM vos3000db.client"), { code: "CLI_NOT_A_QUESTION" });
      for (const text of ["WITH c AS (SELECT 1) DELETE FROM e_customer", "SELECT 1 INTO OUTFILE '/tmp/x'"]) {
        await assert.rejects(printed(database, text), { code: "CLI_NOT_A_QUESTION" });
      }
      assert.deepEqual(await printed(database, "SELECT 'delete' AS word"), ["word", "delete"]);
      assert.deepEqual(await printed(database, "USE vos3000db; SELECT COUNT(*) FROM client"), ["COUNT(*)", "2"]);
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), "carrierlab-sql-"));
after(() => rmSync(folder, { recursive: true, force: true }));
guideSuite("SQLite", async () => {
  const path = join(folder, "store.db");
  const writing = new SqliteDatabase({ path });
  await migrate(writing);
  await mirrorInstallation(writing, anInstallation());
  await writing.close();
  return new SqliteDatabase({ path, isReadOnly: true, alsoNamed: NAMED_DATABASE_NAMES });
});

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) {
  guideSuite("MySQL", async () => {
    const database = new MysqlDatabase(mysqlOptionsFromUrl(url));
    await migrate(database);
    await mirrorInstallation(database, anInstallation());
    await keepNamedDatabases(database);
    return database;
  });
}
