import { Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import {
  examineDatabaseSettings,
  examineIndexes,
  examineQueryTimes,
  readMyCnf,
  sizeOf,
  type DatabaseHost,
} from "../../src/diagnosis";
import { CDR_INDEXES } from "../../src/store";
import type { LabWorld } from "../support/world";

/** The guide's five figures, on the host that they are for. */
const ADVISED = `
[client]
max_connections = 5
[mysqld]
innodb-buffer-pool-size = 38G   # 60 % of 64 GB
innodb_log_file_size=512M
innodb_flush_log_at_trx_commit = 2
max_connections = "1000"
innodb_io_capacity = 2000
`;

const hostOf = (text: string, memory: string, disk: string): DatabaseHost => ({
  subject: "my.cnf",
  settings: readMyCnf(text),
  memory: sizeOf(memory) ?? assert.fail(`"${memory}" is no size`),
  disk: disk === "SSD" ? "ssd" : "hdd",
});

/** The advised file with one line changed, or without it. */
function withChange(setting: string, value: string): string {
  const lines = ADVISED.split("\n").filter((line) => !line.replaceAll("-", "_").startsWith(setting) || line.endsWith("= 5"));
  return value === "nothing" ? lines.join("\n") : [...lines, `${setting} = ${value}`].join("\n");
}

When(
  "the doctor reads a my.cnf as the guide advises, on a host with {word} and an {word}",
  function (this: LabWorld, memory: string, disk: string) {
    this.doctor.tell(examineDatabaseSettings(hostOf(ADVISED, memory, disk)));
  },
);

When(
  "the doctor reads a my.cnf with {word} for {word}, on a host with {word} and an {word}",
  function (this: LabWorld, value: string, setting: string, memory: string, disk: string) {
    this.doctor.tell(examineDatabaseSettings(hostOf(withChange(setting, value), memory, disk)));
  },
);

When(
  "CDR Query takes {int} ms where {int} is usual, and callers wait {int} ms where {int} is usual",
  function (this: LabWorld, query: number, usualQuery: number, postDialDelay: number, usualPostDialDelay: number) {
    this.doctor.tell(examineQueryTimes({ subject: "switch A", query, usualQuery, postDialDelay, usualPostDialDelay }));
  },
);

When(
  "the doctor finds a daily table of {int} calls without an index on {word}",
  function (this: LabWorld, rows: number, column: string) {
    const indexed = CDR_INDEXES.filter((name) => name !== column);
    this.doctor.tell(examineIndexes([{ table: "e_cdr_20260105", rows, indexed }], CDR_INDEXES));
  },
);

Then("the guide's five settings are all it looks at", function (this: LabWorld) {
  const findings = examineDatabaseSettings({ subject: "my.cnf", settings: new Map() });
  assert.deepEqual(
    findings.map(({ behaviours }) => behaviours[0]),
    ["SCL-082", "SCL-083", "SCL-084", "SCL-085", "SCL-086"],
  );
});

When(
  "the doctor asks the server of {switch} for its settings, on a host with {word} and an {word}",
  async function (this: LabWorld, name: string, memory: string, disk: string) {
    const lines = await (await this.stage).sql(name, "SHOW GLOBAL VARIABLES");
    const settings = lines.slice(1).map((line) => line.replace("\t", " = "));
    this.doctor.tell(examineDatabaseSettings(hostOf(["[mysqld]", ...settings].join("\n"), memory, disk)));
  },
);
