import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromDate } from "../../base";
import { SimulatedSwitch } from "../../services/vos3000d/switch-builder";
import { commandLine } from "../command-line-builder";

describe("carrierlab alarms", () => {
  it("shows what the running switch raised, each once with its number", async () => {
    const lab = new SimulatedSwitch();
    const at = fromDate(new Date("2026-04-20T13:00:00Z"));
    const { alarms } = lab.service;
    for (let times = 0; times < 2; times += 1)
      alarms.raise({ kind: "missingRate", callee: "44", account: "acme", table: "Night" }, at);
    const { exitCode, printed } = await commandLine(lab.world).run("alarms");
    assert.equal(exitCode, 0);
    assert.match(printed, /2026-04-20T13:00:00.000Z +2 +acme +acme called 44 for nothing: table "Night" has no rate/);
    lab.stop();
  });
});
