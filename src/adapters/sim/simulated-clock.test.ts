import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromDate, milliseconds, seconds, toIso, type Instant } from "../../base";
import { SimulatedClock } from "./simulated-clock";
import { SimulatedDatabase } from "./simulated-database";

describe("SimulatedClock", () => {
  it("moves only when told, and to each timer on the way", () => {
    const clock = new SimulatedClock();
    const seen: number[] = [];
    clock.in(seconds(1), "first", () => seen.push(clock.now()));
    clock.in(seconds(180), "second", () => seen.push(clock.now()));
    clock.advance(seconds(179.999_999));
    assert.deepEqual(seen, [1_000_000]);
    clock.advance(milliseconds(0.001));
    assert.deepEqual(seen, [1_000_000, 180_000_000]);
  });

  it("starts its calendar at a Monday morning, runs it with time, and lets it be set without touching timers", () => {
    const clock = new SimulatedClock();
    assert.equal(toIso(clock.wallClock()), "2026-01-05T09:00:00.000Z");
    let fired = false;
    clock.in(seconds(10), "timer", () => (fired = true));
    clock.advance(seconds(5));
    clock.setWallClock(fromDate(new Date("2025-12-31T23:59:59Z")));
    clock.shiftWallClock(seconds(-3_600));
    clock.advance(seconds(4));
    assert.equal(fired, false);
    assert.equal(toIso(clock.wallClock()), "2025-12-31T23:00:03.000Z");
    clock.advance(seconds(1));
    assert.ok(fired);
  });

  it("runs until nothing is armed, or says what still is", () => {
    const clock = new SimulatedClock();
    clock.in(seconds(3), "soon", () => clock.in(seconds(4), "next", () => undefined));
    assert.equal(clock.runUntilIdle(seconds(60)), seconds(7));
    clock.in(seconds(100), "late", () => undefined);
    assert.equal(clock.runUntilIdle(seconds(60)), 0);
    assert.deepEqual(
      clock.armed().map(({ name }) => name),
      ["late"],
    );
  });

  it("runs until a condition holds and not a timer further", () => {
    const clock = new SimulatedClock();
    let count = 0;
    for (let index = 1; index <= 5; index += 1) clock.in(seconds(index), "tick", () => (count += 1));
    assert.equal(
      clock.runUntilTrue(() => count === 3, seconds(60)),
      true,
    );
    assert.equal(clock.now(), 3_000_000);
    assert.equal(
      clock.runUntilTrue(() => count === 9, seconds(60)),
      false,
    );
    assert.equal(clock.now(), 63_000_000);
  });

  it("refuses to be moved by its own timers, and names one that rearms itself for ever", () => {
    const clock = new SimulatedClock();
    clock.in(seconds(1), "inside", () => clock.advance(seconds(1)));
    assert.throws(() => clock.advance(seconds(2)), { code: "CLOCK_REENTERED" });
    const again = () => void clock.at(0 as Instant, "restless", again);
    again();
    assert.throws(() => clock.advance(seconds(1)), /rearms itself/);
  });

  it("waits for the database before each step, so that answers come at the instant of the question", async () => {
    const clock = new SimulatedClock();
    const database = new SimulatedDatabase({
      dialect: "sqlite",
      run: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return { rows: [], changes: 0 };
      },
      transaction: () => assert.fail("not asked for"),
      close: async () => undefined,
    });
    clock.settleWith(database);
    const answers: number[] = [];
    clock.in(seconds(1), "ask", () => {
      void database
        .run("SELECT 1")
        .then(() => database.run("SELECT 2"))
        .then(() => answers.push(clock.now()));
    });
    clock.in(seconds(1.001), "later", () => answers.push(0 - clock.now()));
    await clock.advanceSettled(seconds(10));
    assert.deepEqual(answers, [1_000_000, -1_001_000]);
  });

  it("waits for work that a promise asks for, however deep", async () => {
    const clock = new SimulatedClock();
    const database = new SimulatedDatabase({
      dialect: "sqlite",
      run: () => new Promise((resolve) => setImmediate(resolve, { rows: [], changes: 0 })),
      transaction: () => assert.fail("not asked for"),
      close: async () => undefined,
    });
    clock.settleWith(database);
    let answeredAt = 0;
    const deep = async (levels: number): Promise<unknown> => (levels === 0 ? database.run("SELECT 1") : deep(levels - 1));
    const ask = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      await deep(20);
      answeredAt = clock.now();
    };
    clock.in(seconds(1), "ask", () => void ask());
    await clock.advanceSettled(seconds(10));
    assert.equal(answeredAt, 1_000_000);
  });
});
