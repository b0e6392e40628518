import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { WallTime } from "../base";
import { planAttempts, planRoute } from "./plan";
import { routingSnapshot } from "./snapshot";
import type { MappingGateway, RoutingGateway } from "./types";

const vendor = (name: string, prefixes: string[], options: Partial<RoutingGateway> = {}): RoutingGateway => ({
  name,
  prefixes,
  priority: 1,
  enabled: true,
  lock: "noLock",
  reservedLines: 0,
  protect: false,
  prefixMode: "extension",
  ...options,
});
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

  it("orders one prefix by priority as a number, then by name", () => {
    const gateways = [
      vendor("c", ["44"], { priority: 10 }),
      vendor("b", ["44"], { priority: 2 }),
      vendor("a", ["44"], { priority: 10 }),
    ];
    assert.deepEqual(names(planRoute(snapshot(gateways), query("442079460123")).attempts), ["b", "a", "c"]);
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
        gateway: "far",
        cause: { kind: "noPrefix" },
        reason: "none of its prefixes (33) starts 442079460123",
        mayReturn: false,
        isProtect: false,
      },
      {
        gateway: "off",
        cause: { kind: "disabled", prefix: "44" },
        reason: "prefix 44 fits, but it is disabled",
        mayReturn: true,
        isProtect: false,
      },
    ]);
  });

  const refusals = [
    ["noRoute", snapshot([vendor("far", ["33"])]), "acme"],
    ["allUnavailable", snapshot([vendor("off", ["44"], { enabled: false })]), "acme"],
    ["prefixNotAllowed", snapshot([vendor("on", ["44"])], { allowedPrefixes: ["33"] }), "acme"],
    ["mappingGatewayDisabled", snapshot([vendor("on", ["44"])], { enabled: false }), "acme"],
    ["unknownMappingGateway", snapshot([vendor("on", ["44"])]), "nobody"],
  ] as const;
  for (const [kind, gateways, from] of refusals) {
    it(`refuses with ${kind}`, () => {
      const plan = planRoute(gateways, query("442079460123", from));
      assert.deepEqual([plan.refusal?.kind, plan.attempts], [kind, []]);
    });
  }

  it("agrees with a search through all gateways, for any prefixes and numbers", () => {
    const digits = fc.stringMatching(/^[0-3]{0,4}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(digits, { minLength: 1, maxLength: 4 }), fc.nat(3))), digits, (rows, callee) => {
        const gateways = rows.map(([prefixes, priority], index) => vendor(`g${index}`, prefixes, { priority }));
        const longest = (gateway: RoutingGateway) =>
          Math.max(-1, ...gateway.prefixes.filter((prefix) => callee.startsWith(prefix)).map((prefix) => prefix.length));
        const expected = gateways
          .filter((gateway) => longest(gateway) >= 0)
          .sort((a, b) => longest(b) - longest(a) || a.priority - b.priority || (a.name < b.name ? -1 : 1));
        const found = planAttempts(snapshot(gateways), query(callee)).attempts;
        assert.deepEqual(
          names(found),
          expected.map(({ name }) => name),
        );
      }),
    );
  });
});
