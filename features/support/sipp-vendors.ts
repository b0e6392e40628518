import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { getContainerRuntimeClient, Wait, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../docker/images";
import { NetContainer, type Attachment } from "../../docker/net-container";
import type { CapturedPacket } from "../../reports/evidence";
import { POLITE } from "../../simulators/endpoint";
import type { PackagedScenario } from "../../simulators/sipp-wrapper/src";
import { MysqlDatabase } from "../../src/adapters/sql";
import type { CallRecord } from "../../src/cdr";
import { ControlledSwitch } from "./stages/controlled-switch";
import { startContainerParty, type ContainerParty } from "./stages/docker/container-party";
import { CONTAINER_CONTROL_PORT, CONTAINER_DATA, ContainerSwitch } from "./stages/docker/container-switch";
import { CONTAINER_ADDRESSES, dockerGround, type DockerGround } from "./stages/docker/docker-ground";
import type { RoutingGatewaySettings } from "./stages/lab-settings";
import { SIP_PORT, switchConfigText } from "./stages/switch-config";

/** SS_SIP_OPTIONS_CHECK_PERIOD; a probe waits no longer than that for its answer. Our choice, for a short test. */
const PERIOD_MS = 3_000;
/** The guide's faster Timer B (FOV-052). */
export const TIMER_B_MS = 8_000;
/** A gateway is out or back after the rest of a period and the wait for a probe; the rest is for a busy machine. */
const NOTICED_MS = 2 * PERIOD_MS + 10_000;
const POLL_MS = 50;

type Vendor = "Alpha" | "Beta" | "Gamma" | "Delta";

/** What each vendor's SIPp does with calls. All of them answer OPTIONS. */
const SIPP: Readonly<Record<Vendor, PackagedScenario>> = {
  Alpha: "vendor-says-503",
  Beta: "vendor-keeps-silent",
  Gamma: "vendor-answers",
  Delta: "vendor-answers",
};
export const VENDORS = Object.keys(SIPP) as readonly Vendor[];

const gateway = (name: Vendor, priority: number, prefixes: readonly string[]): RoutingGatewaySettings => ({
  name,
  peer: name,
  priority,
  prefixes,
  timerB: `${TIMER_B_MS}ms`,
  switchUntilConnect: true,
  optionsCheck: true,
});

/** Resolves when a condition holds; fails when it does not within the limit. */
export async function until(what: string, limitMs: number, condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    assert.ok(performance.now() < end, `not within ${limitMs} ms: ${what}`);
    await sleep(POLL_MS);
  }
}

/** A switch, a customer and four vendors, each in a container of its own; the vendors are SIPp. */
export class SippVendors {
  private readonly vendors = new Map<Vendor, StartedTestContainer>();
  private readonly names: ReadonlyMap<string, string>;
  private calls = 0;

  private constructor(
    private readonly ground: DockerGround,
    readonly control: ControlledSwitch,
    readonly acme: ContainerParty,
    private readonly addressOf: (host: string) => string,
  ) {
    this.names = new Map(["A", "Acme", ...VENDORS].map((name) => [addressOf(name), name]));
  }

  static async start(): Promise<SippVendors> {
    const ground = await dockerGround();
    const addressOf = (host: string): string =>
      host === "A" ? CONTAINER_ADDRESSES.switch(0) : CONTAINER_ADDRESSES.party(["Acme", ...VENDORS].indexOf(host));
    const attachment = (host: string) => ({ network: ground.network, address: addressOf(host) });
    const store = await ground.database(`sipp_vendors_${Date.now()}`);
    const file = switchConfigText(
      {
        name: "A",
        parameters: { SS_SIP_OPTIONS_CHECK_PERIOD: PERIOD_MS / 1_000 },
        mappingGateways: [{ name: "acme", peer: "Acme" }],
        routingGateways: [
          gateway("Alpha", 1, ["44"]),
          gateway("Beta", 2, ["44"]),
          gateway("Gamma", 3, ["44", "33"]),
          gateway("Delta", 4, ["33"]),
        ],
      },
      { address: addressOf("A"), addressOf, dataFolder: CONTAINER_DATA },
    );
    const control = { address: "0.0.0.0", port: CONTAINER_CONTROL_PORT, allowRemote: true };
    const config = { ...(JSON.parse(file) as object), control, store: { kind: "mysql", ...store } };
    const vendors = await Promise.all(VENDORS.map((name) => startSipp(SIPP[name], attachment(name))));
    const [access, acme] = await Promise.all([
      ContainerSwitch.start({
        name: "A",
        attachment: attachment("A"),
        file: JSON.stringify(config),
        database: new MysqlDatabase(store),
        environment: {},
      }),
      startContainerParty({ name: "Acme", personality: POLITE, seed: 7, attachment: attachment("Acme"), labStart: 0 }),
    ]);
    const lab = new SippVendors(ground, new ControlledSwitch(access), acme, addressOf);
    for (const [index, name] of VENDORS.entries()) lab.vendors.set(name, vendors[index] as StartedTestContainer);
    return lab;
  }

  /** Has Acme call a number; the name by which the call is known. */
  async dial(number: string): Promise<string> {
    this.calls += 1;
    const call = `call ${this.calls}`;
    await this.acme.party.call({ call, to: number, via: { address: this.addressOf("A"), port: SIP_PORT } });
    return call;
  }

  async stateOf(call: string): Promise<string | undefined> {
    return (await this.acme.party.legs()).find((leg) => leg.call === call)?.state;
  }

  /** Resolves when a call is up. */
  async answered(call: string, withinMs: number): Promise<void> {
    await until(`${call} is answered`, withinMs, async () => (await this.stateOf(call)) === "answered");
  }

  /** Has Acme end a call; its record. */
  async hangUp(call: string): Promise<CallRecord> {
    const id = (await this.acme.party.legs()).find((leg) => leg.call === call)?.id;
    await this.acme.party.act({ call }, { do: "hangUp" });
    const recordOf = async () => (await this.control.records()).filter(({ callerCallId }) => callerCallId === id);
    await until(`the record of ${call}`, 10_000, async () => (await recordOf()).length > 0);
    const [record, ...others] = await recordOf();
    assert.deepEqual(others, []);
    return record as CallRecord;
  }

  async isOnline(vendor: Vendor): Promise<boolean> {
    const state = (await this.control.gatewayStates()).find(({ name }) => name === vendor);
    assert.ok(state, `the switch has no gateway ${vendor}`);
    return state.isOnline;
  }

  async becomes(vendor: Vendor, state: "online" | "offline"): Promise<void> {
    await until(`${vendor} is ${state}`, NOTICED_MS, async () => (await this.isOnline(vendor)) === (state === "online"));
  }

  /** Milliseconds and who sent what to whom, of every SIP message that begins with `start`, from a moment on. */
  async seen(start: string, since = 0): Promise<readonly { readonly atMs: number; readonly path: string }[]> {
    await this.ground.capture.settled(this.addressOf("Acme"));
    const packets = await this.ground.capture.packets((address) => this.names.has(address));
    return packets
      .filter(({ bytes, at }) => at / 1_000 >= since && bytes.toString("latin1", 0, start.length) === start)
      .map((packet) => ({ atMs: packet.at / 1_000, path: this.pathOf(packet) }));
  }

  /** Moments at which INVITEs went from the switch to each vendor since a moment, a vendor without any left out. */
  async invites(since: number): Promise<Readonly<Partial<Record<Vendor, readonly number[]>>>> {
    const invites = await this.seen("INVITE ", since);
    const moments = VENDORS.map(
      (name) => [name, invites.filter(({ path }) => path === `A > ${name}`).map(({ atMs }) => atMs)] as const,
    );
    return Object.fromEntries(moments.filter(([, list]) => list.length > 0));
  }

  /** The engine's handle of a vendor's container: to pause, kill and start it. */
  async engine(vendor: Vendor) {
    const container = this.vendors.get(vendor);
    assert.ok(container);
    return (await getContainerRuntimeClient()).container.dockerode.getContainer(container.getId());
  }

  async close(): Promise<void> {
    for (const container of this.vendors.values()) await container.stop({ timeout: 0 });
    await this.acme.container.stop({ timeout: 2_000 });
    await this.control.close();
  }

  private pathOf({ from, to }: CapturedPacket): string {
    return `${this.names.get(from.address) ?? "?"} > ${this.names.get(to.address) ?? "?"}`;
  }
}

async function startSipp(scenario: PackagedScenario, attachment: Attachment & { readonly address: string }) {
  const { address } = attachment;
  return new NetContainer(IMAGES.sipp)
    .withAttachment(attachment)
    .withCommand([
      ...["sipp", "-sf", `/sipp/scenarios/${scenario}.xml`, "-t", "u1", "-i", address, "-mi", address, "-p", String(SIP_PORT)],
      ...["-nostdin", "-rtp_echo", "-timeout", "600"],
    ])
    .withWaitStrategy(Wait.forSuccessfulCommand(`ss -Hlun | grep -q ':${SIP_PORT} '`))
    .withStartupTimeout(30_000)
    .start();
}
