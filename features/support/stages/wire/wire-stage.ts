import { createHash } from "node:crypto";
import { NodeNetwork, SeededRandom, SystemClock } from "../../../../src/adapters/node";
import {
  milliseconds,
  toIso,
  UsageError,
  type Duration,
  type Instant,
  type SocketAddress,
  type WallTime,
} from "../../../../src/base";
import {
  Endpoint,
  type LegReport,
  type LegSelector,
  type LoggedMessage,
  type MediaReport,
  type PartyAction,
} from "../../../../simulators/endpoint";
import { HopTap, loopbackAddresses } from "../../../../simulators/network";
import type { CapturedPacket, ScenarioEvidence } from "../../../../reports/evidence";
import { audioHeard } from "../audio-heard";
import { forgottenCalls } from "../forgotten-calls";
import { LabHosts } from "../lab-hosts";
import type { LabSettings, SwitchSettings } from "../lab-settings";
import type { PlannedCall, Stage } from "../stage";
import { StageOfSwitches } from "../stage-of-switches";
import { SIP_PORT } from "../switch-config";
import { packetsOfParty } from "./packets-of-party";
import { SwitchProcess } from "./switch-process";

const POLL = milliseconds(20);

let labs = 0;

/**
 * Real UDP on loopback, where every host has an address of its own; each switch is a process with its services as children.
 *
 * Nobody looks at the wire itself: what the parties sent and received is known from their logs, and between two switches there
 * is a tap.
 */
export class WireStage extends StageOfSwitches<SwitchProcess> implements Stage {
  readonly name = "wire";
  /** Timers of Node, a scheduler with other things to do, and polling. */
  readonly tolerance = milliseconds(400);
  private readonly clock = new SystemClock();
  private readonly network = new NodeNetwork();
  private readonly random: SeededRandom;
  private readonly hosts: LabHosts;
  private readonly parties = new Map<string, Endpoint>();
  private readonly switches = new Map<string, SwitchProcess>();
  private readonly taps = new Map<string, HopTap>();
  private readonly trouble: string[] = [];

  constructor(readonly seed: number) {
    super();
    this.random = SeededRandom.fromSeed(seed);
    this.hosts = new LabHosts(loopbackAddresses(process.pid + Number(process.env.CUCUMBER_WORKER_ID ?? 0), (labs += 1)));
  }

  async start(lab: LabSettings): Promise<void> {
    for (const { name } of lab.switches) this.hosts.addSwitch(name);
    for (const { name, personality } of lab.parties) {
      const address = { address: this.hosts.addParty(name), port: SIP_PORT };
      const { clock, network } = this;
      await this.listening((ready) => {
        this.parties.set(
          name,
          new Endpoint({ name, clock, network, random: this.random.fork(`party ${name}`), address, personality }, ready),
        );
      });
    }
    for (const settings of lab.switches) await this.tapBetween(settings, lab.switches);
    await Promise.all(lab.switches.map((settings) => this.startSwitch(settings)));
  }

  now(): Instant {
    return this.clock.now();
  }

  async setCalendar(time: WallTime): Promise<void> {
    const at = toIso(time);
    await Promise.all([...this.switches.values()].map((each) => each.ask("setClock", { at })));
  }

  wallClockAt(moment: Instant): WallTime {
    return (this.clock.wallClock() + (moment - this.clock.now())) as WallTime;
  }

  pass(duration: Duration): Promise<void> {
    return new Promise((resolve) => void this.clock.in(duration, "time passes", resolve));
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

  sql(switchName: string, text: string): Promise<readonly string[]> {
    return this.switch(switchName).sql(text);
  }

  /** @throws {UsageError} `STAGE_CANNOT_IMPAIR`: loopback loses nothing; such scenarios play in `sim` and `docker`. */
  impair(): Promise<void> {
    throw new UsageError("STAGE_CANNOT_IMPAIR", "loopback cannot lose, delay or reorder packets: play this in sim or docker");
  }

  async packets(): Promise<readonly CapturedPacket[]> {
    const seen = [...this.parties.values()].flatMap((party) => packetsOfParty(party, (at) => this.wallClockAt(at)));
    const tapped = [...this.taps.values()].flatMap(({ packets }) =>
      packets.map(({ at, from, to, bytes }) => ({ at: this.wallClockAt(at), transport: "udp" as const, from, to, bytes })),
    );
    return [...seen, ...tapped].sort((a, b) => a.at - b.at);
  }

  hostOf(address: string): string | undefined {
    return this.hosts.nameOf(address);
  }

  async leaks(): Promise<readonly string[]> {
    const switches = await Promise.all(
      [...this.switches].map(async ([name, each]) => (await each.leaks()).map((leak) => `switch ${name}: ${leak}`)),
    );
    return [...switches.flat(), ...[...this.parties.values()].flatMap(forgottenCalls)];
  }

  async problems(): Promise<readonly string[]> {
    const switches = await Promise.all([...this.switches.values()].map((each) => each.problems()));
    return [...switches.flat(), ...this.trouble, ...[...this.parties.values()].flatMap((party) => party.problems)];
  }

  async evidence(): Promise<ScenarioEvidence> {
    const packets = await this.packets();
    const records = await Promise.all([...this.switches.values()].map((each) => each.records()));
    const trace = createHash("sha256");
    for (const { bytes } of packets) trace.update(bytes);
    return {
      stage: this.name,
      seed: this.seed,
      hosts: this.hosts.names,
      packets,
      records: records.flat(),
      audio: audioHeard([...this.parties.values()].map((party) => ({ name: party.name, media: party.allMedia }))),
      traceHash: trace.digest("hex"),
    };
  }

  async close(): Promise<void> {
    for (const party of this.parties.values()) party.close();
    for (const tap of this.taps.values()) tap.close();
    await Promise.all([...this.switches.values()].map((each) => each.close()));
  }

  /** A tap on each pair of switches of which one routes to the other. */
  private async tapBetween({ name, routingGateways }: SwitchSettings, switches: readonly SwitchSettings[]): Promise<void> {
    for (const { peer } of routingGateways) {
      if (!switches.some((each) => each.name === peer)) continue;
      const { clock, network } = this;
      const address = this.hosts.addTap(name, peer);
      await this.listening((ready) => {
        const hosts = [this.hosts.addressOf(name), this.hosts.addressOf(peer)] as const;
        const options = {
          clock,
          network,
          address,
          sipPort: SIP_PORT,
          hosts,
          onProblem: (what: string) => void this.trouble.push(what),
        };
        this.taps.set(address, new HopTap(options, ready));
      });
    }
  }

  private async startSwitch(settings: SwitchSettings): Promise<void> {
    const { clock, network, hosts } = this;
    const place = {
      address: hosts.addressOf(settings.name),
      mediaAddress: hosts.mediaAddressOf(settings.name),
      addressOf: (host: string) => hosts.tapBetween(settings.name, host) ?? hosts.addressOf(host),
    };
    this.switches.set(settings.name, await SwitchProcess.start({ settings, place, clock, network }));
  }

  private listening(start: (ready: () => void) => void): Promise<void> {
    return new Promise((resolve) => start(resolve));
  }

  protected control(name: string): SwitchProcess | undefined {
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
}
