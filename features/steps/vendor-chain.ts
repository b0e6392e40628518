import { Given, type DataTable } from "@cucumber/cucumber";
import { type Duration } from "../../src/base";
import { addVendors, ownNumber } from "../support/vendor-chain";
import type { LabWorld } from "../support/world";

Given("{party} is a customer of {switch}", function (this: LabWorld, party: string, name: string) {
  this.lab.party(party);
  this.lab.switch(name);
  this.lab.addCustomer(name, { name: party, peer: party });
});

Given("the vendor chain:", function (this: LabWorld, table: DataTable) {
  addVendors(this.lab, table.hashes());
});

Given("the group {string} has {int} lines in all", function (this: LabWorld, name: string, lineLimit: number) {
  const settings = this.lab.switch(this.lab.firstSwitch);
  settings.gatewayGroups = [...(settings.gatewayGroups ?? []), { name, lineLimit }];
});

Given(
  "{int} call(s) of {party} is/are up on {party}",
  async function (this: LabWorld, count: number, caller: string, vendor: string) {
    const first = this.lab.placedCalls.length;
    const calls = [];
    for (let index = 0; index < count; index += 1)
      calls.push(await this.lab.place({ caller, to: ownNumber(this.lab, vendor, first + index) }));
    for (const call of calls) await this.lab.reaches(call, "answered");
  },
);

Given("{duration} have passed", async function (this: LabWorld, time: Duration) {
  await (await this.stage).pass(time);
});

Given(
  "{party} has called {number} and given up after {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    const call = await this.lab.place({ caller, to });
    await (await this.stage).pass(time);
    await this.lab.giveUp(call);
  },
);
