import { UsageError, fromDate, toIso, type WallTime } from "../../base";
import { endReasonNamed, type CallRecord, type CdrQuery } from "../../cdr";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import { toJson } from "../../services/control";
import { openCdrRepository } from "../../services/vos3000d";
import { askSwitch } from "../control-address";
import { table } from "../output";
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
  readonly gateway?: string;
  readonly limit?: number;
  readonly stored?: boolean;
}

function instant(option: string, text: string | undefined): WallTime | undefined {
  if (text === undefined) return undefined;
  const moment = fromDate(new Date(text));
  if (!Number.isNaN(moment)) return moment;
  throw new UsageError("CLI_BAD_INSTANT", `${option} ${text}: an instant is like 2026-01-31T09:00:00Z`);
}

function queryOf(options: Options): CdrQuery {
  const given = {
    startedFrom: instant("--from", options.from),
    startedBefore: instant("--to", options.to),
    caller: options.caller,
    callee: options.callee,
    gateway: options.gateway,
    order: "oldestFirst" as const,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What `--json` prints of a record: as the record has it, with times as ISO 8601 and the end reason's number beside its name. */
function jsonRecord(record: CallRecord): string {
  const { startedAt, answeredAt, endedAt, attempts, ...rest } = record;
  return toJson({
    ...rest,
    startedAt: toIso(startedAt),
    ...(answeredAt === undefined ? {} : { answeredAt: toIso(answeredAt) }),
    endedAt: toIso(endedAt),
    endReasonNumber: endReasonNamed(record.endReason).number,
    attempts: attempts.map((attempt) => ({ ...attempt, startedAt: toIso(attempt.startedAt) })),
  });
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

/** `carrierlab cdr`: CDR Query. */
export const addCdr: AddCommand = (program, world) => {
  program
    .command("cdr")
    .description(
      "CDR Query: the records of ended calls, oldest first; a running switch stores first what still waits in its journal",
    )
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as a JSON array")
    .option("--from <instant>", "calls that began at or after this instant")
    .option("--to <instant>", "calls that began before this instant")
    .option("--caller <number>", "calls of this caller")
    .option("--callee <number>", "calls to this callee")
    .option("--gateway <name>", "calls with this gateway on either side")
    .option("--limit <count>", "at most so many", wholeNumber)
    .option("--stored", "only what the database has already: nothing is asked of a running switch")
    .action(async (options: Options) => {
      const query = queryOf(options);
      const config = loadSwitchConfig(world.files, options.config);
      if (options.stored !== true) await hurry(world, config);
      const database = world.openDatabase(config);
      try {
        const records = openCdrRepository(database, config.name).stream(query);
        if (options.json === true) await printJson(world, records, options.limit);
        else await printTable(world, records, options.limit);
      } finally {
        await database.close();
      }
    });
};

async function* first(records: AsyncIterable<CallRecord>, limit = Infinity): AsyncIterable<CallRecord> {
  let count = 0;
  if (limit === 0) return;
  for await (const record of records) {
    yield record;
    count += 1;
    if (count >= limit) return;
  }
}

/** Record by record, so that memory does not grow with their number. */
async function printJson(world: CliWorld, records: AsyncIterable<CallRecord>, limit: number | undefined): Promise<void> {
  let before = "[";
  let held: string | undefined;
  for await (const record of first(records, limit)) {
    if (held !== undefined) {
      world.print(`${before}${held},`);
      before = " ";
    }
    held = jsonRecord(record);
  }
  world.print(held === undefined ? "[]" : `${before}${held}]`);
}

async function printTable(world: CliWorld, records: AsyncIterable<CallRecord>, limit: number | undefined): Promise<void> {
  const rows: CallRecord[] = [];
  for await (const record of first(records, limit)) rows.push(record);
  world.print(
    table<CallRecord>(
      [
        ["started", ({ startedAt }) => toIso(startedAt)],
        ["caller", ({ caller }) => caller],
        ["callee", ({ callee }) => callee],
        ["from", ({ callerGateway, callerIp }) => callerGateway ?? callerIp],
        ["to", ({ calleeGateway }) => calleeGateway],
        ["seconds", ({ holdTimeMs }) => Math.round(holdTimeMs / 1000)],
        ["pdd ms", ({ callerPddMs }) => callerPddMs],
        ["end reason", ({ endReason }) => endReason],
        ["by", ({ endDirection }) => endDirection],
        [
          "attempts",
          ({ attempts }) => attempts.map(({ gateway, status, outcome }) => `${gateway} ${status ?? outcome}`).join(", "),
        ],
      ],
      rows,
      "no record",
    ),
  );
}
