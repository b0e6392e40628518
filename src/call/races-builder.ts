import assert from "node:assert/strict";
import fc from "fast-check";
import { seconds } from "../base";
import { World, sdpOf, type BuiltWorld, type FakeSession } from "./call-builder";

// Many calls at once over gateways with lines, groups, pools and a protect delay, and everything that may happen to them in any order.

const POOL = ["8801700000001", "8801700000002", "8801700000003"];
const GROUP_LIMIT = 3;

export const racingGateway = fc.record({
  priority: fc.integer({ min: 1, max: 3 }),
  protect: fc.boolean(),
  switchUntilConnect: fc.boolean(),
  stopCodes: fc.subarray([486, 404]),
  lineLimit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  group: fc.constantFrom(undefined, "G"),
  pool: fc.record({
    enabled: fc.boolean(),
    forwarding: fc.boolean(),
    numbers: fc.subarray(POOL),
    multiplexes: fc.nat(2),
    rotation: fc.constantFrom("Poll" as const, "Random" as const),
  }),
});
type Row = typeof racingGateway extends fc.Arbitrary<infer Value> ? Value : never;

export const WHAT_HAPPENS = [
  ...[
    "arrive",
    "arrive",
    "arrive forwarded",
    "trying",
    "ringing",
    "early media",
    "503",
    "503 with Retry-After",
    "486",
    "404",
    "408",
  ],
  ...["timeout", "unreachable", "answer", "answer", "caller gives up", "caller hangs up", "callee hangs up", "late answer"],
  ...["a second", "eight seconds", "half a minute", "Bar all calls", "No lock", "no media"],
] as const;
export type Happening = readonly [what: (typeof WHAT_HAPPENS)[number], which: number];

/** Calls of one customer over these gateways. */
export class Races {
  readonly world: World;
  private readonly callers: FakeSession[] = [];
  /** Vendor legs that the switch has cancelled: their carrier may answer all the same, once. */
  private readonly tooLate = new Set<FakeSession>();

  constructor(
    private readonly rows: readonly Row[],
    delay: number,
    retryEvery: number | undefined,
  ) {
    const vendors: BuiltWorld["vendors"] = rows.map(({ pool, ...row }, index) => ({
      ...row,
      name: `gw${index + 1}`,
      callerPool: pool,
      timeouts: { ringing: seconds(20) },
    }));
    const protect = { progress: "ringing" as const, ...(retryEvery === undefined ? {} : { retryEvery: seconds(retryEvery) }) };
    this.world = new World({ vendors, search: { protect }, groups: [{ name: "G", lineLimit: GROUP_LIMIT }] });
    this.world.protectDelay = seconds(delay);
  }

  happens([what, which]: Happening): void {
    const { world } = this;
    const pick = (sessions: readonly FakeSession[]): FakeSession | undefined => sessions[which % sessions.length];
    const open = pick(world.legs.filter(({ state }) => state === "initial" || state === "early"));
    const refuse = (status: number, headers?: Readonly<Record<string, string>>): void => open?.refuses(status, headers);
    switch (what) {
      case "arrive":
      case "arrive forwarded": {
        const diverted = { Diversion: "<sip:442079460009@192.0.2.10>;reason=unconditional" };
        if (world.b2bua.liveCalls >= 12) return;
        this.callers.push(world.callArrives(what === "arrive" ? {} : { headers: diverted }));
        return;
      }
      case "trying":
        return open?.trying();
      case "ringing":
        return open?.ringsBack(180);
      case "early media":
        return open?.ringsBack(183, sdpOf(open.remote.address, 6000));
      case "503":
        return refuse(503);
      case "503 with Retry-After":
        return refuse(503, { "Retry-After": "5" });
      case "486":
        return refuse(486);
      case "404":
        return refuse(404);
      case "408":
        return refuse(408);
      case "timeout":
        return open?.fails("timeout");
      case "unreachable":
        return open?.fails("transport");
      case "answer":
        return open?.answers(sdpOf(open.remote.address, 6000));
      case "late answer":
        return this.answersTooLate(pick(world.legs.filter((leg) => leg.did.at(-1)?.startsWith("cancel") === true)));
      case "caller gives up":
        return pick(this.callers.filter(({ state }) => state === "initial" || state === "early"))?.cancels();
      case "caller hangs up":
        return pick(this.callers.filter(({ state }) => state === "confirmed"))?.hangsUp();
      case "callee hangs up":
        return pick(world.legs.filter(({ state }) => state === "confirmed"))?.hangsUp();
      case "a second":
        return world.clock.passes(seconds(1));
      case "eight seconds":
        return world.clock.passes(seconds(8));
      case "half a minute":
        return world.clock.passes(seconds(31));
      case "Bar all calls":
        return world.lock(`gw${(which % this.rows.length) + 1}`, "barAllCalls");
      case "No lock":
        return world.lock(`gw${(which % this.rows.length) + 1}`, "noLock");
      case "no media":
        world.media.failure = which < 50 ? { kind: "noPorts" } : undefined;
    }
  }

  private answersTooLate(leg: FakeSession | undefined): void {
    if (leg === undefined || this.tooLate.has(leg)) return;
    this.tooLate.add(leg);
    leg.answers(sdpOf(leg.remote.address, 6000));
    assert.equal(leg.did.at(-1), "end", "a late 200 is acknowledged and released");
  }

  /** What must be so at every moment. */
  check(): void {
    const { lines, pools, legs } = this.world;
    const up = legs.filter(({ state }) => state !== "terminated");
    let inGroup = 0;
    for (const [index, { lineLimit, group, pool }] of this.rows.entries()) {
      const name = `gw${index + 1}`;
      const own = up.filter(({ remote }) => remote.address === `198.51.100.${index + 1}`);
      const held = lines.activeLines(name);
      assert.equal(held, own.length, `lines of ${name}`);
      assert.ok(held <= (lineLimit ?? Infinity), `${name} has ${held} calls, its limit is ${lineLimit}`);
      if (group !== undefined) inGroup += held;
      const use = Object.entries(pools.use(name));
      const shown = use.reduce((sum, [, calls]) => sum + calls, 0);
      const fromPool = own.filter(({ outgoing }) => POOL.some((number) => outgoing?.from.includes(number) === true)).length;
      assert.equal(shown, fromPool, `slots of ${name}`);
      for (const [number, calls] of use) assert.ok(calls <= (pool.multiplexes || Infinity), `${number} has ${calls} calls`);
    }
    assert.ok(inGroup <= GROUP_LIMIT, `the group has ${inGroup} calls`);
  }

  /** Ends everything that is still going on, from the callers' side. */
  drain(): void {
    for (const caller of this.callers) {
      if (caller.state === "confirmed") caller.hangsUp();
      else if (caller.state !== "terminated") caller.cancels();
    }
    this.check();
  }

  get calls(): number {
    return this.callers.length;
  }
}
