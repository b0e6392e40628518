import { UsageError, after, between, inSeconds, fromDate, milliseconds, type WallTime } from "../../base";
import {
  END_REASONS,
  endReasonNamed,
  endReasonNumbered,
  MAX_PAGE,
  SLOW_BATCH,
  type CallRecord,
  type CdrQuery,
  type CdrRepository,
} from "../../cdr";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import type { Database } from "../../ports";
import { openCdrRepository } from "../../services/vos3000d";
import {
  CdrArchive,
  cdrReport,
  dayOf,
  migrate,
  type ArchivedDay,
  type ReportDimension,
  type ReportQuery,
  type ReportRow,
} from "../../store";
import type { Command } from "../commander";
import { askSwitch } from "../control-address";
import { show, table } from "../output";
import { printJson, printTable } from "../record-output";
import { wholeNumber } from "../values";
import type { CliWorld } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly caller?: string;
  readonly callee?: string;
  readonly number?: string;
  readonly gateway?: string;
  readonly account?: string;
  readonly endReason?: string;
  readonly limit?: number;
  readonly after?: string;
  readonly archived?: boolean;
  readonly stored?: boolean;
}

function instant(option: string, text: string | undefined): WallTime | undefined {
  if (text === undefined) return undefined;
  const moment = fromDate(new Date(text));
  if (!Number.isNaN(moment)) return moment;
  throw new UsageError("CLI_BAD_INSTANT", `${option} ${text}: an instant is like 2026-01-31T09:00:00Z`);
}

/** Without what was not given. */
const given = <Values extends object>(values: Values): { [Name in keyof Values]?: NonNullable<Values[Name]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const callsOf = ({ from, to, caller, callee, number, gateway, account }: Options): ReportQuery["calls"] =>
  given({ startedFrom: instant("--from", from), startedBefore: instant("--to", to), caller, callee, number, gateway, account });

/** A reason that nobody knows would find nothing, and look as if there were no such call. */
function knownReason(name: string | undefined): string | undefined {
  const { unknown } = END_REASONS;
  if (name === undefined || endReasonNamed(name) !== unknown || name.toLowerCase() === unknown.name.toLowerCase()) return name;
  throw new UsageError(
    "CLI_BAD_END_REASON",
    `--end-reason ${name}: a reason is like "Normal release", AllGatewayBusy or "Busy Here(486)"`,
  );
}

function queryOf(options: Options): CdrQuery {
  const { after: cursor } = options;
  return { ...callsOf(options), ...given({ endReason: knownReason(options.endReason), cursor }), order: "oldestFirst" };
}

/** Asks a running switch to store what waits in its journal, so that the query sees every call that has ended. */
async function hurry(world: CliWorld, config: SwitchConfig): Promise<void> {
  try {
    const state = (await askSwitch(world, config, "storeRecords")) as { readonly waiting: number; readonly lastError?: string };
    if (state.waiting > 0) {
      world.complain(
        `carrierlab: ${state.waiting} records still wait in the journal: ${state.lastError ?? "the database is busy"}`,
      );
    }
  } catch {
    // A switch that does not run has nothing under way; what its journal still holds is stored at its next start.
  }
}

/** Opens the database of a configuration for `work`, and closes it. */
async function withDatabase(
  world: CliWorld,
  options: Pick<Options, "config" | "stored">,
  work: (database: Database, config: SwitchConfig) => Promise<void>,
): Promise<void> {
  const config = loadSwitchConfig(world.files, options.config);
  if (options.stored !== true) await hurry(world, config);
  const database = world.openDatabase(config);
  try {
    await work(database, config);
  } finally {
    await database.close();
  }
}

/** The conditions that a query and a report have in common. */
function withConditions(command: Command): Command {
  return command
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON")
    .option("--from <instant>", "calls that began at or after this instant")
    .option("--to <instant>", "calls that began before this instant")
    .option("--caller <number>", "calls of this caller")
    .option("--callee <number>", "calls to this callee")
    .option("--number <number>", "calls of this number or to it")
    .option("--gateway <name>", "calls with this gateway on either side")
    .option("--account <name>", "calls that this account pays for, or is paid for as a vendor")
    .option("--archived", "the days that were archived instead of the others")
    .option("--stored", "only what the database has already: nothing is asked of a running switch");
}

function addQuery(cdr: Command, world: CliWorld): void {
  withConditions(cdr.command("query", { isDefault: true }))
    .description("CDR Query: the records of ended calls, oldest first; a running switch stores first what waits in its journal")
    .option("--end-reason <name>", "calls that ended so: a name, an alias or Name(number)")
    .option("--limit <count>", "at most so many; standard error then tells the page that follows", wholeNumber)
    .option("--after <page>", "go on where an earlier page ended")
    .action((options: Options) =>
      withDatabase(world, options, async (database, config) => {
        const repository = openCdrRepository(database, config.name, { archived: options.archived === true });
        const records = paged(world, repository, queryOf(options), options.limit);
        await (options.json === true ? printJson(world, records) : printTable(world, records));
      }),
    );
}

const REPORT_BY: readonly ReportDimension[] = ["customer", "vendor", "account", "vendorAccount", "prefix", "endReason", "day"];

function dimensions(words: readonly string[] | undefined): readonly ReportDimension[] {
  const wanted = words ?? ["vendor"];
  const stranger = wanted.find((word) => !REPORT_BY.some((name) => name === word));
  if (stranger !== undefined) {
    throw new UsageError("CLI_BAD_DIMENSION", `--by ${stranger}: a report is by ${REPORT_BY.join(", ")}`);
  }
  return REPORT_BY.filter((name) => wanted.includes(name));
}

function addReport(cdr: Command, world: CliWorld): void {
  withConditions(cdr.command("report"))
    .description("ASR, ACD, post-dial delay and profit, by vendor unless told otherwise; a vendor's seizures are its attempts")
    .option("--by <what...>", REPORT_BY.join(", "))
    .action((options: Options & { readonly by?: readonly string[] }) =>
      withDatabase(world, options, async (database) => {
        const by = dimensions(options.by);
        await migrate(database);
        const rows = await cdrReport(database, { by, calls: callsOf(options), archived: options.archived === true });
        show(world, options.json, rows, () => reportTable(by, rows));
      }),
    );
}

function reportTable(by: readonly ReportDimension[], rows: readonly ReportRow[]): string {
  const shown = (name: ReportDimension, { of }: ReportRow): string => {
    const value = of[name] ?? "-";
    return name === "endReason" && value !== "-" ? endReasonNumbered(Number(value)).name : value;
  };
  return table<ReportRow>(
    [
      ...by.map((name) => [name, (row: ReportRow) => shown(name, row)] as const),
      ["calls", ({ seizures }) => seizures],
      ["answered", ({ answered }) => answered],
      ["ASR %", ({ asr }) => asr],
      ["ACD s", ({ acd }) => acd ?? undefined],
      ["PDD ms", ({ pdd }) => pdd ?? undefined],
      ["minutes", ({ talkSeconds }) => Math.round(talkSeconds / 6) / 10],
      ["fee", ({ fee }) => fee],
      ["cost", ({ cost }) => cost],
      ["profit", ({ profit }) => profit],
    ],
    rows,
    "no call",
  );
}

const DAY_MS = 86_400_000;

/** `90` or `90d`. At least one: the day that is being written stays where it is. */
function daysOld(text: string): number {
  const days = Number(/^(\d{1,5})d?$/.exec(text)?.[1] ?? 0);
  if (days >= 1) return days;
  throw new UsageError("CLI_BAD_NUMBER", `"${text}" is no age of at least one day, such as 90d`);
}

function addArchive(cdr: Command, world: CliWorld): void {
  cdr
    .command("archive")
    .description("moves whole days out of the tables that the switch writes into; every call stays in exactly one place")
    .requiredOption("--config <file>", "the switch's configuration")
    .requiredOption("--older-than <days>", "days that ended so long ago, such as 90d", daysOld)
    .option("--json", "as JSON")
    .action(({ config: file, olderThan, json }: { config: string; olderThan: number; json?: boolean }) =>
      withDatabase(world, { config: file, stored: true }, async (database) => {
        await migrate(database);
        const before = dayOf(after(world.clock.wallClock(), milliseconds(-olderThan * DAY_MS)));
        const moved = await new CdrArchive(database).archiveBefore(before);
        show(world, json, moved, () =>
          table<ArchivedDay>(
            [
              ["day", ({ day }) => day],
              ["calls in the archive", ({ records }) => records],
            ],
            moved,
            "no day is that old",
          ),
        );
      }),
    );
}

/** `carrierlab cdr`: CDR Query, reports over the same records, and their archive. */
export const addCdr: AddCommand = (program, world) => {
  const cdr = program.command("cdr").description("CDR Query, reports and the archive of old days");
  for (const add of [addQuery, addReport, addArchive]) add(cdr, world);
};

/** Records one by one, at most `limit`; when there are more, where they go on is told. */
async function* paged(world: CliWorld, repository: CdrRepository, query: CdrQuery, limit = Infinity): AsyncIterable<CallRecord> {
  let left = limit;
  let isSlow = false;
  let { cursor } = query;
  while (left > 0) {
    const asked = world.clock.now();
    const page = await repository.find({
      ...query,
      limit: Math.min(left, MAX_PAGE),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const took = between(asked, world.clock.now());
    if (took > SLOW_BATCH && !isSlow) {
      isSlow = true;
      world.complain(
        `carrierlab: the database took ${inSeconds(took).toFixed(1)} s for one page: see carrierlab database doctor`,
      );
    }
    yield* page.records;
    left -= page.records.length;
    cursor = page.cursor;
    if (cursor === undefined) return;
  }
  if (cursor !== undefined) world.complain(`carrierlab: more records follow: --after ${cursor}`);
}
