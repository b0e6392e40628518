import assert from "node:assert/strict";
import { seconds } from "../../base";
import { clockContract } from "../../ports/clock.contract";
import { filesContract } from "../../ports/files.contract";
import { logContract } from "../../ports/log.contract";
import { SeededRandom } from "../random";
import { MemoryLog } from "./memory-log";
import { SimulatedClock } from "./simulated-clock";
import { SimulatedFiles } from "./simulated-files";
import { createSimulation } from "./simulation";

clockContract("simulated", () => {
  const clock = new SimulatedClock();
  return { clock, until: async (done) => assert.ok(clock.runUntilTrue(done, seconds(5)), "did not happen within 5 s") };
});

clockContract("a simulated process", () => {
  const world = createSimulation({ seed: 1 });
  const { clock } = world.process("switch", "192.0.2.1");
  return { clock, until: async (done) => assert.ok(world.clock.runUntilTrue(done, seconds(5)), "did not happen within 5 s") };
});

filesContract("simulated", () => {
  const files = new SimulatedFiles(SeededRandom.fromSeed(1));
  return {
    files,
    folder: "/var/lib/carrierlab",
    fillDiskAfter: (bytes) => (files.capacity = files.used + bytes),
    mend: () => files.mend(),
  };
});

logContract("memory", () => {
  const log = MemoryLog.create();
  return { log, written: () => log.entries };
});
