import type { CurrentCall } from "../../call";
import { loadSwitchConfig } from "../../config";
import { askSwitch } from "../control-address";
import { show, table } from "../output";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
  readonly release?: string;
}

/** `carrierlab calls`: Current Call of a running switch. */
export const addCalls: AddCommand = (program, world) => {
  program
    .command("calls")
    .description("Current Call: the calls of a running switch")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON")
    .option("--release <id>", "ends the call with this id instead")
    .action(async ({ config: file, json, release }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      if (release !== undefined) {
        const { released } = (await askSwitch(world, config, "release", { id: release })) as { readonly released: boolean };
        world.print(released ? `call ${release} was released` : `no call has the id ${release}`);
        if (!released) world.exitCode = 1;
        return;
      }
      const calls = (await askSwitch(world, config, "calls")) as readonly CurrentCall[];
      show(world, json, calls, () =>
        table<CurrentCall>(
          [
            ["id", (call) => call.id],
            ["state", (call) => call.state],
            ["caller", (call) => call.caller],
            ["callee", (call) => call.callee],
            ["from", (call) => call.callerGateway],
            ["to", (call) => call.calleeGateway],
            ["seconds", (call) => call.holdTimeSeconds],
            ["media", (call) => (call.mediaProxied ? "proxied" : "direct")],
          ],
          calls,
          "no call is up",
        ),
      );
    });
};
