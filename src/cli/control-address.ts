import path from "node:path";
import { SwitchError, parseSocketAddress, seconds, type SocketAddress } from "../base";
import type { SwitchConfig } from "../config";
import type { Files } from "../ports";
import { callControl } from "../services/control";
import { TOKEN_VARIABLE, type CliWorld } from "./world";

/** Where a running switch leaves word of its control channel. */
const controlFile = (config: SwitchConfig): string => path.join(config.data, "control.json");

/** Leaves word of the control channel for later commands. */
export function announceControl(files: Files, config: SwitchConfig, address: SocketAddress, pid: number): void {
  const text = `${JSON.stringify({ address: address.address, port: address.port, pid })}\n`;
  files.replace(controlFile(config), Buffer.from(text));
}

/** Takes that word back. */
export const withdrawControl = (files: Files, config: SwitchConfig): void => files.remove(controlFile(config));

/** A switch that runs answers its Process Monitor's question at once. Our choice. */
const RUNS_WITHIN = seconds(3);

/**
 * Makes sure that no switch works on this data folder: two would write one journal, and give one flow number to two calls.
 *
 * @throws {SwitchError} `CLI_SWITCH_RUNS`.
 */
export async function refuseSecondSwitch({ files, network, clock, environment }: CliWorld, config: SwitchConfig): Promise<void> {
  const found = announced(files, config);
  if (found === undefined) return;
  const services = await callControl({
    network,
    clock,
    address: found,
    command: "services",
    arguments: {},
    token: environment[TOKEN_VARIABLE],
    timeout: RUNS_WITHIN,
  }).catch((error: unknown) => (refusesUs(error) ? [] : undefined));
  if (services === undefined) return;
  throw new SwitchError(
    "CLI_SWITCH_RUNS",
    `a switch (process ${found.pid}) works on ${config.data} already; stop it, or give this one another \`data\` folder`,
    { data: config.data, pid: found.pid },
  );
}

/** A switch that asks who we are is one that runs. */
const refusesUs = (error: unknown): boolean =>
  error instanceof SwitchError && (error.code === "CONTROL_NO_OPERATOR" || error.code === "CONTROL_NOT_ALLOWED");

type Announced = SocketAddress & { readonly pid: number };

/** What a switch said of itself, running or killed; undefined when none did, or in no form that can be read. */
function announced(files: Files, config: SwitchConfig): Announced | undefined {
  const file = controlFile(config);
  if (!files.exists(file)) return undefined;
  try {
    const { address, port, pid } = JSON.parse(files.read(file).toString("utf8")) as Partial<Announced>;
    if (typeof address !== "string" || typeof port !== "number" || typeof pid !== "number") return undefined;
    return { ...parseSocketAddress(address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`), pid };
  } catch {
    return undefined;
  }
}

function controlAddress(files: Files, config: SwitchConfig): SocketAddress {
  if (config.control.port !== 0) return config.control;
  const found = announced(files, config);
  if (found === undefined) {
    throw new SwitchError("CONTROL_UNREACHABLE", `switch "${config.name}" is not running; start it with \`carrierlab switch\``);
  }
  return found;
}

/** Asks the running switch of a configuration. @throws {SwitchError} as callControl, `CONTROL_UNREACHABLE` when it does not run. */
export function askSwitch(
  world: CliWorld,
  config: SwitchConfig,
  command: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const { network, clock, files, environment } = world;
  const token = environment[TOKEN_VARIABLE];
  return callControl({ network, clock, address: controlAddress(files, config), command, arguments: values, token });
}
