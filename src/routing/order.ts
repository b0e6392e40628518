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
export function sortKeys({ asr, fee, feeBeforeAsr }: SortPolicy): readonly SortKey[] {
  const at = (position: 1 | 2): SortKey[] => {
    const both: SortKey[] = feeBeforeAsr ? ["fee", "asr"] : ["asr", "fee"];
    return both.filter((key) => (key === "asr" ? asr : fee) === position);
  };
  return [...at(1), "priority", ...at(2), "usage"];
}

/** A gateway in its place, with the comparison that put it behind the one before it. */
export interface Placed {
  readonly entry: RankedGateway;
  readonly facts: PlaceFacts;
  readonly behindBecause: SortKey | "history" | "id" | undefined;
}

/**
 * Puts the gateways of one prefix in order: the keys of `policy`, then fewer calls so far, then the place in the configuration, so that
 * the order is total. Members of a group that has an order of its own stand by that order in the places that they hold together.
 */
export function inOrder(
  entries: readonly RankedGateway[],
  { snapshot, live, policy }: { readonly snapshot: RoutingSnapshot; readonly live: LiveState; readonly policy: SortPolicy },
): readonly Placed[] {
  const measured = entries.map((entry) => measure(entry, live));
  if (policy.asr !== 0 || [...snapshot.groups.values()].some(({ sort }) => sort?.includes("asr") === true)) {
    judge(measured, live, snapshot.minSamples);
  }
  const keys = sortKeys(policy);
  const sorted = [...measured].sort(comparing(keys));
  for (const [name, { sort }] of snapshot.groups) {
    if (sort === undefined) continue;
    const places = sorted.flatMap(({ entry }, place) => (entry.gateway.group === name ? [place] : []));
    const members = places.flatMap((place) => sorted[place] ?? []).sort(comparing(sort));
    for (const [index, place] of places.entries()) {
      const member = members[index];
      if (member !== undefined) sorted[place] = member;
    }
  }
  return sorted.map((each, place) => {
    const before = sorted[place - 1];
    const group = each.entry.gateway.group;
    const own = before?.entry.gateway.group === group && group !== undefined ? snapshot.groups.get(group)?.sort : undefined;
    return { entry: each.entry, facts: factsOf(each), behindBecause: before && decisive(before, each, own ?? keys) };
  });
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

function factsOf({ entry: { gateway }, usage, active, historicalCalls, asr }: Measures): PlaceFacts {
  const { priority, lineLimit, rate, group } = gateway;
  return { priority, usage, active, lineLimit, historicalCalls, asr, rate, group };
}
