import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createSimulation, SimulatedDatabase } from "../../adapters/sim";
import { SqliteDatabase } from "../../adapters/sql";
import type { Finding } from "../../diagnosis";
import { aCallRecord } from "../../cdr/call-record-builder";
import { migrate, SqlCdrRepository } from "../../store";
import { commandLine, jsonOf, type Ended } from "../command-line-builder";

describe("carrierlab database doctor", () => {
  const simulation = createSimulation({ seed: 1 });
  const database = new SimulatedDatabase(new SqliteDatabase({ path: ":memory:" }));
  const shell = commandLine(simulation, database);
  const run = (...words: readonly string[]): Promise<Ended> => shell.run("database", "doctor", ...words);
  before(async () => {
    await migrate(database);
    await new SqlCdrRepository(database).insert([aCallRecord()]);
    shell.files.replace("/etc/my.cnf", Buffer.from("[mysqld]\nmax_connections = 100\ninnodb_buffer_pool_size = 36G\n"));
  });

  it("finds nothing in an embedded database with its indexes", async () => {
    assert.equal((await run()).printed, "nothing found");
  });

  it("reads a my.cnf, for the host that it is told about", async () => {
    const findings = jsonOf<readonly Finding[]>(
      await run("--my-cnf", "/etc/my.cnf", "--memory", "64G", "--disk", "hdd", "--json"),
    );
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["DB_LOG_FILE_SIZE", "DB_MAX_CONNECTIONS", "DB_FLUSH_LOG"],
    );
  });

  it("finds an index that is gone", async () => {
    await database.run("DROP INDEX e_cdr_20260105_stoptime");
    const [finding] = jsonOf<readonly Finding[]>(await run("--json"));
    assert.deepEqual([finding?.rule, finding?.subject], ["DB_MISSING_INDEX", "e_cdr_20260105"]);
  });

  it("refuses a size and a disk that are none", async () => {
    assert.match((await run("--my-cnf", "/etc/my.cnf", "--memory", "much")).complained, /CLI_BAD_SIZE/);
    assert.match((await run("--my-cnf", "/etc/my.cnf", "--disk", "tape")).complained, /CLI_BAD_DISK/);
  });
});
