import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { inSeconds, seconds, type Duration } from "../../base";
import { OnlineCheck, type CheckedGateway } from "./online-check";

/** Gateways that answer after a second with what the test says, or never; everything in virtual time. */
class Bench {
  private readonly world = createSimulation({ seed: 5 });
  readonly clock = this.world.clock;
  readonly log = this.world.log;
  readonly probes: { readonly gateway: string; readonly at: number; readonly timeout: number }[] = [];
  readonly heard: string[] = [];
  readonly answers = new Map<string, number>();
  period: Duration = seconds(30);
  readonly check = new OnlineCheck({
    clock: this.clock,
    random: this.world.random,
    log: this.log,
    period: () => this.period,
    probe: (gateway, timeout, done) => {
      const status = this.answers.get(gateway);
      this.probes.push({ gateway, at: inSeconds(this.clock.now() as number as Duration), timeout: inSeconds(timeout) });
      this.clock.in(status === undefined ? timeout : seconds(1), "answer", () => done(status));
    },
    setOnline: (gateway, isOnline) => void this.heard.push(`${gateway} ${isOnline ? "online" : "offline"}`),
  });

  watch(...gateways: readonly string[]): void {
    this.check.reconfigure(gateways.map((name): CheckedGateway => ({ name, target: name })));
  }

  pass(count: number): void {
    this.clock.advance(seconds(count));
  }
}

describe("online check", () => {
  it("asks once a period, the first time within one", () => {
    const bench = new Bench();
    bench.answers.set("A", 200);
    bench.watch("A");
    bench.pass(120);
    const times = bench.probes.map(({ at }) => at);
    const [first = Number.NaN] = times;
    assert.ok(first >= 0 && first < 30, `first probe at ${first}`);
    assert.deepEqual(
      times.map((at) => Math.round(at - first)),
      [0, 30, 60, 90],
    );
  });

  it("does not ask many gateways at one moment", () => {
    const bench = new Bench();
    bench.watch(...Array.from({ length: 20 }, (_, index) => `G${index}`));
    bench.pass(29.9);
    assert.equal(new Set(bench.probes.map(({ at }) => at)).size, 20);
  });

  it("takes a gateway out after one probe without an answer, and back after one with", () => {
    const bench = new Bench();
    bench.watch("A");
    bench.pass(60);
    assert.deepEqual(bench.heard, ["A offline"]);
    bench.answers.set("A", 200);
    bench.pass(61);
    assert.deepEqual(bench.heard, ["A offline", "A online"]);
  });

  it("tells each change once, however long a gateway stays away", () => {
    const bench = new Bench();
    bench.watch("A");
    bench.pass(600);
    assert.deepEqual(bench.heard, ["A offline"]);
    assert.equal(bench.log.entries.filter(({ event }) => event === "gateway.offline").length, 1);
  });

  it("follows a gateway that comes and goes", () => {
    const bench = new Bench();
    bench.watch("A");
    bench.pass(60);
    for (let round = 0; round < 3; round += 1) {
      bench.answers.set("A", 200);
      bench.pass(60);
      bench.answers.delete("A");
      bench.pass(90);
    }
    assert.deepEqual(bench.heard, ["A offline", ...Array<readonly string[]>(3).fill(["A online", "A offline"]).flat()]);
  });

  for (const status of [200, 403, 404, 405, 486, 501, 503]) {
    it(`takes ${status} for a sign of life`, () => {
      const bench = new Bench();
      bench.answers.set("A", status);
      bench.watch("A");
      bench.pass(300);
      assert.deepEqual(bench.heard, []);
    });
  }

  it("waits no longer than 32 seconds, and no longer than a shorter period", () => {
    const bench = new Bench();
    bench.period = seconds(300);
    bench.watch("A");
    bench.pass(300);
    bench.period = seconds(5);
    bench.check.periodChanged();
    bench.pass(5);
    assert.deepEqual(
      bench.probes.map(({ timeout }) => timeout),
      [32, 5],
    );
  });

  it("asks nobody when the period is 0, and holds everybody for online", () => {
    const bench = new Bench();
    bench.watch("A");
    bench.pass(60);
    bench.period = seconds(0);
    bench.check.periodChanged();
    const { length } = bench.probes;
    bench.pass(600);
    assert.equal(bench.probes.length, length);
    assert.deepEqual(bench.heard, ["A offline", "A online"]);
    assert.deepEqual(bench.clock.armed(), []);
  });

  it("begins again when the period is no longer 0", () => {
    const bench = new Bench();
    bench.period = seconds(0);
    bench.watch("A");
    bench.pass(100);
    bench.period = seconds(10);
    bench.check.periodChanged();
    bench.pass(20);
    assert.deepEqual(bench.heard, ["A offline"]);
  });

  it("holds a gateway that is no longer checked for online, whatever its last probe brings", () => {
    const bench = new Bench();
    bench.watch("A");
    bench.pass(61);
    bench.watch();
    bench.pass(300);
    assert.deepEqual(bench.heard, ["A offline", "A online"]);
    assert.deepEqual(bench.clock.armed(), []);
  });

  it("keeps what it knows of a gateway when others change, and forgets it when the gateway moves", () => {
    const bench = new Bench();
    bench.watch("A");
    bench.pass(60);
    bench.watch("A", "B");
    assert.deepEqual(bench.heard, ["A offline"]);
    bench.check.reconfigure([{ name: "A", target: "elsewhere" }]);
    assert.deepEqual(bench.heard, ["A offline", "A online"]);
  });

  it("leaves no timer when it stops", () => {
    const bench = new Bench();
    bench.answers.set("A", 200);
    bench.watch("A", "B");
    bench.pass(100);
    bench.check.stop();
    bench.pass(32);
    assert.deepEqual(bench.clock.armed(), []);
    bench.watch("A");
    assert.deepEqual(bench.clock.armed(), []);
  });
});
