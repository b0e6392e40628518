import { SimulatedProcess, type MemoryLog, type Simulation } from "../../../src/adapters/sim";
import { milliseconds, seconds, SwitchError } from "../../../src/base";
import { SqliteDatabase } from "../../../src/adapters/sql";
import type { CallRecord, CdrRepository } from "../../../src/cdr";
import { parseSwitchConfig, type GatewayChange, type GatewayKind, type SwitchConfig } from "../../../src/config";
import { PromptLibrary } from "../../../src/media";
import { ParameterStore } from "../../../src/parameters";
import type { ForwardRewriteLines, RoutePlan, RoutingGatewayState } from "../../../src/routing";
import { startMbx3000d, type MediaServiceStatus, type Mbx3000d } from "../../../src/services/mbx3000d";
import { authoriser, toJson } from "../../../src/services/control";
import {
  controlHandlers,
  SOFTSWITCH_CONF,
  openCdrRepository,
  startVos3000d,
  type TraceEntry,
  type Vos3000d,
} from "../../../src/services/vos3000d";
import { CdrArchive, cdrReport, type ReportDimension, type ReportRow } from "../../../src/store";
import type { LabHosts } from "./lab-hosts";
import type { SwitchSettings } from "./lab-settings";
import { parameterState } from "./parameter-state";
import type { MediaCounters, ParameterState, RouteQuestion, SaveOutcome, ServiceName } from "./stage";
import { SettlingDatabase } from "./settling-database";
import { archivedCalls, archivedRecords } from "./archived-calls";
import { SlowDatabase } from "./slow-database";
import { administratorOf, switchConfigText } from "./switch-config";
import type { SwitchControl } from "./switch-control";

export interface SimSwitchOptions {
  readonly world: Simulation;
  readonly settings: SwitchSettings;
  readonly hosts: LabHosts;
}

/** The channel between the two services; nothing else uses the port. */
export const MEDIA_CONTROL_PORT = 7_001;
const DATA = "/data";
/** In which a signalling service has found its media service. */
const MEDIA_CONNECTS = milliseconds(20);
/** What a media service needs between its start and its first call. */
const RESTART_TIME = milliseconds(500);
/** Longer than timers F and K of an OPTIONS that nobody answers. */
const LAST_PROBES = seconds(40);
const NO_DROPS: MediaCounters = { encrypted: 0, decrypted: 0, dropped: {} };

/**
 * A switch inside the simulation: vos3000d and mbx3000d as two processes on two hosts, with one disk and the real channel
 * between them, so that either can be restarted or killed while the other goes on.
 */
class SimSwitch implements SwitchControl {
  private readonly config: SwitchConfig;
  private readonly storage: SettlingDatabase;
  private readonly database: SlowDatabase;
  private readonly repository: CdrRepository;
  private readonly log: MemoryLog;
  private counters: MediaCounters = NO_DROPS;
  private signalling!: { readonly process: SimulatedProcess; readonly service: Vos3000d };
  /** Timers that are armed for as long as the services run. */
  private standing: readonly string[] = [];
  private media!: { readonly process: SimulatedProcess; readonly service: Mbx3000d };
  private generation = 0;

  constructor(private readonly options: SimSwitchOptions) {
    const { settings, hosts, world } = options;
    const { name } = settings;
    this.log = world.log;
    const text = switchConfigText(settings, {
      address: hosts.addressOf(name),
      mediaAddress: hosts.mediaAddressOf(name),
      addressOf: (host) => hosts.publicAddressOf(host),
      dataFolder: DATA,
      controlAddress: hosts.addressOf(name),
    });
    const config = parseSwitchConfig(text, `switch-${name}.yaml`);
    // Most scenarios ask nothing of these tables, and writing them costs more than a call.
    this.config = { ...config, store: { ...config.store, fieldTables: settings.fieldTables ?? false } };
    this.storage = new SettlingDatabase(new SqliteDatabase({ path: ":memory:" }), world.clock);
    this.database = new SlowDatabase(this.storage, world.clock, milliseconds(settings.databaseLatencyMs ?? 0));
    this.repository = openCdrRepository(this.database, name);
  }

  async start(): Promise<void> {
    const { softswitchConf, dataFiles = [] } = this.options.settings;
    for (const { path, bytes } of dataFiles) this.options.world.disk(this.disk).replace(`${DATA}/${path}`, bytes);
    if (softswitchConf !== undefined) await this.writeSoftswitchConf(softswitchConf);
    this.startMedia();
    await this.startSignalling();
  }

  async records(): Promise<readonly CallRecord[]> {
    this.database.hurry();
    await this.signalling.service.options.records.flush();
    const records: CallRecord[] = [];
    for await (const record of this.repository.stream({ order: "oldestFirst" })) records.push(record);
    return records;
  }

  async callReport(by: readonly ReportDimension[]): Promise<readonly ReportRow[]> {
    await this.records();
    return cdrReport(this.storage, { by, calls: {} });
  }

  archivedRecords(): Promise<readonly CallRecord[]> {
    return archivedRecords(this.storage);
  }

  async archive(day: string): Promise<number> {
    this.database.hurry();
    await this.signalling.service.options.records.flush();
    return archivedCalls(await new CdrArchive(this.storage).archiveBefore(day));
  }

  async parameters(): Promise<readonly ParameterState[]> {
    return this.parameterStore().list().map(parameterState);
  }

  async saveParameter(name: string, value: string): Promise<SaveOutcome> {
    const saved = this.signalling.service.saveParameter(name, value);
    if (!saved.ok) return { saved: false, message: saved.failure.message };
    return { saved: true, restart: saved.value.pendingRestart ? saved.value.service : undefined };
  }

  async changeGateway(kind: GatewayKind, name: string, change: GatewayChange): Promise<SaveOutcome> {
    // As it would travel: what JSON cannot say is not there.
    const given = JSON.parse(JSON.stringify(change)) as GatewayChange;
    const changed = this.signalling.service.changeGateway(kind, name, given);
    return changed.ok ? { saved: true, restart: undefined } : { saved: false, message: changed.failure.message };
  }

  async analyse(question: RouteQuestion): Promise<RoutePlan> {
    return this.signalling.service.analyse(question);
  }

  async gatewayStates(): Promise<readonly RoutingGatewayState[]> {
    return this.signalling.service.gatewayStates();
  }

  async setTrace(isOn: boolean): Promise<void> {
    this.signalling.service.trace.isOn = isOn;
  }

  async traced(): Promise<readonly TraceEntry[]> {
    return this.signalling.service.trace.find(undefined, Infinity);
  }

  async writeSoftswitchConf(text: string): Promise<void> {
    this.options.world.disk(this.disk).replace(`${DATA}/${SOFTSWITCH_CONF}`, Buffer.from(text));
  }

  async forwardRewrite(): Promise<ForwardRewriteLines> {
    return this.signalling.service.softswitchConf.lines();
  }

  async restart(service: ServiceName): Promise<void> {
    if (service === "mbx3000d") {
      this.keepCounters();
      this.media.service.stop();
      this.startMedia();
      return this.settle();
    }
    await this.stopSignalling();
    await this.startSignalling();
  }

  async kill(service: ServiceName): Promise<void> {
    if (service === "mbx3000d") {
      this.keepCounters();
      this.media.process.kill();
      this.startMedia();
      return this.settle();
    }
    this.signalling.process.kill();
    await this.startSignalling();
  }

  async mediaCounters(): Promise<MediaCounters> {
    return sum(this.counters, this.media.service.status());
  }

  async ask(command: string, values: Readonly<Record<string, unknown>>, operator?: string): Promise<unknown> {
    const operators = this.options.settings.operators ?? [];
    authoriser(operators.map((each) => ({ ...each, token: each.name })))(command, operator ?? administratorOf(operators));
    const handler = controlHandlers(this.signalling.service)[command];
    if (handler === undefined) throw new SwitchError("CONTROL_UNKNOWN_COMMAND", `"${command}" is no command`, { command });
    // As it would travel: what JSON cannot say is not there.
    return JSON.parse(toJson((await handler(values)) ?? null));
  }

  async events(): Promise<readonly string[]> {
    return this.log.entries.filter(({ fields }) => fields.switch === this.options.settings.name).map(({ event }) => event);
  }

  async leaks(): Promise<readonly string[]> {
    if (this.probesGateways) {
      this.signalling.service.stopOnlineCheck();
      await this.options.world.clock.advanceSettled(LAST_PROBES);
    }
    const { relays, portPairsInUse } = this.media.service.status().counters;
    return [
      ...this.signalling.service.leaks(),
      ...this.timersLeft(),
      ...(relays === 0 ? [] : [`${relays} relays`]),
      ...(portPairsInUse === 0 ? [] : [`${portPairsInUse} pairs of media ports`]),
    ];
  }

  async problems(): Promise<readonly string[]> {
    return this.log.entries
      .filter(({ event, fields }) => fields.switch === this.options.settings.name && event.endsWith(".fault"))
      .map(({ event, fields }) => `${event}: ${JSON.stringify(fields)}`);
  }

  async close(): Promise<void> {
    // What a scenario leaves behind was named before; the simulation as a whole is thrown away.
    this.signalling.process.kill();
    this.media.process.kill();
    this.database.hurry();
    await this.storage.shutDown();
  }

  /** OPTIONS to gateways go on without any call, and are no leak. */
  private get probesGateways(): boolean {
    return this.signalling.service.gateways.current.routingGateways.some(({ optionsCheck }) => optionsCheck);
  }

  /** Timers of either service beyond those that are always armed. */
  private timersLeft(): readonly string[] {
    const waiting = [...this.standing];
    return [...this.signalling.process.clock.armed(), ...this.media.process.clock.armed()].flatMap(({ name }) => {
      const known = waiting.indexOf(name);
      if (known < 0) return [`timer ${name}`];
      waiting.splice(known, 1);
      return [];
    });
  }

  private startMedia(): void {
    const { settings, hosts } = this.options;
    const address = hosts.mediaAddressOf(settings.name);
    const process = this.process("mbx3000d", address);
    const ports = portsOf(process);
    const prompts = new PromptLibrary(this.options.world.disk(this.disk), `${DATA}/prompts`, ports.log);
    const service = startMbx3000d(
      {
        control: { address, port: MEDIA_CONTROL_PORT },
        token: this.token,
        addresses: [address],
        ...(settings.staleReceiveKey === undefined ? {} : { faults: { receiveKey: settings.staleReceiveKey } }),
      },
      { ...ports, parameters: this.parameterStore(), prompts },
    );
    this.media = { process, service };
  }

  private async startSignalling(): Promise<void> {
    const { settings, hosts } = this.options;
    const process = this.process("vos3000d", hosts.addressOf(settings.name));
    const service = startVos3000d({
      config: this.config,
      ports: portsOf(process),
      parameters: this.parameterStore(),
      database: this.database,
      mediaControl: { address: hosts.mediaAddressOf(settings.name), port: MEDIA_CONTROL_PORT },
      mediaToken: this.token,
    });
    this.signalling = { process, service };
    let ready = false;
    let failure: unknown;
    service.ready.then(
      () => (ready = true),
      (error: unknown) => (failure = error),
    );
    const { clock } = this.options.world;
    for (let waited = 0; waited < 100 && failure === undefined && !ready; waited += 1) {
      await clock.advanceSettled(milliseconds(10));
      await Promise.resolve();
    }
    await clock.advanceSettled(MEDIA_CONNECTS);
    this.standing = process.clock.armed().map(({ name }) => name);
    if (failure !== undefined || !ready) {
      throw new SwitchError("STAGE_NO_SWITCH", `switch ${settings.name} did not start`, { name: settings.name }, failure);
    }
  }

  private async stopSignalling(): Promise<void> {
    let stopped = false;
    void this.signalling.service.stop().then(() => (stopped = true));
    const { clock } = this.options.world;
    while (!stopped) await clock.advanceSettled(milliseconds(20));
    await clock.advanceSettled(seconds(1));
  }

  private settle(): Promise<void> {
    return this.options.world.clock.advanceSettled(RESTART_TIME);
  }

  private process(service: ServiceName, address: string): SimulatedProcess {
    const { world, settings } = this.options;
    this.generation += 1;
    return new SimulatedProcess({
      clock: world.clock,
      host: world.network.host(address),
      random: world.random.fork(`switch ${settings.name} ${service} ${this.generation}`),
      // The journal's open files die with the signalling service alone; the media service only reads parameters.
      disk: world.disk(service === "vos3000d" ? this.disk : `${this.disk} ${service}`),
      log: this.log.with({ switch: settings.name, service }),
    });
  }

  private parameterStore(): ParameterStore {
    const { world } = this.options;
    return new ParameterStore({ files: world.disk(this.disk), folder: DATA, initial: this.config.parameters });
  }

  private keepCounters(): void {
    this.counters = sum(this.counters, this.media.service.status());
  }

  private get disk(): string {
    return `switch ${this.options.settings.name}`;
  }

  private get token(): string {
    return `token of ${this.options.settings.name}`;
  }
}

type ServiceParts = Pick<SimulatedProcess, "clock" | "network" | "random" | "files" | "log">;

const portsOf = ({ clock, network, random, files, log }: SimulatedProcess): ServiceParts => ({
  clock,
  network,
  random,
  files,
  log,
});

function sum(kept: MediaCounters, { counters: { packets } }: MediaServiceStatus): MediaCounters {
  const dropped = Object.entries(packets.dropped).map(([cause, count]) => [cause, count + (kept.dropped[cause] ?? 0)] as const);
  return {
    encrypted: kept.encrypted + packets.encrypted,
    decrypted: kept.decrypted + packets.decrypted,
    dropped: Object.fromEntries(dropped),
  };
}

/** Starts both services of a switch inside the simulation. @throws {SwitchError} `STAGE_NO_SWITCH`. */
export async function startSimSwitch(options: SimSwitchOptions): Promise<SwitchControl> {
  const started = new SimSwitch(options);
  await started.start();
  return started;
}
