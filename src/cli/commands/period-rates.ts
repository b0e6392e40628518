import { UsageError } from "../../base";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import { withSavedChanges } from "../../services/vos3000d";
import { show, table } from "../output";
import { changeRatingOf, sinceText } from "../rating-changes";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

interface SetOptions extends Options {
  readonly calendar?: string;
  readonly working?: string;
  readonly nonWorking?: string;
}

type PeriodRate = SwitchConfig["periodRates"][number];

const CONFIG = ["--config <file>", "the switch's configuration"] as const;

/** `carrierlab period-rates`: Package Period Rate Management. */
export const addPeriodRates: AddCommand = (program, world) => {
  const rates = program
    .command("period-rates")
    .description("package period rates of a switch: a calendar that chooses between two rate tables");
  rates
    .command("list", { isDefault: true })
    .description("all period rates")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(({ config: file, json }: Options) => {
      const { periodRates } = withSavedChanges(world.files, loadSwitchConfig(world.files, file));
      show(world, json, periodRates, () =>
        table<PeriodRate>(
          [
            ["name", ({ name }) => name],
            ["calendar", ({ calendar }) => calendar],
            ["working hours", ({ workingTable }) => workingTable],
            ["non-working hours", ({ nonWorkingTable }) => nonWorkingTable],
          ],
          periodRates,
          "none",
        ),
      );
    });
  rates
    .command("set <name>")
    .description("adds a period rate or changes one, for every call from now on; calendar and tables must be there")
    .requiredOption(...CONFIG)
    .option("--calendar <name>", "work calendar")
    .option("--working <table>", "working hours rate table")
    .option("--non-working <table>", "non-working hours rate table")
    .action(async (name: string, { config: file, calendar, working, nonWorking }: SetOptions) => {
      const given = Object.entries({ calendar, workingTable: working, nonWorkingTable: nonWorking });
      const values = Object.fromEntries(given.filter(([, value]) => value !== undefined));
      if (Object.keys(values).length === 0)
        throw new UsageError("CLI_NO_CHANGE", "nothing to set: give --calendar, --working or --non-working");
      const since = await changeRatingOf(world, loadSwitchConfig(world.files, file), { kind: "periodRates", name, values });
      world.print(`${name}: ${Object.keys(values).join(", ")} saved; ${sinceText(since)}`);
    });
  rates
    .command("remove <name>")
    .description("takes a period rate away; one that an account has stays")
    .requiredOption(...CONFIG)
    .action(async (name: string, { config: file }: Options) => {
      const since = await changeRatingOf(world, loadSwitchConfig(world.files, file), { kind: "periodRates", name, values: null });
      world.print(`${name}: taken away; ${sinceText(since)}`);
    });
};
