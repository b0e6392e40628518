import { loadSwitchConfig } from "../../config";
import type { ServiceReport } from "../../services/process-monitor";
import { askSwitch } from "../control-address";
import { show, table } from "../output";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

/** `carrierlab services`: Process Monitor of a running switch. */
export const addServices: AddCommand = (program, world) => {
  const services = program.command("services").description("Process Monitor: the services of a running switch");
  services
    .command("list", { isDefault: true })
    .description("all services")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON")
    .action(async ({ config: file, json }: Options) => {
      const reports = (await askSwitch(world, loadSwitchConfig(world.files, file), "services")) as readonly ServiceReport[];
      show(world, json, reports, () => reportTable(reports));
    });
  services
    .command("restart <name>")
    .description("stops a service gracefully and starts it again")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON")
    .action(async (name: string, { config: file, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const report = (await askSwitch(world, config, "restartService", { name })) as ServiceReport;
      show(world, json, report, () => reportTable([report]));
    });
  services
    .command("status")
    .description("what the signalling service holds: calls, sessions, transactions, timers, sockets, records that wait")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON, which it is anyway")
    .action(async ({ config: file }: Options) => {
      show(world, true, await askSwitch(world, loadSwitchConfig(world.files, file), "status"), () => "");
    });
};

function reportTable(reports: readonly ServiceReport[]): string {
  return table<ServiceReport>(
    [
      ["service", ({ name }) => name],
      ["state", ({ state }) => state],
      ["pid", ({ pid }) => pid],
      ["since", ({ startedAt }) => startedAt],
      ["restarts", ({ restarts }) => restarts],
      ["last end", ({ lastEnd }) => lastEnd],
    ],
    reports,
    "none",
  );
}
