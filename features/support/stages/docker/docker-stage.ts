import { createHash } from "node:crypto";
import type { StartedTestContainer } from "testcontainers";
import { MysqlDatabase } from "../../../../src/adapters/sql";
import { impair } from "../../../../docker/impairment";
import {
  milliseconds,
  toIso,
  UsageError,
  type Duration,
  type Instant,
  type SocketAddress,
  type WallTime,
} from "../../../../src/base";
import type { Vos3000dStatus } from "../../../../src/services/vos3000d";
import type { LegReport, LegSelector, LoggedMessage, MediaReport, PartyAction } from "../../../../simulators/endpoint";
import type { PathImpairment } from "../../../../simulators/network";
import type { CapturedPacket, ScenarioEvidence } from "../../../../reports/evidence";
import { audioHeard } from "../audio-heard";
import { ControlledSwitch } from "../controlled-switch";
import { LabHosts } from "../lab-hosts";
import type { LabSettings, PartySettings, SwitchSettings } from "../lab-settings";
import type { PlannedCall, Stage } from "../stage";
import { StageOfSwitches } from "../stage-of-switches";
import { switchConfigText, SIP_PORT } from "../switch-config";
import { startContainerParty, type ContainerParty } from "./container-party";
import { CONTAINER_CONTROL_PORT, CONTAINER_DATA, ContainerSwitch } from "./container-switch";
import { CONTAINER_ADDRESSES, dockerGround, type DockerGround } from "./docker-ground";
import { execute, startNatRouter, type NatRouter } from "./nat-router";

/** How often a condition is looked at: each look is a request to a container. */
const POLL = milliseconds(100);

/** The machine's monotonic clock in microseconds; containers have the same one. */
const machineTime = (): number => Math.round(Number(process.hrtime.bigint()) / 1_000);

interface RunningSwitch {
  readonly control: ControlledSwitch;
  readonly container: StartedTestContainer;
}

/** Every host in a container of its own, MariaDB behind the switches, packets as tcpdump saw them on the bridge: see {@link Stage}. */
export class DockerStage extends StageOfSwitches<ControlledSwitch> implements Stage {
  readonly name = "docker";
  /** Two processes, a bridge and a busy machine between a cause and its effect; our choice. */
  readonly tolerance = milliseconds(400);
  private readonly hosts = new LabHosts(CONTAINER_ADDRESSES);
  private readonly parties = new Map<string, ContainerParty>();
  private readonly switches = new Map<string, RunningSwitch>();
  private readonly routers: NatRouter[] = [];
  private readonly sidecars = new Map<string, StartedTestContainer>();
  private impairments = 0;
  private readonly labStart = machineTime();
  private readonly wallStart = Date.now() * 1_000;
  private ground: DockerGround | undefined;

  constructor(readonly seed: number) {
    super();
  }

  async start(lab: LabSettings): Promise<void> {
    const ground = await dockerGround();
    this.ground = ground;
    for (const { name } of lab.switches) this.hosts.addSwitch(name);
    for (const { name, behindNat } of lab.parties) this.hosts.addParty(name, behindNat !== undefined);
    const starts = await Promise.allSettled([
      ...lab.parties.map((party) => this.startParty(party, ground)),
      ...lab.switches.map((settings) => this.startSwitch(settings, ground)),
    ]);
    // All of them first, so that `close` finds what did start; then in the order of the scenario, for reports.
    inOrder(this.parties, lab.parties);
    inOrder(this.switches, lab.switches);
    for (const start of starts) if (start.status === "rejected") throw start.reason;
    for (const { between, impairment } of lab.paths) await this.impair(...between, impairment);
  }

  now(): Instant {
    return (machineTime() - this.labStart) as Instant;
  }

  async setCalendar(time: WallTime): Promise<void> {
    const at = toIso(time);
    await Promise.all([...this.switches.keys()].map((name) => this.ask(name, "setClock", { at })));
  }

  wallClockAt(moment: Instant): WallTime {
    return (this.wallStart + moment) as WallTime;
  }

  async pass(duration: Duration): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, duration / 1_000));
  }

  async until(condition: () => Promise<boolean>, limit: Duration): Promise<boolean> {
    const end = this.now() + limit;
    while (!(await condition())) {
      if (this.now() >= end) return false;
      await this.pass(POLL);
    }
    return true;
  }

  async call({ caller, through, ...plan }: PlannedCall): Promise<void> {
    await this.party(caller).call({ ...plan, via: this.addressOf(through) });
  }

  async act(party: string, call: LegSelector, action: PartyAction): Promise<void> {
    await this.party(party).act(call, action);
  }

  async sendRaw(party: string, to: string, bytes: Buffer): Promise<void> {
    await this.party(party).sendRaw(bytes, this.addressOf(to));
  }

  async ping(party: string, to: string, method: string): Promise<void> {
    await this.party(party).ping(method, this.addressOf(to));
  }

  legs(party: string): Promise<readonly LegReport[]> {
    return this.party(party).legs();
  }

  messages(party: string): Promise<readonly LoggedMessage[]> {
    return this.party(party).messages();
  }

  media(party: string): Promise<readonly MediaReport[]> {
    return this.party(party).media();
  }

  /** By the client of the server, with the words that the guides print. */
  async sql(_switchName: string, text: string): Promise<readonly string[]> {
    const { databaseServer } = await dockerGround();
    const quoted = text.replaceAll(/["$`\\]/g, "\\$&");
    return (await execute(databaseServer, ["sh", "-c", `echo | mysql -u root -p -e "${quoted}"`]))
      .split("\n")
      .filter((line) => line !== "");
  }

  /** What the signalling service of a switch says of itself; not a fact that steps may use. */
  statusOf(switchName: string): Promise<Vos3000dStatus> {
    return this.switch(switchName).status();
  }

  async impair(a: string, b: string, impairment: PathImpairment): Promise<void> {
    await Promise.all([this.impairEgress(a, b, impairment), this.impairEgress(b, a, impairment)]);
  }

  /** Runs a command in a host's container. */
  async execute(host: string, words: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }> {
    return this.containerOf(host).exec([...words]);
  }

  async packets(): Promise<readonly CapturedPacket[]> {
    const [host] = [...this.parties.keys(), ...this.switches.keys()];
    if (host !== undefined) await this.ground?.capture.settled(this.hosts.publicAddressOf(host));
    const seen = await this.ground?.capture.packets((address) => this.hosts.nameOf(address) !== undefined);
    return (seen ?? []).filter(({ at }) => at >= this.wallStart);
  }

  hostOf(address: string): string | undefined {
    return this.hosts.nameOf(address);
  }

  async leaks(): Promise<readonly string[]> {
    const ofSwitches = await Promise.all(
      [...this.switches].map(async ([name, { control }]) => (await control.leaks()).map((leak) => `switch ${name}: ${leak}`)),
    );
    const ofParties = await Promise.all(
      [...this.parties].map(async ([name, { party }]) =>
        (await party.legs())
          .filter(({ state }) => state !== "ended")
          .map(({ number, state }) => `${name}: call of ${number} is ${state}`),
      ),
    );
    return [...ofSwitches.flat(), ...ofParties.flat()];
  }

  async problems(): Promise<readonly string[]> {
    const all = [
      ...[...this.switches.values()].map(({ control }) => control.problems()),
      ...[...this.parties.values()].map(({ party }) => party.problems()),
    ];
    return (await Promise.all(all)).flat();
  }

  async evidence(): Promise<ScenarioEvidence> {
    const packets = await this.packets();
    const records = await Promise.all([...this.switches.values()].map(({ control }) => control.records()));
    const media = await Promise.all([...this.parties].map(async ([name, { party }]) => ({ name, media: await party.media() })));
    const hash = createHash("sha256");
    for (const { bytes } of packets) hash.update(bytes);
    return {
      stage: this.name,
      seed: this.seed,
      hosts: this.hosts.names,
      packets,
      records: records.flat(),
      audio: audioHeard(media),
      traceHash: hash.digest("hex"),
    };
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.sidecars.values()].map((sidecar) => sidecar.stop({ timeout: 2_000 })));
    const closing = await Promise.allSettled([
      ...[...this.parties.values()].map(({ container }) => container.stop({ timeout: 2_000 })),
      ...[...this.switches.values()].map(({ control }) => control.close()),
    ]);
    const routers = await Promise.allSettled(this.routers.map((router) => router.close()));
    const failed = [...closing, ...routers]
      .filter((outcome) => outcome.status === "rejected")
      .map(({ reason }) => reason as unknown);
    if (failed.length > 0) throw new AggregateError(failed, "hosts of a lab cannot be stopped");
  }

  private async startParty({ name, personality, behindNat }: PartySettings, ground: DockerGround): Promise<void> {
    const address = this.hosts.addressOf(name);
    const router =
      behindNat === undefined
        ? undefined
        : await startNatRouter({
            outside: ground.network,
            publicAddress: this.hosts.routerOf(name),
            insideAddress: address,
            kind: behindNat,
          });
    if (router !== undefined) this.routers.push(router);
    const started = await startContainerParty({
      name,
      personality,
      seed: this.seed,
      attachment: { network: router?.inside ?? ground.network, address },
      labStart: this.labStart,
      ...(router === undefined ? {} : { router }),
    });
    this.parties.set(name, started);
  }

  private async startSwitch(settings: SwitchSettings, ground: DockerGround): Promise<void> {
    const { name } = settings;
    const address = this.hosts.addressOf(name);
    if (settings.fieldTables === true) await ground.freeNamedDatabases();
    const store = await ground.database(`lab_${this.wallStart}_${name.toLowerCase().replace(/\W/g, "_")}`);
    const place = {
      address,
      addressOf: (host: string) => this.hosts.publicAddressOf(host),
      dataFolder: CONTAINER_DATA,
    };
    const config = {
      ...(JSON.parse(switchConfigText(settings, place)) as object),
      control: { address: "0.0.0.0", port: CONTAINER_CONTROL_PORT, allowRemote: true },
      store: { kind: "mysql", ...store },
    };
    const access = await ContainerSwitch.start({
      name,
      attachment: { network: ground.network, address },
      file: JSON.stringify(config),
      database: new MysqlDatabase(store),
      softswitchConf: settings.softswitchConf,
      dataFiles: settings.dataFiles,
      environment: settings.staleReceiveKey === undefined ? {} : { CARRIERLAB_FAULT_RECEIVE_KEY: settings.staleReceiveKey },
    });
    this.switches.set(name, { control: new ControlledSwitch(access), container: access.container });
  }

  /** Impairs what `from` sends to `to`, instead of what was said about it before. */
  private async impairEgress(from: string, to: string, impairment: PathImpairment): Promise<void> {
    const key = `${from} to ${to}`;
    await this.sidecars.get(key)?.stop({ timeout: 2_000 });
    this.sidecars.delete(key);
    this.impairments += 1;
    const { partitioned, loss, ...rest } = impairment;
    const lost = partitioned === true ? 1 : loss;
    const sidecar = await impair(this.containerOf(from), {
      ...rest,
      ...(lost === undefined ? {} : { loss: lost }),
      seed: this.seed + this.impairments,
      match: `-d ${this.hosts.publicAddressOf(to)}`,
      queue: this.impairments,
    });
    this.sidecars.set(key, sidecar);
  }

  private containerOf(host: string): StartedTestContainer {
    const found = this.parties.get(host)?.container ?? this.switches.get(host)?.container;
    if (found === undefined) throw new UsageError("STAGE_NO_SUCH_HOST", `no host is called "${host}"`, { name: host });
    return found;
  }

  private addressOf(host: string): SocketAddress {
    return { address: this.hosts.publicAddressOf(host), port: SIP_PORT };
  }

  protected control(name: string): ControlledSwitch | undefined {
    return this.switches.get(name)?.control;
  }

  private party(name: string): ContainerParty["party"] {
    const found = this.parties.get(name);
    if (found === undefined) throw new UsageError("STAGE_NO_SUCH_PARTY", `no party is called "${name}"`, { name });
    return found.party;
  }
}

/** Gives a map the order of `named`: hosts are ready in any order. */
function inOrder<Value>(map: Map<string, Value>, named: readonly { readonly name: string }[]): void {
  for (const { name } of named) {
    const value = map.get(name);
    if (value === undefined) continue;
    map.delete(name);
    map.set(name, value);
  }
}
