import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { seconds } from "../../base";
import type { Log } from "../../ports";
import { ProcessMonitor } from "./process-monitor";
import type { ChildHandlers, ServiceProcesses } from "./types";

const silent: Log = { write: () => undefined, with: () => silent };

function monitored() {
  const { clock } = createSimulation({ seed: 1 });
  const started: { name: string; values: Readonly<Record<string, string>>; handlers: ChildHandlers; signals: string[] }[] = [];
  const processes: ServiceProcesses = {
    start(name, values, handlers) {
      const child = { name, values, handlers, signals: [] as string[] };
      started.push(child);
      return { pid: started.length, kill: (signal) => void child.signals.push(signal) };
    },
  };
  const monitor = new ProcessMonitor({ processes, clock, log: silent, values: { config: "x.yaml" } });
  const last = (name: string) => started.filter((child) => child.name === name).at(-1) ?? assert.fail(`${name} was not started`);
  const settled = () => new Promise((resolve) => void setImmediate(resolve));
  return { clock, monitor, started, last, settled };
}

async function running() {
  const world = monitored();
  const ready = world.monitor.start();
  world.last("mbx3000d").handlers.onReady({ control: "127.0.0.1:7000" });
  await world.settled();
  world.last("vos3000d").handlers.onReady({ control: "127.0.0.1:7001" });
  return { ...world, facts: await ready };
}

describe("ProcessMonitor", () => {
  it("starts the media service first and tells the signalling service where it is", async () => {
    const { started, facts } = await running();
    assert.deepEqual(
      started.map(({ name, values }) => [name, values]),
      [
        ["mbx3000d", { config: "x.yaml" }],
        ["vos3000d", { config: "x.yaml", "media-control": "127.0.0.1:7000" }],
      ],
    );
    assert.equal(facts.vos3000d.control, "127.0.0.1:7001");
  });

  it("starts a service again that died, after 200 ms, 400 ms, 800 ms while it keeps dying", async () => {
    const { clock, started, last, monitor } = await running();
    for (const wait of [0.2, 0.4, 0.8]) {
      const before = started.length;
      last("vos3000d").handlers.onExit({ code: null, signal: "SIGKILL" });
      assert.equal(monitor.list().find(({ name }) => name === "vos3000d")?.state, "restarting");
      clock.advance(seconds(wait - 0.001));
      assert.equal(started.length, before);
      clock.advance(seconds(0.001));
      assert.equal(started.length, before + 1);
    }
    last("vos3000d").handlers.onReady({});
    const report = monitor.list().find(({ name }) => name === "vos3000d");
    assert.deepEqual([report?.state, report?.restarts, report?.lastEnd], ["running", 3, "signal SIGKILL"]);
  });

  it("gives the start up when a service never works, so that a mistake in the configuration ends the switch", async () => {
    const { clock, monitor, started, last, settled } = monitored();
    const ready = assert.rejects(monitor.start(), { code: "SERVICE_CANNOT_START", message: /vos3000d.*exit 1/ });
    last("mbx3000d").handlers.onReady({ control: "127.0.0.1:7000" });
    await settled();
    for (const wait of [0.2, 0.4, 0.8, 1.6]) {
      last("vos3000d").handlers.onExit({ code: 1, signal: null });
      clock.advance(seconds(wait));
    }
    await ready;
    assert.equal(started.filter(({ name }) => name === "vos3000d").length, 4);
    assert.equal(monitor.list().find(({ name }) => name === "vos3000d")?.state, "stopped");
  });

  it("tries once when a service says that its configuration is wrong", async () => {
    const { monitor, last } = monitored();
    const ready = monitor.start();
    last("mbx3000d").handlers.onExit({ code: 2, signal: null });
    await assert.rejects(ready, { code: "SERVICE_CANNOT_START", message: /^mbx3000d ended before it worked, with exit 2/ });
  });

  it("forgives a service that lived for 30 s", async () => {
    const { clock, started, last } = await running();
    last("vos3000d").handlers.onExit({ code: 1, signal: null });
    clock.advance(seconds(0.2));
    clock.advance(seconds(31));
    last("vos3000d").handlers.onExit({ code: 1, signal: null });
    const before = started.length;
    clock.advance(seconds(0.2));
    assert.equal(started.length, before + 1);
  });

  it("restarts on request: drain, then the media service again on its port", async () => {
    const { monitor, last, settled } = await running();
    const restarted = monitor.restart("mbx3000d");
    const old = last("mbx3000d");
    assert.deepEqual(old.signals, ["SIGTERM"]);
    old.handlers.onExit({ code: 0, signal: null });
    await settled();
    assert.equal(last("mbx3000d").values["media-control"], "127.0.0.1:7000");
    last("mbx3000d").handlers.onReady({ control: "127.0.0.1:7000" });
    assert.deepEqual([(await restarted).state, (await restarted).restarts], ["running", 1]);
  });

  it("ends a service that does not drain within 8 s", async () => {
    const { monitor, last, clock, settled } = await running();
    const stopped = monitor.stop();
    clock.advance(seconds(8));
    assert.deepEqual(last("vos3000d").signals, ["SIGTERM", "SIGKILL"]);
    last("vos3000d").handlers.onExit({ code: null, signal: "SIGKILL" });
    await settled();
    last("mbx3000d").handlers.onExit({ code: 0, signal: null });
    await stopped;
    assert.deepEqual(
      monitor.list().map(({ state }) => state),
      ["stopped", "stopped"],
    );
    assert.deepEqual(clock.armed(), []);
  });

  it("names the services when asked for another", async () => {
    const { monitor } = await running();
    await assert.rejects(monitor.restart("vos3000"), { code: "SERVICE_UNKNOWN", message: /did you mean vos3000d/ });
  });
});
