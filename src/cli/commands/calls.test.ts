import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CurrentCall } from "../../call";
import { seconds } from "../../base";
import { SimulatedSwitch } from "../../services/vos3000d/switch-builder";
import { commandLine, jsonOf } from "../command-line-builder";

function withOneCall() {
  const lab = new SimulatedSwitch();
  lab.calls();
  lab.pass(seconds(3));
  return { lab, ...commandLine(lab.world) };
}

describe("carrierlab calls", () => {
  it("shows a call that is up, with both gateways and how long it has lasted", async () => {
    const { lab, run } = withOneCall();
    const { exitCode, printed } = await run("calls");
    assert.equal(exitCode, 0);
    const [title = "", row = "", ...more] = printed.split("\n");
    assert.deepEqual(title.split(/ {2,}/), ["id", "state", "caller", "callee", "from", "to", "seconds", "media"]);
    const [, state, , callee, from, to, , media] = row.split(/ {2,}/);
    assert.deepEqual([state, callee, from, to, media], ["answered", "442079460123", "customer", "vendor", "proxied"]);
    assert.deepEqual(more, []);
    lab.stop();
  });

  it("releases a call by its id: both parties get BYE and nothing is up afterwards", async () => {
    const { lab, run } = withOneCall();
    const [{ id } = assert.fail("no call is up")] = jsonOf<readonly CurrentCall[]>(await run("calls", "--json"));
    const { exitCode, printed } = await run("calls", "--release", id);
    assert.deepEqual([exitCode, printed], [0, `call ${id} was released`]);
    lab.pass(seconds(1));
    assert.deepEqual(
      [lab.customer, lab.vendor].map((party) => lab.ladder(party).includes("< BYE")),
      [true, true],
    );
    assert.equal((await run("calls")).printed, "no call is up");
    await lab.record();
    lab.stop();
  });

  it("fails when no call has the id, and leaves the others up", async () => {
    const { lab, run } = withOneCall();
    const { exitCode, printed } = await run("calls", "--release", "nobody");
    assert.deepEqual([exitCode, printed], [1, "no call has the id nobody"]);
    assert.equal(jsonOf<readonly CurrentCall[]>(await run("calls", "--json")).length, 1);
    lab.stop();
  });

  it("ends with exit code 3 when no switch answers", async () => {
    const { exitCode, printed, complained } = await commandLine().run("calls");
    assert.deepEqual([exitCode, printed], [3, ""]);
    assert.match(complained, /\[CONTROL_UNREACHABLE\]$/);
  });
});
