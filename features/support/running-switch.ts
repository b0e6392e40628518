import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { NodeNetwork, SystemClock } from "../../src/adapters/node";
import { parseSocketAddress, seconds, SwitchError } from "../../src/base";
import { callControl } from "../../src/services/control";
import type { ServiceReport } from "../../src/services/process-monitor";

const ROOT = resolve(__dirname, "../..");
/** Start-up of three processes on a busy machine; our choice. */
const READY_MS = 30_000;
/** Longer than the drain of a switch. */
const STOP_MS = 20_000;
/** End of standard error that is kept for messages. */
const KEPT_BYTES = 16_384;

/** How a switch is started. */
export interface RunningSwitchOptions {
  /** Its configuration file. */
  readonly config: string;
  /** Words before the command, such as `["taskset", "-c", "1"]`. */
  readonly launcher?: readonly string[];
}

/** `carrierlab switch` as a child process, on real sockets. */
export class RunningSwitch {
  private readonly network = new NodeNetwork();
  private readonly clock = new SystemClock();
  private complaint = "";
  private readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    readonly config: string,
  ) {
    this.ended = new Promise((resolve) => child.once("close", () => resolve()));
    child.stderr?.on("data", (bytes: Buffer) => (this.complaint = (this.complaint + bytes.toString()).slice(-KEPT_BYTES)));
  }

  private control = "";

  /** Resolves when the switch has printed its ready line. @throws {SwitchError} `SWITCH_NOT_READY`. */
  static async start({ config, launcher = [] }: RunningSwitchOptions): Promise<RunningSwitch> {
    const [program = "", ...words] = [...launcher, `${ROOT}/bin/carrierlab`, "switch", "--json", "--config", config];
    const child = spawn(program, words, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    const running = new RunningSwitch(child, config);
    const timer = setTimeout(() => child.kill("SIGKILL"), READY_MS);
    try {
      running.control = await running.readyLine();
    } finally {
      clearTimeout(timer);
    }
    return running;
  }

  private async readyLine(): Promise<string> {
    if (this.child.stdout === null) throw new SwitchError("SWITCH_NOT_READY", "the switch has no standard output");
    for await (const line of createInterface({ input: this.child.stdout })) {
      const said = readJson(line) as { readonly ready?: { readonly control: string } } | undefined;
      if (said?.ready !== undefined) {
        this.child.stdout.resume();
        return said.ready.control;
      }
    }
    await this.ended;
    throw new SwitchError("SWITCH_NOT_READY", `the switch ended before it was ready: ${this.complaint}`, { config: this.config });
  }

  /** Sends one command over the control channel. */
  ask(command: string, values: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const address = parseSocketAddress(this.control);
    return callControl({ network: this.network, clock: this.clock, address, command, arguments: values, timeout: seconds(20) });
  }

  async services(): Promise<readonly ServiceReport[]> {
    return (await this.ask("services")) as readonly ServiceReport[];
  }

  /** Process id of a service. @throws {SwitchError} `SWITCH_NOT_READY` when it does not run. */
  async pidOf(service: ServiceReport["name"]): Promise<number> {
    const pid = (await this.services()).find(({ name }) => name === service)?.pid;
    if (pid === undefined) throw new SwitchError("SWITCH_NOT_READY", `${service} does not run`, { service });
    return pid;
  }

  /** Runs another `carrierlab` command on the same configuration and gives what it prints as JSON. */
  async query(...words: readonly string[]): Promise<unknown> {
    const child = spawn(`${ROOT}/bin/carrierlab`, [...words, "--config", this.config, "--json"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const parts: Buffer[] = [];
    for await (const part of child.stdout) parts.push(part as Buffer);
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  }

  /** Drains and stops it; ends it by force when it takes longer than it may. */
  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
