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
}

/** `carrierlab trace`: the last SIP messages of a running switch. */
export const addTrace: AddCommand = (program, world) => {
  program
    .command("trace [text]")
    .description(
      "Debug Trace: the last SIP messages of a running switch, those that contain a text such as a Call-ID or a number",
    )
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--limit <count>", "most messages", wholeNumber, 100)
    .option("--json", "as JSON")
    .action(async (text: string | undefined, { config: file, json, limit }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const asked = text === undefined ? { limit } : { limit, text };
      const entries = (await askSwitch(world, config, "trace", asked)) as readonly TraceEntry[];
      show(world, json, entries, () => (entries.length === 0 ? "no message" : entries.map(entryText).join("\n")));
    });
};

function entryText({ at, direction, transport, local, remote, message }: TraceEntry): string {
  const arrow = direction === "received" ? "<-" : "->";
  return `${at} ${direction} ${transport} ${local} ${arrow} ${remote}\n${message.replace(/\r\n/g, "\n").replace(/^/gm, "    ")}\n`;
}
