import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { milliseconds, seconds } from "../base";
import { World, sdpOf, type BuiltWorld } from "./call-builder";

const PAIR = [{ name: "alpha" }, { name: "beta" }];

/** Lines held of all vendors. */
const held = (world: World): number => world.lines.states().reduce((sum, { active }) => sum + active, 0);

const finals = (did: readonly string[]): readonly string[] => did.filter((what) => /^(answer|reject)\b(?! BYE)/.test(what));

describe("an attempt", () => {
  const stages = [
    ["trying", 100, undefined],
    ["sessionProgress", 183, undefined],
    ["sessionProgressSdp", 183, sdpOf("198.51.100.1", 6000)],
    ["ringing", 180, undefined],
  ] as const;
  for (const [stage, status, sdp] of stages) {
    it(`is given up when it stays too long in the stage "${stage}": CANCEL, and the next gateway at once`, () => {
      const world = new World({ vendors: [{ name: "alpha", timeouts: { [stage]: seconds(7) } }, { name: "beta" }] });
      const a = world.callArrives();
      world.clock.passes(seconds(1));
      if (status === 100) world.vendor(0).trying();
      else world.vendor(0).ringsBack(status, sdp);
      world.clock.passes(milliseconds(6_999));
      assert.equal(world.legs.length, 1);
      world.clock.passes(milliseconds(1));
      assert.match(world.vendor(0).did.at(-1) ?? "", /^cancel Reason: Q.850;cause=102/);
      assert.deepEqual([world.legs.length, world.lines.activeLines("alpha")], [2, 0]);
      // The 487 that our own CANCEL brings is no answer of the gateway (FOV-093).
      world.vendor(0).listener.onCancelCompleted(world.vendor(0), { kind: "timeout" });
      world.vendor(1).answers(sdpOf("198.51.100.2", 6000));
      a.hangsUp();
      assert.deepEqual(
        world.record().attempts.map(({ gateway, status: code, outcome, elapsedMs }) => [gateway, code, outcome, elapsedMs]),
        [
          ["alpha", 408, "timeout", 8_000],
          ["beta", 200, "answered", 0],
        ],
      );
    });
  }

  it("that said 100 and nothing more has the INVITE timeout, counted from the INVITE (FOV-058)", () => {
    const world = new World({ vendors: [{ name: "alpha", timerB: seconds(8) }, { name: "beta" }] });
    world.callArrives();
    world.clock.passes(seconds(3));
    world.vendor(0).trying();
    world.clock.passes(milliseconds(4_999));
    assert.equal(world.legs.length, 1);
    world.clock.passes(milliseconds(1));
    assert.equal(world.legs.length, 2);
  });

  it("is answered in time although a stage has a limit: nothing is cut afterwards", () => {
    const world = new World({ vendors: [{ name: "alpha", timeouts: { ringing: seconds(7) } }] });
    const a = world.callArrives();
    world.vendor().ringsBack(180);
    world.clock.passes(seconds(6));
    world.vendor().answers(sdpOf("198.51.100.1", 6000));
    world.clock.passes(seconds(60));
    assert.equal(world.b2bua.liveCalls, 1);
    a.hangsUp();
    world.record();
  });

  it("that is answered after it was given up is released, and never billed (FOV-059)", () => {
    const world = new World({ vendors: [{ name: "alpha", timeouts: { trying: seconds(8) } }, { name: "beta" }] });
    const a = world.callArrives();
    world.vendor(0).trying();
    world.clock.passes(seconds(8));
    world.clock.passes(milliseconds(300));
    world.vendor(0).answers(sdpOf("198.51.100.1", 6000));
    assert.equal(world.vendor(0).did.at(-1), "end");
    world.vendor(1).answers(sdpOf("198.51.100.2", 6000));
    world.clock.passes(seconds(10));
    a.hangsUp();
    const record = world.record();
    assert.deepEqual([record.calleeGateway, record.holdTimeMs], ["beta", 10_000]);
    assert.deepEqual(finals(a.did), ["answer with SDP"]);
  });

  it("may be left after SDP only with that permission", () => {
    const switchAllow = { ring: true, sdp: false, rtp: true, busy: true, code: true };
    for (const sdp of [undefined, sdpOf("198.51.100.1", 6000)]) {
      const world = new World({ vendors: [{ name: "alpha", switchAllow }, { name: "beta" }] });
      world.callArrives();
      world.vendor(0).ringsBack(183, sdp);
      world.vendor(0).refuses(503);
      assert.equal(world.legs.length, sdp === undefined ? 2 : 1);
    }
  });

  it("may be left once its gateway has sent RTP only with that permission", () => {
    const switchAllow = { ring: true, sdp: true, rtp: false, busy: true, code: true };
    for (const packets of [0, 50]) {
      const world = new World({ vendors: [{ name: "alpha", switchAllow }, { name: "beta" }] });
      world.callArrives();
      world.vendor(0).ringsBack(183, sdpOf("198.51.100.1", 6000));
      world.media.receivedFromB = packets;
      world.vendor(0).refuses(503);
      assert.equal(world.legs.length, packets === 0 ? 2 : 1);
    }
  });

  it("is not held by RTP that the gateway before it has sent, whatever that one's permission was", () => {
    const switchAllow = { ring: true, sdp: true, rtp: false, busy: true, code: true };
    const world = new World({ vendors: [{ name: "alpha" }, { name: "beta", switchAllow }, { name: "gamma" }] });
    world.callArrives();
    world.vendor(0).ringsBack(183, sdpOf("198.51.100.1", 6000));
    world.media.receivedFromB = 50;
    world.vendor(0).refuses(503);
    world.vendor(1).ringsBack(183, sdpOf("198.51.100.2", 6000));
    world.vendor(1).refuses(503);
    assert.equal(world.legs.length, 3);
  });

  it("may be given up in one of its stages, once its gateway has sent RTP, only with that permission", () => {
    const switchAllow = { ring: true, sdp: true, rtp: false, busy: true, code: true };
    for (const packets of [0, 50]) {
      const timeouts = { sessionProgressSdp: seconds(7) };
      const world = new World({ vendors: [{ name: "alpha", switchAllow, timeouts }, { name: "beta" }] });
      const a = world.callArrives();
      world.vendor(0).ringsBack(183, sdpOf("198.51.100.1", 6000));
      world.media.receivedFromB = packets;
      world.clock.passes(seconds(7));
      assert.match(world.vendor(0).did.at(-1) ?? "", /^cancel/);
      assert.equal(world.legs.length, packets === 0 ? 2 : 1);
      if (packets > 0) assert.deepEqual(finals(a.did).length, 1, a.did.join("; "));
    }
  });

  it("of a silent or unreachable gateway needs the flag alone", () => {
    const switchAllow = { ring: false, sdp: false, rtp: false, busy: false, code: false };
    for (const kind of ["timeout", "transport"] as const) {
      for (const switchUntilConnect of [true, false]) {
        const world = new World({
          vendors: [{ name: "alpha", switchAllow, switchUntilConnect, stopCodes: [408, 503] }, PAIR[1] ?? { name: "beta" }],
        });
        world.callArrives();
        world.vendor(0).fails(kind);
        assert.equal(world.legs.length, switchUntilConnect ? 2 : 1);
      }
    }
  });
});

describe("the search", () => {
  it("ends at `maxAttempts`, with the last gateway's answer", () => {
    const vendors = ["a", "b", "c", "d"].map((name) => ({ name }));
    const world = new World({ vendors, search: { maxAttempts: 3 } });
    const a = world.callArrives();
    for (const [index, status] of [503, 500, 502].entries()) world.vendor(index).refuses(status);
    assert.equal(world.legs.length, 3);
    assert.match(a.did.at(-1) ?? "", /^reject 502/);
    assert.equal(world.record().attempts.length, 3);
  });

  it("ends at `maxPostDialDelay`, whichever gateway is being tried, and cancels it", () => {
    const world = new World({ vendors: PAIR, search: { maxPostDialDelay: seconds(10) } });
    const a = world.callArrives();
    world.clock.passes(seconds(4));
    world.vendor(0).refuses(503);
    world.vendor(1).ringsBack(180);
    world.clock.passes(seconds(6));
    assert.match(world.vendor(1).did.at(-1) ?? "", /^cancel/);
    assert.match(a.did.at(-1) ?? "", /^reject 408/);
    assert.equal(held(world), 0);
    world.record();
  });

  it("does not cut a call that was answered within `maxPostDialDelay`", () => {
    const world = new World({ search: { maxPostDialDelay: seconds(10) } });
    world.answeredCall();
    world.clock.passes(seconds(60));
    assert.equal(world.b2bua.liveCalls, 1);
  });

  it("takes a gateway out for its Retry-After, for other calls too, unless that is switched off", () => {
    for (const honoursRetryAfter of [true, false]) {
      const world = new World({ vendors: PAIR, search: { honoursRetryAfter } });
      world.callArrives();
      world.vendor(0).refuses(503, { "Retry-After": "120 (in maintenance);duration=60" });
      world.callArrives();
      const last = world.legs.at(-1)?.remote.address;
      assert.equal(last, honoursRetryAfter ? "198.51.100.2" : "198.51.100.1");
      if (!honoursRetryAfter) continue;
      world.clock.passes(seconds(120));
      world.callArrives();
      assert.equal(world.legs.at(-1)?.remote.address, "198.51.100.1");
    }
  });

  it("heeds a Retry-After of nothing but a 503", () => {
    const world = new World({ vendors: PAIR });
    world.callArrives();
    world.vendor(0).refuses(500, { "Retry-After": "120" });
    world.callArrives();
    assert.equal(world.legs.at(-1)?.remote.address, "198.51.100.1");
  });

  it("refuses a customer's call over its line limit with 503, and takes one again when a line is free", () => {
    const world = new World({ customer: { lineLimit: 1 } });
    const { a } = world.answeredCall();
    assert.match(world.callArrives().did[0] ?? "", /^reject 503/);
    assert.equal(world.records[0]?.endReason, "Connection Limit Exceeded");
    a.hangsUp();
    world.callArrives();
    assert.equal(world.legs.length, 2);
  });
});

describe("a line", () => {
  const ends: readonly (readonly [string, (world: World) => void])[] = [
    ["the only gateway refuses", (world) => world.vendor().refuses(503)],
    ["the only gateway stays silent", (world) => world.vendor().fails("timeout")],
    ["the only gateway cannot be reached", (world) => world.vendor().fails("transport")],
    ["the switch stops", (world) => world.b2bua.releaseAll()],
    ["the media service has lost the relay", (world) => world.b2bua.mediaLost([...world.media.opened][0] ?? assert.fail())],
    ["the answer cannot be read", (world) => world.vendor().answers(undefined)],
    [
      "the callee hangs up",
      (world) => {
        world.vendor().answers(sdpOf("198.51.100.1", 6000));
        world.vendor().hangsUp();
      },
    ],
  ];
  for (const [what, happens] of ends) {
    it(`is held during the call and given back when ${what}`, () => {
      const world = new World();
      world.callArrives();
      assert.equal(held(world), 1);
      happens(world);
      assert.equal(held(world), 0);
    });
  }

  it("is given back when the caller gives up", () => {
    const world = new World();
    const a = world.callArrives();
    a.cancels();
    assert.equal(held(world), 0);
  });

  it("is given back when there is no media", () => {
    const world = new World();
    world.media.failure = { kind: "noPorts" };
    world.callArrives();
    assert.equal(held(world), 0);
  });

  it("counts an answered attempt for the ASR of its gateway, and a failed one against", () => {
    const world = new World({ vendors: PAIR });
    const a = world.callArrives();
    world.vendor(0).refuses(503);
    world.vendor(1).answers(sdpOf("198.51.100.2", 6000));
    a.hangsUp();
    assert.deepEqual(world.lines.asr("alpha"), { answered: 0, seizures: 1 });
    assert.deepEqual(world.lines.asr("beta"), { answered: 1, seizures: 1 });
  });
});

const OUTCOMES = ["503", "486", "404", "302", "silent", "unreachable", "rings", "answers"] as const;
type Outcome = (typeof OUTCOMES)[number];

const gateway = fc.record({
  outcome: fc.constantFrom<Outcome>(...OUTCOMES),
  protect: fc.boolean(),
  switchUntilConnect: fc.boolean(),
  stopCodes: fc.subarray([486, 404, 503]),
  lock: fc.constantFrom("noLock" as const, "barCallIn" as const, "barAllCalls" as const),
  lineLimit: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  priority: fc.integer({ min: 1, max: 3 }),
});

/** Lets every attempt come to what its gateway makes of it, for so long as anything happens. */
function playOut(world: World, outcomes: ReadonlyMap<string, Outcome>): void {
  for (let next = 0; next < 200; next += 1) {
    const leg = world.legs[next];
    if (leg === undefined) {
      if (world.b2bua.liveCalls === 0) return;
      world.clock.passes(seconds(40));
      if (world.legs[next] === undefined) return;
      next -= 1;
      continue;
    }
    if (leg.state === "terminated") continue;
    const outcome = outcomes.get(leg.remote.address) ?? assert.fail();
    if (outcome === "answers") leg.answers(sdpOf(leg.remote.address, 6000));
    else if (outcome === "silent") leg.fails("timeout");
    else if (outcome === "unreachable") leg.fails("transport");
    else if (outcome === "rings") {
      leg.ringsBack(180);
      world.clock.passes(seconds(20));
    } else leg.refuses(Number(outcome));
  }
}

describe("any table of gateways", () => {
  it("gives the caller one final response, tries no gateway twice and holds no line once the call is over", () => {
    fc.assert(
      fc.property(
        fc.array(gateway, { minLength: 1, maxLength: 7 }),
        fc.constantFrom(0, 30),
        fc.integer({ min: 1, max: 8 }),
        (table, delay, maxAttempts) => {
          const vendors: BuiltWorld["vendors"] = table.map((row, index) => ({
            ...row,
            name: `gw${index + 1}`,
            timeouts: { ringing: seconds(15) },
          }));
          const world = new World({ vendors, search: { maxAttempts } });
          world.protectDelay = seconds(delay);
          const outcomes = new Map(table.map(({ outcome }, index) => [`198.51.100.${index + 1}`, outcome]));
          const a = world.callArrives();
          playOut(world, outcomes);
          if (world.b2bua.liveCalls > 0) a.hangsUp();
          assert.equal(finals(a.did).length, 1, a.did.join("; "));
          assert.equal(held(world), 0);
          const tried = world.legs.map((leg) => leg.remote.address);
          assert.deepEqual(tried, [...new Set(tried)]);
          assert.ok(tried.length <= maxAttempts);
          const isProtect = tried.map((address) => table[Number(address.split(".")[3]) - 1]?.protect === true);
          assert.deepEqual(isProtect, [...isProtect].sort(), "normal gateways first");
          assert.equal(world.record().attempts.length, tried.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
