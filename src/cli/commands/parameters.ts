import { SwitchError, type Result } from "../../base";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import { ParameterStore, type ParameterFailure, type ParameterReport, type SecretFingerprint } from "../../parameters";
import { askSwitch } from "../control-address";
import { show, table } from "../output";
import type { CliWorld } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

const CONFIG = ["--config <file>", "the switch's configuration"] as const;

/** The parameters of a configuration's switch. They lie in its data folder, so that they can be read and set whether it runs or not. */
function storeOf(world: CliWorld, config: SwitchConfig): ParameterStore {
  return new ParameterStore({ files: world.files, folder: config.data, initial: config.parameters });
}

function valueText(value: number | string | SecretFingerprint): string {
  if (typeof value !== "object") return String(value);
  return value.bytes === 0 ? "(empty)" : `sha256:${value.sha256}... (${value.bytes} bytes)`;
}

function expect(result: Result<ParameterReport, ParameterFailure>): ParameterReport {
  if (result.ok) return result.value;
  throw new SwitchError(result.failure.code, result.failure.message);
}

function detail(report: ParameterReport): string {
  const pending = report.pendingRestart ? `  (pending: restart ${report.service})` : "";
  return [
    report.name,
    `  ${report.description}`,
    `  saved    ${valueText(report.saved)}`,
    `  running  ${valueText(report.running)}${pending}`,
    `  default  ${report.default}`,
    `  range    ${report.range}`,
    `  unit     ${report.unit}`,
    `  restart  ${report.service === "none" ? "not needed" : report.service}`,
    `  path     ${report.path}${report.section === undefined ? "" : ` (manual ${report.section})`}`,
    `  source   ${report.source}`,
    ...(report.isActedOn ? [] : ["  note     known and kept; nothing acts on it yet"]),
  ].join("\n");
}

async function set(world: CliWorld, config: SwitchConfig, name: string, value: string): Promise<ParameterReport> {
  try {
    return (await askSwitch(world, config, "setParameter", { name, value })) as ParameterReport;
  } catch (error) {
    // A switch that does not run reads the data folder when it starts.
    if (!(error instanceof SwitchError) || error.code !== "CONTROL_UNREACHABLE") throw error;
    return expect(storeOf(world, config).save(name, value));
  }
}

/** `carrierlab parameters`: system parameters, saved and running. */
export const addParameters: AddCommand = (program, world) => {
  const parameters = program.command("parameters").description("system parameters (SS_*) of a switch, as saved and as running");
  parameters
    .command("list", { isDefault: true })
    .description("all parameters")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(({ config: file, json }: Options) => {
      const reports = storeOf(world, loadSwitchConfig(world.files, file)).list();
      show(world, json, reports, () =>
        table<ParameterReport>(
          [
            ["name", ({ name }) => name],
            ["saved", ({ saved }) => valueText(saved)],
            ["running", ({ running }) => valueText(running)],
            ["unit", ({ unit }) => unit],
            ["", ({ pendingRestart, service }) => (pendingRestart ? `pending: restart ${service}` : "")],
          ],
          reports,
          "none",
        ),
      );
    });
  parameters
    .command("get <name>")
    .description("one parameter: values, range, service to restart, source")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action((name: string, { config: file, json }: Options) => {
      const store = storeOf(world, loadSwitchConfig(world.files, file));
      const report = expect(store.describe(name));
      show(world, json, report, () => detail(report));
    });
  parameters
    .command("set <name> <value>")
    .description("saves a value; a service that must be restarted for it runs with the old one until then")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(async (name: string, value: string, { config: file, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const report = await set(world, config, name, value);
      const pending = report.pendingRestart ? `; pending until \`carrierlab services restart ${report.service}\`` : "";
      show(world, json, report, () => `${report.name} = ${valueText(report.saved)} saved${pending}`);
    });
};
