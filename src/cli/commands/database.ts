import { UsageError } from "../../base";
import { loadSwitchConfig } from "../../config";
import {
  bySeverity,
  examineDatabaseSettings,
  examineIndexes,
  readMyCnf,
  sizeOf,
  type DatabaseHost,
  type Finding,
  type IndexedTable,
} from "../../diagnosis";
import type { Database } from "../../ports";
import { CDR_INDEXES, NAMED_DATABASE_NAMES, serverSettings, storedIndexes } from "../../store";
import type { Command } from "../commander";
import { show } from "../output";
import { EXIT_CODES, type CliWorld } from "../world";
import { findingText } from "../finding-text";
import { runSqlScript } from "../sql-script";
import type { AddCommand } from "./index";

interface DoctorOptions {
  readonly config: string;
  readonly myCnf?: string;
  readonly memory?: string;
  readonly disk?: string;
  readonly json?: boolean;
}

function memoryOf(text: string | undefined): number | undefined {
  const bytes = sizeOf(text);
  if (text === undefined || bytes !== undefined) return bytes;
  throw new UsageError("CLI_BAD_SIZE", `--memory ${text}: memory is like 64G`);
}

function diskOf(text: string | undefined): DatabaseHost["disk"] {
  if (text === undefined || text === "ssd" || text === "hdd") return text;
  throw new UsageError("CLI_BAD_DISK", `--disk ${text}: a disk is ssd or hdd`);
}

async function settingsFindings(
  database: Database,
  world: CliWorld,
  { myCnf, memory, disk }: DoctorOptions,
): Promise<readonly Finding[]> {
  const host = { memory: memoryOf(memory), disk: diskOf(disk) };
  if (myCnf !== undefined) {
    return examineDatabaseSettings({ ...host, subject: myCnf, settings: readMyCnf(world.files.read(myCnf).toString("utf8")) });
  }
  if (database.dialect === "sqlite") return [];
  return examineDatabaseSettings({ ...host, subject: "the server", settings: await serverSettings(database) });
}

function addDoctor(group: Command, world: CliWorld): void {
  group
    .command("doctor")
    .description("looks at the settings of the database server, and at the indexes of the daily tables")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--my-cnf <file>", "look at this file in place of asking the server")
    .option("--memory <size>", "memory of the server's host, such as 64G")
    .option("--disk <kind>", "its disk: ssd or hdd")
    .option("--json", "as JSON")
    .action(async (options: DoctorOptions) => {
      const database = world.openDatabase(loadSwitchConfig(world.files, options.config));
      try {
        const tables: readonly IndexedTable[] = await storedIndexes(database);
        const findings = bySeverity([
          ...examineIndexes(tables, CDR_INDEXES),
          ...(await settingsFindings(database, world, options)),
        ]);
        show(world, options.json, findings, () =>
          findings.length === 0 ? "nothing found" : findings.map(findingText).join("\n\n"),
        );
        if (findings.some(({ severity }) => severity === "error")) world.exitCode = EXIT_CODES.failed;
      } finally {
        await database.close();
      }
    });
}

function addQuery(group: Command, world: CliWorld): void {
  group
    .command("query <sql>")
    .description(
      `runs statements that read, as mysql -e does; with the embedded database ${NAMED_DATABASE_NAMES.join(", ")} stand for its file`,
    )
    .requiredOption("--config <file>", "the switch's configuration")
    .action(async (sql: string, { config: file }: { config: string }) => {
      const database = world.openDatabase(loadSwitchConfig(world.files, file), {
        isReadOnly: true,
        alsoNamed: NAMED_DATABASE_NAMES,
      });
      try {
        await runSqlScript(database, sql, (line) => world.print(line));
      } finally {
        await database.close();
      }
    });
}

/** `carrierlab database`: questions to the database and about it. */
export const addDatabase: AddCommand = (program, world) => {
  const group = program.command("database").description("questions to the database and about it");
  for (const add of [addDoctor, addQuery]) add(group, world);
};
