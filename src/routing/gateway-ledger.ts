import { after, failed, success, type Duration, type Instant, type Result } from "../base";
import type { Clock, Timer } from "../ports";
import { AsrWindow, type AsrWindowSize } from "./asr-window";
import type {
  AsrSample,
  AvailabilityChange,
  GatewayGroup,
  GatewayLines,
  Line,
  LiveState,
  RoutingGateway,
  RoutingGatewayState,
  Unavailability,
} from "./types";

/** What the ledger is told by the configuration. */
export interface LedgerSettings {
  readonly routingGateways: readonly RoutingGateway[];
  /** Groups with settings of their own; a group exists by its name. */
  readonly gatewayGroups: readonly GatewayGroup[];
  /** `strict`: the reserve stays free. `literal`: one call more, as the manual's "below reserved" says (FOV-043). */
  readonly reservedBoundary: "strict" | "literal";
  readonly asr: AsrWindowSize;
}

interface GroupAccount {
  readonly name: string;
  /** Undefined: unlimited. */
  readonly limit: number | undefined;
  readonly members: GatewayAccount[];
  /** Lines of all members. */
  active: number;
}

interface GatewayAccount {
  /** As configured now; undefined once the configuration does not have it any more. */
  gateway: RoutingGateway | undefined;
  group: GroupAccount | undefined;
  active: number;
  historicalCalls: number;
  isOnline: boolean;
  outUntil: Instant | undefined;
  outTimer: Timer | undefined;
  window: AsrWindow;
}

const DISABLED: Unavailability = { kind: "disabled" };

/**
 * Lines, health and history of all routing gateways, by name.
 *
 * One for each switch: the live calls, Routing Analysis and the gateways' states read the same. A gateway is judged as it is
 * configured now, not as a plan once saw it; one that is not configured is `disabled`. Its memory is bounded by the number of
 * gateways, and while calls are up by those that were taken out of the configuration under them.
 */
export class GatewayLedger implements GatewayLines, LiveState {
  private readonly accounts = new Map<string, GatewayAccount>();
  private readonly listeners = new Set<(gateway: string, change: AvailabilityChange) => void>();

  constructor(
    private readonly clock: Clock,
    private settings: LedgerSettings,
  ) {
    this.reconfigure(settings);
  }

  get now(): Instant {
    return this.clock.now();
  }

  /**
   * Takes new settings. Calls that are up keep their lines, and count in the group that their gateway is in now; a gateway that has
   * more calls than its new limit takes no call until it is below it. Health and history stay, except that a new size of the ASR
   * window empties it.
   */
  reconfigure(settings: LedgerSettings): void {
    const wasAvailable = new Set([...this.accounts].filter(([, account]) => this.isAvailable(account)).map(([name]) => name));
    const isNewWindow = JSON.stringify(settings.asr) !== JSON.stringify(this.settings.asr);
    this.settings = settings;
    for (const account of this.accounts.values()) account.gateway = account.group = undefined;
    const groups = this.groupsOf(settings);
    for (const gateway of settings.routingGateways) {
      const account = this.accounts.get(gateway.name) ?? this.open(gateway.name);
      account.gateway = gateway;
      if (isNewWindow) account.window = new AsrWindow(settings.asr);
      const group = gateway.group === undefined ? undefined : groups.get(gateway.group);
      if (group === undefined) continue;
      account.group = group;
      group.members.push(account);
      group.active += account.active;
    }
    for (const [name, account] of this.accounts) if (account.gateway === undefined) this.forget(name, account);
    for (const [name, account] of this.accounts) if (!wasAvailable.has(name)) this.tellIfAvailable(account);
  }

  /**
   * Takes a line and counts an attempt, or says why not, in one step: however many calls are set up at once, no limit is overshot.
   * Its outcome, an answer or a release without one, counts as a seizure of the ASR once it is known.
   */
  acquire({ name }: Pick<RoutingGateway, "name">): Result<Line, Unavailability> {
    const account = this.accounts.get(name);
    const why = this.why(account);
    if (why !== undefined || account === undefined) return failed(why ?? DISABLED);
    account.active += 1;
    account.historicalCalls += 1;
    if (account.group !== undefined) account.group.active += 1;
    return success(this.line(name, account));
  }

  activeLines(gateway: string): number {
    return this.accounts.get(gateway)?.active ?? 0;
  }

  historicalCalls(gateway: string): number {
    return this.accounts.get(gateway)?.historicalCalls ?? 0;
  }

  asr(gateway: string): AsrSample {
    return this.accounts.get(gateway)?.window.sample(this.clock.now()) ?? { answered: 0, seizures: 0 };
  }

  unavailability({ name }: RoutingGateway): Unavailability | undefined {
    return this.why(this.accounts.get(name));
  }

  /** What the OPTIONS online check found. A gateway that is not configured is passed over. */
  setOnline(gateway: string, isOnline: boolean): void {
    const account = this.accounts.get(gateway);
    if (account === undefined || account.isOnline === isOnline) return;
    account.isOnline = isOnline;
    if (isOnline) this.tellIfAvailable(account);
  }

  /** Takes a gateway out for a time: Retry-After. Of several the latest end counts. */
  takeOut(gateway: string, duration: Duration): void {
    const account = this.accounts.get(gateway);
    const until = after(this.clock.now(), duration);
    if (account === undefined || duration <= 0 || until <= (account.outUntil ?? 0)) return;
    account.outTimer?.cancel();
    account.outUntil = until;
    account.outTimer = this.clock.at(until, `Retry-After of ${gateway}`, () => {
      account.outUntil = account.outTimer = undefined;
      this.tellIfAvailable(account);
    });
  }

  /**
   * Tells each time a gateway goes from unavailable to available. Listeners are called at once, within the call that made it
   * available, in the order in which they came, until one of them has taken what had come free.
   */
  onAvailable(listener: (gateway: string, change: AvailabilityChange) => void): () => void {
    const own: typeof listener = (gateway, change) => listener(gateway, change);
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  }

  /** Every configured gateway as it is now, in the order of the configuration. */
  states(): readonly Omit<RoutingGatewayState, "poolUse">[] {
    return this.settings.routingGateways.flatMap((gateway) => {
      const account = this.accounts.get(gateway.name);
      if (account === undefined) return [];
      const { group } = account;
      return {
        name: gateway.name,
        active: account.active,
        lineLimit: gateway.lineLimit,
        group: group === undefined ? undefined : { name: group.name, active: group.active, limit: group.limit },
        isOnline: account.isOnline,
        unavailable: this.why(account),
        historicalCalls: account.historicalCalls,
        asr: account.window.sample(this.clock.now()),
        lock: gateway.lock,
        protect: gateway.protect,
      };
    });
  }

  /** Disarms every timer and forgets the listeners, as when the switch stops. */
  close(): void {
    this.listeners.clear();
    for (const account of this.accounts.values()) account.outTimer?.cancel();
  }

  private open(name: string): GatewayAccount {
    const account: GatewayAccount = {
      gateway: undefined,
      group: undefined,
      active: 0,
      historicalCalls: 0,
      isOnline: true,
      outUntil: undefined,
      outTimer: undefined,
      window: new AsrWindow(this.settings.asr),
    };
    this.accounts.set(name, account);
    return account;
  }

  /** Drops a gateway that is not configured any more, once no call is up on it. */
  private forget(name: string, account: GatewayAccount): void {
    if (account.active > 0) return;
    account.outTimer?.cancel();
    this.accounts.delete(name);
  }

  private groupsOf({ routingGateways, gatewayGroups }: LedgerSettings): ReadonlyMap<string, GroupAccount> {
    const explicit = new Map(gatewayGroups.map(({ name, lineLimit }) => [name, lineLimit]));
    const sums = new Map<string, number>();
    for (const { group, lineLimit = Infinity } of routingGateways) {
      if (group !== undefined) sums.set(group, (sums.get(group) ?? 0) + lineLimit);
    }
    const limit = (name: string, sum: number) => explicit.get(name) ?? (sum === Infinity ? undefined : sum);
    return new Map([...sums].map(([name, sum]) => [name, { name, limit: limit(name, sum), members: [], active: 0 }]));
  }

  private why(account: GatewayAccount | undefined): Unavailability | undefined {
    const gateway = account?.gateway;
    if (account === undefined || gateway?.enabled !== true) return DISABLED;
    const { lock, lineLimit } = gateway;
    if (lock === "barCallOut" || lock === "barAllCalls") return { kind: "locked", lock };
    if (!account.isOnline) return { kind: "offline" };
    if (account.outUntil !== undefined && this.clock.now() < account.outUntil)
      return { kind: "retryAfter", until: account.outUntil };
    if (lineLimit !== undefined && account.active >= lineLimit)
      return { kind: "linesFull", active: account.active, limit: lineLimit };
    return account.group === undefined ? undefined : this.whyGroup(account.group, gateway.reservedLines);
  }

  private whyGroup({ name, limit, active }: GroupAccount, reserved: number): Unavailability | undefined {
    if (limit === undefined) return undefined;
    const remaining = limit - active;
    const least = this.settings.reservedBoundary === "strict" ? reserved + 1 : Math.max(1, reserved);
    return remaining >= least ? undefined : { kind: "groupFull", group: name, active, limit, reserved };
  }

  private isAvailable(account: GatewayAccount): boolean {
    return this.why(account) === undefined;
  }

  private line(name: string, account: GatewayAccount): Line {
    let isAnswered = false;
    let isHeld = true;
    return {
      answered: () => {
        if (isAnswered || !isHeld) return;
        isAnswered = true;
        account.window.add(true, this.clock.now());
      },
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        if (!isAnswered) account.window.add(false, this.clock.now());
        this.giveBack(name, account, isAnswered ? "recovered" : "attemptOver");
      },
    };
  }

  private giveBack(name: string, account: GatewayAccount, change: AvailabilityChange): void {
    const near = this.listeners.size === 0 ? [] : (account.group?.members ?? [account]);
    const waiting = near.filter((member) => !this.isAvailable(member));
    account.active -= 1;
    if (account.group !== undefined) account.group.active -= 1;
    if (account.gateway === undefined) this.forget(name, account);
    for (const member of waiting) this.tellIfAvailable(member, change);
  }

  private tellIfAvailable(account: GatewayAccount, change: AvailabilityChange = "recovered"): void {
    let left = this.listeners.size;
    for (const listener of this.listeners) {
      if (left === 0 || account.gateway === undefined || !this.isAvailable(account)) return;
      left -= 1;
      listener(account.gateway.name, change);
    }
  }
}
