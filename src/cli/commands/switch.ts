import { SwitchError, formatSocketAddress, parseSocketAddress, type SocketAddress } from "../../base";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import { ControlServer, callControl, type ControlRequest } from "../../services/control";
import { ProcessMonitor } from "../../services/process-monitor";
import { announceControl, refuseSecondSwitch, withdrawControl } from "../control-address";
import { authoriserOf } from "../operators";
import { clockOffset } from "../values";
import type { CliWorld } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly clockOffset?: string;
  readonly json?: boolean;
}

/** `carrierlab switch`: the reference switch on real sockets, in the foreground. */
export const addSwitch: AddCommand = (program, world) => {
  program
    .command("switch")
    .description("runs the reference switch in the foreground; prints one ready line; SIGTERM drains and stops it")
    .requiredOption("--config <file>", "the switch's configuration")
    .option(
      "--clock-offset <time>",
      "rehearsal: the calendar of calls and rates is ahead by 6h, behind by -90min, or can be set with 0s",
    )
    .option("--json", "the ready line as JSON")
    .action(async ({ config: file, clockOffset: offset, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      if (offset !== undefined) clockOffset(offset);
      await refuseSecondSwitch(world, config);
      const monitor = new ProcessMonitor({
        processes: world.processes,
        clock: world.clock,
        log: world.log,
        values: { config: file, ...(offset === undefined ? {} : { "clock-offset": offset }) },
      });
      let stop: () => void = () => undefined;
      const stopped = new Promise<void>((resolve) => (stop = resolve));
      world.onStop(() => stop());
      const facts = await Promise.race([monitor.start(), stopped]).catch(async (error: unknown) => {
        await monitor.stop();
        throw error;
      });
      if (facts === undefined) return monitor.stop();
      const control = await openControl(world, config, monitor, stop);
      announceControl(world.files, config, control.local, world.pid);
      world.print(readyLine(config, control.local, facts.vos3000d, json === true));
      await stopped;
      await monitor.stop();
      control.close();
      withdrawControl(world.files, config);
    });
};

function openControl(world: CliWorld, config: SwitchConfig, monitor: ProcessMonitor, stop: () => void): Promise<ControlServer> {
  const { network, clock, log } = world;
  const forward = ({ command, arguments: values, token }: ControlRequest): Promise<unknown> => {
    const address = monitor.facts("vos3000d").control;
    if (typeof address === "string") {
      return callControl({ network, clock, address: parseSocketAddress(address), command, arguments: values, token });
    }
    return Promise.reject(new SwitchError("CONTROL_UNREACHABLE", "the signalling service is not running at the moment"));
  };
  return new Promise((resolve, reject) => {
    const server = new ControlServer({
      ...{ network, log },
      authorise: authoriserOf(world, config),
      local: config.control,
      handlers: {
        services: () => monitor.list(),
        restartService: ({ name }) => monitor.restart(String(name)),
        stop: () => {
          stop();
          return { stopping: true };
        },
      },
      otherwise: forward,
      onListening: () => resolve(server),
      onError: reject,
    });
  });
}

function readyLine(
  config: SwitchConfig,
  control: SocketAddress,
  facts: Readonly<Record<string, unknown>>,
  isJson: boolean,
): string {
  const sip = Array.isArray(facts.sip) ? (facts.sip as readonly string[]) : [];
  const media = [config.media.address].flat();
  const said = { name: config.name, sip, media, control: formatSocketAddress(control) };
  if (isJson) return JSON.stringify({ ready: said });
  return `ready ${config.name}: SIP ${sip.join(", ")}; media ${media.join(", ")}; control ${said.control}`;
}
