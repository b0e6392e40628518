import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { SeededRandom } from "../adapters/random";
import { CallerPools, type CallerPoolSettings, type PoolSlot } from "./caller-pool";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(8_801_700_000_001 + index));

function pools(settings: Partial<CallerPoolSettings>, seed = 1) {
  const made = new CallerPools(SeededRandom.fromSeed(seed));
  const callerPool = {
    enabled: true,
    forwarding: false,
    numbers: numbers(4),
    multiplexes: 0,
    rotation: "Random" as const,
    ...settings,
  };
  const configure = (change: Partial<CallerPoolSettings>) =>
    made.configure([{ name: "gw", callerPool: { ...callerPool, ...change } }]);
  configure({});
  return { draw: () => made.draw("gw"), use: () => made.use("gw"), configure };
}

describe("CallerPools", () => {
  it("goes round in Poll, from the first number on (CLI-036)", () => {
    const { draw } = pools({ rotation: "Poll" });
    assert.deepEqual(
      Array.from({ length: 8 }, () => draw()?.number),
      [...numbers(4), ...numbers(4)],
    );
  });

  it("passes over a number without room and sets the pointer behind the one used (CLI-052)", () => {
    const [a, b, c] = numbers(3);
    const { draw } = pools({ rotation: "Poll", numbers: numbers(3), multiplexes: 1 });
    const first = draw();
    draw();
    const third = draw();
    first?.release();
    third?.release();
    assert.deepEqual([draw()?.number, draw()?.number, draw()], [a, c, undefined]);
    assert.ok(b !== undefined);
  });

  it("draws evenly in Random: 10,000 calls on 50 numbers give each 140 to 260 (CLI-033)", () => {
    const { draw } = pools({ numbers: numbers(50) });
    const counts = new Map<string, number>();
    for (let call = 0; call < 10_000; call += 1) {
      const number = draw()?.number ?? "none";
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    assert.equal(counts.size, 50);
    for (const count of counts.values()) assert.ok(count >= 140 && count <= 260, String(count));
  });

  it("uses a number over its lowered cap no more until it is below it (CLI-063), and one that is gone never (CLI-064)", () => {
    const { draw, configure, use } = pools({ numbers: numbers(1), multiplexes: 5 });
    const slots = Array.from({ length: 5 }, () => draw());
    configure({ numbers: numbers(1), multiplexes: 2 });
    for (const slot of slots.slice(0, 3)) slot?.release();
    assert.equal(draw(), undefined);
    slots[3]?.release();
    assert.ok(draw() !== undefined);
    configure({ numbers: ["8801700000099"], multiplexes: 2 });
    assert.equal(draw()?.number, "8801700000099");
    slots[4]?.release();
    assert.deepEqual(Object.values(use()).sort(), [1, 1]);
  });

  it("goes on in Poll where it was when numbers are added in front or the one whose turn it is goes", () => {
    const [a = "", b = "", c = "", d = ""] = numbers(4);
    const { draw, configure } = pools({ rotation: "Poll", numbers: [b, c, d] });
    assert.equal(draw()?.number, b);
    configure({ rotation: "Poll", numbers: [a, b, c, d] });
    assert.equal(draw()?.number, c);
    configure({ rotation: "Poll", numbers: [a, b, c] });
    assert.equal(draw()?.number, a);
  });

  it("never leaves its order in Poll: each number once a round, whatever the size (CLI-037)", () => {
    for (const size of [1, 31, 32, 33, 1_025]) {
      const { draw } = pools({ rotation: "Poll", numbers: numbers(size) });
      const rounds = Array.from({ length: 2 * size }, () => draw()?.number);
      assert.deepEqual(rounds, [...numbers(size), ...numbers(size)]);
    }
  });

  it("leaves the pointer alone when every number is full (CLI-052)", () => {
    const { draw } = pools({ rotation: "Poll", numbers: numbers(3), multiplexes: 1 });
    const slots = [draw(), draw(), draw()];
    assert.equal(draw(), undefined);
    for (const slot of slots) slot?.release();
    assert.equal(draw()?.number, numbers(1)[0]);
  });

  it("has no fixed order in Random: each number follows each, itself too (CLI-034)", () => {
    const { draw } = pools({ numbers: numbers(4) });
    const drawn = Array.from({ length: 400 }, () => draw()?.number ?? "");
    const pairs = new Set(drawn.slice(1).map((number, index) => `${drawn[index]} ${number}`));
    assert.equal(pairs.size, 16);
    const repeats = drawn.slice(1).filter((number, index) => number === drawn[index]).length;
    assert.ok(repeats >= 60 && repeats <= 140, `${repeats} of 399 repeat, about 100 are expected`);
  });

  it("never exceeds the multiplexes, never leaks, and refuses only when every number is full (CLI-057)", () => {
    const steps = fc.array(fc.nat(99), { maxLength: 300 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        steps,
        (count, cap, polls, moves) => {
          const { draw, use } = pools({ numbers: numbers(count), multiplexes: cap, rotation: polls ? "Poll" : "Random" });
          const held: PoolSlot[] = [];
          for (const move of moves) {
            if (move < 60) {
              const slot = draw();
              assert.equal(slot === undefined, held.length === count * cap);
              if (slot !== undefined) held.push(slot);
            } else held.splice(move % Math.max(1, held.length), 1)[0]?.release();
            for (const active of Object.values(use())) assert.ok(active <= cap);
          }
          for (const slot of held) slot.release();
          for (const slot of held) slot.release();
          assert.deepEqual(use(), {});
        },
      ),
    );
  });
});
