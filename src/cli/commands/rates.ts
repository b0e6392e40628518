import path from "node:path";
import { SwitchError, TimeZone } from "../../base";
import { loadSwitchConfig, type RatingValues, type SwitchConfig } from "../../config";
import { rateCsv, type EffectiveTable, type RateTable } from "../../rating";
import { rateBook, rateTables, withSavedChanges } from "../../services/vos3000d";
import { changeRatingOf, importRatesOf, sinceText } from "../rating-changes";
import { show, table } from "../output";
import { EXIT_CODES, type CliWorld } from "../world";
import type { AddCommand } from "./index";

const CONFIG = ["--config <file>", "the switch's configuration"] as const;

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

function named(tables: readonly RateTable[], name: string): RateTable {
  const found = tables.find((each) => each.name === name);
  if (found === undefined)
    throw new SwitchError("RATING_UNKNOWN", `no rate table is called "${name}"; \`carrierlab rates\` lists them all`);
  return found;
}

const currentConfig = (world: CliWorld, file: string): SwitchConfig =>
  withSavedChanges(world.files, loadSwitchConfig(world.files, file));

/** `carrierlab rates`: Rate Table Management, and which table is in force. */
export const addRates: AddCommand = (program, world) => {
  const rates = program
    .command("rates")
    .description("rate tables of a switch: list, import and export as CSV, copy, and which one is in force");
  rates
    .command("list", { isDefault: true })
    .description("all rate tables with the number of their rates")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(({ config: file, json }: Options) => {
      const config = currentConfig(world, file);
      const all = rateTables(world.files, config).map(({ name, size }) => ({ name, rates: size }));
      show(world, json, all, () =>
        table<(typeof all)[number]>(
          [
            ["name", ({ name }) => name],
            ["rates", (each) => each.rates],
          ],
          all,
          "none",
        ),
      );
    });
  rates
    .command("import <file>")
    .description("makes a CSV file (prefix,rate,period,steps) a rate table; a file with one bad line changes nothing")
    .requiredOption(...CONFIG)
    .requiredOption("--table <name>", "the table that it replaces, or that it becomes")
    .option("--json", "as JSON")
    .action(async (file: string, { config, table: name, json }: Options & { readonly table: string }) => {
      const loaded = loadSwitchConfig(world.files, config);
      const since = await importRatesOf(world, loaded, { name, file, path: path.resolve(file) });
      const { size } = named(rateTables(world.files, withSavedChanges(world.files, loaded)), name);
      show(world, json, { table: name, rates: size, since }, () => `${name}: ${size} rates imported; ${sinceText(since)}`);
    });
  rates
    .command("export")
    .description("prints a rate table as CSV, which `rates import` reads back")
    .requiredOption(...CONFIG)
    .requiredOption("--table <name>", "the table")
    .option("--out <file>", "writes it there instead")
    .action(({ config: file, table: name, out }: Options & { readonly table: string; readonly out?: string }) => {
      const found = named(rateTables(world.files, currentConfig(world, file)), name);
      const csv = rateCsv(found);
      if (out === undefined) world.print(csv.toString().trimEnd());
      else {
        world.files.replace(path.resolve(out), csv);
        world.print(`${out}: ${found.size} rates of ${name}`);
      }
    });
  rates
    .command("copy <from> <to>")
    .description("makes a new rate table with the rates of another: the way to a night table with the prefixes of the day table")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(async (from: string, to: string, { config: file, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const tables = rateTables(world.files, withSavedChanges(world.files, config));
      if (tables.some(({ name }) => name === to))
        throw new SwitchError("RATING_CHANGE_INVALID", `there is a rate table "${to}" already; copy to a new name`);
      const copy = path.join(config.data, `copy-of-rates-${world.pid}.csv`);
      world.files.replace(copy, rateCsv(named(tables, from)));
      const since = await importRatesOf(world, config, { name: to, file: from, path: path.resolve(copy) }).finally(() =>
        world.files.remove(copy),
      );
      show(world, json, { table: to, from, since }, () => `${to}: the rates of ${from}; ${sinceText(since)}`);
    });
  rates
    .command("remove <name>")
    .description("takes a rate table away; one that something refers to stays")
    .requiredOption(...CONFIG)
    .action(async (name: string, { config: file }: Options) => {
      const since = await changeRatingOf(world, loadSwitchConfig(world.files, file), { kind: "rateTables", name, values: null });
      world.print(`${name}: taken away; ${sinceText(since)}`);
    });
  rates
    .command("effective <account>")
    .description("which rate table is in force for an account, and which calendar and rule say so")
    .requiredOption(...CONFIG)
    .option("--at <instant>", "the moment, ISO 8601; local to the switch without a zone; now when absent")
    .option("--json", "as JSON")
    .action((account: string, { config: file, at, json }: Options & { readonly at?: string }) => {
      const config = currentConfig(world, file);
      const moment = at === undefined ? world.clock.wallClock() : new TimeZone(config.timeZone).moment(at);
      if (Number.isNaN(moment)) throw new SwitchError("CLI_BAD_INSTANT", `--at ${at}: an instant is like 2026-04-20T18:00`);
      const found = rateBook(config, []).tableAt(account, moment);
      show(world, json, found ?? null, () => (found === undefined ? `${account} has no rate table` : effectiveText(found)));
      if (found === undefined) world.exitCode = EXIT_CODES.failed;
    });
  rates
    .command("bind <account>")
    .description("changes by what an account is charged: base table, period rates, calendar")
    .requiredOption(...CONFIG)
    .option("--rate-table <name>", "base rates; none takes them away")
    .option("--period-rates <names>", "in order, separated by commas; none takes them away")
    .option("--calendar <name>", "calendar of the account; none takes it away")
    .action(async (account: string, options: BindOptions) => {
      const values = bindingOf(options);
      const since = await changeRatingOf(world, loadSwitchConfig(world.files, options.config), {
        kind: "accounts",
        name: account,
        values,
      });
      world.print(`${account}: ${Object.keys(values ?? {}).join(", ")} saved; ${sinceText(since)}`);
    });
};

interface BindOptions extends Options {
  readonly rateTable?: string;
  readonly periodRates?: string;
  readonly calendar?: string;
}

function bindingOf({ rateTable, periodRates, calendar }: BindOptions): RatingValues {
  const orNone = (text: string | undefined): string | null | undefined => (text === "none" ? null : text);
  const rates =
    periodRates === undefined ? undefined : periodRates === "none" ? [] : periodRates.split(",").map((name) => name.trim());
  const given = Object.entries({ rateTable: orNone(rateTable), periodRates: rates, calendar: orNone(calendar) });
  const set = given.filter(([, value]) => value !== undefined);
  if (set.length === 0)
    throw new SwitchError("CLI_NO_CHANGE", "nothing to bind: give --rate-table, --period-rates or --calendar");
  return Object.fromEntries(set);
}

function effectiveText({ table: name, periodRate, calendar, answer }: EffectiveTable): string {
  if (answer === undefined) return `${name}: the base table`;
  return `${name}: period rate ${periodRate ?? ""}, calendar ${calendar ?? ""} says ${answer.isWorking ? "working" : "non-working"} time (${answer.because})`;
}
