import { Given, When, type DataTable } from "@cucumber/cucumber";
import { after, milliseconds, seconds, toIso, type Duration } from "../../src/base";
import { assertOffered } from "../support/facts/offered";
import { addVendors, ownNumber } from "../support/vendor-chain";
import type { LabWorld } from "../support/world";

/** In which a call through a vendor's own range rings and is not yet answered. */
const RINGS = milliseconds(500);

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

Given(
  "{party} has answered {int} of the last {int} calls of {party}",
  async function (this: LabWorld, vendor: string, answered: number, count: number, caller: string) {
    const first = this.lab.placedCalls.length;
    const calls = [];
    for (let index = 0; index < count; index += 1)
      calls.push(await this.lab.place({ caller, to: ownNumber(this.lab, vendor, first + index) }));
    const stage = await this.stage;
    await stage.pass(RINGS);
    for (const { name } of calls.slice(answered)) await stage.act(caller, { call: name }, { do: "hangUp" });
    for (const call of calls.slice(0, answered)) await this.lab.reaches(call, "answered");
    for (const { name } of calls.slice(0, answered)) await stage.act(caller, { call: name }, { do: "hangUp" });
    for (const call of calls) await this.lab.ended(call, seconds(5));
  },
);

Given("{party} has made {int} calls and they are over", async function (this: LabWorld, caller: string, count: number) {
  await this.lab.callAndTalk(await this.lab.placeMany(caller, count), seconds(0.2));
});

Given("{duration} have passed", async function (this: LabWorld, time: Duration) {
  await (await this.stage).pass(time);
});

When("{party} falls silent", async function (this: LabWorld, vendor: string) {
  await (await this.stage).impair(this.lab.firstSwitch, vendor, { loss: 1 });
});

Given(
  "the prefix of {party} expires {duration} after the start",
  async function (this: LabWorld, vendor: string, time: Duration) {
    const { stage } = this.lab;
    this.lab.changeGateways(this.lab.firstSwitch, ({ name }) => name === vendor, {
      prefixMode: "expiration",
      prefixExpiresAt: `${toIso(stage.wallClockAt(after(stage.now(), time))).slice(0, 19)}Z`,
    });
    await this.stage;
  },
);

Given(
  "{party} has called {number}, offered to {party} alone",
  async function (this: LabWorld, caller: string, to: string, vendor: string) {
    const call = await this.lab.place({ caller, to });
    await this.lab.reaches(call, "answered");
    await assertOffered(await this.stage, (await this.lab.callerLeg(call)).startedAt, [vendor]);
    await this.lab.hangUp(call);
  },
);

Given(
  "{party} has called {number} and given up after {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    const call = await this.lab.place({ caller, to });
    await (await this.stage).pass(time);
    await this.lab.giveUp(call);
  },
);
