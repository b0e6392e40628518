import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { InvariantViolation } from "./errors";
import { createTimerWheel } from "./heap-timer-wheel";
import { milliseconds, seconds, type Instant } from "./time";
import type { WheelTimer } from "./timer-wheel";

const instant = (value: number) => value as Instant;

describe("TimerWheel", () => {
  it("runs timers by due instant, each with now equal to its own", () => {
    const wheel = createTimerWheel(instant(100));
    const ran: [string, number][] = [];
    wheel.in(milliseconds(2), "second", () => ran.push(["second", wheel.now]));
    wheel.in(milliseconds(1), "first", () => ran.push(["first", wheel.now]));
    wheel.advance(instant(1_000_000));
    assert.deepEqual(ran, [
      ["first", 1_100],
      ["second", 2_100],
    ]);
    assert.equal(wheel.now, 1_000_000);
  });

  it("runs timers of one instant in the order in which they were armed", () => {
    const wheel = createTimerWheel(instant(0));
    const ran: number[] = [];
    for (let index = 0; index < 100; index += 1) wheel.at(instant(5), "same", () => ran.push(index));
    wheel.advance(instant(5));
    assert.deepEqual(ran, [...Array(100).keys()]);
  });

  it("leaves what is due later", () => {
    const wheel = createTimerWheel(instant(0));
    wheel.at(instant(10), "later", () => assert.fail("ran too early"));
    wheel.advance(instant(9));
    assert.deepEqual(wheel.armed(), ["later"]);
    assert.equal(wheel.nextDeadline(), 10);
  });

  it("forgets a cancelled timer at once, and cancelling twice or after it ran is harmless", () => {
    const wheel = createTimerWheel(instant(0));
    const timer = wheel.at(instant(10), "cancelled", () => assert.fail("ran"));
    const kept = wheel.at(instant(20), "kept", () => undefined);
    timer.cancel();
    timer.cancel();
    assert.deepEqual(wheel.armed(), ["kept"]);
    assert.equal(wheel.nextDeadline(), 20);
    wheel.advance(instant(20));
    kept.cancel();
    assert.equal(wheel.nextDeadline(), undefined);
  });

  it("runs in the same advance what a timer arms before its end", () => {
    const wheel = createTimerWheel(instant(0));
    const ran: number[] = [];
    const again = () => {
      ran.push(wheel.now);
      if (ran.length < 4) wheel.in(seconds(1), "again", again);
    };
    wheel.in(seconds(1), "again", again);
    wheel.advance(instant(10_000_000));
    assert.deepEqual(ran, [1_000_000, 2_000_000, 3_000_000, 4_000_000]);
  });

  it("lets a timer cancel another of the same instant", () => {
    const wheel = createTimerWheel(instant(0));
    const victims: WheelTimer[] = [];
    wheel.at(instant(1), "killer", () => victims[0]?.cancel());
    victims.push(wheel.at(instant(1), "victim", () => assert.fail("ran")));
    wheel.advance(instant(1));
  });

  it("never goes back, neither by advance nor by a timer armed for the past", () => {
    const wheel = createTimerWheel(instant(100));
    let seen = 0;
    wheel.at(instant(50), "late", () => (seen = wheel.now));
    wheel.advance(instant(60));
    assert.equal(seen, 100);
    assert.equal(wheel.now, 100);
  });

  it("keeps the timers behind one that throws", () => {
    const wheel = createTimerWheel(instant(0));
    let ran = false;
    wheel.at(instant(1), "throws", () => {
      throw new InvariantViolation("boom");
    });
    wheel.at(instant(1), "behind", () => (ran = true));
    assert.throws(() => wheel.advance(instant(1)), /boom/);
    wheel.advance(instant(1));
    assert.ok(ran);
  });

  it("refuses to be advanced by its own timer, and one that rearms itself for ever is named", () => {
    const wheel = createTimerWheel(instant(0));
    wheel.at(instant(1), "inside", () => wheel.advance(instant(2)));
    assert.throws(() => wheel.advance(instant(1)), InvariantViolation);
    const again = () => void wheel.at(wheel.now, "restless", again);
    again();
    assert.throws(
      () => wheel.advance(instant(3)),
      (error: InvariantViolation) => error.context["timer"] === "restless",
    );
  });

  it("agrees with a sorted list under any mix of arming, cancelling and advancing", () => {
    const step = fc.oneof(
      fc.record({ arm: fc.nat(50) }),
      fc.record({ cancel: fc.nat(1_000) }),
      fc.record({ advance: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const wheel = createTimerWheel(instant(0));
        const ran: number[] = [];
        const expected: number[] = [];
        const timers: WheelTimer[] = [];
        let model: { id: number; due: number }[] = [];
        let now = 0;
        for (const each of steps) {
          if ("arm" in each) {
            const id = timers.length;
            timers.push(wheel.at(instant(now + each.arm), "timer", () => ran.push(id)));
            model.push({ id, due: now + each.arm });
          } else if ("cancel" in each) {
            const id = each.cancel % Math.max(1, timers.length);
            timers[id]?.cancel();
            model = model.filter((timer) => timer.id !== id);
          } else {
            now += each.advance;
            wheel.advance(instant(now));
            const due = model.filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due || a.id - b.id);
            expected.push(...due.map(({ id }) => id));
            model = model.filter((timer) => timer.due > now);
          }
          assert.equal(wheel.armed().length, model.length);
          const earliest = model.length === 0 ? undefined : Math.min(...model.map(({ due }) => due));
          assert.equal(wheel.nextDeadline(), earliest);
        }
        assert.deepEqual(ran, expected);
      }),
      { numRuns: 200 },
    );
  });
});
