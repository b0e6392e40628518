import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../../base";
import { SimulatedSwitch } from "../../services/vos3000d/switch-builder";
import { commandLine } from "../command-line-builder";

describe("carrierlab trace", () => {
  it("shows the messages of a call; switched off it keeps no new ones, switched on it does", async () => {
    const lab = new SimulatedSwitch({ customer: { hangsUpAfterMs: 1_000 } });
    const { run } = commandLine(lab.world);
    const invites = async (): Promise<number> =>
      (await run("trace")).printed.split("\n").filter((line) => /^ +INVITE /.test(line)).length;
    const call = (): void => {
      lab.calls();
      lab.pass(seconds(5));
    };
    call();
    assert.equal(await invites(), 2);
    assert.equal((await run("trace", "--off")).printed, "SIP Trace is off");
    call();
    assert.equal(await invites(), 2);
    assert.equal((await run("trace", "--on")).printed, "SIP Trace is on");
    call();
    assert.equal(await invites(), 4);
    lab.stop();
  });

  it("is not said to be on where no message is kept", async () => {
    const lab = new SimulatedSwitch({ extra: "traceMessages: 0" });
    const { exitCode, complained } = await commandLine(lab.world).run("trace", "--on");
    assert.equal(exitCode, 1);
    assert.match(complained, /set traceMessages .*TRACE_HAS_NO_ROOM/);
    lab.stop();
  });

  it("cannot be switched both ways", async () => {
    const { exitCode, complained } = await commandLine().run("trace", "--on", "--off");
    assert.equal(exitCode, 2);
    assert.match(complained, /CLI_ON_AND_OFF/);
  });
});
