import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { SqliteDatabase } from "../../../../src/adapters/sql";
import { milliseconds, parseSocketAddress, seconds, SwitchError, type SocketAddress } from "../../../../src/base";
import type { CallRecord } from "../../../../src/cdr";
import type { GatewayChange, GatewayKind } from "../../../../src/config";
import type { ParameterReport } from "../../../../src/parameters";
import type { Clock, Network } from "../../../../src/ports";
import { callControl } from "../../../../src/services/control";
import type { ForwardRewriteLines, RoutePlan, RoutingGatewayState } from "../../../../src/routing";
import type { ServiceReport } from "../../../../src/services/process-monitor";
import { SOFTSWITCH_CONF, openCdrRepository, type TraceEntry, type Vos3000dStatus } from "../../../../src/services/vos3000d";
import type { SwitchSettings } from "../lab-settings";
import { CdrArchive, cdrReport, type ReportDimension, type ReportRow } from "../../../../src/store";
import { archivedCalls, archivedRecords } from "../archived-calls";
import { parameterState } from "../parameter-state";
import { isRefusedChange } from "../gateway-change";
import { mediaCountersOf } from "../media-counters";
import type { MediaCounters, ParameterState, RouteQuestion, SaveOutcome, ServiceName } from "../stage";
import { administratorOf, switchConfigText, type SwitchPlace, tokensOf } from "../switch-config";
import { MOST_TRACED, type SwitchControl } from "../switch-control";

const PROGRAM = resolve(__dirname, "../../../../bin/carrierlab");
/** How long a switch may take from its start to its ready line: three Node processes on a busy machine. */
const READY_WITHIN = seconds(30);
/** How long a switch may take to let go of what its calls used. */
const CALLS_GONE_WITHIN = seconds(5);
const STOPPED_WITHIN = seconds(10);
const POLL = milliseconds(25);

export interface SwitchProcessOptions {
  readonly settings: SwitchSettings;
  readonly place: Omit<SwitchPlace, "dataFolder">;
  readonly clock: Clock;
  readonly network: Network;
}

/** A switch as `carrierlab switch` runs it: a process of its own with its services as its children. */
export class SwitchProcess implements SwitchControl {
  private readonly folder = mkdtempSync(join(tmpdir(), "carrierlab-switch-"));
  private readonly child: ChildProcess;
  private readonly logged: string[] = [];
  private waiting = "";
  private control: SocketAddress | undefined;
  private isOver = false;

  private constructor(private readonly options: SwitchProcessOptions) {
    const { settings, place } = options;
    const file = join(this.folder, "switch.yaml");
    writeFileSync(file, switchConfigText(settings, { ...place, dataFolder: this.dataFolder }));
    if (settings.softswitchConf !== undefined) writeData(this.dataFolder, SOFTSWITCH_CONF, settings.softswitchConf);
    for (const { path, bytes } of settings.dataFiles ?? []) writeData(this.dataFolder, path, bytes);
    const faults = settings.staleReceiveKey === undefined ? {} : { CARRIERLAB_FAULT_RECEIVE_KEY: settings.staleReceiveKey };
    this.child = spawn(PROGRAM, ["switch", "--config", file, "--json", "--clock-offset", "0s"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...faults, ...tokensOf(settings.operators ?? []) },
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => this.readReady(text));
    this.child.stderr
      ?.setEncoding("utf8")
      .on("data", (text: string) => this.logged.push(...text.split("\n").filter((line) => line !== "")));
    this.child.on("exit", () => (this.isOver = true));
  }

  /** Starts a switch. @throws {SwitchError} `STAGE_NO_SWITCH` with the end of its log. */
  static async start(options: SwitchProcessOptions): Promise<SwitchProcess> {
    const started = new SwitchProcess(options);
    const ready = await started.until(() => Promise.resolve(started.control !== undefined || started.isOver), READY_WITHIN);
    if (ready && started.control !== undefined) return started;
    const last = started.logged.slice(-5).join("\n");
    await started.close();
    throw new SwitchError("STAGE_NO_SWITCH", `switch ${options.settings.name} did not start: ${last}`, {
      name: options.settings.name,
    });
  }

  async records(): Promise<readonly CallRecord[]> {
    await this.ask("storeRecords");
    const path = join(this.folder, "data", "carrierlab.db");
    if (!existsSync(path)) return [];
    const database = new SqliteDatabase({ path });
    const records: CallRecord[] = [];
    for await (const record of openCdrRepository(database, this.options.settings.name).stream({ order: "oldestFirst" }))
      records.push(record);
    await database.close();
    return records;
  }

  callReport(by: readonly ReportDimension[]): Promise<readonly ReportRow[]> {
    return this.withDatabase((database) => cdrReport(database, { by, calls: {} }));
  }

  archivedRecords(): Promise<readonly CallRecord[]> {
    return this.withDatabase(archivedRecords);
  }

  archive(day: string): Promise<number> {
    return this.withDatabase(async (database) => archivedCalls(await new CdrArchive(database).archiveBefore(day)));
  }

  private async withDatabase<Value>(work: (database: SqliteDatabase) => Promise<Value>): Promise<Value> {
    await this.ask("storeRecords");
    const database = new SqliteDatabase({ path: join(this.dataFolder, "carrierlab.db") });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  /** By the command that stands for a client of the embedded database. */
  async sql(text: string): Promise<readonly string[]> {
    const words = ["database", "query", text, "--config", join(this.folder, "switch.yaml")];
    const { stdout } = await promisify(execFile)(PROGRAM, words);
    return stdout.split("\n").filter((line) => line !== "");
  }

  async parameters(): Promise<readonly ParameterState[]> {
    return ((await this.ask("parameters")) as readonly ParameterReport[]).map(parameterState);
  }

  async saveParameter(name: string, value: string): Promise<SaveOutcome> {
    try {
      const saved = (await this.ask("setParameter", { name, value })) as ParameterReport;
      return { saved: true, restart: saved.pendingRestart ? saved.service : undefined };
    } catch (error) {
      if (!(error instanceof SwitchError) || !error.code.startsWith("PARAMETER_")) throw error;
      return { saved: false, message: error.message };
    }
  }

  async changeGateway(kind: GatewayKind, name: string, change: GatewayChange): Promise<SaveOutcome> {
    try {
      await this.ask("changeGateway", { kind, name, change });
      return { saved: true, restart: undefined };
    } catch (error) {
      if (!(error instanceof SwitchError) || !isRefusedChange(error.code)) throw error;
      return { saved: false, message: error.message };
    }
  }

  analyse(question: RouteQuestion): Promise<RoutePlan> {
    return this.ask("route", { ...question }) as Promise<RoutePlan>;
  }

  async gatewayStates(): Promise<readonly RoutingGatewayState[]> {
    return ((await this.ask("gateways")) as { readonly states: readonly RoutingGatewayState[] }).states;
  }

  async setTrace(isOn: boolean): Promise<void> {
    await this.ask("setTrace", { on: isOn });
  }

  traced(): Promise<readonly TraceEntry[]> {
    return this.ask("trace", { limit: MOST_TRACED }) as Promise<readonly TraceEntry[]>;
  }

  forwardRewrite(): Promise<ForwardRewriteLines> {
    return this.ask("forwardRewrite") as Promise<ForwardRewriteLines>;
  }

  writeSoftswitchConf(text: string): Promise<void> {
    writeData(this.dataFolder, SOFTSWITCH_CONF, text);
    return Promise.resolve();
  }

  async restart(service: ServiceName): Promise<void> {
    const connected = this.mediaConnections;
    await this.ask("restartService", { name: service });
    await this.works(service, connected);
  }

  async kill(service: ServiceName): Promise<void> {
    const connected = this.mediaConnections;
    const { pid, restarts } = await this.report(service);
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await this.until(async () => (await this.report(service)).restarts > restarts, READY_WITHIN);
    await this.works(service, connected);
  }

  async mediaCounters(): Promise<MediaCounters> {
    return mediaCountersOf(await this.records());
  }

  events(): Promise<readonly string[]> {
    return Promise.resolve(this.entries().flatMap(({ event }) => (event === undefined ? [] : [event])));
  }

  async leaks(): Promise<readonly string[]> {
    let open: readonly string[] = [];
    await this.until(async () => {
      const { calls, sessions } = (await this.ask("status")) as Vos3000dStatus;
      open = [...(calls === 0 ? [] : [`${calls} calls`]), ...(sessions === 0 ? [] : [`${sessions} sessions`])];
      return open.length === 0;
    }, CALLS_GONE_WITHIN);
    return open;
  }

  problems(): Promise<readonly string[]> {
    const faults = this.entries().filter(({ event }) => event?.endsWith(".fault"));
    return Promise.resolve(faults.map((entry) => JSON.stringify(entry)));
  }

  async close(): Promise<void> {
    if (!this.isOver) {
      this.child.kill("SIGTERM");
      await this.until(() => Promise.resolve(this.isOver), STOPPED_WITHIN);
      this.child.kill("SIGKILL");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get dataFolder(): string {
    return join(this.folder, "data");
  }

  private entries(): readonly { readonly event?: string }[] {
    return this.logged.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as { readonly event?: string });
  }

  private readReady(text: string): void {
    this.waiting += text;
    const line = this.waiting.split("\n").find((each) => each.startsWith('{"ready":'));
    if (line === undefined || !line.endsWith("}")) return;
    const { ready } = JSON.parse(line) as { readonly ready: { readonly control: string } };
    this.control = parseSocketAddress(ready.control);
  }

  /** Waits until a service runs again and the signalling service has its way to the media service back. */
  private async works(service: ServiceName, connectedBefore: number): Promise<void> {
    const runs = async (): Promise<boolean> =>
      (await this.report(service)).state === "running" && this.mediaConnections > connectedBefore;
    if (await this.until(runs, READY_WITHIN)) return;
    throw new SwitchError("STAGE_NO_SWITCH", `${service} of switch ${this.options.settings.name} did not come back`, { service });
  }

  /** How often the signalling service has found its media service. */
  private get mediaConnections(): number {
    return this.entries().filter(({ event }) => event === "media.service.ready").length;
  }

  private async report(service: ServiceName): Promise<ServiceReport> {
    const services = (await this.ask("services")) as readonly ServiceReport[];
    const found = services.find(({ name }) => name === service);
    if (found === undefined) throw new SwitchError("STAGE_NO_SWITCH", `the switch has no service ${service}`, { service });
    return found;
  }

  ask(command: string, values: Readonly<Record<string, unknown>> = {}, operator?: string): Promise<unknown> {
    const { clock, network, settings } = this.options;
    const token = operator ?? administratorOf(settings.operators ?? []);
    if (this.control === undefined) throw new SwitchError("STAGE_NO_SWITCH", "the switch has not started");
    return callControl({ clock, network, address: this.control, command, arguments: values, token });
  }

  private async until(condition: () => Promise<boolean>, limit: number): Promise<boolean> {
    const { clock } = this.options;
    const end = clock.now() + limit;
    while (!(await condition())) {
      if (clock.now() > end) return false;
      await new Promise<void>((proceed) => void clock.in(POLL, "poll a switch", proceed));
    }
    return true;
  }
}

function writeData(folder: string, path: string, content: string | Buffer): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
