import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { SimulatedClock } from "../adapters/sim";
import { seconds, type Result } from "../base";
import { GatewayLedger, type LedgerSettings } from "./gateway-ledger";
import { vendor } from "./routing-builder";
import type { Line, RoutingGateway, Unavailability } from "./types";

const settings = (routingGateways: readonly RoutingGateway[], options: Partial<LedgerSettings> = {}): LedgerSettings => ({
  routingGateways,
  gatewayGroups: [],
  reservedBoundary: "strict",
  asr: { seizures: 100, maxAge: seconds(1_800) },
  ...options,
});

function ledgerOf(gateways: readonly RoutingGateway[], options: Partial<LedgerSettings> = {}) {
  const clock = new SimulatedClock();
  const ledger = new GatewayLedger(clock, settings(gateways, options));
  const told: string[] = [];
  ledger.onAvailable((gateway) => told.push(gateway));
  return { clock, ledger, told };
}

function taken(result: Result<Line, Unavailability>): Line {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const why = (result: Result<Line, Unavailability>) => (result.ok ? undefined : result.failure);

function fill(ledger: GatewayLedger, gateway: RoutingGateway): Line[] {
  const lines: Line[] = [];
  for (let result = ledger.acquire(gateway); result.ok; result = ledger.acquire(gateway)) lines.push(result.value);
  return lines;
}

describe("GatewayLedger", () => {
  it("gives as many lines as the limit says, and a line that came back once more", () => {
    const a = vendor("a", ["52"], { lineLimit: 500 });
    const { ledger } = ledgerOf([a]);
    const lines = fill(ledger, a);
    assert.equal(lines.length, 500);
    assert.deepEqual(why(ledger.acquire(a)), { kind: "linesFull", active: 500, limit: 500 });
    lines[0]?.release();
    lines[0]?.release();
    assert.equal(ledger.activeLines("a"), 499);
    assert.equal(fill(ledger, a).length, 1);
    assert.equal(ledger.historicalCalls("a"), 501);
  });

  it("bars a gateway that is disabled, locked, offline or not configured", () => {
    const off = vendor("off", ["52"], { enabled: false });
    const out = vendor("out", ["52"], { lock: "barCallOut" });
    const all = vendor("all", ["52"], { lock: "barAllCalls" });
    const inward = vendor("inward", ["52"], { lock: "barCallIn" });
    const { ledger } = ledgerOf([off, out, all, inward]);
    assert.deepEqual(why(ledger.acquire(off)), { kind: "disabled" });
    assert.deepEqual(why(ledger.acquire(out)), { kind: "locked", lock: "barCallOut" });
    assert.deepEqual(why(ledger.acquire(all)), { kind: "locked", lock: "barAllCalls" });
    assert.deepEqual(why(ledger.acquire(vendor("unheard", ["52"]))), { kind: "disabled" });
    taken(ledger.acquire(inward));
    ledger.setOnline("inward", false);
    assert.deepEqual(why(ledger.acquire(inward)), { kind: "offline" });
  });

  describe("groups", () => {
    const member = (name: string, lineLimit: number | undefined, reservedLines = 0) =>
      vendor(name, ["52"], { lineLimit, group: "LATAM", reservedLines });

    for (const [reservedBoundary, ordinary] of [
      ["strict", 900],
      ["literal", 901],
    ] as const) {
      it(`${reservedBoundary}: of 1000 lines with 100 reserved, ${ordinary} are for ordinary gateways and all 1000 for one without a reserve`, () => {
        const [a, d] = [member("a", 1_000, 100), member("d", 1_000)];
        const { ledger } = ledgerOf([a, d], { reservedBoundary, gatewayGroups: [{ name: "LATAM", lineLimit: 1_000 }] });
        assert.equal(fill(ledger, a).length, ordinary);
        assert.equal(fill(ledger, d).length, 1_000 - ordinary);
        assert.deepEqual(why(ledger.acquire(d)), { kind: "groupFull", group: "LATAM", active: 1_000, limit: 1_000, reserved: 0 });
      });
    }

    it("has the sum of its members' limits, and no limit when one member has none", () => {
      const limit = (members: RoutingGateway[]) => ledgerOf(members).ledger.states()[0]?.group?.limit;
      assert.equal(limit([member("a", 500), member("b", 300), member("c", 200)]), 1_000);
      assert.equal(limit([member("a", 500), member("b", undefined)]), undefined);
    });

    it("restricts each member although members have free lines", () => {
      const [a, b, c] = [member("a", 500), member("b", 300), member("c", 200)];
      const { ledger } = ledgerOf([a, b, c], { gatewayGroups: [{ name: "LATAM", lineLimit: 800 }] });
      assert.deepEqual(
        [a, b, c].map((gateway) => fill(ledger, gateway).length),
        [500, 300, 0],
      );
    });
  });

  describe("onAvailable", () => {
    it("tells of the gateway whose line came free, only when it was full", () => {
      const a = vendor("a", ["52"], { lineLimit: 2 });
      const { ledger, told } = ledgerOf([a]);
      const [first, second] = [taken(ledger.acquire(a)), taken(ledger.acquire(a))];
      first.release();
      second.release();
      assert.deepEqual(told, ["a"]);
    });

    it("tells of other members that the group kept out", () => {
      const [a, b] = ["a", "b"].map((name) => vendor(name, ["52"], { group: "G" })) as [RoutingGateway, RoutingGateway];
      const { ledger, told } = ledgerOf([a, b], { gatewayGroups: [{ name: "G", lineLimit: 1 }] });
      taken(ledger.acquire(a)).release();
      assert.deepEqual(told, ["a", "b"]);
    });

    it("asks waiting calls in the order in which they came, until the line is taken", () => {
      const a = vendor("a", ["52"], { lineLimit: 1 });
      const { ledger } = ledgerOf([a]);
      const line = taken(ledger.acquire(a));
      const asked: number[] = [];
      for (const call of [1, 2, 3]) {
        ledger.onAvailable(() => {
          asked.push(call);
          if (call === 2) ledger.acquire(a);
        });
      }
      line.release();
      assert.deepEqual(asked, [1, 2]);
    });

    it("tells when a gateway is unlocked, enabled, given more lines or online again", () => {
      const gateways = [
        vendor("locked", ["52"], { lock: "barAllCalls" }),
        vendor("off", ["52"], { enabled: false }),
        vendor("full", ["52"], { lineLimit: 1 }),
        vendor("silent", ["52"]),
      ];
      const { ledger, told } = ledgerOf(gateways);
      taken(ledger.acquire(vendor("full", ["52"])));
      ledger.setOnline("silent", false);
      ledger.reconfigure(settings(gateways.map(({ name, prefixes }) => vendor(name, [...prefixes], { lineLimit: 2 }))));
      assert.deepEqual(told, ["locked", "off", "full"]);
      ledger.setOnline("silent", true);
      ledger.setOnline("silent", true);
      assert.deepEqual(told.slice(3), ["silent"]);
    });

    it("tells no one who has gone", () => {
      const { ledger } = ledgerOf([vendor("a", ["52"])]);
      const told: string[] = [];
      ledger.onAvailable((gateway) => told.push(gateway))();
      ledger.setOnline("a", false);
      ledger.setOnline("a", true);
      assert.deepEqual(told, []);
    });
  });

  describe("Retry-After", () => {
    it("takes a gateway out until its end, the latest of several", () => {
      const a = vendor("a", ["52"]);
      const { clock, ledger, told } = ledgerOf([a]);
      ledger.takeOut("a", seconds(5));
      ledger.takeOut("a", seconds(3));
      ledger.takeOut("a", seconds(8));
      assert.deepEqual(why(ledger.acquire(a)), { kind: "retryAfter", until: seconds(8) });
      clock.advance(seconds(7.999));
      assert.deepEqual(told, []);
      clock.advance(seconds(0.001));
      assert.deepEqual(told, ["a"]);
      taken(ledger.acquire(a));
      assert.deepEqual(clock.armed(), []);
    });

    it("leaves no timer behind", () => {
      const { clock, ledger } = ledgerOf([vendor("a", ["52"]), vendor("b", ["52"])]);
      ledger.takeOut("a", seconds(5));
      ledger.takeOut("b", seconds(5));
      ledger.reconfigure(settings([vendor("b", ["52"])]));
      assert.equal(clock.armed().length, 1);
      ledger.close();
      assert.deepEqual(clock.armed(), []);
    });
  });

  describe("ASR", () => {
    it("counts a seizure when its outcome is known: a call that rings is neither", () => {
      const a = vendor("a", ["52"]);
      const { ledger } = ledgerOf([a]);
      const [answered, refused] = [taken(ledger.acquire(a)), taken(ledger.acquire(a)), taken(ledger.acquire(a))];
      assert.deepEqual(ledger.asr("a"), { answered: 0, seizures: 0 });
      answered?.answered();
      answered?.answered();
      answered?.release();
      refused?.release();
      refused?.answered();
      assert.deepEqual(ledger.asr("a"), { answered: 1, seizures: 2 });
    });

    it("forgets by count and by age", () => {
      const a = vendor("a", ["52"]);
      const { clock, ledger } = ledgerOf([a], { asr: { seizures: 4, maxAge: seconds(60) } });
      const call = (isAnswered: boolean) => {
        const line = taken(ledger.acquire(a));
        if (isAnswered) line.answered();
        line.release();
      };
      for (const isAnswered of [true, true, false, false, false]) call(isAnswered);
      assert.deepEqual(ledger.asr("a"), { answered: 1, seizures: 4 });
      clock.advance(seconds(30));
      call(true);
      clock.advance(seconds(30));
      assert.deepEqual(ledger.asr("a"), { answered: 1, seizures: 1 });
      clock.advance(seconds(30));
      assert.deepEqual(ledger.asr("a"), { answered: 0, seizures: 0 });
    });
  });

  it("keeps the lines of calls whose gateway is taken out of the configuration and comes back", () => {
    const a = vendor("a", ["52"], { lineLimit: 2 });
    const { ledger } = ledgerOf([a]);
    const line = taken(ledger.acquire(a));
    ledger.reconfigure(settings([]));
    assert.deepEqual([ledger.activeLines("a"), why(ledger.acquire(a))], [1, { kind: "disabled" }]);
    ledger.reconfigure(settings([a]));
    assert.equal(fill(ledger, a).length, 1);
    line.release();
    assert.equal(ledger.activeLines("a"), 1);
  });

  it("exceeds no limit and loses no line, whatever calls and configurations come and go", () => {
    const names = ["a", "b", "c"];
    const gateway = fc.record({
      lineLimit: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      group: fc.option(fc.constantFrom("G", "H"), { nil: undefined }),
      reservedLines: fc.nat(3),
    });
    const table = fc.record({
      members: fc.tuple(gateway, gateway, gateway),
      groupLimit: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
      reservedBoundary: fc.constantFrom("strict" as const, "literal" as const),
    });
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ acquire: fc.nat(2) }) },
      { weight: 5, arbitrary: fc.record({ release: fc.nat(40) }) },
      { weight: 1, arbitrary: fc.record({ table }) },
    );
    fc.assert(
      fc.property(table, fc.array(step, { maxLength: 80 }), (start, steps) => {
        const configured = ({ members, groupLimit, reservedBoundary }: typeof start) =>
          settings(
            members.map((options, index) => vendor(names[index] ?? "", ["52"], options)),
            { reservedBoundary, gatewayGroups: [{ name: "G", lineLimit: groupLimit }] },
          );
        let now = configured(start);
        const ledger = new GatewayLedger(new SimulatedClock(), now);
        const held: { readonly name: string; readonly line: Line }[] = [];
        const count = (name: string) => held.filter((line) => line.name === name).length;
        for (const event of steps) {
          if ("table" in event) {
            now = configured(event.table);
            ledger.reconfigure(now);
          } else if ("release" in event) {
            held.splice(event.release % Math.max(1, held.length), 1)[0]?.line.release();
          } else {
            const chosen = now.routingGateways[event.acquire] ?? vendor("none", []);
            const result = ledger.acquire(chosen);
            const group = now.routingGateways.filter((other) => other.group !== undefined && other.group === chosen.group);
            const sum = group.reduce((total, { lineLimit = Infinity }) => total + lineLimit, 0);
            const limit = (chosen.group === "G" ? now.gatewayGroups[0]?.lineLimit : undefined) ?? sum;
            const remaining = group.length === 0 ? Infinity : limit - group.reduce((total, { name }) => total + count(name), 0);
            const spare =
              now.reservedBoundary === "strict" ? remaining - chosen.reservedLines : remaining + 1 - chosen.reservedLines;
            const isFree = count(chosen.name) < (chosen.lineLimit ?? Infinity) && remaining > 0 && spare > 0;
            assert.equal(result.ok, isFree, JSON.stringify(result));
            if (result.ok) held.push({ name: chosen.name, line: result.value });
          }
          for (const name of names) assert.equal(ledger.activeLines(name), count(name));
        }
        for (const { line } of held) line.release();
        for (const { active, group } of ledger.states()) assert.deepEqual([active, group?.active ?? 0], [0, 0]);
      }),
    );
  });
});
