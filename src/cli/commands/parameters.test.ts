import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ParameterReport } from "../../parameters";
import { SimulatedSwitch } from "../../services/vos3000d/switch-builder";
import { commandLine, jsonOf } from "../command-line-builder";

const DELAY = "SS_TRY_PROTECT_ROUTE_DELAY";

describe("carrierlab parameters", () => {
  it("lists every parameter, saved and running, also as JSON", async () => {
    const { run } = commandLine();
    const { exitCode, printed } = await run("parameters");
    const listed = jsonOf<readonly ParameterReport[]>(await run("parameters", "list", "--json"));
    assert.equal(exitCode, 0);
    assert.deepEqual(
      printed
        .split("\n")
        .slice(1)
        .map((line) => line.split(" ")[0]),
      listed.map(({ name }) => name),
    );
    assert.ok(listed.some(({ name }) => name === DELAY));
  });

  it("shows one with its range, unit and source", async () => {
    const { exitCode, printed } = await commandLine().run("parameters", "get", DELAY);
    assert.equal(exitCode, 0);
    for (const part of [/^SS_TRY_PROTECT_ROUTE_DELAY\n/, /\n {2}saved {4}\S/, /\n {2}range {4}\S/, /\n {2}source {3}\S/]) {
      assert.match(printed, part);
    }
  });

  it("saves a value while the switch does not run", async () => {
    const { run } = commandLine();
    const { exitCode, printed } = await run("parameters", "set", DELAY, "45");
    assert.equal(exitCode, 0);
    assert.match(printed, /^SS_TRY_PROTECT_ROUTE_DELAY = 45 saved/);
    assert.equal(jsonOf<ParameterReport>(await run("parameters", "get", DELAY, "--json")).saved, 45);
  });

  it("saves a value in the switch that runs", async () => {
    const lab = new SimulatedSwitch();
    const { run } = commandLine(lab.world);
    assert.equal((await run("parameters", "set", DELAY, "45")).exitCode, 0);
    assert.equal(lab.service.options.parameters.saved(DELAY), 45);
    lab.stop();
  });

  it("says which service waits for a restart, until it has had one", async () => {
    const lab = new SimulatedSwitch();
    const { run } = commandLine(lab.world);
    const { printed } = await run("parameters", "set", "SS_RTPENCRYPTIONMODE", "3");
    assert.match(printed, /; pending until `carrierlab services restart mbx3000d`$/);
    assert.match((await run("parameters")).printed, /SS_RTPENCRYPTIONMODE [^\n]*pending: restart mbx3000d/);
    lab.stop();
  });

  for (const [what, words] of [
    ["a value out of its range", [DELAY, "181"]],
    ["a name that no parameter has", ["SS_TRY_PROTECT_ROUTE_DELAI", "30"]],
  ] as const) {
    it(`refuses ${what} with exit code 2 and saves nothing`, async () => {
      const { run } = commandLine();
      const before = (await run("parameters")).printed;
      const { exitCode, printed, complained } = await run("parameters", "set", ...words);
      assert.deepEqual([exitCode, printed], [2, ""]);
      assert.match(complained, /\[PARAMETER_[A-Z_]+\]$/);
      assert.equal((await run("parameters")).printed, before);
    });
  }
});
