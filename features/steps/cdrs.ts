import { Then, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { assertAttempts, assertRecord } from "../support/facts/record-facts";
import type { LabWorld } from "../support/world";

Then("the call record says:", async function (this: LabWorld, table: DataTable) {
  const stage = await this.stage;
  assertRecord(await stage.records(this.lab.firstSwitch), table.rowsHash(), stage.tolerance);
});

Then("the call record of {switch} says:", async function (this: LabWorld, name: string, table: DataTable) {
  const stage = await this.stage;
  assertRecord(await stage.records(name), table.rowsHash(), stage.tolerance);
});

Then("the attempts are:", async function (this: LabWorld, table: DataTable) {
  const stage = await this.stage;
  assertAttempts(await stage.records(this.lab.firstSwitch), table.hashes(), stage.tolerance);
});

Then("{switch} has {int} call record(s)", async function (this: LabWorld, name: string, count: number) {
  const records = await (await this.stage).records(name);
  assert.equal(records.length, count, records.map(({ callee, endReason }) => `${callee}: ${endReason}`).join(", "));
});

Then("every call record says {string}", async function (this: LabWorld, reason: string) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert.deepEqual([...new Set(records.map(({ endReason }) => endReason))], [reason]);
});

Then("the media statistics of {switch} show packets in both directions", async function (this: LabWorld, name: string) {
  const [record] = await (await this.stage).records(name);
  assert((record?.media?.fromA.received ?? 0) > 0, "nothing came from the caller's side");
  assert((record?.media?.fromB.received ?? 0) > 0, "nothing came from the called side");
});
