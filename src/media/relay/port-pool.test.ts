import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SeededRandom } from "../../adapters/random";
import { PortPool } from "./port-pool";

const pool = (from: number, to: number): PortPool => new PortPool({ from, to }, SeededRandom.fromSeed(1));
const takeAll = (ports: PortPool): number[] => {
  const taken: number[] = [];
  for (let port = ports.take(); port !== undefined; port = ports.take()) taken.push(port);
  return taken;
};

describe("PortPool", () => {
  const ranges = [
    { from: 10_000, to: 10_003, pairs: [10_000, 10_002] },
    { from: 10_001, to: 10_004, pairs: [10_002] },
    { from: 10_000, to: 10_001, pairs: [10_000] },
  ];
  for (const { from, to, pairs } of ranges) {
    it(`${from} to ${to} holds ${pairs.length} whole pairs`, () => {
      const ports = pool(from, to);
      assert.equal(ports.size, pairs.length);
      assert.deepEqual(
        takeAll(ports).sort((a, b) => a - b),
        pairs,
      );
      assert.equal(ports.inUse, pairs.length);
    });
  }

  for (const [from, to] of [
    [10_000, 10_000],
    [10_001, 10_002],
    [10_010, 10_000],
    [0, 1],
    [65_535, 65_536],
  ] as const) {
    it(`refuses ${from} to ${to}`, () => assert.throws(() => pool(from, to), { code: "MEDIA_PORT_RANGE" }));
  }

  it("lets a freed pair rest for as long as others are free", () => {
    const ports = pool(10_000, 10_007);
    const first = ports.take() as number;
    ports.release(first);
    assert.equal(takeAll(ports).at(-1), first);
  });

  it("gives a named pair once, and not to others", () => {
    const ports = pool(10_000, 10_007);
    assert.equal(ports.takePort(10_004), true);
    assert.equal(ports.takePort(10_004), false);
    assert.equal(ports.takePort(10_001), false);
    assert.ok(!takeAll(ports).includes(10_004));
    ports.release(10_004);
    assert.deepEqual(takeAll(ports), [10_004]);
  });

  it("does not take in a pair from outside of the range", () => {
    const ports = pool(10_000, 10_001);
    assert.equal(ports.takePort(20_000), true);
    ports.release(20_000);
    assert.deepEqual(takeAll(ports), [10_000]);
  });

  it("starts where chance says", () => {
    const starts = [1, 2, 3, 4, 5, 6].map((seed) =>
      new PortPool({ from: 10_000, to: 60_000 }, SeededRandom.fromSeed(seed)).take(),
    );
    assert.ok(new Set(starts).size > 3);
  });
});
