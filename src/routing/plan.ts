import type { RoutingSnapshot } from "./snapshot";
import type { LeftOutGateway, PlannedAttempt, RoutePlan, RouteQuery, RouteRefusal, RoutingGateway } from "./types";

const SENTENCES = {
  unknownMappingGateway: (query: RouteQuery) => `no mapping gateway is called "${query.from}"`,
  mappingGatewayDisabled: (query: RouteQuery) => `mapping gateway "${query.from}" is disabled`,
  mappingGatewayLocked: (query: RouteQuery) => `mapping gateway "${query.from}" is locked: it may not call in`,
  prefixNotAllowed: (query: RouteQuery) => `mapping gateway "${query.from}" may not call ${query.callee}: no allowed prefix fits`,
  noRoute: (query: RouteQuery) => `no routing gateway has a prefix that ${query.callee} starts with`,
  allUnavailable: (query: RouteQuery) => `every routing gateway for ${query.callee} is disabled`,
} satisfies Record<RouteRefusal["kind"], (query: RouteQuery) => string>;

const refusal = (kind: RouteRefusal["kind"], query: RouteQuery) => ({ kind, reason: SENTENCES[kind](query) });

const shown = (prefix: string) => (prefix === "" ? "the empty prefix" : `prefix ${prefix}`);

function admission(snapshot: RoutingSnapshot, query: RouteQuery): RoutePlan["refusal"] {
  const from = snapshot.mappingGateways.get(query.from);
  if (from === undefined) return refusal("unknownMappingGateway", query);
  if (!from.enabled) return refusal("mappingGatewayDisabled", query);
  if (from.lock === "barCallIn" || from.lock === "barAllCalls") return refusal("mappingGatewayLocked", query);
  if (from.allowedPrefixes?.some((prefix) => query.callee.startsWith(prefix)) === false)
    return refusal("prefixNotAllowed", query);
  return undefined;
}

function attempt(gateway: RoutingGateway, prefix: string, place: number): PlannedAttempt {
  const reason = `${place}. ${shown(prefix)} (${prefix.length} digits), priority ${gateway.priority}`;
  const facts = { priority: gateway.priority, usage: 0, active: 0, lineLimit: gateway.lineLimit, historicalCalls: 0 };
  return { gateway: gateway.name, prefix, priority: gateway.priority, isProtect: gateway.protect, facts, reason };
}

/** Every gateway that fits, once, by its longest prefix. */
function candidates(snapshot: RoutingSnapshot, callee: string): ReadonlyMap<RoutingGateway, string> {
  const prefixOf = new Map<RoutingGateway, string>();
  for (const { prefix, entries } of snapshot.byPrefix.matches(callee)) {
    for (const gateway of entries) if (!prefixOf.has(gateway)) prefixOf.set(gateway, prefix);
  }
  return prefixOf;
}

/** Attempts alone: what a live call needs. Same order as {@link planRoute}. */
export function planAttempts(snapshot: RoutingSnapshot, query: RouteQuery): Pick<RoutePlan, "attempts" | "order" | "refusal"> {
  const refused = admission(snapshot, query);
  if (refused !== undefined) return { attempts: [], order: [], refusal: refused };
  const attempts: PlannedAttempt[] = [];
  const prefixOf = candidates(snapshot, query.callee);
  for (const [gateway, prefix] of prefixOf) {
    if (gateway.enabled) attempts.push(attempt(gateway, prefix, attempts.length + 1));
  }
  const order = [...prefixOf.keys()].map(({ name }) => name);
  if (attempts.length > 0) return { attempts, order, refusal: undefined };
  return { attempts, order, refusal: refusal(prefixOf.size === 0 ? "noRoute" : "allUnavailable", query) };
}

/**
 * The route plan for one call: the longest prefix first, then the smaller priority, then the name; and every gateway that is not in it.
 *
 * Pure: the same snapshot and query give the same plan. A gateway stands in it once, by its longest prefix that fits.
 */
export function planRoute(snapshot: RoutingSnapshot, query: RouteQuery): RoutePlan {
  const { attempts, refusal: refused } = planAttempts(snapshot, query);
  const prefixOf = candidates(snapshot, query.callee);
  const leftOut: LeftOutGateway[] = [];
  for (const gateway of snapshot.routingGateways) {
    const prefix = prefixOf.get(gateway);
    if (prefix === undefined) {
      const reason = `none of its prefixes (${gateway.prefixes.slice(0, 8).join(", ")}) starts ${query.callee}`;
      leftOut.push({ gateway: gateway.name, cause: { kind: "noPrefix" }, reason, mayReturn: false, isProtect: gateway.protect });
    } else if (!gateway.enabled) {
      leftOut.push({
        gateway: gateway.name,
        cause: { kind: "disabled", prefix },
        reason: `${shown(prefix)} fits, but it is disabled`,
        mayReturn: true,
        isProtect: gateway.protect,
      });
    }
  }
  return { attempts, leftOut, order: [...prefixOf.keys()].map(({ name }) => name), refusal: refused };
}
