import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SimulatedClock } from "../../adapters/sim";
import { milliseconds, seconds, type Instant } from "../../base";
import { createClockedWheel } from "./clocked-wheel";

function build(onFault?: (error: unknown) => void) {
  const clock = new SimulatedClock();
  const wheel = createClockedWheel(clock, onFault);
  const ran: string[] = [];
  const arm = (delay: number, name: string) =>
    wheel.in(milliseconds(delay), name, () => void ran.push(`${name} at ${wheel.now / 1_000}`));
  return { clock, wheel, ran, arm };
}

describe("ClockedWheel", () => {
  it("runs timers at their time, whether they were armed inside an input or outside", () => {
    const { clock, wheel, ran, arm } = build();
    arm(30, "outside");
    clock.advance(milliseconds(10));
    wheel.run(() => arm(10, "inside"));
    arm(30, "outside again");
    clock.advance(seconds(1));
    assert.deepEqual(ran, ["inside at 20", "outside at 30", "outside again at 40"]);
  });

  it("shows the clock's time outside an input and the input's inside", () => {
    const { clock, wheel } = build();
    clock.advance(milliseconds(7));
    assert.equal(wheel.now, milliseconds(7) as number as Instant);
    wheel.run(() => assert.equal(wheel.now, milliseconds(7) as number as Instant));
  });

  it("keeps one clock timer, and arms it anew only for an earlier deadline", () => {
    const { clock, wheel, arm } = build();
    arm(100, "late");
    const [first] = clock.armed();
    wheel.run(() => arm(200, "later"));
    assert.deepEqual(clock.armed(), [first]);
    wheel.run(() => arm(50, "early"));
    assert.deepEqual(
      clock.armed().map(({ due }) => due),
      [milliseconds(50)],
    );
  });

  it("leaves no clock timer once no timer is armed", () => {
    const { clock, wheel, arm } = build();
    const timer = arm(100, "cancelled");
    wheel.run(() => timer.cancel());
    assert.deepEqual([clock.armed(), wheel.armed(), wheel.nextDeadline()], [[], [], undefined]);
  });

  it("nests inputs and arms the clock at the end of the outermost", () => {
    const { clock, wheel, ran, arm } = build();
    wheel.run(() => {
      wheel.run(() => arm(5, "inner"));
      assert.deepEqual(clock.armed(), []);
      arm(0, "at once");
    });
    assert.deepEqual(ran, []);
    clock.advance(milliseconds(5));
    assert.deepEqual(ran, ["at once at 0", "inner at 5"]);
  });

  it("gives what a timer throws to onFault and runs the others", () => {
    const faults: unknown[] = [];
    const { clock, wheel, ran, arm } = build((error) => faults.push(error));
    wheel.in(milliseconds(1), "bug", () => {
      throw new RangeError("a bug above");
    });
    arm(1, "good");
    clock.advance(milliseconds(1));
    assert.equal(faults.length, 1);
    assert.deepEqual(ran, ["good at 1"]);
  });

  it("lets the error out without onFault, and is not left inside an input", () => {
    const { clock, wheel, ran, arm } = build();
    wheel.in(milliseconds(1), "bug", () => {
      throw new RangeError("a bug above");
    });
    arm(1, "good");
    assert.throws(() => clock.advance(milliseconds(1)), RangeError);
    clock.advance(milliseconds(1));
    assert.deepEqual(ran, ["good at 1"]);
    assert.deepEqual(clock.armed(), []);
  });
});
