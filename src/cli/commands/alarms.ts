import { loadSwitchConfig } from "../../config";
import type { Alarm } from "../../services/vos3000d";
import { askSwitch } from "../control-address";
import { show, table } from "../output";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

/** An alarm as it travels. */
type Shown = Omit<Alarm, "firstAt" | "lastAt"> & { readonly firstAt: string; readonly lastAt: string };

/** `carrierlab alarms`: current alarms of a running switch. */
export const addAlarms: AddCommand = (program, world) => {
  program
    .command("alarms")
    .description("alarms of a running switch: calls that last too long, numbers that are carried for nothing")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON")
    .action(async ({ config: file, json }: Options) => {
      const alarms = (await askSwitch(world, loadSwitchConfig(world.files, file), "alarms")) as readonly Shown[];
      show(world, json, alarms, () =>
        table<Shown>(
          [
            ["first", ({ firstAt }) => firstAt],
            ["last", ({ lastAt }) => lastAt],
            ["times", ({ count }) => count],
            ["account", ({ account }) => account],
            ["alarm", ({ text }) => text],
          ],
          alarms,
          "none",
        ),
      );
    });
};
