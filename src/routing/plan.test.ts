import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { WallTime } from "../base";
import { DEFAULT_SORTING } from "./order";
import { IDLE, planAttempts, planRoute, type PlanningState } from "./plan";
import { vendor } from "./routing-builder";
import { routingSnapshot, type RoutingSnapshot } from "./snapshot";
import type { LiveState, MappingGateway, RoutingGateway } from "./types";

const snapshot = (routingGateways: RoutingGateway[], customer: Partial<MappingGateway> = {}) =>
  routingSnapshot({ routingGateways, mappingGateways: [{ name: "acme", enabled: true, lock: "noLock", ...customer }] });
const query = (callee: string, from = "acme") => ({ caller: "442079460999", callee, from, at: 0 as WallTime });
const names = (gateways: readonly { readonly gateway: string }[]) => gateways.map(({ gateway }) => gateway);

describe("planRoute", () => {
  it("puts the longest prefix first, whatever the priority", () => {
    const plan = planRoute(snapshot([vendor("wide", ["44"]), vendor("near", ["4420"], { priority: 9 })]), query("442079460123"));
    assert.deepEqual(names(plan.attempts), ["near", "wide"]);
    assert.equal(plan.attempts[0]?.reason, "1. prefix 4420 (4 digits), priority 9");
  });

  it("orders one prefix by priority as a number, then by its place in the configuration", () => {
    const gateways = [
      vendor("c", ["44"], { priority: 10 }),
      vendor("b", ["44"], { priority: 2 }),
      vendor("a", ["44"], { priority: 10 }),
    ];
    assert.deepEqual(names(planRoute(snapshot(gateways), query("442079460123")).attempts), ["b", "c", "a"]);
  });

  it("tries a gateway once, by its longest prefix", () => {
    const plan = planRoute(snapshot([vendor("both", ["44", "4420", ""])]), query("442079460123"));
    assert.deepEqual(
      plan.attempts.map(({ prefix }) => prefix),
      ["4420"],
    );
  });

  it("takes the empty prefix as every number", () => {
    assert.deepEqual(names(planRoute(snapshot([vendor("any", [""])]), query("1")).attempts), ["any"]);
  });

  it("leaves out a disabled gateway and one without a fitting prefix, and says why", () => {
    const plan = planRoute(
      snapshot([vendor("off", ["44"], { enabled: false }), vendor("far", ["33"]), vendor("on", ["4"])]),
      query("442079460123"),
    );
    assert.deepEqual(names(plan.attempts), ["on"]);
    assert.deepEqual(plan.leftOut, [
      {
        gateway: "off",
        cause: { kind: "disabled", prefix: "44" },
        reason: "prefix 44 fits, but it is disabled",
        mayReturn: true,
        isProtect: false,
      },
      {
        gateway: "far",
        cause: { kind: "noPrefix" },
        reason: "none of its prefixes (33) starts 442079460123",
        mayReturn: false,
        isProtect: false,
      },
    ]);
  });

  const refusals = [
    ["noRoute", snapshot([vendor("far", ["33"])]), "acme"],
    ["allUnavailable", snapshot([vendor("off", ["44"], { enabled: false })]), "acme"],
    ["prefixNotAllowed", snapshot([vendor("on", ["44"])], { allowedPrefixes: ["33"] }), "acme"],
    ["callerNotAllowed", snapshot([vendor("on", ["44"])], { allowedCallerPrefixes: ["99"] }), "acme"],
    [
      "callerBarred",
      snapshot([vendor("on", ["44"])], { allowedCallerPrefixes: ["4420"], barredCallerPrefixes: ["99", "4420"] }),
      "acme",
    ],
    ["mappingGatewayDisabled", snapshot([vendor("on", ["44"])], { enabled: false }), "acme"],
    ["unknownMappingGateway", snapshot([vendor("on", ["44"])]), "nobody"],
  ] as const;
  for (const [kind, gateways, from] of refusals) {
    it(`refuses with ${kind}`, () => {
      const plan = planRoute(gateways, query("442079460123", from));
      assert.deepEqual([plan.refusal?.kind, plan.attempts], [kind, []]);
    });
  }

  describe("order within a prefix", () => {
    const two = (a: Partial<RoutingGateway>, b: Partial<RoutingGateway>) =>
      snapshot([vendor("a", ["52"], a), vendor("b", ["52"], b)]);
    const live = (facts: Partial<LiveState>): PlanningState => ({ live: { ...IDLE, ...facts }, policy: DEFAULT_SORTING });
    const order = (table: RoutingSnapshot, state?: PlanningState) => planAttempts(table, query("5215512345678"), state).order;

    it("takes the smaller share of busy lines, not the smaller count (FOV-024)", () => {
      const busy = live({ activeLines: (name) => (name === "a" ? 100 : 50) });
      assert.deepEqual(order(two({ lineLimit: 1_000 }, { lineLimit: 100 }), busy), ["a", "b"]);
    });

    it("takes the one with fewer calls so far when the lines are used alike", () => {
      assert.deepEqual(order(two({}, {}), live({ historicalCalls: (name) => (name === "a" ? 5 : 4) })), ["b", "a"]);
    });

    const asr = live({ asr: (name) => ({ answered: name === "a" ? 20 : 50, seizures: 100 }) });
    for (const [place, expected] of [
      [0, ["a", "b"]],
      [1, ["b", "a"]],
      [2, ["a", "b"]],
    ] as const) {
      it(`puts ASR where position ${place} says (FOV-073)`, () => {
        const policy = { ...DEFAULT_SORTING, asr: place };
        assert.deepEqual(order(two({ priority: 1 }, { priority: 2 }), { ...asr, policy }), expected);
      });
    }

    it("gives a gateway with too few calls the mean ASR of its prefix (FOV-075)", () => {
      const few = live({ asr: (name) => (name === "a" ? { answered: 0, seizures: 19 } : { answered: 10, seizures: 100 }) });
      assert.deepEqual(order(two({ priority: 1 }, { priority: 2 }), { ...few, policy: { ...DEFAULT_SORTING, asr: 1 } }), [
        "a",
        "b",
      ]);
    });

    it("compares rates as decimals and puts a gateway without one last (FOV-077)", () => {
      const policy = { ...DEFAULT_SORTING, fee: 1 as const };
      const table = snapshot([
        vendor("none", ["52"]),
        vendor("dear", ["52"], { rate: "0.1" }),
        vendor("cheap", ["52"], { rate: "0.09", priority: 9 }),
      ]);
      assert.deepEqual(order(table, { ...live({}), policy }), ["cheap", "dear", "none"]);
    });

    it("puts ASR before fee rate unless told otherwise (FOV-079)", () => {
      const table = two({ rate: "0.01" }, { rate: "0.09" });
      const both = { asr: 1, fee: 1 } as const;
      assert.deepEqual(order(table, { ...asr, policy: { ...both, feeBeforeAsr: false } }), ["b", "a"]);
      assert.deepEqual(order(table, { ...asr, policy: { ...both, feeBeforeAsr: true } }), ["a", "b"]);
    });

    it("puts members of a group in the order of the group, in the places that they hold", () => {
      const gateways = [
        vendor("g1", ["52"], { group: "G", priority: 1, rate: "0.3" }),
        vendor("x", ["52"], { priority: 2 }),
        vendor("g2", ["52"], { group: "G", priority: 3, rate: "0.1" }),
      ];
      const table = routingSnapshot({
        routingGateways: gateways,
        mappingGateways: [{ name: "acme", enabled: true, lock: "noLock" }],
        gatewayGroups: [{ name: "G", sort: ["fee"] }],
      });
      assert.deepEqual(order(table), ["g2", "x", "g1"]);
      assert.deepEqual(
        planRoute(table, query("5215512345678")).attempts.map(({ reason }) => reason),
        [
          "1. prefix 52 (2 digits), priority 3",
          '2. prefix 52 (2 digits), priority 2: behind "g2", which stands in a place of group "G"',
          '3. prefix 52 (2 digits), priority 1: behind "x", in a place of group "G", which has an order of its own',
        ],
      );
    });
  });

  it("puts protect routes last, whatever their priority and prefix", () => {
    const gateways = [vendor("p", ["4420"], { protect: true, priority: 0 }), vendor("n", ["44"], { priority: 9 })];
    const { attempts } = planRoute(snapshot(gateways), query("442079460123"));
    assert.deepEqual(
      attempts.map(({ gateway, isProtect }) => [gateway, isProtect]),
      [
        ["n", false],
        ["p", true],
      ],
    );
    assert.match(attempts[1]?.reason ?? "", /tried when every normal gateway has failed/);
  });

  it("tries no shorter prefix after a gateway in Prefix Mode, even one beside it in Extension Mode (FOV-130, FOV-134)", () => {
    const plan = planRoute(
      snapshot([vendor("g1", ["4420"], { prefixMode: "prefix" }), vendor("g2", ["4420"]), vendor("wide", ["44"])]),
      query("442079460123"),
    );
    assert.deepEqual(names(plan.attempts), ["g1", "g2"]);
    assert.deepEqual(plan.leftOut[0]?.cause, { kind: "prefixModeEndsSearch", prefix: "44", by: "g1" });
  });

  it("lets a protect route in Prefix Mode end the search for protect routes alone (PRT-030)", () => {
    const gateways = [
      vendor("p", ["4420"], { protect: true, prefixMode: "prefix" }),
      vendor("n", ["44"]),
      vendor("wide protect", ["44"], { protect: true }),
    ];
    const { attempts, leftOut } = planRoute(snapshot(gateways), query("442079460123"));
    assert.deepEqual(names(attempts), ["n", "p"]);
    assert.deepEqual(
      leftOut.map(({ gateway, cause }) => [gateway, cause]),
      [["wide protect", { kind: "prefixModeEndsSearch", prefix: "44", by: "p" }]],
    );
  });

  it("lets a normal gateway in Prefix Mode end the search for protect routes too (PRT-038)", () => {
    const gateways = [vendor("n", ["4420"], { prefixMode: "prefix" }), vendor("p", ["44"], { protect: true })];
    assert.deepEqual(names(planRoute(snapshot(gateways), query("442079460123")).attempts), ["n"]);
  });

  it("leaves a gateway out from the moment on at which it expires (FOV-133)", () => {
    const table = snapshot([
      vendor("old", ["44"], { prefixMode: "expiration", expiresAt: 100 as WallTime }),
      vendor("new", ["44"]),
    ]);
    const at = (moment: number) => names(planRoute(table, { ...query("442079460123"), at: moment as WallTime }).attempts);
    assert.deepEqual([at(99), at(100)], [["old", "new"], ["new"]]);
  });

  it("leaves out what the customer may not use, and what a call cannot come to any more", () => {
    const gateways = [
      vendor("mine", ["44"], { allowedMappingGateways: ["other"] }),
      vendor("home", ["44"], { allowedCallerPrefixes: ["33"] }),
      vendor("a", ["44"], { allowedCallerPrefixes: ["33", "44"] }),
      vendor("b", ["44"]),
    ];
    const table = { ...snapshot(gateways), maxAttempts: 1 };
    const { attempts, leftOut } = planRoute(table, query("442079460123"));
    assert.deepEqual(names(attempts), ["a"]);
    assert.deepEqual(
      leftOut.map(({ gateway, cause }) => [gateway, cause.kind]),
      [
        ["mine", "customerNotAllowed"],
        ["home", "callerNotAllowed"],
        ["b", "overMaxAttempts"],
      ],
    );
  });

  it("compares a gateway with the attempt before it, never with one that is left out", () => {
    const gateways = [
      vendor("near", ["4420"], { lock: "barCallOut" }),
      vendor("first", ["44"], { priority: 1 }),
      vendor("resting", ["44"], { priority: 2, lock: "barAllCalls" }),
      vendor("second", ["44"], { priority: 3 }),
    ];
    assert.deepEqual(
      planRoute(snapshot(gateways), query("442079460123")).attempts.map(({ reason }) => reason),
      ["1. prefix 44 (2 digits), priority 1", '2. prefix 44 (2 digits), priority 3: behind "first", priority 3 after 1'],
    );
  });

  it("says of a protect route when it is tried, even when nothing stands before it", () => {
    const gateways = [vendor("normal", ["44"], { lock: "barCallOut" }), vendor("backup", ["44"], { protect: true })];
    const [only] = planRoute(snapshot(gateways), query("442079460123")).attempts;
    assert.match(only?.reason ?? "", /^1\. protect route, .*: tried when every normal gateway has failed$/);
  });

  it("names every gateway once: in the plan or left out", () => {
    const row = fc.record({
      prefixes: fc.array(fc.stringMatching(/^[0-2]{0,3}$/), { minLength: 1, maxLength: 3 }),
      priority: fc.nat(2),
      enabled: fc.boolean(),
      protect: fc.boolean(),
      prefixMode: fc.constantFrom("prefix" as const, "extension" as const, "expiration" as const),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.stringMatching(/^[0-2]{1,4}$/), (rows, callee) => {
        const table = snapshot(rows.map(({ prefixes, ...rest }, index) => vendor(`g${index}`, prefixes, rest)));
        const plan = planRoute(table, query(callee));
        const all = [...names(plan.attempts), ...names(plan.leftOut)].sort();
        if (plan.refusal === undefined) assert.deepEqual(all, rows.map((_, index) => `g${index}`).sort());
        const lastNormal = plan.attempts.findLastIndex(({ isProtect }) => !isProtect);
        assert.ok(plan.attempts.every(({ isProtect }, place) => !isProtect || place > lastNormal));
        assert.deepEqual(
          plan.order.filter((name) => names(plan.attempts).includes(name)),
          names(plan.attempts),
        );
      }),
    );
  });

  it("agrees with a search through all gateways, for any prefixes and numbers", () => {
    const digits = fc.stringMatching(/^[0-3]{0,4}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(digits, { minLength: 1, maxLength: 4 }), fc.nat(3))), digits, (rows, callee) => {
        const gateways = rows.map(([prefixes, priority], index) => vendor(`g${index}`, prefixes, { priority }));
        const longest = (gateway: RoutingGateway) =>
          Math.max(-1, ...gateway.prefixes.filter((prefix) => callee.startsWith(prefix)).map((prefix) => prefix.length));
        const expected = gateways
          .filter((gateway) => longest(gateway) >= 0)
          .sort((a, b) => longest(b) - longest(a) || a.priority - b.priority || gateways.indexOf(a) - gateways.indexOf(b));
        const found = planAttempts(snapshot(gateways), query(callee)).order;
        assert.deepEqual(
          found,
          expected.map(({ name }) => name),
        );
      }),
    );
  });
});
