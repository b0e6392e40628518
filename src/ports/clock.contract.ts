import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { after, between, milliseconds, seconds, type Instant } from "../base";
import type { Clock } from "./clock";

/** What the suite needs of a clock under test. */
export interface ClockFixture {
  readonly clock: Clock;
  /** Lets time pass until `done` holds; fails when it takes longer than seconds. */
  readonly until: (done: () => boolean) => Promise<void>;
}

/** The rules of the {@link Clock} port, for every adapter. */
export function clockContract(name: string, make: () => ClockFixture): void {
  describe(`Clock contract: ${name}`, () => {
    it("counts whole microseconds and never goes back", () => {
      const { clock } = make();
      let last = clock.now();
      for (let index = 0; index < 1_000; index += 1) {
        const now = clock.now();
        assert.ok(Number.isInteger(now) && now >= last);
        last = now;
      }
      assert.ok(Number.isInteger(clock.wallClock()));
    });

    it("fires a timer once, not before it is due, and not inside the call that armed it", async () => {
      const { clock, until } = make();
      const due = after(clock.now(), milliseconds(20));
      const firedAt: Instant[] = [];
      const timer = clock.at(due, "once", () => firedAt.push(clock.now()));
      assert.equal(timer.due, due);
      assert.equal(timer.name, "once");
      await until(() => firedAt.length > 0);
      await passes(clock, until);
      assert.equal(firedAt.length, 1);
      assert.ok((firedAt[0] as Instant) >= due);
    });

    it("fires what is already due as soon as the caller has returned", async () => {
      const { clock, until } = make();
      let fired = false;
      clock.at(0 as Instant, "past", () => (fired = true));
      clock.in(milliseconds(-5), "past too", () => undefined);
      assert.equal(fired, false);
      await until(() => fired);
    });

    it("fires timers of one instant in the order in which they were armed, whatever their delays' roundings", async () => {
      const { clock, until } = make();
      const due = after(clock.now(), milliseconds(10));
      const fired: number[] = [];
      for (let index = 0; index < 20; index += 1) clock.at(due, "same", () => fired.push(index));
      await until(() => fired.length === 20);
      assert.deepEqual(fired, [...Array(20).keys()]);
    });

    it("fires by due instant, not by the order of arming", async () => {
      const { clock, until } = make();
      const start = clock.now();
      const fired: string[] = [];
      clock.at(after(start, milliseconds(30)), "later", () => fired.push("later"));
      clock.at(after(start, milliseconds(10)), "sooner", () => fired.push("sooner"));
      await until(() => fired.length === 2);
      assert.deepEqual(fired, ["sooner", "later"]);
    });

    it("forgets a cancelled timer, and cancelling again or after firing is harmless", async () => {
      const { clock, until } = make();
      const cancelled = clock.in(milliseconds(5), "cancelled", () => assert.fail("fired"));
      let fired = false;
      const kept = clock.in(milliseconds(10), "kept", () => (fired = true));
      cancelled.cancel();
      cancelled.cancel();
      assert.deepEqual(
        clock.armed().map((timer) => timer.name),
        ["kept"],
      );
      await until(() => fired);
      kept.cancel();
      assert.equal(clock.armed().length, 0);
    });

    it("lists armed timers, earliest first", () => {
      const { clock } = make();
      const late = clock.in(seconds(20), "late", () => undefined);
      const soon = clock.in(seconds(10), "soon", () => undefined);
      assert.deepEqual(
        clock.armed().map((timer) => timer.name),
        ["soon", "late"],
      );
      late.cancel();
      soon.cancel();
    });

    it("holds a timer of sixty days", () => {
      const { clock } = make();
      const timer = clock.in(seconds(60 * 86_400), "licence check", () => assert.fail("fired"));
      assert.equal(between(clock.now(), timer.due) > seconds(59 * 86_400), true);
      timer.cancel();
    });

    it("may arm from inside a timer", async () => {
      const { clock, until } = make();
      let rounds = 0;
      const again = () => {
        rounds += 1;
        if (rounds < 3) clock.in(milliseconds(1), "again", again);
      };
      clock.in(milliseconds(1), "again", again);
      await until(() => rounds === 3);
      assert.equal(clock.armed().length, 0);
    });
  });
}

async function passes(clock: Clock, until: ClockFixture["until"]): Promise<void> {
  let done = false;
  clock.in(milliseconds(10), "a moment", () => (done = true));
  await until(() => done);
}
