import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SwitchError } from "../../base";
import { ControlServer } from "../../services/control";
import type { ServiceReport } from "../../services/process-monitor";
import { SimulatedSwitch } from "../../services/vos3000d/switch-builder";
import { commandLine, CONTROL, jsonOf } from "../command-line-builder";

const report = (name: ServiceReport["name"], restarts = 0): ServiceReport => ({
  ...{ name, state: "running", pid: 4711, startedAt: "2026-01-31T09:00:00.000Z", restarts, lastEnd: undefined },
});

/** A shell beside a Process Monitor that notes which restarts it was asked for. */
function beside() {
  const line = commandLine();
  const restarted: unknown[] = [];
  new ControlServer({
    network: line.network,
    local: CONTROL,
    log: { write: () => undefined, with: () => assert.fail() },
    handlers: {
      services: () => [report("mbx3000d"), report("vos3000d", 2)],
      restartService: ({ name }) => {
        if (name !== "vos3000d") throw new SwitchError("SERVICE_UNKNOWN", `"${String(name)}" is not a service`);
        restarted.push(name);
        return report("vos3000d", 3);
      },
    },
    onListening: () => undefined,
    onError: assert.fail,
  });
  return { ...line, restarted };
}

const rows = (printed: string) => printed.split("\n").map((line) => line.split(/ {2,}/));

describe("carrierlab services", () => {
  it("lists the services of a running switch", async () => {
    const { run } = beside();
    const { exitCode, printed } = await run("services");
    assert.equal(exitCode, 0);
    assert.deepEqual(rows(printed), [
      ["service", "state", "pid", "since", "restarts", "last end"],
      ["mbx3000d", "running", "4711", "2026-01-31T09:00:00.000Z", "0"],
      ["vos3000d", "running", "4711", "2026-01-31T09:00:00.000Z", "2"],
    ]);
    assert.deepEqual(
      jsonOf<readonly ServiceReport[]>(await run("services", "list", "--json")).map(({ name }) => name),
      ["mbx3000d", "vos3000d"],
    );
  });

  it("restarts the one that it names, and shows it", async () => {
    const { run, restarted } = beside();
    const { exitCode, printed } = await run("services", "restart", "vos3000d");
    assert.equal(exitCode, 0);
    assert.deepEqual(restarted, ["vos3000d"]);
    assert.deepEqual(rows(printed)[1]?.slice(0, 5), ["vos3000d", "running", "4711", "2026-01-31T09:00:00.000Z", "3"]);
  });

  it("fails for a service that is not there", async () => {
    const { run, restarted } = beside();
    const { exitCode, complained } = await run("services", "restart", "vos");
    assert.equal(exitCode, 1);
    assert.match(complained, /\[SERVICE_UNKNOWN\]$/);
    assert.deepEqual(restarted, []);
  });

  it("shows as JSON what the signalling service holds", async () => {
    const lab = new SimulatedSwitch();
    const { run } = commandLine(lab.world);
    const idle = jsonOf<{ readonly calls: unknown }>(await run("services", "status"));
    lab.calls();
    lab.pass(lab.config.drain);
    const busy = jsonOf<{ readonly calls: unknown }>(await run("services", "status"));
    assert.deepEqual([idle.calls, busy.calls], [0, 1]);
    lab.stop();
  });

  for (const words of [["services"], ["services", "restart", "vos3000d"], ["services", "status"]]) {
    it(`ends with exit code 3 when no switch answers: ${words.join(" ")}`, async () => {
      const { exitCode, complained } = await commandLine().run(...words);
      assert.equal(exitCode, 3);
      assert.match(complained, /\[CONTROL_UNREACHABLE\]$/);
    });
  }
});
