import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Random } from "./random";

const DRAWS = 20_000;

/** The rules of the {@link Random} port, for every adapter. */
export function randomContract(name: string, make: () => Random): void {
  describe(`Random contract: ${name}`, () => {
    it("draws whole numbers below 2^32 with every bit even", () => {
      const random = make();
      const ones = new Array<number>(32).fill(0);
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const value = random.uint32();
        assert.ok(Number.isInteger(value) && value >= 0 && value <= 0xffffffff);
        for (let bit = 0; bit < 32; bit += 1) ones[bit] = (ones[bit] ?? 0) + ((value >>> bit) & 1);
      }
      // Six standard deviations of a fair coin: sqrt(20,000)/2 = 71.
      for (const count of ones) assert.ok(Math.abs(count - DRAWS / 2) < 6 * 71, `${count} of ${DRAWS}`);
    });

    it("draws fractions in [0, 1) with the mean in the middle", () => {
      const random = make();
      let sum = 0;
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const value = random.fraction();
        assert.ok(value >= 0 && value < 1);
        sum += value;
      }
      assert.ok(Math.abs(sum / DRAWS - 0.5) < 0.02);
    });

    it("draws every number of a range and none beside it", () => {
      const random = make();
      const seen = new Map<number, number>();
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const value = random.between(-2, 3);
        seen.set(value, (seen.get(value) ?? 0) + 1);
      }
      assert.deepEqual(
        [...seen.keys()].sort((a, b) => a - b),
        [-2, -1, 0, 1, 2, 3],
      );
      // Six standard deviations of 20,000 draws with probability 1/6 around 3,333.
      for (const count of seen.values()) assert.ok(Math.abs(count - DRAWS / 6) < 320, `${count}`);
      assert.equal(random.between(7, 7), 7);
      const large = random.between(0, Number.MAX_SAFE_INTEGER - 1);
      assert.ok(Number.isSafeInteger(large) && large >= 0);
    });

    it("refuses a range that is none", () => {
      const random = make();
      assert.throws(() => random.between(2, 1), { code: "RANDOM_BAD_RANGE" });
      assert.throws(() => random.between(0.5, 1), { code: "RANDOM_BAD_RANGE" });
    });

    it("writes exactly as many lower-case hexadecimal digits as asked for", () => {
      const random = make();
      for (const count of [0, 1, 7, 8, 9, 32]) assert.match(random.hex(count), new RegExp(`^[0-9a-f]{${count}}$`));
      assert.notEqual(random.hex(32), random.hex(32));
    });

    it("forks streams that differ from it and from each other", () => {
      const random = make();
      const texts = [random.fork("a"), random.fork("b"), random].map((stream) => stream.hex(32));
      assert.equal(new Set(texts).size, 3);
    });
  });
}

/** What holds in addition where every draw follows from a seed. */
export function seededRandomContract(name: string, make: (seed: number) => Random): void {
  randomContract(name, () => make(1));

  describe(`Random contract: ${name}: repeatable`, () => {
    it("draws the same from the same seed, and otherwise from another", () => {
      assert.equal(make(7).hex(64), make(7).hex(64));
      assert.notEqual(make(7).hex(64), make(8).hex(64));
    });

    it("forks by seed and name alone, whatever was drawn before", () => {
      const used = make(7);
      used.hex(100);
      assert.equal(used.fork("media").hex(32), make(7).fork("media").hex(32));
      assert.equal(used.fork("media").fork("ssrc").hex(32), make(7).fork("media").fork("ssrc").hex(32));
      assert.notEqual(make(7).fork("a").fork("bc").hex(32), make(7).fork("ab").fork("c").hex(32));
    });
  });
}
