import { UsageError } from "../../base";
import { loadSwitchConfig } from "../../config";
import type { TraceEntry } from "../../services/vos3000d";
import { askSwitch } from "../control-address";
import { show } from "../output";
import { wholeNumber } from "../values";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
  readonly limit: number;
  readonly on?: boolean;
  readonly off?: boolean;
}

/** `carrierlab trace`: the last SIP messages of a running switch, and whether it keeps them. */
export const addTrace: AddCommand = (program, world) => {
  program
    .command("trace [text]")
    .description(
      "Debug Trace: the last SIP messages of a running switch, those that contain a text such as a Call-ID or a number",
    )
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--limit <count>", "most messages", wholeNumber, 100)
    .option("--json", "as JSON")
    .option("--on", "switches SIP Trace on, until the next start")
    .option("--off", "switches SIP Trace off; what was kept can still be read")
    .action(async (text: string | undefined, { config: file, json, limit, on, off }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      if (on === true && off === true) throw new UsageError("CLI_ON_AND_OFF", "give --on or --off, not both");
      if (on === true || off === true) {
        const state = await askSwitch(world, config, "setTrace", { on: on === true });
        return show(world, json, state, () => `SIP Trace is ${on === true ? "on" : "off"}`);
      }
      const asked = text === undefined ? { limit } : { limit, text };
      const entries = (await askSwitch(world, config, "trace", asked)) as readonly TraceEntry[];
      show(world, json, entries, () => (entries.length === 0 ? "no message" : entries.map(entryText).join("\n")));
    });
};

function entryText({ at, direction, transport, local, remote, message }: TraceEntry): string {
  const arrow = direction === "received" ? "<-" : "->";
  return `${at} ${direction} ${transport} ${local} ${arrow} ${remote}\n${message.replace(/\r\n/g, "\n").replace(/^/gm, "    ")}\n`;
}
