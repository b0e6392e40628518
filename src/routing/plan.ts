import { formatMoney, type Instant } from "../base";
import { DEFAULT_SORTING, inOrder, type Placed } from "./order";
import { attemptSentence, leftOutSentence, refusalSentence } from "./sentences";
import type { RankedGateway, RoutingSnapshot } from "./snapshot";
import type {
  BuyRates,
  LeftOutCause,
  LeftOutGateway,
  LiveState,
  MappingGateway,
  PlannedAttempt,
  RoutePlan,
  RouteQuery,
  RouteRefusal,
  RoutingGateway,
  SortPolicy,
} from "./types";

/** A switch without calls, whose gateways are all there: what a plan from the configuration alone is made with. */
export const IDLE: LiveState = {
  now: 0 as Instant,
  activeLines: () => 0,
  historicalCalls: () => 0,
  asr: () => ({ answered: 0, seizures: 0 }),
  unavailability: ({ enabled, lock }) => {
    if (!enabled) return { kind: "disabled" };
    return lock === "barCallOut" || lock === "barAllCalls" ? { kind: "locked", lock } : undefined;
  },
};

/** What moves beside the snapshot. */
export interface PlanningState {
  readonly live: LiveState;
  readonly policy: SortPolicy;
  /** What gateways with a vendor account cost; without it they are sorted by the rate that they are configured with. */
  readonly buyRates?: BuyRates | undefined;
}

const AT_REST: PlanningState = { live: IDLE, policy: DEFAULT_SORTING };

const mayShow = ({ allowedCallerPrefixes }: Pick<MappingGateway, "allowedCallerPrefixes">, { caller }: RouteQuery): boolean =>
  allowedCallerPrefixes?.some((prefix) => caller.startsWith(prefix)) !== false;

function admission(snapshot: RoutingSnapshot, query: RouteQuery): RouteRefusal | undefined {
  const from = snapshot.mappingGateways.get(query.from);
  if (from === undefined) return { kind: "unknownMappingGateway" };
  if (!from.enabled) return { kind: "mappingGatewayDisabled" };
  if (from.lock === "barCallIn" || from.lock === "barAllCalls") return { kind: "mappingGatewayLocked" };
  if (from.barredCallerPrefixes?.some((prefix) => query.caller.startsWith(prefix)) === true) return { kind: "callerBarred" };
  if (!mayShow(from, query)) return { kind: "callerNotAllowed" };
  if (from.allowedPrefixes?.some((prefix) => query.callee.startsWith(prefix)) === false) return { kind: "prefixNotAllowed" };
  return undefined;
}

/** A gateway with the prefix by which it stands in the plan, and the place that it has there. */
interface Ranked {
  readonly placed: Placed;
  readonly prefix: string;
}

interface Ranking {
  readonly normals: Ranked[];
  readonly protects: Ranked[];
  /** Gateways that fit and may not be used for this call, whatever their state. */
  readonly barred: Map<RoutingGateway, LeftOutCause>;
}

/** Why a gateway may not serve this call whatever its state. */
function bar({ gateway, customers }: RankedGateway, prefix: string, query: RouteQuery): LeftOutCause | undefined {
  if (gateway.prefixMode === "expiration" && gateway.expiresAt !== undefined && query.at >= gateway.expiresAt) {
    return { kind: "expired", prefix, at: gateway.expiresAt };
  }
  if (customers?.has(query.from) === false) return { kind: "customerNotAllowed", prefix };
  if (!mayShow(gateway, query)) return { kind: "callerNotAllowed", prefix };
  return undefined;
}

/** The gateway with the rate of its vendor account at the moment of the call; undefined when the account has none (CAL-505, CAL-511). */
function atBuyRate(entry: RankedGateway, { callee, at }: RouteQuery, buyRates: BuyRates | undefined): RankedGateway | undefined {
  const { account } = entry.gateway;
  if (account === undefined || buyRates === undefined) return entry;
  const rate = buyRates.minuteRateOf(account, callee, at);
  return rate === undefined ? undefined : { ...entry, rate, rateText: formatMoney(rate) };
}

/** The first enabled gateway of these that ends the search after its prefix. */
const endOf = (entries: readonly RankedGateway[]): string | undefined =>
  entries.find(({ gateway }) => gateway.enabled && gateway.prefixMode !== "extension")?.gateway.name;

/**
 * Prefix by prefix, the longest first. A gateway that is not in Extension Mode ends the search after its own prefix (FOV-134): a normal
 * one for all gateways, a protect route for protect routes alone, since normal routing does not see it (PRT-030).
 */
function rank(snapshot: RoutingSnapshot, query: RouteQuery, state: PlanningState): Ranking {
  const ranking: Ranking = { normals: [], protects: [], barred: new Map() };
  const sorting = { snapshot, ...state };
  const seen = new Set<RankedGateway>();
  const admit = (entry: RankedGateway, prefix: string, to: RankedGateway[]): void => {
    const priced = atBuyRate(entry, query, state.buyRates);
    if (priced === undefined)
      ranking.barred.set(entry.gateway, { kind: "noBuyRate", prefix, account: entry.gateway.account ?? "" });
    else to.push(priced);
  };
  let normalsEndedBy: string | undefined;
  let protectsEndedBy: string | undefined;
  for (const { prefix, entries } of snapshot.byPrefix.matches(query.callee)) {
    const normals: RankedGateway[] = [];
    const protects: RankedGateway[] = [];
    for (const entry of entries) {
      if (seen.has(entry)) continue;
      seen.add(entry);
      const { gateway } = entry;
      const by = gateway.protect ? (normalsEndedBy ?? protectsEndedBy) : normalsEndedBy;
      const cause: LeftOutCause | undefined =
        by === undefined ? bar(entry, prefix, query) : { kind: "prefixModeEndsSearch", prefix, by };
      if (cause === undefined) admit(entry, prefix, gateway.protect ? protects : normals);
      else ranking.barred.set(gateway, cause);
    }
    enqueue(ranking.normals, prefix, inOrder(normals, sorting));
    enqueue(ranking.protects, prefix, inOrder(protects, sorting));
    normalsEndedBy ??= endOf(normals);
    protectsEndedBy ??= endOf(protects);
  }
  return ranking;
}

function enqueue(queue: Ranked[], prefix: string, placed: readonly Placed[]): void {
  for (const each of placed) queue.push({ placed: each, prefix });
}

/** Names of all gateways that fit in the order in which they are tried, or why the call is refused: what a live call needs. */
export function planAttempts(
  snapshot: RoutingSnapshot,
  query: RouteQuery,
  state: PlanningState = AT_REST,
): { readonly order: readonly string[]; readonly refusal: RouteRefusal | undefined } {
  const refused = admission(snapshot, query);
  if (refused !== undefined) return { order: [], refusal: refused };
  const { normals, protects } = rank(snapshot, query, state);
  const all = protects.length === 0 ? normals : [...normals, ...protects];
  const order = all.map(({ placed }) => placed.entry.gateway.name);
  if (order.length === 0) return { order, refusal: { kind: "noRoute" } };
  const isAnyAvailable = all.some(({ placed }) => state.live.unavailability(placed.entry.gateway) === undefined);
  return { order, refusal: isAnyAvailable ? undefined : { kind: "allUnavailable" } };
}

/**
 * The route plan for one call: every gateway that would be tried, in order and with its reason, and every other one with its reason.
 *
 * Order: the longest prefix, then what {@link SortPolicy} says of priority, ASR, fee rate and line usage, then fewer calls so far, then
 * the place in the configuration; protect routes last, by the same rules. Pure: the same arguments give the same plan. A gateway stands
 * in it once, by its longest prefix that fits.
 */
export function planRoute(snapshot: RoutingSnapshot, query: RouteQuery, state: PlanningState = AT_REST): RoutePlan {
  const { normals, protects, barred } = rank(snapshot, query, state);
  const { order, refusal: refused } = planAttempts(snapshot, query, state);
  const attempts: PlannedAttempt[] = [];
  const causes = new Map(barred);
  let before: Ranked | undefined;
  for (const each of [...normals, ...protects]) {
    const { placed, prefix } = each;
    const { gateway } = placed.entry;
    const unavailable = state.live.unavailability(gateway);
    if (unavailable !== undefined) causes.set(gateway, { ...unavailable, prefix });
    else if (attempts.length >= snapshot.maxAttempts) {
      causes.set(gateway, { kind: "overMaxAttempts", prefix, limit: snapshot.maxAttempts });
    } else if (refused === undefined) {
      const reason = attemptSentence({ place: attempts.length + 1, placed, prefix, before });
      const { name, priority, protect } = gateway;
      attempts.push({ gateway: name, prefix, priority, isProtect: protect, facts: placed.facts, reason });
      before = each;
    }
  }
  const leftOut = snapshot.routingGateways.flatMap((gateway): LeftOutGateway | [] => {
    const fits = gateway.prefixes.some((prefix) => query.callee.startsWith(prefix));
    const stated = causes.get(gateway) ?? (fits ? undefined : NO_PREFIX);
    if (stated === undefined) return [];
    const mayReturn = MAY_RETURN.has(stated.kind);
    const reason = leftOutSentence(gateway, stated, query);
    return { gateway: gateway.name, cause: stated, reason, mayReturn, isProtect: gateway.protect };
  });
  return {
    attempts,
    leftOut,
    order,
    refusal: refused === undefined ? undefined : { ...refused, reason: refusalSentence(refused, query) },
  };
}

const NO_PREFIX: LeftOutCause = { kind: "noPrefix" };
const MAY_RETURN: ReadonlySet<LeftOutCause["kind"]> = new Set([
  "disabled",
  "locked",
  "linesFull",
  "groupFull",
  "offline",
  "retryAfter",
]);
