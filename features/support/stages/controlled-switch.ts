import { SwitchError } from "../../../src/base";
import type { CallRecord } from "../../../src/cdr";
import type { GatewayChange, GatewayKind } from "../../../src/config";
import type { ParameterReport } from "../../../src/parameters";
import type { Database } from "../../../src/ports";
import type { ForwardRewriteLines, RoutePlan, RoutingGatewayState } from "../../../src/routing";
import type { ServiceReport } from "../../../src/services/process-monitor";
import { openCdrRepository, type TraceEntry, type Vos3000dStatus } from "../../../src/services/vos3000d";
import { CdrArchive, cdrReport, type ReportDimension, type ReportRow } from "../../../src/store";
import { archivedCalls, archivedRecords } from "./archived-calls";
import { isRefusedChange } from "./gateway-change";
import { mediaCountersOf } from "./media-counters";
import { parameterState } from "./parameter-state";
import type { MediaCounters, ParameterState, RouteQuestion, SaveOutcome, ServiceName } from "./stage";
import { MOST_TRACED, type SwitchControl } from "./switch-control";

/** How a switch that runs somewhere else is reached. */
export interface SwitchAccess {
  readonly name: string;
  /** The database that its records go to. */
  readonly database: Database;
  /** One command over its control channel. */
  ask(command: string, values?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** SIGKILL to one of its processes. */
  kill(pid: number): Promise<void>;
  /** Writes softswitch.conf into its data folder. */
  writeSoftswitchConf(text: string): Promise<void>;
  /** Lines of its structured log so far. */
  logLines(): Promise<readonly string[]>;
  /** Drains and stops it. */
  close(): Promise<void>;
}

/** A service that was killed is back after its first backoff and a start; our choice, for a busy machine. */
const BACK_MS = 30_000;
/** How long a switch may take to let go of its calls; what RFC 3261 keeps for up to 64*T1 is no leak. */
const CALLS_GONE_MS = 5_000;
const POLL_MS = 100;

interface LogEntry {
  readonly event: string;
}

/** A switch that is worked over its control channel and read from its database, as an operator would. */
export class ControlledSwitch implements SwitchControl {
  constructor(private readonly access: SwitchAccess) {}

  async records(): Promise<readonly CallRecord[]> {
    await this.access.ask("storeRecords");
    const records: CallRecord[] = [];
    const repository = openCdrRepository(this.access.database, this.access.name);
    for await (const record of repository.stream({ order: "oldestFirst" })) records.push(record);
    return records;
  }

  async callReport(by: readonly ReportDimension[]): Promise<readonly ReportRow[]> {
    await this.access.ask("storeRecords");
    return cdrReport(this.access.database, { by, calls: {} });
  }

  archivedRecords(): Promise<readonly CallRecord[]> {
    return archivedRecords(this.access.database);
  }

  async archive(day: string): Promise<number> {
    await this.access.ask("storeRecords");
    return archivedCalls(await new CdrArchive(this.access.database).archiveBefore(day));
  }

  async parameters(): Promise<readonly ParameterState[]> {
    return ((await this.access.ask("parameters")) as readonly ParameterReport[]).map(parameterState);
  }

  async saveParameter(name: string, value: string): Promise<SaveOutcome> {
    try {
      const report = (await this.access.ask("setParameter", { name, value })) as ParameterReport;
      return { saved: true, restart: report.pendingRestart ? report.service : undefined };
    } catch (error) {
      if (!(error instanceof SwitchError) || !error.code.startsWith("PARAMETER_")) throw error;
      return { saved: false, message: error.message };
    }
  }

  async changeGateway(kind: GatewayKind, name: string, change: GatewayChange): Promise<SaveOutcome> {
    try {
      await this.access.ask("changeGateway", { kind, name, change });
      return { saved: true, restart: undefined };
    } catch (error) {
      if (!(error instanceof SwitchError) || !isRefusedChange(error.code)) throw error;
      return { saved: false, message: error.message };
    }
  }

  analyse(question: RouteQuestion): Promise<RoutePlan> {
    return this.access.ask("route", { ...question }) as Promise<RoutePlan>;
  }

  async gatewayStates(): Promise<readonly RoutingGatewayState[]> {
    return ((await this.access.ask("gateways")) as { readonly states: readonly RoutingGatewayState[] }).states;
  }

  async setTrace(isOn: boolean): Promise<void> {
    await this.access.ask("setTrace", { on: isOn });
  }

  traced(): Promise<readonly TraceEntry[]> {
    return this.access.ask("trace", { limit: MOST_TRACED }) as Promise<readonly TraceEntry[]>;
  }

  writeSoftswitchConf(text: string): Promise<void> {
    return this.access.writeSoftswitchConf(text);
  }

  forwardRewrite(): Promise<ForwardRewriteLines> {
    return this.access.ask("forwardRewrite") as Promise<ForwardRewriteLines>;
  }

  async restart(service: ServiceName): Promise<void> {
    const connected = await this.mediaConnections();
    await this.access.ask("restartService", { name: service });
    await this.works(service, connected);
  }

  async kill(service: ServiceName): Promise<void> {
    const connected = await this.mediaConnections();
    const { pid } = await this.service(service);
    if (pid !== undefined) await this.access.kill(pid);
    await this.works(service, connected);
  }

  async mediaCounters(): Promise<MediaCounters> {
    return mediaCountersOf(await this.records());
  }

  ask(command: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.access.ask(command, values);
  }

  async events(): Promise<readonly string[]> {
    return (await this.logged()).map(({ event }) => event);
  }

  async leaks(): Promise<readonly string[]> {
    let open: readonly string[] = [];
    await poll(CALLS_GONE_MS, async () => {
      const { calls, sessions } = await this.status();
      open = [...(calls === 0 ? [] : [`${calls} calls`]), ...(sessions === 0 ? [] : [`${sessions} sessions`])];
      return open.length === 0;
    });
    return open;
  }

  async problems(): Promise<readonly string[]> {
    const faults = (await this.logged()).filter(({ event }) => event.endsWith(".fault"));
    return faults.map((entry) => `switch ${this.access.name}: ${JSON.stringify(entry)}`);
  }

  status(): Promise<Vos3000dStatus> {
    return this.access.ask("status") as Promise<Vos3000dStatus>;
  }

  close(): Promise<void> {
    return this.access.close();
  }

  /** Waits until a service runs again and signalling has its way to the media service back. @throws {SwitchError} `STAGE_NO_SWITCH`. */
  private async works(name: ServiceName, connectedBefore: number): Promise<void> {
    const isBack = await poll(
      BACK_MS,
      async () => (await this.service(name)).state === "running" && (await this.mediaConnections()) > connectedBefore,
    );
    if (!isBack) throw new SwitchError("STAGE_NO_SWITCH", `${name} of switch ${this.access.name} does not come back`, { name });
  }

  /** How often the signalling service has found its media service. */
  private async mediaConnections(): Promise<number> {
    return (await this.events()).filter((event) => event === "media.service.ready").length;
  }

  private async service(name: ServiceName): Promise<ServiceReport> {
    const services = (await this.access.ask("services")) as readonly ServiceReport[];
    const found = services.find((service) => service.name === name);
    if (found === undefined) throw new SwitchError("STAGE_NO_SWITCH", `switch ${this.access.name} has no ${name}`, { name });
    return found;
  }

  private async logged(): Promise<readonly LogEntry[]> {
    return (await this.access.logLines()).map(readEntry).filter((entry) => entry !== undefined);
  }
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

async function poll(limitMs: number, condition: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}
