import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
import { goLiveChecklist } from "../../src/diagnosis";
import { measureRelay } from "../support/measure-relay";
import type { LabWorld } from "../support/world";

When("the relay is measured in each mode", async function (this: LabWorld) {
  this.facts = await measureRelay();
});

Then(
  "the report of the measurement says for each mode what was measured and what is documented:",
  function (this: LabWorld, table: DataTable) {
    const lines = (this.facts as string).split("\n");
    for (const [mode = "", documented = ""] of table.raw()) {
      const line = lines.find((each) => each.includes(mode)) ?? "";
      const cost = Number(/([\d.]+) us a packet/.exec(line)?.[1]);
      assert(cost > 1 && cost < 1_000, `${mode}: "${line}" has no measured cost`);
      assert.match(line, /-?[\d.]+ % over mode 0/);
      assert(line.includes(documented), `expected "${documented}" in "${line}"`);
      assert(!line.includes("only"), `packets were lost: ${line}`);
    }
  },
);

/** Microseconds a packet as printed for one mode. */
const costOf = (report: string, mode: number): number =>
  Number(new RegExp(`mode ${mode} .*?([\\d.]+) us a packet`).exec(report)?.[1]);

Then(
  "the checklist's item on load compares mode 0 with mode 3 for {int} calls, and passes below a full core alone",
  function (this: LabWorld, calls: number) {
    // Two streams of 50 packets a second each call.
    const load = (mode: number): number => (costOf(this.facts as string, mode) * calls * 100) / 1_000_000;
    const [before, after] = [load(0), load(3)];
    const item = (limit: number) =>
      goLiveChecklist({ mappingSide: undefined, routingSide: undefined, load: { before, after, limit } })[7];
    assert.equal(item(Math.max(1, after + 0.01))?.state, "passed");
    assert.equal(item(after - 0.01)?.state, "failed");
    assert(item(1)?.because.startsWith(`load ${before.toFixed(2)} before, ${after.toFixed(2)} after`), item(1)?.because);
  },
);
