import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { databaseContract } from "../../ports/database.contract";
import { MysqlDatabase } from "./mysql-database";
import { mysqlOptionsFromUrl } from "./mysql-url";
import { SqliteDatabase } from "./sqlite-database";

const folder = mkdtempSync(join(tmpdir(), "carrierlab-sqlite-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const inMemory = new SqliteDatabase({ path: ":memory:" });
databaseContract("SQLite in memory", () => inMemory);
databaseContract("SQLite file", () => new SqliteDatabase({ path: join(folder, "contract.db") }));

const url = process.env["CARRIERLAB_MYSQL_URL"];
if (url !== undefined) databaseContract("MySQL", () => new MysqlDatabase(mysqlOptionsFromUrl(url)));

describe("SQLite file", () => {
  it("is read by another opener while a transaction writes", async () => {
    const writer = new SqliteDatabase({ path: join(folder, "reader.db") });
    const reader = new SqliteDatabase({ path: join(folder, "reader.db") });
    await writer.run("CREATE TABLE t (n INTEGER)");
    await writer.transaction(async (connection) => {
      await connection.run("INSERT INTO t VALUES (1)");
      assert.equal((await reader.run("SELECT COUNT(*) AS n FROM t")).rows[0]?.["n"], 0);
    });
    assert.equal((await reader.run("SELECT COUNT(*) AS n FROM t")).rows[0]?.["n"], 1);
    await writer.close();
    await reader.close();
  });

  it("says DATABASE_UNAVAILABLE when it cannot be opened", () => {
    assert.throws(() => new SqliteDatabase({ path: join(folder, "no", "such", "folder.db") }), { code: "DATABASE_UNAVAILABLE" });
  });
});

describe("MySQL connection", () => {
  it("says DATABASE_UNAVAILABLE when nobody listens", async () => {
    const port = await freePort();
    const database = new MysqlDatabase({ host: "127.0.0.1", port, user: "u", password: "p", database: "d" });
    await assert.rejects(database.run("SELECT 1"), { code: "DATABASE_UNAVAILABLE" });
    await database.close();
  });

  it("gives up on a server that accepts and says nothing", async () => {
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.on("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const database = new MysqlDatabase({
      host: "127.0.0.1",
      port,
      user: "u",
      password: "p",
      database: "d",
      connectTimeoutMs: 50,
    });
    await assert.rejects(database.run("SELECT 1"), { code: "DATABASE_UNAVAILABLE" });
    await database.close();
    server.close();
  });

  it("is described by a URL whose parts may be percent-encoded", () => {
    const options = mysqlOptionsFromUrl("mysql://sw%40itch:p%2Fw@[2001:db8::5]:3307/vos3000");
    assert.deepEqual(options, { host: "2001:db8::5", port: 3307, user: "sw@itch", password: "p/w", database: "vos3000" });
    assert.throws(
      () => mysqlOptionsFromUrl("secret"),
      (error: Error) => !error.message.includes("secret"),
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.on("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
