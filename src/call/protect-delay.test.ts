import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds } from "../base";
import { World, sdpOf, type BuiltWorld } from "./call-builder";

const NORMAL = { name: "normal" };
const PROTECT = { name: "protect", protect: true };

interface Built extends BuiltWorld {
  readonly delay?: number;
}

/** A world whose protect delay is 30 seconds, unless said otherwise. */
function waitingWorld({ delay = 30, ...built }: Built = {}): World {
  const world = new World({ vendors: [NORMAL, PROTECT], ...built });
  world.protectDelay = seconds(delay);
  return world;
}

/** Which vendor each INVITE went to so far, by its place from 1 on. */
function invited(world: World): readonly string[] {
  return world.legs.map((leg) => leg.remote.address.split(".")[3] ?? "");
}

const secondsOf = (moment: number): number => moment / 1_000_000;

/** An answered call that holds a line of the first vendor until it is told to end. */
function fills(world: World): { readonly ends: () => void } {
  const line = world.lines.acquire({ name: "normal" });
  assert.ok(line.ok);
  line.value.answered();
  return { ends: () => line.value.release() };
}

describe("the protect delay, state by state", () => {
  it("starts when the last normal gateway has failed, and ends exactly in time (PRT-050, PRT-070)", () => {
    const world = waitingWorld({ vendors: [{ name: "gw1" }, { name: "gw2" }, { name: "gw3" }, PROTECT] });
    const a = world.callArrives();
    world.clock.passes(seconds(2));
    world.vendor(0).refuses(503);
    world.clock.passes(seconds(10));
    world.vendor(1).fails("timeout");
    world.vendor(2).refuses(503);
    assert.equal(secondsOf(world.clock.now()), 12);
    world.clock.passes(milliseconds(29_999));
    assert.deepEqual(invited(world), ["1", "2", "3"]);
    world.clock.passes(milliseconds(1));
    assert.deepEqual(invited(world), ["1", "2", "3", "4"]);
    world.clock.passes(seconds(1));
    world.vendor(3).answers(sdpOf("198.51.100.4", 6000));
    world.clock.passes(seconds(5));
    a.hangsUp();
    const record = world.record();
    assert.deepEqual([record.calleeGateway, record.holdTimeMs, record.callerPddMs], ["protect", 5_000, 43_000]);
  });

  it("is none when it is 0: the protect route is tried at once (PRT-058)", () => {
    const world = waitingWorld({ delay: 0 });
    world.callArrives();
    world.vendor(0).refuses(503);
    assert.deepEqual(invited(world), ["1", "2"]);
  });

  it("is none when no protect route serves the number (PRT-040)", () => {
    const world = waitingWorld({ vendors: [NORMAL] });
    const a = world.callArrives();
    world.vendor(0).refuses(503);
    assert.match(a.did.at(-1) ?? "", /^reject 503/);
    world.record();
  });

  for (const [what, vendor] of [
    ["a stop code", { ...NORMAL, stopCodes: [503] }],
    ["a gateway that may not be left", { ...NORMAL, switchUntilConnect: false }],
  ] as const) {
    it(`is none after ${what}: the call ends (FOV-103)`, () => {
      const world = waitingWorld({ vendors: [vendor, PROTECT] });
      const a = world.callArrives();
      world.vendor(0).refuses(503);
      assert.match(a.did.at(-1) ?? "", /^reject 503/);
      world.record();
    });
  }

  it("begins at once when every normal gateway is locked (PRT-111)", () => {
    const world = waitingWorld({ delay: 10, vendors: [{ ...NORMAL, lock: "barAllCalls" }, PROTECT] });
    world.callArrives();
    world.clock.passes(milliseconds(9_999));
    assert.deepEqual(invited(world), []);
    world.clock.passes(milliseconds(1));
    assert.deepEqual(invited(world), ["2"]);
  });

  it("keeps its length when the parameter changes while it runs (PRT-063)", () => {
    const world = waitingWorld();
    world.callArrives();
    world.vendor(0).refuses(503);
    world.clock.passes(seconds(3));
    world.protectDelay = seconds(5);
    world.clock.passes(milliseconds(26_999));
    assert.deepEqual(invited(world), ["1"]);
    world.clock.passes(milliseconds(1));
    assert.deepEqual(invited(world), ["1", "2"]);
  });

  it("tries no gateway whose state has not changed (PRT-052)", () => {
    const world = waitingWorld();
    world.callArrives();
    world.vendor(0).refuses(503);
    world.clock.passes(milliseconds(29_999));
    assert.deepEqual(invited(world), ["1"]);
  });

  it("does not take the line that its own failed attempt gave back for a recovery", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lineLimit: 1 }, PROTECT] });
    world.callArrives();
    world.vendor(0).refuses(503);
    world.clock.passes(milliseconds(29_999));
    assert.deepEqual(invited(world), ["1"]);
    world.clock.passes(milliseconds(1));
    assert.deepEqual(invited(world), ["1", "2"]);
  });

  it("does not let two waiting calls wake each other by the lines that their failures give back", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lineLimit: 1 }, PROTECT] });
    const other = fills(world);
    world.callArrives();
    world.callArrives();
    assert.deepEqual(invited(world), []);
    other.ends();
    assert.deepEqual(invited(world), ["1"], "one line, one retry");
    for (let round = 0; round < world.legs.length && round < 10; round += 1) world.vendor(round).refuses(503);
    assert.deepEqual(invited(world), ["1", "1"], "each call has had its one retry");
  });

  it("tries a gateway once more when a line of it comes free, and stops when that is answered (PRT-051, PRT-055)", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lineLimit: 1 }, PROTECT] });
    const other = fills(world);
    const a = world.callArrives();
    world.clock.passes(seconds(8));
    assert.deepEqual(invited(world), []);
    other.ends();
    assert.deepEqual(invited(world), ["1"]);
    world.vendor(0).answers(sdpOf("198.51.100.1", 6000));
    world.clock.passes(seconds(60));
    assert.deepEqual(invited(world), ["1"]);
    a.hangsUp();
    world.record();
  });

  it("retries in the order of the plan when several have recovered", () => {
    const locked = { lock: "barAllCalls" as const };
    const world = waitingWorld({ vendors: [{ name: "gw1", ...locked }, { name: "gw2", ...locked }, PROTECT] });
    world.callArrives();
    world.lock("gw2", "noLock");
    assert.deepEqual(invited(world), ["2"]);
    world.lock("gw1", "noLock");
    world.vendor(0).refuses(503);
    assert.deepEqual(invited(world), ["2", "1"]);
  });

  it("does not begin anew after a retry that failed (PRT-057)", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lock: "barAllCalls" }, PROTECT] });
    world.callArrives();
    world.clock.passes(seconds(20));
    world.lock("normal", "noLock");
    world.clock.passes(seconds(1));
    world.vendor(0).refuses(503);
    world.clock.passes(seconds(9));
    assert.deepEqual(invited(world), ["1", "2"]);
  });

  it("waits for no gateway that refused the number itself (PRT-054)", () => {
    for (const status of [404, 484, 486, 603]) {
      const world = waitingWorld({ vendors: [{ ...NORMAL, stopCodes: [] }, PROTECT] });
      world.callArrives();
      world.vendor(0).refuses(status);
      world.lock("normal", "barAllCalls");
      world.lock("normal", "noLock");
      assert.deepEqual(invited(world), ["1"], `after ${status}`);
    }
  });

  it("tries a gateway whose Retry-After passed before the exhaustion at the exhaustion (PRT-053)", () => {
    const world = waitingWorld({ vendors: [{ name: "gw1" }, { name: "gw2" }, PROTECT] });
    world.callArrives();
    world.clock.passes(seconds(2));
    world.vendor(0).refuses(503, { "Retry-After": "5 (maintenance);duration=60" });
    world.clock.passes(seconds(10));
    world.vendor(1).fails("timeout");
    assert.equal(secondsOf(world.clock.now()), 12);
    assert.deepEqual(invited(world), ["1", "2", "1"]);
  });

  it("leaves a retried gateway ringing at its end, and goes on to the protect route when it fails (PRT-056)", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lock: "barAllCalls" }, PROTECT] });
    world.callArrives();
    world.clock.passes(seconds(28));
    world.lock("normal", "noLock");
    world.vendor(0).ringsBack(180);
    world.clock.passes(seconds(10));
    assert.deepEqual(invited(world), ["1"]);
    world.vendor(0).refuses(503);
    assert.deepEqual(invited(world), ["1", "2"]);
  });

  it("cancels a retried gateway that is silent at its end (PRT-056)", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lock: "barAllCalls", lineLimit: 1 }, PROTECT] });
    world.callArrives();
    world.clock.passes(seconds(28));
    world.lock("normal", "noLock");
    world.clock.passes(seconds(2));
    assert.match(world.vendor(0).did.at(-1) ?? "", /^cancel/);
    assert.deepEqual(invited(world), ["1", "2"]);
    assert.deepEqual([world.lines.activeLines("normal"), world.lines.activeLines("protect")], [0, 1]);
  });

  it("ends while a retried gateway waits for its relay, and leaves no attempt without a beginning", () => {
    const world = waitingWorld({ vendors: [{ ...NORMAL, lock: "barAllCalls" }, PROTECT] });
    const a = world.callArrives();
    const opens: (() => void)[] = [];
    world.media.holdsOpen = (go) => void opens.push(go);
    world.clock.passes(seconds(28));
    world.lock("normal", "noLock");
    world.clock.passes(seconds(2));
    for (const go of opens.splice(0)) go();
    assert.deepEqual(invited(world), ["2"]);
    world.vendor(0).refuses(503);
    assert.match(a.did.at(-1) ?? "", /^reject 503/);
    assert.deepEqual(
      world.record().attempts.map(({ gateway }) => gateway),
      ["protect"],
    );
  });

  it("comes back to no normal gateway once protect routes are tried (PRT-065), each of which is tried at once (PRT-035)", () => {
    const vendors = [{ ...NORMAL, lock: "barAllCalls" as const }, PROTECT, { name: "second", protect: true }];
    const world = waitingWorld({ vendors });
    world.callArrives();
    world.clock.passes(seconds(30));
    world.lock("normal", "noLock");
    world.vendor(0).refuses(503);
    assert.deepEqual(invited(world), ["2", "3"]);
  });

  it("tells the caller that it rings, at least every minute, and counts none of it as ringing of a vendor (PRT-059)", () => {
    const world = waitingWorld({ delay: 130 });
    const a = world.callArrives();
    world.vendor(0).refuses(503);
    assert.deepEqual(a.did, ["progress 180"]);
    world.clock.passes(seconds(120));
    assert.deepEqual(a.did, ["progress 180", "progress 180", "progress 180"]);
    assert.equal(world.b2bua.currentCalls()[0]?.state, "trying");
    a.cancels();
    assert.equal(world.record().callerPddMs, undefined);
  });

  it("does not tell a caller that hears ringing already until a minute has passed", () => {
    const world = waitingWorld();
    const a = world.callArrives();
    world.vendor(0).ringsBack(183, sdpOf("198.51.100.1", 6000));
    world.vendor(0).refuses(503);
    assert.deepEqual(a.did, ["progress 183 with SDP"]);
  });

  it("leaves the caller in silence when the configuration says so", () => {
    const world = waitingWorld({ search: { protect: { progress: "silence" } } });
    const a = world.callArrives();
    world.vendor(0).refuses(503);
    world.clock.passes(seconds(29));
    assert.deepEqual(a.did, []);
  });

  it("is over when the caller gives up, and holds nothing (PRT-060)", () => {
    const world = waitingWorld();
    const a = world.callArrives();
    world.vendor(0).refuses(503);
    world.clock.passes(seconds(20));
    assert.deepEqual([world.lines.activeLines("normal"), world.lines.activeLines("protect")], [0, 0]);
    a.cancels();
    const record = world.record();
    assert.deepEqual([record.endReason, record.endDirection], ["Request Terminated(487)", "caller"]);
    assert.deepEqual(invited(world), ["1"]);
  });

  it("tries every gateway that may recover at its period, and still reaches the protect route (PRT-066)", () => {
    const world = waitingWorld({ delay: 180, search: { protect: { progress: "silence", retryEvery: seconds(5) } } });
    world.callArrives();
    world.vendor(0).refuses(503);
    for (let retry = 1; retry <= 35; retry += 1) {
      world.clock.passes(seconds(5));
      assert.equal(world.legs.length, retry + 1);
      world.vendor(retry).refuses(503);
    }
    world.clock.passes(seconds(5));
    assert.equal(invited(world).at(-1), "2");
  });

  it("lets every call wait for itself (PRT-043)", () => {
    const world = waitingWorld();
    for (const pause of [0, 10, 90]) {
      world.clock.passes(seconds(pause));
      world.callArrives();
      world.legs.at(-1)?.refuses(503);
    }
    const due = world.clock.armed().map((timer) => secondsOf(timer.due));
    assert.ok(due.includes(130), String(due));
  });
});
