import type { RankedGateway, RoutingSnapshot } from "./snapshot";
import type { LiveState, PlaceFacts, SortKey, SortPolicy } from "./types";

/** ASR and fee rate are not looked at: the three strategies that are always on. */
export const DEFAULT_SORTING: SortPolicy = { asr: 0, fee: 0, feeBeforeAsr: false };

/** What one gateway is compared by. */
interface Measures {
  readonly entry: RankedGateway;
  readonly usage: number;
  readonly active: number;
  readonly historicalCalls: number;
  asr: { percent: number; isNeutral: boolean } | undefined;
}

type Comparison = (a: Measures, b: Measures) => number;

const BY_FEE: Comparison = ({ entry: { rate: a } }, { entry: { rate: b } }) => {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined || a < b ? -1 : 1;
};

const COMPARISONS: Readonly<Record<SortKey | "history" | "id", Comparison>> = {
  priority: (a, b) => a.entry.gateway.priority - b.entry.gateway.priority,
  usage: (a, b) => a.usage - b.usage || a.active - b.active,
  asr: (a, b) => (b.asr?.percent ?? 0) - (a.asr?.percent ?? 0),
  fee: BY_FEE,
  history: (a, b) => a.historicalCalls - b.historicalCalls,
  id: (a, b) => a.entry.id - b.entry.id,
};

/** By what gateways of one prefix are compared, the strongest first. */
function sortKeys({ asr, fee, feeBeforeAsr }: SortPolicy): readonly SortKey[] {
  const at = (position: 1 | 2): SortKey[] => {
    const both: SortKey[] = feeBeforeAsr ? ["fee", "asr"] : ["asr", "fee"];
    return both.filter((key) => (key === "asr" ? asr : fee) === position);
  };
  return [...at(1), "priority", ...at(2), "usage"];
}

/**
 * What put a gateway behind one before it: a comparison, or the order of a group against the switch's own: `ownGroup` when it stands in
 * a place of its group, `otherGroup` when the one before it does.
 */
export type Behind = SortKey | "history" | "id" | "ownGroup" | "otherGroup";

/** A gateway in its place. */
export interface Placed {
  readonly entry: RankedGateway;
  readonly facts: PlaceFacts;
  /** By what it was put here. */
  readonly measures: Measures;
  readonly by: Sorting;
}

/** How the gateways of one prefix were sorted. */
interface Sorting {
  readonly keys: readonly SortKey[];
  readonly groupOrders: ReadonlyMap<string, readonly SortKey[]>;
}

/**
 * Puts the gateways of one prefix in order: the keys of `policy`, then fewer calls so far, then the place in the configuration, so that
 * the order is total. Members of a group that has an order of its own stand by that order in the places that they hold together.
 */
export function inOrder(
  entries: readonly RankedGateway[],
  { snapshot, live, policy }: { readonly snapshot: RoutingSnapshot; readonly live: LiveState; readonly policy: SortPolicy },
): readonly Placed[] {
  const groupOrders = groupOrdersOf(entries, snapshot);
  const keys = sortKeys(policy);
  const measured = entries.map((entry) => measure(entry, live));
  if ([keys, ...groupOrders.values()].some((each) => each.includes("asr"))) judge(measured, live, snapshot.minSamples);
  if (measured.length > 1) measured.sort(comparing(keys));
  for (const [name, order] of groupOrders) putInGroupOrder(measured, name, order);
  const by = { keys, groupOrders };
  return measured.map((measures) => ({ entry: measures.entry, facts: factsOf(measures), measures, by }));
}

/** Of the groups that these gateways are in, those with an order of their own. */
function groupOrdersOf(entries: readonly RankedGateway[], { groups }: RoutingSnapshot): ReadonlyMap<string, readonly SortKey[]> {
  if (groups.size === 0) return NO_GROUPS;
  const orders = new Map<string, readonly SortKey[]>();
  for (const { gateway } of entries) {
    const order = gateway.group === undefined ? undefined : groups.get(gateway.group)?.sort;
    if (gateway.group !== undefined && order !== undefined) orders.set(gateway.group, order);
  }
  return orders;
}

const NO_GROUPS: ReadonlyMap<string, readonly SortKey[]> = new Map();

/** Members stand by the order of their group in the places that they hold together; no one else moves. */
function putInGroupOrder(sorted: Measures[], group: string, order: readonly SortKey[]): void {
  const places = sorted.flatMap(({ entry }, place) => (entry.gateway.group === group ? [place] : []));
  const members = places.flatMap((place) => sorted[place] ?? []).sort(comparing(order));
  for (const [index, place] of places.entries()) {
    const member = members[index];
    if (member !== undefined) sorted[place] = member;
  }
}

/** Why `each` stands behind `before`, which is anywhere before it in the order of their prefix. */
export function whyBehind(before: Placed, each: Placed): Behind | undefined {
  const { keys, groupOrders } = each.by;
  const { group } = each.entry.gateway;
  const ownOrder = group === undefined ? undefined : groupOrders.get(group);
  if (ownOrder !== undefined && before.entry.gateway.group === group) return decisive(before.measures, each.measures, ownOrder);
  if (comparing(keys)(before.measures, each.measures) > 0) return ownOrder === undefined ? "otherGroup" : "ownGroup";
  return decisive(before.measures, each.measures, keys);
}

const withTies = (keys: readonly SortKey[]) => [...keys, "history", "id"] as const;

const comparing =
  (keys: readonly SortKey[]): Comparison =>
  (a, b) => {
    for (const key of withTies(keys)) {
      const difference = COMPARISONS[key](a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };

const decisive = (a: Measures, b: Measures, keys: readonly SortKey[]) =>
  withTies(keys).find((key) => COMPARISONS[key](a, b) !== 0);

function measure(entry: RankedGateway, live: LiveState): Measures {
  const { name, lineLimit } = entry.gateway;
  const active = live.activeLines(name);
  const usage = lineLimit === undefined ? 0 : active / lineLimit;
  return { entry, usage, active, historicalCalls: live.historicalCalls(name), asr: undefined };
}

/** Gives each its answer-seizure ratio; one with too few calls gets the mean of the others, so that it is neither starved nor flooded. */
function judge(measured: readonly Measures[], live: LiveState, minSamples: number): void {
  let sum = 0;
  let known = 0;
  for (const each of measured) {
    const { answered, seizures } = live.asr(each.entry.gateway.name);
    if (seizures < minSamples) continue;
    each.asr = { percent: (100 * answered) / seizures, isNeutral: false };
    sum += each.asr.percent;
    known += 1;
  }
  const mean = known === 0 ? 0 : sum / known;
  for (const each of measured) each.asr ??= { percent: mean, isNeutral: true };
}

function factsOf({ entry: { gateway, rateText: rate }, usage, active, historicalCalls, asr }: Measures): PlaceFacts {
  const { priority, lineLimit, group } = gateway;
  return { priority, usage, active, lineLimit, historicalCalls, asr, rate, group };
}
