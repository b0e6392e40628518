import { Then, type DataTable } from "@cucumber/cucumber";
import { assertBills, assertTotal } from "../support/facts/call-costs";
import type { LabWorld } from "../support/world";

Then("the calls cost, by started minutes:", async function (this: LabWorld, table: DataTable) {
  await assertBills(this.lab, table.hashes());
});

Then("all calls together cost {string}", async function (this: LabWorld, total: string) {
  await assertTotal(this.lab, total);
});
