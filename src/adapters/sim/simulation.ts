import type { WallTime } from "../../base";
import { SeededRandom } from "../random";
import { MemoryLog } from "./memory-log";
import { SimulatedNetwork } from "./network";
import { SimulatedClock } from "./simulated-clock";
import { SimulatedFiles } from "./simulated-files";
import { SimulatedProcess } from "./simulated-process";

/** How a simulation begins. */
export interface SimulationOptions {
  /** Everything that chance decides follows from it. */
  readonly seed: number | string;
  /** Calendar time at the start. Default {@link SIMULATION_START}. */
  readonly start?: WallTime;
}

/**
 * A world of its own: virtual time, a network of hosts, a disk for each host and one log, all from one seed.
 *
 * @example
 * const world = createSimulation({ seed: 7 });
 * const socket = world.network.host("192.0.2.10").udp({ local: { address: "192.0.2.10", port: 5060 } }, handlers);
 * world.network.impair({ from: "192.0.2.10", loss: 0.05, delay: milliseconds(80), jitter: milliseconds(20) });
 * world.clock.advance(seconds(32));
 */
export interface Simulation {
  readonly seed: number | string;
  readonly clock: SimulatedClock;
  readonly random: SeededRandom;
  readonly network: SimulatedNetwork;
  /** The disk of the machine named `host`; the same one each time. */
  disk(host: string): SimulatedFiles;
  /** The disk of a machine without a name, for tests with one. */
  readonly files: SimulatedFiles;
  readonly log: MemoryLog;
  /** A process on `host` that can be killed: see {@link SimulatedProcess}. `name` keeps its chance apart from others'. */
  process(name: string, host: string, ...moreAddresses: string[]): SimulatedProcess;
  /** Takes the power from a machine: its processes die, its disk loses what was not synced, and it answers nothing until {@link powerOn}. */
  losePower(host: string): void;
  powerOn(host: string): void;
}

/** Makes a {@link Simulation}. Two with one seed that are used alike are alike to the last bit. */
export function createSimulation({ seed, start }: SimulationOptions): Simulation {
  const clock = new SimulatedClock(start);
  const random = SeededRandom.fromSeed(seed);
  const network = new SimulatedNetwork({ clock, random: random.fork("network") });
  const log = MemoryLog.create();
  const disks = new Map<string, SimulatedFiles>();
  const disk = (host: string): SimulatedFiles => {
    let files = disks.get(host);
    if (files === undefined) disks.set(host, (files = new SimulatedFiles(random.fork(`disk ${host}`))));
    return files;
  };
  const births = new Map<string, number>();
  const processes = new Map<string, SimulatedProcess[]>();
  return {
    seed,
    clock,
    random,
    network,
    disk,
    files: disk(""),
    log,
    process: (name, host, ...more) => {
      const birth = (births.get(name) ?? 0) + 1;
      births.set(name, birth);
      const process = new SimulatedProcess({
        clock,
        host: network.host(host, ...more),
        random: random.fork(`process ${name} ${birth}`),
        disk: disk(host),
        log: log.with({ process: name }),
      });
      const alive = (processes.get(host) ?? []).filter(({ isAlive }) => isAlive);
      processes.set(host, [...alive, process]);
      return process;
    },
    losePower: (host) => {
      for (const process of processes.get(host) ?? []) process.kill("power");
      network.host(host).kill("power");
      disk(host).losePower();
    },
    powerOn: (host) => network.host(host).powerOn(),
  };
}
