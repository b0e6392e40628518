import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inSeconds, seconds, type Duration } from "../../src/base";
import type { SipStatus } from "../support/parameter-types/sip-status";
import { assertAskedEvery, assertFound, justProbed, probesOf } from "../support/facts/online-facts";
import type { LabWorld } from "../support/world";

Given("{party} answers OPTIONS with {response}", function (this: LabWorld, party: string, { status }: SipStatus) {
  this.lab.partyTraits(party, { onOptions: status });
});

Given("{party} keeps silent on OPTIONS", function (this: LabWorld, party: string) {
  this.lab.partyTraits(party, { onOptions: "ignore" });
});

Given("the online check has found {party} to be away", async function (this: LabWorld, party: string) {
  await assertFound(this.lab, party, { isOnline: false });
});

Given("the online check has found {party} to be back", async function (this: LabWorld, party: string) {
  await assertFound(this.lab, party, { isOnline: true });
});

Given("{party} is back on the network", async function (this: LabWorld, party: string) {
  await (await this.stage).impair(this.lab.firstSwitch, party, { partitioned: false });
});

Given(
  "{party} cannot be reached from {duration} after an answer to OPTIONS on",
  async function (this: LabWorld, party: string, time: Duration) {
    await justProbed(this.lab, party);
    await (await this.stage).pass(time);
    await (await this.stage).impair(this.lab.firstSwitch, party, { partitioned: true });
  },
);

When("the online check finds {party} to be away", async function (this: LabWorld, party: string) {
  await assertFound(this.lab, party, { isOnline: false });
});

Then("{party} is asked with OPTIONS every {duration}", async function (this: LabWorld, party: string, period: Duration) {
  await assertAskedEvery(this.lab, party, inSeconds(period));
});

Then("{party} is never asked with OPTIONS", async function (this: LabWorld, party: string) {
  assert.deepEqual(await probesOf(this.lab, party), []);
});

Then("{party} is shown as online", async function (this: LabWorld, party: string) {
  const states = await (await this.stage).gatewayStates(this.lab.firstSwitch);
  assert.equal(states.find(({ name }) => name === party)?.isOnline, true);
});

Then("the calls end well once {party} is back on the network", async function (this: LabWorld, party: string) {
  const stage = await this.stage;
  await stage.impair(this.lab.firstSwitch, party, { partitioned: false });
  for (const { caller, name } of this.lab.placedCalls) await stage.act(caller, { call: name }, { do: "hangUp" });
  for (const call of this.lab.placedCalls) await this.lab.ended(call, seconds(5));
  const legs = await Promise.all(this.lab.placedCalls.map((call) => this.lab.callerLeg(call)));
  assert.deepEqual([...new Set(legs.map(({ end }) => end))], ["hungUpHere"]);
});
