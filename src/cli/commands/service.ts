import { formatSocketAddress, parseSocketAddress, SwitchError, type SocketAddress } from "../../base";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import { ParameterStore } from "../../parameters";
import { PromptLibrary } from "../../media";
import { startMbx3000d } from "../../services/mbx3000d";
import { ShiftedClock, startVos3000d } from "../../services/vos3000d";
import { toJson } from "../../services/control";
import { authoriserOf } from "../operators";
import { clockOffset } from "../values";
import { MEDIA_TOKEN_VARIABLE, RECEIVE_KEY_FAULT_VARIABLE, type CliWorld } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly mediaControl?: string;
  readonly clockOffset?: string;
}

/** `carrierlab service`: one service process. The process monitor starts it; hidden from the help. */
export const addService: AddCommand = (program, world) => {
  program
    .command("service <name>", { hidden: true })
    .description("runs one service process, as the process monitor does")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--media-control <address>", "the media service's control channel")
    .option("--clock-offset <time>", "how far the calendar is ahead of the machine's")
    .action((name: string, { config: file, mediaControl, clockOffset: offset }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const control = mediaControl === undefined ? config.media.control : parseSocketAddress(mediaControl);
      if (name === "vos3000d") return runSignalling(offset === undefined ? world : shifted(world, offset), config, control);
      if (name === "mbx3000d") return runMedia(world, config, control);
      throw new SwitchError("SERVICE_UNKNOWN", `"${name}" is not a service; there are vos3000d and mbx3000d`);
    });
};

const shifted = (world: CliWorld, offset: string): CliWorld => ({
  ...world,
  clock: new ShiftedClock(world.clock, clockOffset(offset)),
});

const token = (world: CliWorld): string => world.environment[MEDIA_TOKEN_VARIABLE] ?? "";

const parametersOf = (world: CliWorld, config: SwitchConfig): ParameterStore =>
  new ParameterStore({ files: world.files, folder: config.data, initial: config.parameters });

/** What the process monitor waits for. */
const tellReady = (world: CliWorld, facts: object): void => world.print(toJson({ ready: facts }));

const stopRequest = (world: CliWorld): Promise<void> => new Promise((resolve) => world.onStop(resolve, { withParent: true }));

async function runSignalling(world: CliWorld, config: SwitchConfig, mediaControl: SocketAddress): Promise<void> {
  const { clock, network, random, files, log } = world;
  const service = startVos3000d({
    // The configured channel is the process monitor's, which hands on what is for this service.
    config: { ...config, control: { ...config.control, address: "127.0.0.1", port: 0 } },
    ports: { clock, network, random, files, log: log.with({ service: "vos3000d" }) },
    parameters: parametersOf(world, config),
    database: world.openDatabase(config),
    mediaControl,
    mediaToken: token(world),
    authorise: authoriserOf(world, config),
    onIdle: () => world.giveBackMemory(),
  });
  const stop = stopRequest(world);
  const { sip, control } = await service.ready;
  tellReady(world, {
    sip: sip.map(({ transport, address }) => `${transport} ${formatSocketAddress(address)}`),
    control: formatSocketAddress(control),
  });
  await stop;
  await service.stop();
}

async function runMedia(world: CliWorld, config: SwitchConfig, control: SocketAddress): Promise<void> {
  const { clock, network, random, log } = world;
  const stop = stopRequest(world);
  const [first, ...more] = [config.media.address].flat();
  const receiveKey = world.environment[RECEIVE_KEY_FAULT_VARIABLE];
  await new Promise<void>((resolve, reject) => {
    const service = startMbx3000d(
      {
        control,
        token: token(world),
        addresses: [first ?? "127.0.0.1", ...more],
        ...(config.media.ports === undefined ? {} : { ports: config.media.ports }),
        ...(receiveKey === undefined ? {} : { faults: { receiveKey } }),
      },
      {
        ...{ clock, network, random },
        log: log.with({ service: "mbx3000d" }),
        parameters: parametersOf(world, config),
        prompts: new PromptLibrary(world.files, `${config.data}/prompts`, log),
        onReady: (local) => tellReady(world, { control: formatSocketAddress(local) }),
        onFailed: reject,
      },
    );
    void stop.then(() => {
      service.stop();
      resolve();
    });
  });
}
