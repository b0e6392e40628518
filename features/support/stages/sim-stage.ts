import { createHash } from "node:crypto";
import { createSimulation, type Simulation, type SimulatedPacket } from "../../../src/adapters/sim";
import { milliseconds, UsageError, type Duration, type Instant, type SocketAddress, type WallTime } from "../../../src/base";
import {
  Endpoint,
  type LegReport,
  type LegSelector,
  type LoggedMessage,
  type MediaReport,
  type PartyAction,
} from "../../../simulators/endpoint";
import { SIMULATED_ADDRESSES, withPayloadDamage, type PathImpairment } from "../../../simulators/network";
import type { CapturedPacket, ScenarioEvidence } from "../../../reports/evidence";
import { audioHeard } from "./audio-heard";
import { forgottenCalls } from "./forgotten-calls";
import { LabHosts } from "./lab-hosts";
import type { LabSettings, PartySettings } from "./lab-settings";
import { MEDIA_CONTROL_PORT, startSimSwitch } from "./sim-switch";
import type { PlannedCall, Stage } from "./stage";
import { StageOfSwitches } from "./stage-of-switches";
import { SIP_PORT } from "./switch-config";
import type { SwitchControl } from "./switch-control";

/** How often a condition is looked at while things happen. */
const POLL = milliseconds(10);

/** One process, virtual time, a network in memory, everything from one seed: see {@link Stage}. */
export class SimStage extends StageOfSwitches<SwitchControl> implements Stage {
  readonly name = "sim";
  /** A message crosses a switch over two links of half a millisecond; there is nothing else to wait for. */
  readonly tolerance = milliseconds(20);
  private readonly world: Simulation;
  private readonly hosts = new LabHosts(SIMULATED_ADDRESSES);
  private readonly parties = new Map<string, Endpoint>();
  private readonly switches = new Map<string, SwitchControl>();
  private readonly captured: SimulatedPacket[] = [];
  private readonly trace = createHash("sha256");

  constructor(readonly seed: number) {
    super();
    this.world = createSimulation({ seed });
    this.world.network.observe((packet) => this.capture(packet));
  }

  async start(lab: LabSettings): Promise<void> {
    for (const { name } of lab.switches) this.hosts.addSwitch(name);
    for (const party of lab.parties) this.startParty(party);
    for (const settings of lab.switches) {
      this.switches.set(settings.name, await startSimSwitch({ world: this.world, settings, hosts: this.hosts }));
    }
    for (const {
      between: [a, b],
      impairment,
    } of lab.paths)
      await this.impair(a, b, impairment);
    await this.pass(milliseconds(10));
  }

  now(): Instant {
    return this.world.clock.now();
  }

  wallClockAt(moment: Instant): WallTime {
    const { clock } = this.world;
    return (clock.wallClock() + (moment - clock.now())) as WallTime;
  }

  async setCalendar(time: WallTime): Promise<void> {
    this.world.clock.setWallClock(time);
  }

  async pass(duration: Duration): Promise<void> {
    await this.world.clock.advanceSettled(duration);
  }

  async until(condition: () => Promise<boolean>, limit: Duration): Promise<boolean> {
    const end = this.now() + limit;
    while (!(await condition())) {
      const now = this.now();
      if (now >= end) return false;
      // Nothing can come to hold while nothing happens, so an idle stretch is skipped.
      const next = Math.max(now + POLL, this.world.clock.nextDeadline() ?? end);
      await this.pass(Math.min(next - now, end - now) as Duration);
    }
    return true;
  }

  async call({ caller, through, ...plan }: PlannedCall): Promise<void> {
    this.party(caller).call({ ...plan, via: this.addressOf(through) });
  }

  async act(party: string, call: LegSelector, action: PartyAction): Promise<void> {
    this.party(party).act(call, action);
  }

  async sendRaw(party: string, to: string, bytes: Buffer): Promise<void> {
    this.party(party).sendRaw(bytes, this.addressOf(to));
  }

  async ping(party: string, to: string, method: string): Promise<void> {
    this.party(party).ping(method, this.addressOf(to));
  }

  async legs(party: string): Promise<readonly LegReport[]> {
    return this.party(party).legs;
  }

  async messages(party: string): Promise<readonly LoggedMessage[]> {
    return this.party(party).messages;
  }

  async media(party: string): Promise<readonly MediaReport[]> {
    return this.party(party).allMedia;
  }

  sql(): never {
    throw new UsageError("STAGE_NO_DATABASE_CLIENT", "this stage keeps its database in memory: play this in wire or docker");
  }

  async leaks(): Promise<readonly string[]> {
    const forgotten = [...this.parties.values()].flatMap(forgottenCalls);
    const problems = [...this.parties.values()].flatMap((party) => party.problems);
    for (const party of this.parties.values()) party.close();
    await this.pass(this.tolerance);
    const switches = await Promise.all(
      [...this.switches].map(async ([name, each]) => (await each.leaks()).map((leak) => `switch ${name}: ${leak}`)),
    );
    return [...switches.flat(), ...forgotten, ...problems];
  }

  async problems(): Promise<readonly string[]> {
    const troubles = await Promise.all([...this.switches.values()].map((each) => each.problems()));
    return [...troubles.flat(), ...[...this.parties.values()].flatMap((party) => party.problems)];
  }

  async impair(a: string, b: string, { delayMs, jitterMs, payloadDamage, ...rest }: PathImpairment): Promise<void> {
    const impairment = {
      ...(delayMs === undefined ? {} : { delay: milliseconds(delayMs) }),
      ...(jitterMs === undefined ? {} : { jitter: milliseconds(jitterMs) }),
      ...(payloadDamage === undefined
        ? {}
        : { alter: ({ bytes }: { readonly bytes: Buffer }) => withPayloadDamage(bytes, payloadDamage) }),
      ...rest,
    };
    for (const from of this.hosts.addressesOf(a)) {
      for (const to of this.hosts.addressesOf(b)) this.world.network.impair({ from, to, bothWays: true, ...impairment });
    }
  }

  async packets(): Promise<readonly CapturedPacket[]> {
    return this.captured;
  }

  hostOf(address: string): string | undefined {
    return this.hosts.nameOf(address);
  }

  async evidence(): Promise<ScenarioEvidence> {
    const records = await Promise.all([...this.switches.values()].map((each) => each.records()));
    return {
      stage: this.name,
      seed: this.seed,
      hosts: this.hosts.names,
      packets: this.captured,
      records: records.flat(),
      audio: audioHeard([...this.parties.values()].map((party) => ({ name: party.name, media: party.allMedia }))),
      traceHash: this.trace.copy().digest("hex"),
    };
  }

  async close(): Promise<void> {
    for (const party of this.parties.values()) party.close();
    for (const each of this.switches.values()) await each.close();
  }

  private startParty({ name, personality, behindNat }: PartySettings): void {
    const address = this.hosts.addParty(name, behindNat !== undefined);
    if (behindNat !== undefined) {
      this.world.network.nat({ publicAddress: this.hosts.routerOf(name), inside: address, kind: behindNat });
    }
    const { clock, network, random } = this.world;
    this.parties.set(
      name,
      new Endpoint({
        name,
        clock,
        network: network.host(address),
        random: random.fork(`party ${name}`),
        address: { address, port: SIP_PORT },
        personality,
      }),
    );
  }

  protected control(name: string): SwitchControl | undefined {
    return this.switches.get(name);
  }

  private party(name: string): Endpoint {
    const party = this.parties.get(name);
    if (party === undefined) throw new UsageError("STAGE_NO_SUCH_PARTY", `no party is called "${name}"`, { name });
    return party;
  }

  private addressOf(host: string): SocketAddress {
    return { address: this.hosts.addressOf(host), port: SIP_PORT };
  }

  /** Everything goes into the trace; the channel between a switch's own services is no part of what carriers see. */
  private capture(packet: SimulatedPacket): void {
    if (packet.transport === "udp" || (packet.to.port !== MEDIA_CONTROL_PORT && packet.from.port !== MEDIA_CONTROL_PORT)) {
      this.captured.push(packet);
    }
    const { at, transport, from, to, fate } = packet;
    this.trace.update(
      `${at} ${transport} ${from.address}:${from.port} ${to.address}:${to.port} ${fate ?? ""} ${packet.bytes.length}\n`,
    );
    this.trace.update(packet.bytes);
  }
}
