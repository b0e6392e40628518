import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation, SimulatedProcess } from "../adapters/sim";
import { inSeconds, seconds } from "../base";
import { OpenCalls } from "./open-calls";

const PATH = "/switch/calls-in-progress";

/** Processes on one disk, one after another; each is killed when the next one starts. */
class Machine {
  readonly world = createSimulation({ seed: 1 });
  readonly disk = this.world.disk("switch");
  private process: SimulatedProcess | undefined;

  start(): OpenCalls {
    this.process?.kill();
    const { clock, log, random, network } = this.world;
    this.process = new SimulatedProcess({ clock, log, random, disk: this.disk, host: network.host("192.0.2.1") });
    return new OpenCalls(this.process, PATH);
  }

  pass(count: number): void {
    this.world.clock.advance(seconds(count));
  }

  timers(): readonly string[] {
    return this.world.clock.armed().map(({ name }) => name);
  }
}

const flowNos = ({ left }: OpenCalls): readonly bigint[] => left.map(({ flowNo }) => flowNo);

describe("calls in progress", () => {
  it("are known to the next process, with the answer and the last second in which they were up", () => {
    const machine = new Machine();
    const calls = machine.start();
    calls.open(1n, "ringing");
    calls.open(2n, "ringing");
    machine.pass(3);
    calls.open(2n, "up", machine.world.clock.now());
    machine.pass(45.6);
    const { left } = machine.start();
    assert.deepEqual(
      left.map(({ flowNo, payload }) => [flowNo, payload]),
      [
        [1n, "ringing"],
        [2n, "up"],
      ],
    );
    const [ringing, up] = left;
    assert.equal(ringing?.answeredOn, undefined);
    assert.equal(inSeconds((Number(up?.aliveOn) - Number(up?.answeredOn)) as ReturnType<typeof seconds>), 45);
  });

  it("are none once they are over, and need no timer then", () => {
    const machine = new Machine();
    const calls = machine.start();
    calls.open(1n, "up", machine.world.clock.now());
    calls.open(2n, "ringing");
    assert.deepEqual(machine.timers(), ["calls in progress"]);
    calls.close(1n);
    calls.close(2n);
    assert.deepEqual(machine.timers(), []);
    calls.flush();
    assert.deepEqual(flowNos(machine.start()), []);
  });

  it("stay known while the disk refuses that they were dealt with, and records wait for it", () => {
    const machine = new Machine();
    machine.start().open(1n, "ringing");
    const next = machine.start();
    machine.disk.fail("replace", "FILE_DISK_FULL");
    next.forget();
    assert.throws(() => next.flush(), { code: "FILE_DISK_FULL" });
    machine.disk.mend();
    next.flush();
    assert.deepEqual(flowNos(machine.start()), []);
  });

  it("do not stop calls when the disk refuses them", () => {
    const machine = new Machine();
    const calls = machine.start();
    machine.disk.fail("append", "FILE_DISK_FULL");
    calls.open(1n, "ringing");
    calls.open(1n, "up", machine.world.clock.now());
    machine.pass(10);
    calls.close(1n);
    const refusals = machine.world.log.entries.filter(({ event }) => event === "cdr.open-calls.refused");
    assert.equal(refusals.length, 1);
  });

  it("take no more room than those that are open, however many there were", () => {
    const machine = new Machine();
    const calls = machine.start();
    const payload = "x".repeat(1_000);
    calls.open(1n, payload, machine.world.clock.now());
    for (let flowNo = 2n; flowNo < 10_000n; flowNo += 1n) {
      calls.open(flowNo, payload);
      calls.close(flowNo);
    }
    assert.ok(machine.disk.read(PATH).length < 5_000_000);
    assert.deepEqual(flowNos(machine.start()).slice(0, 1), [1n]);
  });

  it("are read up to a torn end", () => {
    const machine = new Machine();
    const calls = machine.start();
    calls.open(1n, "ringing");
    calls.open(2n, "ringing");
    machine.disk.replace(PATH, machine.disk.read(PATH).subarray(0, -3));
    assert.deepEqual(flowNos(machine.start()), [1n]);
  });
});
