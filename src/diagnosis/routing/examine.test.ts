import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../../base";
import type { RoutingEvidence, VendorSetting } from "./evidence";
import { examineRouting, lintChains } from "./examine";

const pool = { enabled: false, forwarding: false, numbers: [], multiplexes: 0, rotation: "Random" } as const;

function vendor(name: string, priority: number, changes: Partial<VendorSetting> = {}): VendorSetting {
  return {
    name,
    address: `192.0.2.${priority}`,
    port: 5060,
    prefixes: ["52"],
    priority,
    enabled: true,
    lock: "noLock",
    reservedLines: 0,
    protect: false,
    prefixMode: "extension",
    switchUntilConnect: true,
    stopCodes: [486, 487, 403, 404, 484],
    optionsCheck: true,
    timerB: seconds(2),
    callerTransforms: [],
    callerPool: pool,
    ...changes,
  };
}

/** The guide's four-level design (FOV-105), with one gateway changed. */
function golden(name = "", changes: Partial<VendorSetting> = {}): RoutingEvidence {
  const vendors = [vendor("A", 1), vendor("B", 2), vendor("C", 3), vendor("D", 4, { protect: true })];
  return {
    setting: {
      name: "switch",
      routingGateways: vendors.map((each) => (each.name === name ? { ...each, ...changes } : each)),
      mappingGateways: [{ name: "Acme", enabled: true }],
      maxCalls: 20_000,
      routing: { maxAttempts: 20 },
      sip: { timers: {} },
    },
    protectDelay: { seconds: 0, isSet: true },
    facts: {},
  };
}

const found = (evidence: RoutingEvidence): readonly string[] =>
  examineRouting(evidence).map(({ rule, subject }) => `${rule} ${subject}`);

describe("the routing checks", () => {
  it("find nothing in the guide's four-level design", () => {
    assert.deepEqual(found(golden()), []);
    assert.deepEqual(lintChains(golden()), []);
  });

  const rows: readonly (readonly [string, string, Partial<VendorSetting>, string])[] = [
    ["the gateway that does not switch on", "B", { switchUntilConnect: false }, "ROUTE_NO_SWITCHING B"],
    ["the level behind it", "B", { switchUntilConnect: false }, "ROUTE_UNREACHABLE C"],
    ["a backup at the primary's address", "B", { address: "192.0.2.1" }, "ROUTE_SAME_ADDRESS B"],
    ["a stop list with 503", "A", { stopCodes: [486, 487, 403, 404, 484, 503] }, "ROUTE_STOPS_ON_FAILURE A"],
    ["an empty stop list", "A", { stopCodes: [] }, "ROUTE_STOP_CODES_EMPTY A"],
    ["a gateway without OPTIONS", "C", { optionsCheck: false }, "ROUTE_NO_OPTIONS_CHECK C"],
    ["a protect route with the best number", "D", { priority: 0 }, "ROUTE_PROTECT_PRIORITY D"],
    ["a worst case from 9 s on", "A", { timerB: seconds(3) }, "ROUTE_LONG_SEARCH prefix 52"],
    ["a backup with a longer prefix", "B", { prefixes: ["521"] }, "ROUTE_LONGER_PREFIX B"],
    ["a protect route on a prefix of its own", "D", { prefixes: ["44"] }, "ROUTE_NOTHING_TO_PROTECT D"],
    ["a disabled backup", "B", { enabled: false }, "ROUTE_NEVER_USED B"],
    ["an enabled pool without numbers", "A", { callerPool: { ...pool, enabled: true } }, "POOL_EMPTY A"],
    [
      "a pool of mixed formats",
      "A",
      { callerPool: { ...pool, enabled: true, numbers: ["+8801700000001", "8801700000002", "01700000003"] } },
      "POOL_MIXED_FORMATS A",
    ],
  ];
  for (const [title, name, changes, finding] of rows) {
    it(`find ${title}`, () => assert.ok(found(golden(name, changes)).includes(finding), found(golden(name, changes)).join("; ")));
  }
});
