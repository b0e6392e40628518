import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
import type { Instant } from "../../src/base";
import { header, uriOf, userOf } from "../../simulators/endpoint";
import { offersSince } from "../support/facts/offered";
import type { LabWorld } from "../support/world";

async function callersSeen(world: LabWorld): Promise<readonly string[]> {
  const offers = await offersSince(await world.stage, 0 as Instant);
  return offers.map(({ invite }) => userOf(uriOf(header(invite, "From"))));
}

When("{party} places {int} calls that stay up", async function (this: LabWorld, caller: string, count: number) {
  for (let index = 0; index < count; index += 1) {
    const call = await this.lab.place({ caller, to: `+4420794601${String(index).padStart(2, "0")}` });
    await this.lab.reaches(call, "answered");
  }
});

Then("the callers that vendors see are:", async function (this: LabWorld, table: DataTable) {
  assert.deepEqual(await callersSeen(this), table.raw().flat(), "user part of From in each INVITE");
});

Then("every caller that vendors see is one of {int} numbers of the pool", async function (this: LabWorld, count: number) {
  const seen = await callersSeen(this);
  assert.ok(seen.length > 0, "no INVITE was seen");
  for (const number of seen) {
    const place = Number(number) - 8_801_700_000_000;
    assert.ok(place >= 1 && place <= count, `${number} is no number of the pool`);
  }
});
