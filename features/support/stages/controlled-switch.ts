import { SwitchError } from "../../../src/base";
import type { CallRecord } from "../../../src/cdr";
import type { ParameterReport } from "../../../src/parameters";
import type { ServiceReport } from "../../../src/services/process-monitor";
import type { Vos3000dStatus } from "../../../src/services/vos3000d";
import { recordsFromJson } from "./record-json";
import type { MediaCounters, ParameterState, SaveOutcome, ServiceName } from "./stage";
import type { SwitchControl } from "./switch-control";

/** How a switch that runs in other processes is reached: on this machine or in a container. */
export interface SwitchAccess {
  readonly name: string;
  /** One command over its control channel. */
  ask(command: string, values?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** What `carrierlab cdr --json` prints for it. */
  printedRecords(): Promise<unknown>;
  /** SIGKILL to one of its processes. */
  kill(pid: number): Promise<void>;
  /** Lines of its structured log so far. */
  logLines(): Promise<readonly string[]>;
  /** Drains and stops it. */
  close(): Promise<void>;
}

/** A service that was killed is back within its first backoff and a start; our choice, for a busy machine. */
const BACK_MS = 20_000;
/** All that a call leaves behind is gone after the longest SIP timer, 64*T1, and then some. */
const QUIET_MS = 45_000;
const POLL_MS = 100;

/** A switch that is worked over its control channel and its command line, as an operator would. */
export class ControlledSwitch implements SwitchControl {
  constructor(private readonly access: SwitchAccess) {}

  async records(): Promise<readonly CallRecord[]> {
    return recordsFromJson(await this.access.printedRecords());
  }

  async parameters(): Promise<readonly ParameterState[]> {
    return ((await this.access.ask("parameters")) as readonly ParameterReport[]).map((report) => ({
      name: report.name,
      saved: valueText(report.saved),
      running: valueText(report.running),
      pending: report.pendingRestart,
      default: String(report.default),
      service: report.service === "none" ? undefined : report.service,
    }));
  }

  async saveParameter(name: string, value: string): Promise<SaveOutcome> {
    try {
      const report = (await this.access.ask("setParameter", { name, value })) as ParameterReport;
      return { saved: true, restart: report.pendingRestart ? report.service : undefined };
    } catch (error) {
      if (error instanceof SwitchError) return { saved: false, message: error.message };
      throw error;
    }
  }

  async restart(service: ServiceName): Promise<void> {
    await this.access.ask("restartService", { name: service });
  }

  async kill(service: ServiceName): Promise<void> {
    const { pid } = await this.service(service);
    if (pid === undefined) return;
    await this.access.kill(pid);
    await poll(BACK_MS, async () => {
      const now = await this.service(service);
      return now.state === "running" && now.pid !== pid ? true : undefined;
    });
  }

  async mediaCounters(): Promise<MediaCounters> {
    return (await this.access.ask("mediaCounters")) as MediaCounters;
  }

  async events(): Promise<readonly string[]> {
    return (await this.logged()).map(({ event }) => event);
  }

  async leaks(): Promise<readonly string[]> {
    const quiet = await poll(QUIET_MS, async () => {
      const leaks = (await this.access.ask("leaks")) as readonly string[];
      return leaks.length === 0 ? leaks : undefined;
    });
    return quiet ?? ((await this.access.ask("leaks")) as readonly string[]);
  }

  async problems(): Promise<readonly string[]> {
    const troubles = (await this.logged()).filter(({ event }) => /invariant|uncaught|unhandled/i.test(event));
    return troubles.map((entry) => `switch ${this.access.name}: ${JSON.stringify(entry)}`);
  }

  status(): Promise<Vos3000dStatus> {
    return this.access.ask("status") as Promise<Vos3000dStatus>;
  }

  close(): Promise<void> {
    return this.access.close();
  }

  private async service(name: ServiceName): Promise<ServiceReport> {
    const services = (await this.access.ask("services")) as readonly ServiceReport[];
    const found = services.find((service) => service.name === name);
    if (found === undefined) throw new SwitchError("STAGE_NO_SUCH_SERVICE", `no service is called ${name}`, { name });
    return found;
  }

  private async logged(): Promise<readonly LogEntry[]> {
    return (await this.access.logLines()).map(readEntry).filter((entry) => entry !== undefined);
  }
}

interface LogEntry {
  readonly event: string;
  readonly level: string;
}

function readEntry(line: string): LogEntry | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line) as Partial<LogEntry>;
    return entry.event === undefined ? undefined : (entry as LogEntry);
  } catch {
    return undefined;
  }
}

/** A secret shows its fingerprint only. */
const valueText = (value: ParameterReport["saved"]): string =>
  typeof value === "object" ? (value.bytes === 0 ? "" : `sha256:${value.sha256}`) : String(value);

async function poll<Value>(limitMs: number, look: () => Promise<Value | undefined>): Promise<Value | undefined> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await look();
    if (value !== undefined || performance.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
