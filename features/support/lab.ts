import { seconds, UsageError, type Duration } from "../../src/base";
import { POLITE, type LegReport, type Personality } from "../../simulators/endpoint";
import type { PathImpairment } from "../../simulators/network";
import type {
  LabSettings,
  MappingGatewaySettings,
  PartySettings,
  RoutingGatewaySettings,
  SwitchSettings,
} from "./stages/lab-settings";
import type { PlannedCall, Stage } from "./stages/stage";

/** How long a placed call may take to come to an answer, a refusal or an end before a scenario goes on without; our choice: over 64*T1. */
const SETTLE_LIMIT = seconds(45);

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** A call that a scenario placed. */
export interface PlacedCall {
  readonly name: string;
  readonly caller: string;
  readonly number: string;
}

/**
 * One scenario's lab: collects what the Givens say, starts the stage at the first event, and remembers the calls by name.
 *
 * After the start, settings can no longer be changed this way: what changes in a running lab is an event of the stage.
 */
export class Lab {
  private readonly switches = new Map<string, Mutable<SwitchSettings>>();
  private readonly parties = new Map<string, Mutable<PartySettings>>();
  private readonly paths: LabSettings["paths"][number][] = [];
  private readonly calls: PlacedCall[] = [];
  private starting: Promise<void> | undefined;

  constructor(readonly stage: Stage) {}

  /** True once the stage runs, or tried to. */
  get isStarted(): boolean {
    return this.starting !== undefined;
  }

  get settings(): LabSettings {
    return { switches: [...this.switches.values()], parties: [...this.parties.values()], paths: this.paths };
  }

  /** The settings of a switch, made with the defaults when it is new. */
  switch(name: string): Mutable<SwitchSettings> {
    this.refuseWhenStarted();
    let settings = this.switches.get(name);
    if (settings === undefined) {
      settings = { name, parameters: {}, mappingGateways: [], routingGateways: [] };
      this.switches.set(name, settings);
    }
    return settings;
  }

  /** The only switch, or the first one. */
  get firstSwitch(): string {
    const [name] = this.switches.keys();
    if (name === undefined) throw new UsageError("LAB_NO_SWITCH", "the scenario has no switch yet: name a set-up first");
    return name;
  }

  get switchNames(): readonly string[] {
    return [...this.switches.keys()];
  }

  get partyNames(): readonly string[] {
    return [...this.parties.keys()];
  }

  setParameter(switchName: string, name: string, value: string | number): void {
    const settings = this.switch(switchName);
    settings.parameters = { ...settings.parameters, [name]: value };
  }

  addCustomer(switchName: string, gateway: MappingGatewaySettings): void {
    const settings = this.switch(switchName);
    settings.mappingGateways = [...settings.mappingGateways, gateway];
  }

  addVendor(switchName: string, gateway: RoutingGatewaySettings): void {
    const settings = this.switch(switchName);
    settings.routingGateways = [...settings.routingGateways, gateway];
  }

  /** Changes gateways of a switch in place: those for which `which` holds. */
  changeGateways(
    switchName: string,
    which: (gateway: MappingGatewaySettings) => boolean,
    change: Partial<RoutingGatewaySettings>,
  ): void {
    const settings = this.switch(switchName);
    const changed = <Gateway extends MappingGatewaySettings>(gateway: Gateway): Gateway =>
      which(gateway) ? { ...gateway, ...change } : gateway;
    settings.mappingGateways = settings.mappingGateways.map(changed);
    settings.routingGateways = settings.routingGateways.map(changed);
  }

  /** Gives a party a personality; a party that is new answers politely. */
  party(name: string, personality: Personality = this.parties.get(name)?.personality ?? POLITE): void {
    this.refuseWhenStarted();
    this.parties.set(name, { ...(this.parties.get(name) ?? { name }), personality });
  }

  /** Changes single traits of a party. */
  partyTraits(name: string, traits: Partial<Personality>): void {
    this.party(name, { ...(this.parties.get(name)?.personality ?? POLITE), ...traits });
  }

  behindNat(name: string, kind: NonNullable<PartySettings["behindNat"]>): void {
    this.party(name);
    this.parties.set(name, { ...(this.parties.get(name) as PartySettings), behindNat: kind });
  }

  path(a: string, b: string, impairment: PathImpairment): void {
    this.refuseWhenStarted();
    this.paths.push({ between: [a, b], impairment });
  }

  /** The running stage; starts it the first time. */
  async running(): Promise<Stage> {
    this.starting ??= this.stage.start(this.settings);
    await this.starting;
    return this.stage;
  }

  /** The switch that knows a party as a customer, or the first one. */
  switchOf(party: string): string {
    const home = [...this.switches.values()].find((each) => each.mappingGateways.some(({ peer }) => peer === party));
    return home?.name ?? this.firstSwitch;
  }

  /** Places a call and lets it ring, without waiting for anything. */
  async place(
    plan: Omit<PlannedCall, "through" | "call"> & { readonly call?: string; readonly through?: string },
  ): Promise<PlacedCall> {
    const stage = await this.running();
    const name = plan.call ?? `call ${this.calls.length + 1}`;
    const placed = { name, caller: plan.caller, number: plan.to };
    this.calls.push(placed);
    await stage.call({ ...plan, through: plan.through ?? this.switchOf(plan.caller), call: name });
    return placed;
  }

  /** Waits until the caller has a final answer. */
  async settled(call: PlacedCall, limit: Duration = SETTLE_LIMIT): Promise<void> {
    const stage = await this.running();
    await stage.until(async () => {
      const leg = await this.callerLeg(call);
      return leg.finalStatus !== undefined || leg.state === "ended";
    }, limit);
  }

  /** Waits until the caller has got as far as `state`. @throws {UsageError} `LAB_CALL_NOT_THERE` when it never does. */
  async reaches(call: PlacedCall, state: "ringing" | "answered", limit: Duration = SETTLE_LIMIT): Promise<void> {
    const stage = await this.running();
    const there = await stage.until(async () => {
      const leg = await this.callerLeg(call);
      return leg.state === state || leg.state === "answered" || leg.state === "ended";
    }, limit);
    const { state: reached } = await this.callerLeg(call);
    if (!there || (reached !== state && reached !== "answered")) {
      throw new UsageError("LAB_CALL_NOT_THERE", `${call.name} from ${call.caller} is ${reached}, not ${state}`, {
        call: call.name,
      });
    }
  }

  async callerLeg(call: PlacedCall): Promise<LegReport> {
    const legs = await this.stage.legs(call.caller);
    const leg = legs.find((each) => each.call === call.name);
    if (leg === undefined)
      throw new UsageError("LAB_NO_SUCH_CALL", `${call.caller} has no call named "${call.name}"`, { call: call.name });
    return leg;
  }

  /** The newest call, or the one with this name. */
  call(name?: string): PlacedCall {
    const call = name === undefined ? this.calls.at(-1) : this.calls.find((each) => each.name === name);
    if (call === undefined)
      throw new UsageError("LAB_NO_SUCH_CALL", name === undefined ? "no call has been placed yet" : `no call is named "${name}"`);
    return call;
  }

  get placedCalls(): readonly PlacedCall[] {
    return this.calls;
  }

  private refuseWhenStarted(): void {
    if (this.isStarted)
      throw new UsageError("LAB_ALREADY_RUNNING", "the lab is running: settings belong into Given steps before the first event");
  }
}
