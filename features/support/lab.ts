import { milliseconds, seconds, UsageError, type Duration, type Instant } from "../../src/base";
import { POLITE, type LegReport, type LegSelector, type PartyAction, type Personality } from "../../simulators/endpoint";
import type { PathImpairment } from "../../simulators/network";
import { assertTimes } from "./facts/expect";
import { matching, messagesOf, secondsAfter, type MessageFilter, type Way } from "./facts/message-facts";
import type {
  LabSettings,
  MappingGatewaySettings,
  PartySettings,
  RoutingGatewaySettings,
  SwitchSettings,
} from "./stages/lab-settings";
import type { ParameterState, PlannedCall, Stage } from "./stages/stage";

/** How long a placed call may take to come to an answer, a refusal or an end before a scenario goes on without; our choice: over 64*T1. */
const SETTLE_LIMIT = seconds(45);

/** How long a call that is to be answered may take: several vendors, each after 64*T1. */
const ANSWER_LIMIT = seconds(120);
/** In which an offer and its answer, or a few key presses, cross two switches. */
const ACTION_SETTLES = seconds(0.5);
const PTIME = milliseconds(20);
/** First of the numbers that calls placed at once go to; of Ofcom's range for stories. */
const FIRST_OF_MANY = 442_079_460_200;

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
  private readonly savedSince = new Map<string, string>();
  private starting: Promise<void> | undefined;
  private listeningSince: Instant | undefined;

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

  /** Changes a customer of the first switch in place. */
  changeCustomer(name: string, change: Partial<MappingGatewaySettings>): void {
    const settings = this.switch(this.firstSwitch);
    settings.mappingGateways = settings.mappingGateways.map((each) => (each.name === name ? { ...each, ...change } : each));
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

  /** Places calls to consecutive numbers at the same moment. */
  async placeMany(caller: string, count: number): Promise<readonly PlacedCall[]> {
    const placed: PlacedCall[] = [];
    for (let index = 0; index < count; index += 1) placed.push(await this.place({ caller, to: String(FIRST_OF_MANY + index) }));
    return placed;
  }

  /** Places calls to consecutive numbers, evenly over a time. */
  async placeWithin(caller: string, count: number, time: Duration): Promise<readonly PlacedCall[]> {
    const stage = await this.running();
    const placed: PlacedCall[] = [];
    for (let index = 0; index < count; index += 1) {
      placed.push(await this.place({ caller, to: String(FIRST_OF_MANY + index) }));
      await stage.pass(Math.floor(time / count) as Duration);
    }
    return placed;
  }

  /** Waits for the answers, lets both sides of each call speak, and hangs up. */
  async callAndTalk(calls: readonly PlacedCall[], duration: Duration): Promise<void> {
    for (const call of calls) await this.reaches(call, "answered", ANSWER_LIMIT);
    await this.speakAll(calls, duration);
    for (const call of calls) await this.hangUp(call);
  }

  /** Both sides of the newest call speak for a while. What is heard from then on is what verdicts are about. */
  async speak(duration: Duration): Promise<void> {
    await this.speakAll([this.call()], duration);
  }

  /** Both sides of each call speak for a while. */
  async speakAll(calls: readonly PlacedCall[], duration: Duration): Promise<void> {
    const stage = await this.running();
    this.listenFromNow();
    for (const call of calls) {
      const called = await this.answeringParty(call);
      await stage.act(call.caller, { call: call.name }, { do: "speak" });
      if (called !== undefined) await stage.act(called, { number: call.number }, { do: "speak" });
    }
    await stage.pass(duration);
  }

  /** Verdicts are about what happens from now on. */
  listenFromNow(): void {
    this.listeningSince = this.stage.now();
  }

  /** Saves a parameter of a running switch. @throws {UsageError} `LAB_SAVE_REFUSED`. */
  async saveParameter(switchName: string, name: string, value: string): Promise<void> {
    const outcome = await (await this.running()).saveParameter(switchName, name, value);
    if (outcome.saved) this.savedSince.set(`${switchName} ${name}`, value);
    if (!outcome.saved) throw new UsageError("LAB_SAVE_REFUSED", outcome.message, { name });
  }

  /** What an operator knows to have set: in the scenario's set-up or in the running switch. Secrets included, unlike a switch's answer. */
  knownSetting(switchName: string, name: string): string | undefined {
    const initial = this.switches.get(switchName)?.parameters[name];
    return this.savedSince.get(`${switchName} ${name}`) ?? (initial === undefined ? undefined : String(initial));
  }

  async parameter(switchName: string, name: string): Promise<ParameterState> {
    const found = (await (await this.running()).parameters(switchName)).find((each) => each.name === name);
    if (found === undefined) throw new UsageError("LAB_NO_SUCH_PARAMETER", `switch ${switchName} has no ${name}`, { name });
    return found;
  }

  /** A party does something in the newest call, and what follows from it comes to rest. */
  async actAndSettle(party: string, action: PartyAction): Promise<void> {
    const stage = await this.running();
    await stage.act(party, this.selectorFor(party), action);
    await stage.pass(ACTION_SETTLES);
  }

  async actAndSpeak(party: string, action: PartyAction, duration: Duration): Promise<void> {
    await this.actAndSettle(party, action);
    await this.speak(duration);
  }

  /** A party sends bytes as they are from one of its media ports, a packet every 20 ms. */
  async sendDatagrams(party: string, port: "rtp" | "rtcp", packets: readonly string[]): Promise<void> {
    const stage = await this.running();
    this.listenFromNow();
    for (const hex of packets) {
      await stage.act(party, this.selectorFor(party), { do: "datagram", port, hex });
      await stage.pass(PTIME);
    }
    await stage.pass(stage.tolerance);
  }

  /** Several parties do the same in the newest call, at one moment. */
  async together(parties: readonly string[], action: PartyAction): Promise<void> {
    const stage = await this.running();
    for (const party of parties) await stage.act(party, this.selectorFor(party), action);
  }

  /** The newest call as a party knows it. */
  selectorFor(party: string): LegSelector {
    const call = this.call();
    return call.caller === party ? { call: call.name } : { number: call.number };
  }

  /** The caller hangs up; returns when both sides know. */
  async hangUp(call: PlacedCall): Promise<void> {
    const stage = await this.running();
    await stage.act(call.caller, { call: call.name }, { do: "hangUp" });
    await this.ended(call, seconds(3));
  }

  /** Every party ends what it still takes for a call. */
  async everybodyHangsUp(): Promise<void> {
    const stage = await this.running();
    for (const party of this.partyNames) {
      for (const { call, number, state } of await stage.legs(party)) {
        if (state !== "ended") await stage.act(party, call === undefined ? { number } : { call }, { do: "hangUp" });
      }
    }
    await stage.pass(stage.tolerance);
  }

  /** The caller gives a call up, unless it is over already. */
  async giveUp(call: PlacedCall): Promise<void> {
    const { state } = await this.callerLeg(call);
    if (state !== "ended") await this.stage.act(call.caller, { call: call.name }, { do: "hangUp" });
    await this.settled(call, seconds(5));
  }

  /** Waits until caller and called party have both ended the call, and a moment longer for the record. */
  async ended(call: PlacedCall, limit: Duration): Promise<void> {
    const stage = await this.running();
    await stage.until(async () => {
      const legs = [await this.callerLeg(call), ...(await this.calledLegs(call)).map(({ leg }) => leg)];
      return legs.every(({ state }) => state === "ended");
    }, limit);
    await stage.pass(stage.tolerance);
  }

  /** The party at which a call ended up, when one answered. */
  async answeringParty(call: PlacedCall): Promise<string | undefined> {
    const legs = await this.calledLegs(call);
    return (
      legs.find(({ leg }) => leg.state === "answered")?.party ??
      legs.find(({ leg }) => leg.answeredAt !== undefined)?.party ??
      legs.at(-1)?.party
    );
  }

  /** The newest leg of a party: its own of the newest call, or the one in which that call reached it. */
  async legOf(party: string): Promise<LegReport> {
    const legs = await this.stage.legs(party);
    const call = this.calls.at(-1);
    const leg = legs.findLast((each) => each.call === call?.name || each.number.endsWith(call?.number ?? "")) ?? legs.at(-1);
    if (leg === undefined) throw new UsageError("LAB_NO_SUCH_CALL", `${party} has had no call`, { party });
    return leg;
  }

  /** Messages of a kind came, or went, at exactly these seconds after the answer as that party saw it. */
  async assertTimesAfterAnswer(party: string, way: Way, filter: MessageFilter, wanted: readonly number[]): Promise<void> {
    const stage = await this.running();
    const { answeredAt } = await this.legOf(party);
    const found = matching(await messagesOf(stage, party, way), filter).filter(
      ({ logged }) => logged.at >= (answeredAt ?? stage.now()),
    );
    const times = secondsAfter(answeredAt ?? stage.now(), found);
    assertTimes(`leg of ${party}: ${filter.label} ${way}, seconds after the answer`, times, wanted, stage.tolerance);
  }

  /** Moment from which on verdicts listen; undefined: from the beginning. */
  get heardSince(): Instant | undefined {
    return this.listeningSince;
  }

  private async calledLegs(call: PlacedCall): Promise<readonly { readonly party: string; readonly leg: LegReport }[]> {
    const found = await Promise.all(
      this.partyNames.map(async (party) =>
        (await this.stage.legs(party))
          .filter((leg) => leg.role === "callee" && leg.number.endsWith(call.number))
          .map((leg) => ({ party, leg })),
      ),
    );
    return found.flat();
  }

  private refuseWhenStarted(): void {
    if (this.isStarted)
      throw new UsageError("LAB_ALREADY_RUNNING", "the lab is running: settings belong into Given steps before the first event");
  }
}
