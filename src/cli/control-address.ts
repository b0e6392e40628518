import path from "node:path";
import { SwitchError, parseSocketAddress, type SocketAddress } from "../base";
import type { SwitchConfig } from "../config";
import type { Files } from "../ports";
import { callControl } from "../services/control";
import type { CliWorld } from "./world";

/** Where a running switch leaves word of its control channel. */
const controlFile = (config: SwitchConfig): string => path.join(config.data, "control.json");

/** Leaves word of the control channel for later commands. */
export function announceControl(files: Files, config: SwitchConfig, address: SocketAddress, pid: number): void {
  const text = `${JSON.stringify({ address: address.address, port: address.port, pid })}\n`;
  files.replace(controlFile(config), Buffer.from(text));
}

/** Takes that word back. */
export const withdrawControl = (files: Files, config: SwitchConfig): void => files.remove(controlFile(config));

function controlAddress(files: Files, config: SwitchConfig): SocketAddress {
  if (config.control.port !== 0) return config.control;
  const file = controlFile(config);
  if (!files.exists(file)) {
    throw new SwitchError("CONTROL_UNREACHABLE", `switch "${config.name}" is not running; start it with \`carrierlab switch\``);
  }
  const { address, port } = JSON.parse(files.read(file).toString("utf8")) as SocketAddress;
  return parseSocketAddress(address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
}

/** Asks the running switch of a configuration. @throws {SwitchError} as callControl, `CONTROL_UNREACHABLE` when it does not run. */
export function askSwitch(
  world: CliWorld,
  config: SwitchConfig,
  command: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const { network, clock, files } = world;
  return callControl({ network, clock, address: controlAddress(files, config), command, arguments: values });
}
