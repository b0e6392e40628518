import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { seconds } from "../base";
import { World, sdpOf, type BuiltWorld } from "./call-builder";

const VENDORS = [{ name: "first" }, { name: "second" }, { name: "backup", protect: true }];
/** Addresses of the vendors in the order of their INVITEs. */
const dialled = (world: World) => world.legs.map((leg) => VENDORS[Number(leg.remote.address.split(".").at(-1)) - 1]?.name);

function exhausted(search: BuiltWorld["search"] = {}, refusals: readonly number[] = [503, 503]) {
  const world = new World({ vendors: VENDORS.map((vendor) => ({ ...vendor, stopCodes: [] })), search });
  world.protectDelay = seconds(30);
  const a = world.callArrives();
  for (const [index, status] of refusals.entries()) world.vendor(index).refuses(status);
  return { world, a };
}
const comesBack = (world: World, name: string) => {
  world.lines.setOnline(name, false);
  world.lines.setOnline(name, true);
};

describe("the protect delay", () => {
  it("tries nobody while nothing changes, then the protect route to the microsecond (PRT-052, PRT-062)", () => {
    const { world } = exhausted();
    world.clock.passes(seconds(29.999999));
    assert.deepEqual(dialled(world), ["first", "second"]);
    world.clock.passes(seconds(0.000001));
    assert.deepEqual(dialled(world), ["first", "second", "backup"]);
  });

  it("tries a gateway that became available, once for each change (PRT-051)", () => {
    const { world } = exhausted();
    world.clock.passes(seconds(8));
    comesBack(world, "second");
    assert.deepEqual(dialled(world), ["first", "second", "second"]);
    world.vendor(2).refuses(503);
    world.clock.passes(seconds(1));
    assert.equal(world.legs.length, 3);
  });

  it("is not begun anew by a retry that fails (PRT-057)", () => {
    const { world } = exhausted();
    world.clock.passes(seconds(20));
    comesBack(world, "first");
    world.vendor(2).refuses(503);
    world.clock.passes(seconds(10));
    assert.deepEqual(dialled(world), ["first", "second", "first", "backup"]);
  });

  it("does not ask a gateway again that refused the number itself (PRT-054)", () => {
    const { world } = exhausted({}, [404, 503]);
    comesBack(world, "first");
    assert.deepEqual(dialled(world), ["first", "second"]);
    comesBack(world, "second");
    assert.deepEqual(dialled(world), ["first", "second", "second"]);
  });

  it("is over when a retry is answered (PRT-055)", () => {
    const { world } = exhausted();
    comesBack(world, "first");
    world.vendor(2).answers(sdpOf("198.51.100.1", 6000));
    world.clock.passes(seconds(60));
    assert.deepEqual(dialled(world), ["first", "second", "first"]);
  });

  it("leaves a retry that rings at its end, and cancels one that does not (PRT-056)", () => {
    const ringing = exhausted().world;
    comesBack(ringing, "first");
    ringing.vendor(2).ringsBack(180);
    ringing.clock.passes(seconds(40));
    assert.equal(ringing.legs.length, 3);
    ringing.vendor(2).refuses(503);
    assert.deepEqual(dialled(ringing), ["first", "second", "first", "backup"]);
    const silent = exhausted().world;
    comesBack(silent, "first");
    silent.clock.passes(seconds(30));
    assert.match(silent.vendor(2).did.join(), /cancel/);
    assert.deepEqual(dialled(silent), ["first", "second", "first", "backup"]);
  });

  it("tries a gateway at once whose Retry-After was over before the last one failed (PRT-053)", () => {
    const world = new World({ vendors: VENDORS.map((vendor) => ({ ...vendor, stopCodes: [] })) });
    world.protectDelay = seconds(30);
    world.callArrives();
    world.vendor(0).refuses(503, { "Retry-After": "5" });
    world.clock.passes(seconds(10));
    world.vendor(1).refuses(503);
    assert.deepEqual(dialled(world), ["first", "second", "first"]);
  });

  it("does not come back to normal gateways once the protect routes are tried (PRT-065)", () => {
    const { world } = exhausted();
    world.clock.passes(seconds(30));
    comesBack(world, "first");
    world.vendor(2).refuses(503);
    assert.equal(world.legs.length, 3);
    assert.equal(world.records.length, 1);
  });

  it("tries again every few seconds when it is told to (PRT-066)", () => {
    const { world } = exhausted({ protect: { progress: "silence", retryEvery: seconds(5) } });
    world.clock.passes(seconds(5));
    assert.deepEqual(dialled(world), ["first", "second", "first"]);
    world.vendor(2).refuses(503);
    assert.deepEqual(dialled(world), ["first", "second", "first", "second"]);
  });

  it("tells the caller that it rings, or nothing (PRT-059)", () => {
    assert.match(exhausted().a.did.join(), /progress 180/);
    assert.equal(exhausted({ protect: { progress: "silence" } }).a.did.join(), "");
  });

  it("ends with the caller, and holds nothing (PRT-060)", () => {
    const { world, a } = exhausted();
    world.clock.passes(seconds(20));
    a.cancels();
    world.clock.passes(seconds(60));
    assert.equal(world.legs.length, 2);
    assert.equal(world.b2bua.liveCalls, 0);
    for (const { name } of VENDORS) assert.equal(world.lines.activeLines(name), 0);
  });
});

describe("the attempt loop for any gateways and outcomes", () => {
  const outcome = fc.constantFrom<number | "timeout" | "transport">(
    302,
    403,
    404,
    486,
    500,
    503,
    603,
    "timeout",
    "transport",
    200,
  );
  const gateway = fc.record({ protect: fc.boolean(), switchUntilConnect: fc.boolean(), isFull: fc.boolean(), outcome });

  it("tries each gateway once, holds no line afterwards and tells the caller one end", () => {
    fc.assert(
      fc.property(fc.array(gateway, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (rows, maxAttempts) => {
        const vendors = rows.map(({ isFull, protect, switchUntilConnect }, index) => ({
          ...{ name: `g${index}`, protect, switchUntilConnect },
          lock: isFull ? ("barAllCalls" as const) : ("noLock" as const),
        }));
        const world = new World({ vendors, search: { maxAttempts } });
        const a = world.callArrives();
        for (let tried = 0; tried < world.legs.length; tried += 1) {
          const leg = world.vendor(tried);
          const row = rows[Number(leg.remote.address.split(".").at(-1)) - 1];
          assert.ok(row !== undefined && !row.isFull);
          if (row.outcome === 200) leg.answers(sdpOf("198.51.100.1", 6000));
          else if (typeof row.outcome === "number") leg.refuses(row.outcome);
          else leg.fails(row.outcome);
        }
        const tried = world.legs.map((leg) => leg.remote.address);
        assert.ok(tried.length <= maxAttempts && new Set(tried).size === tried.length);
        if (world.records.length === 0) a.hangsUp();
        assert.equal(world.records.length, 1);
        assert.equal(a.did.filter((what) => /^(reject \d|answer with SDP)/.test(what)).length, 1);
        for (const { name } of vendors) assert.equal(world.lines.activeLines(name), 0);
        assert.deepEqual(
          world.clock.armed().map(({ name }) => name),
          [],
        );
      }),
    );
  });
});
