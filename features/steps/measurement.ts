import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
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
