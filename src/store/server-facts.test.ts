import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MysqlDatabase, mysqlOptionsFromUrl } from "../adapters/sql";
import { aCallRecord } from "../cdr/call-record-builder";
import { CDR_INDEXES } from "./cdr-columns";
import { migrate } from "./migrations";
import { serverSettings, storedIndexes } from "./server-facts";
import { SqlCdrRepository } from "./sql-cdr-repository";
import { wipe } from "./store-builder";

const url = process.env["CARRIERLAB_MYSQL_URL"];

describe("a running server", { skip: url === undefined }, () => {
  it("tells its settings and the indexes of the daily tables", async () => {
    const database = new MysqlDatabase(mysqlOptionsFromUrl(url ?? ""));
    try {
      await migrate(database);
      await wipe(database);
      await new SqlCdrRepository(database).insert([aCallRecord()]);
      const settings = await serverSettings(database);
      for (const name of [
        "innodb_buffer_pool_size",
        "innodb_log_file_size",
        "innodb_flush_log_at_trx_commit",
        "max_connections",
        "innodb_io_capacity",
      ]) {
        assert.match(settings.get(name) ?? "absent", /^\d+$/, name);
      }
      const [table] = await storedIndexes(database);
      assert.equal(table?.table, "e_cdr_20260105");
      for (const column of CDR_INDEXES) assert.ok(table?.indexed.includes(column), column);
    } finally {
      await wipe(database);
      await database.close();
    }
  });
});
