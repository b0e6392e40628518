import { createSimulation, type SimulatedDatabase, type Simulation } from "../adapters/sim";
import { milliseconds } from "../base";
import type { Database, Log } from "../ports";
import { runCli } from "./run-cli";
import type { CliWorld } from "./world";

const silent: Log = { write: () => undefined, with: () => silent };

/** Where every command finds its configuration. */
export const CONFIG_FILE = "/switch/switch.yaml";

/** The machine that commands run on. */
export const MACHINE = "192.0.2.1";

/** Address of the control channel in {@link CONFIG_TEXT}. */
export const CONTROL = { address: MACHINE, port: 7200 };

/** A customer, two vendors for 44 and a protect route; the control channel is at {@link CONTROL}. */
export const CONFIG_TEXT = `
data: /switch
sip: { listen: [{ address: ${MACHINE} }] }
media: { address: ${MACHINE} }
control: { address: ${MACHINE}, port: ${CONTROL.port}, allowRemote: true }
mappingGateways: [{ name: customer, address: 192.0.2.10, allowedPrefixes: ["44", "33"] }]
routingGateways:
  - { name: vendor, address: 192.0.2.20, prefixes: ["44"], priority: 1 }
  - { name: second, address: 192.0.2.21, prefixes: ["44"], priority: 2, lineLimit: 30 }
  - { name: premium, address: 192.0.2.22, prefixes: ["44"], protect: true }
`;

/** How one command line ended. */
export interface Ended {
  readonly exitCode: number;
  /** Standard output. */
  readonly printed: string;
  /** Standard error. */
  readonly complained: string;
}

/**
 * A shell in a simulation, with {@link CONFIG_TEXT} on its disk. Takes `simulation` over when given, so that a switch in it can be asked.
 * Commands that want a database get `database`, which stays open; time waits for its answers.
 */
export function commandLine(simulation: Simulation = createSimulation({ seed: 1 }), database?: SimulatedDatabase) {
  if (database !== undefined) simulation.clock.settleWith(database);
  const { clock, network, random } = simulation;
  const files = simulation.disk(MACHINE);
  const host = network.host(MACHINE);
  files.replace(CONFIG_FILE, Buffer.from(CONFIG_TEXT));
  /** Runs one command line; `--config` is added where the command takes it. */
  const run = async (...words: readonly string[]): Promise<Ended> => {
    const printed: string[] = [];
    const complained: string[] = [];
    const world = {
      ...{ clock, network: host, random, files, log: silent, environment: {}, exitCode: 0, pid: 1 },
      print: (line: string) => void printed.push(line),
      complain: (line: string) => void complained.push(line),
      openDatabase: () => (database === undefined ? undefined : keptOpen(database)),
    } as unknown as CliWorld;
    const config = words[0] === "behaviours" ? [] : ["--config", CONFIG_FILE];
    let isOver = false;
    const ended = runCli(world, [...words, ...config]).then(() => (isOver = true));
    // Commander is loaded from the real disk, which takes no virtual time: the clock is advanced in steps too small to run a wait out.
    while (!isOver) await clock.advanceSettled(milliseconds(1));
    await ended;
    return { exitCode: world.exitCode, printed: printed.join("\n"), complained: complained.join("\n") };
  };
  return { run, files, network: host, clock };
}

const keptOpen = (database: Database): Database => ({
  dialect: database.dialect,
  run: (sql, parameters) => database.run(sql, parameters),
  transaction: (work) => database.transaction(work),
  close: () => Promise.resolve(),
});

/** What a command printed with `--json`. */
export const jsonOf = <Value>({ printed }: Ended): Value => JSON.parse(printed) as Value;
