import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation, type Simulation } from "../adapters/sim";
import { seconds } from "../base";
import { FLOW_NUMBERS_PER_SWITCH, FlowNumbers } from "./flow-numbers";

const open = ({ files, clock, log }: Simulation, switchNumber = 1) =>
  new FlowNumbers({ files, clock, log }, { path: "/var/lib/carrierlab/flow-numbers", switchNumber });

const take = (numbers: FlowNumbers, count: number): bigint[] => Array.from({ length: count }, () => numbers.next());

describe("FlowNumbers", () => {
  it("rise by one and stay exact in JavaScript for the first switches", () => {
    const [first = 0n, second = 0n] = take(open(createSimulation({ seed: 1 })), 2);
    assert.equal(second, first + 1n);
    assert.ok(Number.isSafeInteger(Number(first)));
  });

  it("differ between two switches", () => {
    const world = createSimulation({ seed: 1 });
    assert.equal(open(world, 2).next() / FLOW_NUMBERS_PER_SWITCH, 2n);
    assert.equal(open(world, 3).next() / FLOW_NUMBERS_PER_SWITCH, 3n);
    assert.throws(() => open(world, 9_223), { code: "CDR_BAD_SWITCH_NUMBER" });
  });

  it("never repeat over restarts, though the clock was set back", () => {
    const world = createSimulation({ seed: 1 });
    const seen = new Set<bigint>();
    for (let start = 0; start < 5; start += 1) {
      for (const number of take(open(world), 25_000)) {
        assert.ok(!seen.has(number));
        seen.add(number);
      }
      world.clock.shiftWallClock(seconds(-86_400));
    }
  });

  it("never repeat when the file is lost and time went on", () => {
    const world = createSimulation({ seed: 1 });
    const before = take(open(world), 1_000).at(-1) as bigint;
    world.files.remove("/var/lib/carrierlab/flow-numbers");
    world.clock.advance(seconds(2));
    assert.ok(open(world).next() > before);
  });

  it("go on while the disk is full, with an alarm for each block", () => {
    const world = createSimulation({ seed: 1 });
    world.files.capacity = 0;
    assert.equal(new Set(take(open(world), 20_001)).size, 20_001);
    assert.equal(world.log.of("cdr.flow-numbers.not-reserved").length, 3);
  });

  it("start anew with an alarm when the file is unreadable", () => {
    const world = createSimulation({ seed: 1 });
    world.files.replace("/var/lib/carrierlab/flow-numbers", Buffer.from("garbage"));
    assert.ok(open(world).next() > 0n);
    assert.equal(world.log.of("cdr.flow-numbers.unreadable").length, 1);
  });
});
