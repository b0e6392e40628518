import {
  SwitchError,
  formatSocketAddress,
  milliseconds,
  seconds,
  times,
  toIso,
  type Duration,
  type Result,
  type SocketAddress,
  type WallTime,
} from "../../base";
import { B2bua, encodeOpenCall, recordOfLeftCall, type CallGateways } from "../../call";
import { journaledRecords, OpenCalls, type CallRecord } from "../../cdr";
import type { ParameterFailure, ParameterReport, ParameterValue } from "../../parameters";
import type {
  GatewayChange,
  GatewayChangeFailure,
  GatewayKind,
  RatingChange,
  RatingChangeFailure,
  SwitchConfig,
} from "../../config";
import {
  CallerPools,
  GatewayLedger,
  planRoute,
  routedQuery,
  type LedgerSettings,
  type RoutePlan,
  type RouteQuery,
  type RoutingGatewayState,
} from "../../routing";
import { createClockedWheel, createSipStack, createUserAgent, defaultSipTimers } from "../../sip";
import type { ClockedWheel, SipListenAddress, SipStack, SipTarget, SipTimers, UserAgent } from "../../sip";
import { ControlServer } from "../control";
import { AccountBook } from "./account-book";
import { floorsOf, overdraftRules } from "./account-terms";
import { AlarmBook } from "./alarm-book";
import { BalanceWatch } from "./balance-watch";
import { availableTime, type AvailableTime, type TimeQuestion } from "./available-time";
import { callGateways } from "./call-gateways";
import { callSettings, sessionTimerPolicy, sortPolicy } from "./call-settings";
import { controlHandlers } from "./control-commands";
import { GatewayBook } from "./gateway-book";
import { journalFolder } from "./records";
import { IdleWatch } from "./idle-watch";
import { OnlineCheck, type CheckedGateway } from "./online-check";
import { clockOnWheel, mediaOnWheel } from "./on-wheel";
import { SoftswitchConfFile } from "./softswitch-conf-file";
import { RatingStore, type RateImport } from "./rating-store";
import { TraceRing } from "./trace-ring";
import type { Vos3000dAddresses, Vos3000dOptions, Vos3000dStatus } from "./types";

/** Methods that the switch takes; another is answered 405. */
const METHODS = ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "UPDATE", "INFO", "MESSAGE"] as const;

/** A gateway that rings and rings: over three minutes, as RFC 3261 section 16.6 has it for a proxy. */
const TIMER_C = seconds(181);

/** How often a stopping switch looks whether its legs are gone, and how long. Our choice: BYE over loopback takes a millisecond. */
const STOP_POLL = milliseconds(20);
const STOP_POLLS = 100;

/**
 * The signalling service: SIP stack, user agent, B2BUA, records and the control channel, as one process or inside a simulation.
 *
 * `ready` resolves when every SIP listener and the control channel are bound, and rejects when one cannot be. `stop` drains: new calls get
 * 503, calls that are up may end by themselves for the configured time, then they are released with BYE, and every record is journaled.
 */
export class Vos3000d {
  readonly ready: Promise<Vos3000dAddresses>;
  readonly b2bua: B2bua;
  readonly trace: TraceRing;
  /** The gateways as they are now, changes of operators included. */
  readonly gateways: GatewayBook;
  /** Calendars, rate tables, period rates and accounts as operators have changed them. */
  readonly rating: RatingStore;
  /** Alarms about calls. */
  readonly alarms: AlarmBook;
  /** Lines, health and history of the routing gateways. */
  readonly lines: GatewayLedger;
  /** Caller number pools of the routing gateways. */
  readonly pools: CallerPools;
  /** `softswitch.conf` as it was when the service started. */
  readonly softswitchConf: SoftswitchConfFile;
  private readonly openCalls: OpenCalls;
  /** Money of customers and vendors. */
  readonly accounts: AccountBook;
  private readonly onlineCheck: OnlineCheck;
  private readonly idle: IdleWatch;
  private readonly wheel: ClockedWheel;
  private readonly agent: UserAgent;
  private stack!: SipStack;
  private readonly control: ControlServer;
  private readonly startedAt: WallTime;
  private isDraining = false;
  private stopped: Promise<void> | undefined;

  constructor(readonly options: Vos3000dOptions) {
    const { config, ports, parameters } = options;
    this.startedAt = ports.clock.wallClock();
    this.trace = new TraceRing(config.traceMessages, config.sipTrace);
    this.wheel = createClockedWheel(ports.clock);
    this.idle = new IdleWatch(
      ports.clock,
      () => this.leaks().length === 0,
      () => options.onIdle?.(),
    );
    this.rating = new RatingStore(ports.files, config.data);
    this.gateways = new GatewayBook(ports.files, this.rating.applied(config));
    this.lines = new GatewayLedger(clockOnWheel(ports.clock, this.wheel), ledgerSettings(this.gateways.current));
    this.softswitchConf = new SoftswitchConfFile(ports, config.data);
    this.pools = new CallerPools(ports.random.fork("caller pools"));
    this.pools.configure(this.gateways.current.routingGateways);
    this.alarms = new AlarmBook(
      ports.log,
      (account) => this.gateways.current.accounts.find(({ name }) => name === account)?.suppressDurationAlarm === true,
    );
    const watch = new BalanceWatch(this.alarms, ports.log, floorsOf(config));
    this.accounts = new AccountBook({
      ...{ files: ports.files, log: ports.log, config },
      clock: clockOnWheel(ports.clock, this.wheel),
      rules: () => overdraftRules(parameters, config),
      onChange: (change) => watch.changed(change),
      journaled: config.accounts.length === 0 ? [] : journaledRecords(ports.files, journalFolder(config)),
    });
    this.openCalls = new OpenCalls(ports, `${config.data}/calls-in-progress`);
    options.records.beforeRemoval(() => {
      this.openCalls.flush();
      this.accounts.save();
    });
    this.recordLeftCalls();
    this.b2bua = new B2bua({
      agent: { invite: (invite, listener) => this.agent.invite(invite, listener) },
      media: mediaOnWheel(options.media, this.wheel),
      clock: clockOnWheel(ports.clock, this.wheel),
      random: ports.random.fork("calls"),
      log: ports.log,
      gateways: this.gatewaysFor(this.gateways.current),
      settings: () => callSettings(parameters, config.sip.sessionTimer.negotiation),
      lines: this.lines,
      pools: this.pools,
      forwarding: { steps: this.softswitchConf.forwardRewrite.steps, ...config.routing.forwarded },
      accounts: this.accounts.ledger,
      sortPolicy: () => sortPolicy(parameters),
      search: config.routing,
      longCall: config.alarms.longCall,
      alarm: (alarm) => this.alarms.raise(alarm, ports.clock.wallClock()),
      protectDelay: () => seconds(parameters.number("SS_TRY_PROTECT_ROUTE_DELAY")),
      inviteTimeout: config.sip.timers.timerB ?? times(config.sip.timers.t1 ?? defaultSipTimers.t1, 64),
      addressTowards: (peer) => this.addressTowards({ remote: peer }),
      record: (record) => {
        this.keep(record);
        if (options.onIdle !== undefined) this.idle.wait();
      },
      openCalls: {
        opened: (call) => this.openCalls.open(call.record.flowNo, encodeOpenCall(call), call.answeredOn),
        closed: (flowNo) => this.openCalls.close(flowNo),
      },
      nextFlowNo: options.nextFlowNo,
      mediaAddresses: [config.media.address].flat(),
      maxCalls: config.maxCalls,
    });
    this.onlineCheck = new OnlineCheck({
      clock: clockOnWheel(ports.clock, this.wheel),
      random: ports.random.fork("online check"),
      log: ports.log,
      period: () => seconds(parameters.number("SS_SIP_OPTIONS_CHECK_PERIOD")),
      probe: (gateway, timeout, done) => this.askWhetherOnline(gateway, timeout, done),
      setOnline: (gateway, isOnline) => this.lines.setOnline(gateway, isOnline),
    });
    const bound = new BoundAddresses(listenAddresses(options).length + 1);
    this.agent = this.createAgent(bound);
    this.onlineCheck.reconfigure(checkedGateways(this.gateways.current));
    this.control = new ControlServer({
      network: ports.network,
      local: config.control,
      log: ports.log,
      handlers: controlHandlers(this),
      authorise: options.authorise,
      onListening: (local) => bound.control(local),
      onError: (error) => bound.fail(error),
    });
    this.ready = bound.all;
  }

  status(): Vos3000dStatus {
    const { config, ports, records } = this.options;
    return {
      name: config.name,
      startedAt: toIso(this.startedAt),
      isDraining: this.isDraining,
      calls: this.b2bua.liveCalls,
      sessions: this.agent.sessions,
      transactions: this.agent.transactions.size,
      connections: this.stack.connections,
      timers: countByName([...this.wheel.armed(), ...ports.clock.armed().map(({ name }) => name)]),
      sockets: ports.network.open(),
      records: records.state(),
      counters: this.counters(),
      pendingRestart: this.pendingRestart(),
    };
  }

  /** Services that run with something else than what is saved, `softswitch.conf` included (CLI-077). */
  private pendingRestart(): readonly string[] {
    const ofParameters = this.options.parameters.pendingRestart();
    return this.softswitchConf.isPending() ? [...new Set([...ofParameters, "vos3000d"])] : ofParameters;
  }

  /** Of all three layers; each has a limit of its own, and what was refused by any of them is counted together. */
  private counters(): Readonly<Record<string, number>> {
    const [call, agent, stack] = [this.b2bua.counters, this.agent.counters, this.stack.counters];
    const refusedByLimit = call.refusedByLimit + agent.refusedByLimit + (stack["refusedByLimit"] ?? 0);
    return { ...call, ...agent, ...stack, refusedByLimit };
  }

  /** What a finished scenario must not leave behind, each as a few words; empty when nothing leaks. */
  leaks(): readonly string[] {
    const { calls, sessions, transactions } = this.status();
    const counted = { calls, sessions, transactions };
    return [
      ...Object.entries(counted).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`])),
      ...this.wheel.armed().map((name) => `timer ${name}`),
    ];
  }

  /**
   * Changes one gateway, for every call from now on; calls that are up keep what they have. Saved, so that a restart keeps it.
   * Refused, everything stays as it was.
   */
  changeGateway(kind: GatewayKind, name: string, change: GatewayChange): Result<SwitchConfig, GatewayChangeFailure> {
    const changed = this.gateways.change(kind, name, change);
    if (!changed.ok) return changed;
    this.options.ports.log.write("info", "gateway.changed", { kind, name, keys: Object.keys(change).join(", ") });
    this.wheel.run(() => {
      this.b2bua.replaceGateways(this.gatewaysFor(changed.value));
      this.pools.configure(changed.value.routingGateways);
      this.lines.reconfigure(ledgerSettings(changed.value));
      this.onlineCheck.reconfigure(checkedGateways(changed.value));
    });
    this.options.onConfigurationChange?.();
    return changed;
  }

  /**
   * Adds, changes or takes away one calendar, rate table, period rate or account, for every call from now on. Saved, so that a restart
   * keeps it. Refused, everything stays as it was.
   *
   * @throws {SwitchError} `RATES_BAD_FILE`.
   */
  changeRating(change: RatingChange): Result<SwitchConfig, RatingChangeFailure> {
    return this.takeRating(change, this.rating.change(this.gateways.current, change));
  }

  /** Replaces a rate table, or adds one, by a file as a whole; calls go on meanwhile. @throws {SwitchError} `RATES_BAD_FILE`. */
  async importRates(rates: RateImport): Promise<Result<SwitchConfig, RatingChangeFailure>> {
    const { clock } = this.options.ports;
    const turn = (): Promise<void> => new Promise((resolve) => void clock.in(milliseconds(0), "read rates", resolve));
    const table = await this.rating.read(rates, turn);
    return this.takeRating({ kind: "rateTables", name: rates.name }, this.rating.put(this.gateways.current, rates, table));
  }

  /** Makes a new rate table with the rates of another (CAL-316). @throws {SwitchError} `RATING_UNKNOWN`, `RATING_CHANGE_INVALID`. */
  copyRates(from: string, to: string): Promise<Result<SwitchConfig, RatingChangeFailure>> {
    const config = this.gateways.current;
    const bytes = this.rating.fileOf(config, from);
    if (bytes === undefined) throw new SwitchError("RATING_UNKNOWN", `no rate table is called "${from}"`);
    if (config.rateTables.some(({ name }) => name === to))
      throw new SwitchError("RATING_CHANGE_INVALID", `there is a rate table "${to}" already; copy to a new name`);
    return this.importRates({ name: to, bytes, file: from });
  }

  private takeRating(
    { kind, name }: Pick<RatingChange, "kind" | "name">,
    changed: Result<SwitchConfig, RatingChangeFailure>,
  ): Result<SwitchConfig, RatingChangeFailure> {
    if (!changed.ok) return changed;
    this.options.ports.log.write("info", "rating.changed", { kind, name });
    this.gateways.takeRating(changed.value);
    this.wheel.run(() => this.b2bua.replaceGateways(this.gatewaysFor(this.gateways.current)));
    this.options.onConfigurationChange?.();
    return changed;
  }

  private gatewaysFor(config: SwitchConfig): CallGateways {
    return callGateways(config, this.rating.tablesOf(config));
  }

  /** Saves a system parameter; one that needs no restart holds from now on. */
  saveParameter(name: string, value: ParameterValue): Result<ParameterReport, ParameterFailure> {
    const { parameters, ports } = this.options;
    const saved = parameters.save(name, value);
    if (!saved.ok) return saved;
    ports.log.write("info", "parameter.saved", { name: saved.value.name, pendingRestart: saved.value.pendingRestart });
    if (saved.value.name === "SS_SIP_OPTIONS_CHECK_PERIOD") this.wheel.run(() => this.onlineCheck.periodChanged());
    return saved;
  }

  /** No more OPTIONS to gateways; the last ones end by themselves within 40 seconds. */
  stopOnlineCheck(): void {
    this.onlineCheck.stop();
  }

  /** Routing Analysis: the plan of a call that came at this moment with these numbers. */
  analyse(question: Omit<RouteQuery, "at">): RoutePlan {
    const at = this.options.ports.clock.wallClock();
    const { routes, rates } = this.b2bua.gateways;
    return planRoute(routes, routedQuery(routes, { ...question, at }), {
      live: this.lines,
      policy: sortPolicy(this.options.parameters),
      buyRates: rates,
    });
  }

  /** Journals a record and books what it costs. */
  private keep(record: CallRecord): void {
    this.options.records.append(this.accounts.book(record));
  }

  /** Calls that were in progress when the process before this one was killed get the record that it owes them, and are charged. */
  private recordLeftCalls(): void {
    const { left } = this.openCalls;
    if (left.length === 0) return;
    const { config, ports } = this.options;
    const known = new Set(journaledRecords(ports.files, journalFolder(config)).map(({ flowNo }) => flowNo));
    const lost = left.filter(({ flowNo }) => !known.has(flowNo));
    for (const call of lost) this.keep(recordOfLeftCall(call.payload, call));
    this.openCalls.forget();
    ports.log.write("warn", "calls.left", { calls: lost.length });
  }

  /** GetAvailableTime, at this moment. */
  availableTime(question: Omit<TimeQuestion, "at">): AvailableTime {
    const { ports, parameters, config } = this.options;
    const rules = callSettings(parameters, config.sip.sessionTimer.negotiation).charging;
    const { rates } = this.b2bua.gateways;
    return availableTime({ ledger: this.accounts.ledger, rates, rules }, { ...question, at: ports.clock.wallClock() });
  }

  /** Every routing gateway as it is at this moment, in the order of the configuration. */
  gatewayStates(): readonly RoutingGatewayState[] {
    return this.lines.states().map((state) => ({ ...state, poolUse: this.pools.use(state.name) }));
  }

  /** The media service came back without the ports of a call: its media cannot go on, so that it is ended. */
  mediaLost(relay: string): void {
    this.wheel.run(() => this.b2bua.mediaLost(relay));
  }

  /** Drains and stops. Harmless when repeated. */
  stop(): Promise<void> {
    this.stopped ??= this.drainAndStop();
    return this.stopped;
  }

  private askWhetherOnline(name: string, timeout: Duration, done: (status: number | undefined) => void): void {
    const gateway = this.gateways.current.routingGateways.find((each) => each.name === name);
    if (gateway === undefined) return;
    const { address, port, transport } = gateway;
    const remote = { address, port };
    const uri = `sip:${formatSocketAddress(remote)}${transport === "tcp" ? ";transport=tcp" : ""}`;
    const from = `<sip:${formatSocketAddress(this.addressTowards({ remote }))}>`;
    const target = { remote, ...(transport === undefined ? {} : { transport }) };
    this.agent.options({ target, uri, from, to: `<${uri}>`, timeout }, (response) => done(response?.status));
  }

  private async drainAndStop(): Promise<void> {
    const { clock, log } = this.options.ports;
    log.write("info", "switch.draining", { calls: this.b2bua.liveCalls });
    this.isDraining = true;
    await this.callsEnd();
    this.wheel.run(() => this.b2bua.releaseAll());
    for (let polls = 0; polls < STOP_POLLS && (this.agent.sessions > 0 || this.b2bua.liveCalls > 0); polls += 1) {
      await new Promise<void>((resolve) => void clock.in(STOP_POLL, "wait for legs to end", resolve));
    }
    this.idle.stop();
    this.stopOnlineCheck();
    this.lines.close();
    this.control.close();
    this.stack.close();
    await this.options.records.close();
    this.openCalls.stop();
    this.accounts.close();
    log.write("info", "switch.stopped", {});
  }

  /** Resolves when no call is up, or when the drain time is over. */
  private callsEnd(): Promise<void> {
    const { config, ports } = this.options;
    return new Promise((resolve) => {
      const timer = ports.clock.in(config.drain, "drain", resolve);
      this.b2bua.drain(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  private createAgent(bound: BoundAddresses): UserAgent {
    const { config, ports, parameters } = this.options;
    const timers = sipTimers(config.sip.timers);
    const policy = () => sessionTimerPolicy(parameters, config.sip.sessionTimer.negotiation);
    return createUserAgent({
      transactions: (core) => {
        this.stack = createSipStack({
          ...ports,
          listen: listenAddresses(this.options),
          core,
          wheel: this.wheel,
          timers,
          allowedMethods: METHODS,
          supportedExtensions: () => (policy().interval === 0 ? ["100rel"] : ["100rel", "timer"]),
          supportedSchemes: ["sip", "sips", "tel"],
          onListening: (transport, address) => bound.sip(transport, address),
          onError: (error, listen) =>
            bound.failUnlessReady(error, () =>
              ports.log.write("error", "sip.socket", { ...listen.local, message: error.message }),
            ),
          onFault: (error) => this.onFault(error),
          ...(config.traceMessages === 0
            ? {}
            : { onMessage: (direction, bytes, flow) => this.trace.add(ports.clock.wallClock(), direction, bytes, flow) }),
        });
        return this.stack.transactions;
      },
      wheel: this.wheel,
      random: ports.random.fork("user agent"),
      core: this.b2bua,
      contact: (towards) => this.contact(towards),
      timers,
      sessionTimer: policy,
      allow: METHODS,
      userAgentName: config.sip.userAgent,
      maxSessions: config.maxCalls * 2 + 1_000,
    });
  }

  private contact(towards: SipTarget): string {
    const { address, port } = this.addressTowards(towards);
    const host = address.includes(":") ? `[${address}]` : address;
    return `sip:${host}:${port}${towards.transport === "tcp" ? ";transport=tcp" : ""}`;
  }

  private addressTowards(target: SipTarget): SocketAddress {
    return this.stack.flowTo(target)?.local ?? target.local ?? { address: "127.0.0.1", port: 5060 };
  }

  /** A bug of ours in the handling of one message: the message is lost, the switch goes on, and it is told. */
  private onFault(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.options.ports.log.write("error", "switch.fault", { message });
  }
}

/** Waits until everything is bound, or the first thing cannot be. */
class BoundAddresses {
  readonly all: Promise<Vos3000dAddresses>;
  private readonly sipAddresses: { transport: "udp" | "tcp"; address: SocketAddress }[] = [];
  private controlAddress: SocketAddress | undefined;
  private resolve!: (addresses: Vos3000dAddresses) => void;
  private reject!: (error: SwitchError) => void;
  private isReady = false;

  constructor(private waiting: number) {
    this.all = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.all.catch(() => undefined);
  }

  sip(transport: "udp" | "tcp", address: SocketAddress): void {
    this.sipAddresses.push({ transport, address });
    this.one();
  }

  control(address: SocketAddress): void {
    this.controlAddress = address;
    this.one();
  }

  fail(error: SwitchError): void {
    this.reject(new SwitchError("SWITCH_CANNOT_LISTEN", `the switch cannot listen: ${error.message}`, error.context, error));
  }

  failUnlessReady(error: SwitchError, otherwise: () => void): void {
    if (this.isReady) otherwise();
    else this.fail(error);
  }

  private one(): void {
    this.waiting -= 1;
    if (this.waiting > 0 || this.controlAddress === undefined) return;
    this.isReady = true;
    this.resolve({ sip: this.sipAddresses, control: this.controlAddress });
  }
}

function ledgerSettings({ routingGateways, gatewayGroups, routing }: SwitchConfig): LedgerSettings {
  return { routingGateways, gatewayGroups, reservedBoundary: routing.reservedBoundary, asr: { ...routing.asr } };
}

/** A gateway that takes no calls anyway is not asked. */
function checkedGateways({ routingGateways }: SwitchConfig): readonly CheckedGateway[] {
  return routingGateways
    .filter(({ optionsCheck, enabled }) => optionsCheck && enabled)
    .map(({ name, address, port, transport }) => ({ name, target: `${address} ${port} ${transport ?? ""}` }));
}

function listenAddresses({ config }: Vos3000dOptions): readonly SipListenAddress[] {
  return config.sip.listen.flatMap(({ address, port, transports, advertise }) =>
    transports.map((transport) => ({
      transport,
      local: { address, port },
      ...(advertise === undefined ? {} : { advertised: advertise }),
    })),
  );
}

function sipTimers(configured: Vos3000dOptions["config"]["sip"]["timers"]): SipTimers {
  const given = Object.entries(configured).filter(([, value]) => value !== undefined);
  return { ...defaultSipTimers, timerC: TIMER_C, ...Object.fromEntries(given) };
}

function countByName(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
