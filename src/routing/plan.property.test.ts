import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { WallTime } from "../base";
import { IDLE, planAttempts, planRoute, type PlanningState } from "./plan";
import { vendor } from "./routing-builder";
import { routingSnapshot } from "./snapshot";
import type { GatewayGroup, RoutingGateway, RoutingGatewayState, SortKey, SortPolicy } from "./types";

// A second, plain implementation of the documented order, and random tables on which both must agree.

type Live = Pick<RoutingGatewayState, "active" | "historicalCalls" | "asr"> & { readonly isOnline: boolean };

interface Table {
  readonly gateways: readonly RoutingGateway[];
  readonly live: readonly Live[];
  readonly groups: readonly GatewayGroup[];
  readonly policy: SortPolicy;
  readonly maxAttempts: number;
  readonly callee: string;
}

const CUSTOMER = "acme";
const NOW = 100 as WallTime;
const MIN_SAMPLES = 20;

const gateway = fc.record({
  prefixes: fc.array(fc.stringMatching(/^[0-1]{0,3}$/), { minLength: 1, maxLength: 3 }),
  priority: fc.constantFrom(1, 2, 10),
  enabled: fc.boolean(),
  lock: fc.constantFrom(
    "noLock" as const,
    "noLock" as const,
    "barCallIn" as const,
    "barCallOut" as const,
    "barAllCalls" as const,
  ),
  lineLimit: fc.constantFrom(undefined, 10, 100),
  group: fc.constantFrom(undefined, "G", "H"),
  protect: fc.boolean(),
  prefixMode: fc.constantFrom(
    "extension" as const,
    "extension" as const,
    "extension" as const,
    "prefix" as const,
    "expiration" as const,
  ),
  expiresAt: fc.constantFrom(undefined, 99, 100, 101) as fc.Arbitrary<WallTime | undefined>,
  rate: fc.constantFrom(undefined, "0.1", "0.09", "0.10", "10"),
  allowedMappingGateways: fc.constantFrom(undefined, undefined, [CUSTOMER], ["other"]),
});
const live = fc.record({
  active: fc.nat(12),
  historicalCalls: fc.nat(2),
  isOnline: fc.boolean(),
  asr: fc.constantFrom(
    { answered: 0, seizures: 0 },
    { answered: 19, seizures: 19 },
    { answered: 10, seizures: 20 },
    { answered: 50, seizures: 100 },
    { answered: 9, seizures: 90 },
  ),
});
const sort = fc.option(fc.uniqueArray(fc.constantFrom<SortKey>("priority", "usage", "asr", "fee"), { maxLength: 4 }), {
  nil: undefined,
});
const place = fc.constantFrom(0 as const, 1 as const, 2 as const);
const table: fc.Arbitrary<Table> = fc
  .record({
    rows: fc.array(fc.tuple(gateway, live), { maxLength: 9 }),
    sorts: fc.tuple(sort, sort),
    policy: fc.record({ asr: place, fee: place, feeBeforeAsr: fc.boolean() }),
    maxAttempts: fc.integer({ min: 1, max: 6 }),
    callee: fc.stringMatching(/^[0-1]{1,4}$/),
  })
  .map(({ rows, sorts: [g, h], ...rest }) => ({
    ...rest,
    gateways: rows.map(([{ prefixes, ...options }], index) => vendor(`g${index}`, prefixes, options)),
    live: rows.map(([, state]) => state),
    groups: [
      { name: "G", sort: g },
      { name: "H", sort: h },
    ],
  }));

/** What both implementations are given. */
function arranged({ gateways, live: states, groups, policy, maxAttempts, callee }: Table) {
  const stateOf = (name: string): Live => {
    const found = states[gateways.findIndex((each) => each.name === name)];
    assert.ok(found);
    return found;
  };
  const state: PlanningState = {
    policy,
    live: {
      ...IDLE,
      activeLines: (name) => stateOf(name).active,
      historicalCalls: (name) => stateOf(name).historicalCalls,
      asr: (name) => stateOf(name).asr,
      unavailability: (each) => IDLE.unavailability(each) ?? (stateOf(each.name).isOnline ? undefined : { kind: "offline" }),
    },
  };
  const snapshot = routingSnapshot({
    mappingGateways: [{ name: CUSTOMER, enabled: true, lock: "noLock" }],
    routingGateways: gateways,
    gatewayGroups: groups,
    maxAttempts,
    minSamples: MIN_SAMPLES,
  });
  return { snapshot, state, stateOf, query: { caller: "442079460999", callee, from: CUSTOMER, at: NOW } };
}

const longest = ({ prefixes }: RoutingGateway, callee: string) =>
  Math.max(-1, ...prefixes.filter((prefix) => callee.startsWith(prefix)).map(({ length }) => length));

/** The order by the documented rules, word for word, without an index and without care for speed. */
function referenceOrder(given: Table): readonly string[] {
  const { gateways, groups, policy, callee } = given;
  const { stateOf } = arranged(given);
  const fitting = gateways.filter(
    (each) =>
      longest(each, callee) >= 0 &&
      !(each.prefixMode === "expiration" && each.expiresAt !== undefined && each.expiresAt <= NOW) &&
      (each.allowedMappingGateways ?? [CUSTOMER]).includes(CUSTOMER),
  );
  const ends = fitting.filter(({ enabled, prefixMode }) => enabled && prefixMode !== "extension");
  const normalEnd = Math.max(-1, ...ends.filter(({ protect }) => !protect).map((each) => longest(each, callee)));
  const anyEnd = Math.max(-1, ...ends.map((each) => longest(each, callee)));
  const reached = fitting.filter((each) => longest(each, callee) >= (each.protect ? anyEnd : normalEnd));
  const tier = (protect: boolean, length: number): string[] => {
    const members = reached.filter((each) => each.protect === protect && longest(each, callee) === length);
    const known = members.map(({ name }) => stateOf(name).asr).filter(({ seizures }) => seizures >= MIN_SAMPLES);
    const mean = known.reduce((sum, { answered, seizures }) => sum + (100 * answered) / seizures, 0) / Math.max(1, known.length);
    const measure: Readonly<Record<SortKey | "calls", (each: RoutingGateway) => readonly number[]>> = {
      priority: ({ priority }) => [priority],
      usage: ({ name, lineLimit }) => [stateOf(name).active / (lineLimit ?? Infinity), stateOf(name).active],
      asr: ({ name }) => {
        const { answered, seizures } = stateOf(name).asr;
        return [seizures >= MIN_SAMPLES ? (-100 * answered) / seizures : -mean];
      },
      fee: ({ rate }) => [rate === undefined ? Infinity : Number(rate)],
      calls: ({ name }) => [stateOf(name).historicalCalls],
    };
    const by = (keys: readonly SortKey[]) => (a: RoutingGateway, b: RoutingGateway) => {
      const [left, right] = [a, b].map((each) => [...keys, "calls" as const].flatMap((key) => measure[key](each)));
      const differing = left?.findIndex((value, index) => value !== right?.[index]) ?? -1;
      return differing < 0
        ? gateways.indexOf(a) - gateways.indexOf(b)
        : (left?.[differing] ?? 0) < (right?.[differing] ?? 0)
          ? -1
          : 1;
    };
    const both = (position: 1 | 2): SortKey[] =>
      (policy.feeBeforeAsr ? (["fee", "asr"] as const) : (["asr", "fee"] as const)).filter((key) => policy[key] === position);
    const sorted = members.sort(by([...both(1), "priority", ...both(2), "usage"]));
    const queues = new Map(
      groups.flatMap(({ name, sort: own }) =>
        own === undefined ? [] : [[name, sorted.filter(({ group }) => group === name).sort(by(own))] as const],
      ),
    );
    return sorted.map((each) => (queues.get(each.group ?? "")?.shift() ?? each).name);
  };
  const lengths = [4, 3, 2, 1, 0];
  return [false, true].flatMap((protect) => lengths.flatMap((length) => tier(protect, length)));
}

describe("a plan over random tables", () => {
  const RUNS = { numRuns: 2_000 };

  it("has the order of a plain sort by the documented rules", () => {
    fc.assert(
      fc.property(table, (given) => {
        const { snapshot, query, state } = arranged(given);
        assert.deepEqual(planAttempts(snapshot, query, state).order, referenceOrder(given));
      }),
      RUNS,
    );
  });

  it("tries of that order what is available, and at most so many", () => {
    fc.assert(
      fc.property(table, (given) => {
        const { snapshot, query, state } = arranged(given);
        const { attempts, refusal } = planRoute(snapshot, query, state);
        const available = referenceOrder(given).filter((name) => {
          const found = given.gateways.find((each) => each.name === name);
          return found !== undefined && state.live.unavailability(found) === undefined;
        });
        assert.deepEqual(
          attempts.map(({ gateway: name }) => name),
          available.slice(0, given.maxAttempts),
        );
        assert.equal(refusal === undefined, available.length > 0);
      }),
      RUNS,
    );
  });

  it("names every gateway once, tried or left out, and gives each a sentence of its own place", () => {
    fc.assert(
      fc.property(table, (given) => {
        const { snapshot, query, state } = arranged(given);
        const { attempts, leftOut } = planRoute(snapshot, query, state);
        assert.deepEqual(
          [...attempts, ...leftOut].map(({ gateway: name }) => name).sort(),
          given.gateways.map(({ name }) => name).sort(),
        );
        for (const [index, { reason }] of attempts.entries()) assert.ok(reason.startsWith(`${index + 1}. `), reason);
        for (const { reason } of leftOut) assert.match(reason, /fits, but|none of its prefixes/);
      }),
      RUNS,
    );
  });

  it("puts no protect route before a normal gateway", () => {
    fc.assert(
      fc.property(table, (given) => {
        const { snapshot, query, state } = arranged(given);
        const kinds = planRoute(snapshot, query, state).attempts.map(({ isProtect }) => isProtect);
        assert.deepEqual(
          kinds,
          [...kinds].sort((a, b) => Number(a) - Number(b)),
        );
      }),
      RUNS,
    );
  });
});
