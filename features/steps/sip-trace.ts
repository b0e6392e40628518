import assert from "node:assert/strict";
import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import { tracedInvites } from "../support/facts/traced";
import type { LabWorld } from "../support/world";

Given("SIP Trace of {switch} is off", function (this: LabWorld, name: string) {
  this.lab.switch(name).sipTrace = false;
});

When(
  /^an operator switches SIP Trace of switch "([^"]+)" (on|off)$/,
  async function (this: LabWorld, name: string, state: string) {
    await (await this.stage).setTrace(name, state === "on");
  },
);

Then("SIP Trace of {switch} lists these INVITEs:", async function (this: LabWorld, name: string, table: DataTable) {
  assert.deepEqual(await tracedInvites(await this.stage, name), table.hashes());
});

Then("SIP Trace of {switch} lists {int} INVITEs", async function (this: LabWorld, name: string, count: number) {
  assert.equal((await tracedInvites(await this.stage, name)).length, count);
});
