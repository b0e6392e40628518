import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inSeconds, seconds, type Duration } from "../../src/base";
import { expected, isNear } from "../support/facts/expect";
import { assertAsked, probesOf, stateOf } from "../support/facts/gateway-facts";
import { stormOfCalls, type StormOutcome } from "../support/storm";
import type { LabWorld } from "../support/world";

const stormIn = ({ facts }: LabWorld): StormOutcome => facts as StormOutcome;

/** Longer than a gateway takes to be asked and to be found silent, whatever period a scenario sets. */
const FOUND_OUT = seconds(120);

Given("{party} answers OPTIONS with {int}", function (this: LabWorld, party: string, status: number) {
  this.lab.partyTraits(party, { onOptions: status });
});

Given("{party} has been cut off from the network", async function (this: LabWorld, party: string) {
  await (await this.stage).impair(this.lab.firstSwitch, party, { partitioned: true });
});

Given("{party} has come back to the network", async function (this: LabWorld, party: string) {
  await (await this.stage).impair(this.lab.firstSwitch, party, { partitioned: false });
});

Given(
  "{party} has been cut off from the network {duration} after it answered OPTIONS",
  async function (this: LabWorld, party: string, time: Duration) {
    const stage = await this.stage;
    const asked = async (): Promise<boolean> => (await probesOf(this.lab, party)).length > 0;
    assert.ok(await stage.until(asked, FOUND_OUT), `${party} was never asked`);
    await stage.pass(time);
    await stage.impair(this.lab.firstSwitch, party, { partitioned: true });
  },
);

When("the online check has found {party} to be {word}", async function (this: LabWorld, party: string, state: "away" | "back") {
  const found = async (): Promise<boolean> => (await stateOf(this.lab, party)).isOnline === (state === "back");
  assert.ok(await (await this.stage).until(found, FOUND_OUT), `${party} is never found to be ${state}`);
});

Given(
  "{party} refuses {int} of {int} calls with {int}",
  function (this: LabWorld, party: string, hit: number, of: number, status: number) {
    this.lab.partyTraits(party, { inviteRules: [{ when: { share: { hit, of } }, acts: [{ afterMs: 20, status }] }] });
  },
);

When(
  "{party} makes {int} calls, one every {duration}",
  async function (this: LabWorld, caller: string, count: number, gap: Duration) {
    this.facts = await stormOfCalls(this.lab, { caller, count, gap });
  },
);

When(
  "{party} makes {int} calls, one every {duration}, while {party} goes away after {duration}",
  async function (this: LabWorld, caller: string, count: number, gap: Duration, vendor: string, after: Duration) {
    this.facts = await stormOfCalls(this.lab, { caller, count, gap, failing: { vendor, after } });
  },
);

Then("{int} of them waited for a dead vendor", function (this: LabWorld, count: number) {
  assert.equal(stormIn(this).timeouts, count);
});

Then("at most {int} of them waited for a dead vendor", function (this: LabWorld, count: number) {
  assert.ok(stormIn(this).timeouts <= count, expected("calls that waited", `at most ${count}`, String(stormIn(this).timeouts)));
});

Then("{int} of them got 503", function (this: LabWorld, count: number) {
  assert.equal(stormIn(this).refused, count);
});

Then("at most {int} of them got 503", function (this: LabWorld, count: number) {
  assert.ok(stormIn(this).refused <= count, expected("calls with 503", `at most ${count}`, String(stormIn(this).refused)));
});

Then("{int} of them were answered", function (this: LabWorld, count: number) {
  assert.equal(stormIn(this).answered, count);
});

Then("{party} counts as {word}", async function (this: LabWorld, party: string, state: "online" | "offline") {
  assert.equal((await stateOf(this.lab, party)).isOnline, state === "online");
});

Then("{party} is asked with OPTIONS every {duration}", async function (this: LabWorld, party: string, period: Duration) {
  const moments = await probesOf(this.lab, party);
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? Number.NaN));
  const { tolerance } = await this.stage;
  const agree = gaps.length >= 3 && gaps.every((gap) => isNear(gap, inSeconds(period), tolerance));
  assert(agree, expected(party, `OPTIONS every ${inSeconds(period)} seconds`, moments.join(", ") || "none"));
});

Then("{party} is never asked with OPTIONS", async function (this: LabWorld, party: string) {
  assert.deepEqual(await probesOf(this.lab, party), []);
});

Then("the call goes to {party} at once", async function (this: LabWorld, gateway: string) {
  await assertAsked(this.lab, [[gateway, 0]]);
});

Then(
  "the call goes to {party} at once and to {party} {int} seconds later",
  async function (this: LabWorld, first: string, second: string, wait: number) {
    await assertAsked(this.lab, [
      [first, 0],
      [second, wait],
    ]);
  },
);

Then(
  "Routing Analysis of {number} for {party} leaves {party} out: {string}",
  async function (this: LabWorld, callee: string, from: string, gateway: string, reason: string) {
    const plan = await (await this.stage).analyse(this.lab.firstSwitch, { caller: "", callee, from });
    const found = plan.leftOut.find((each) => each.gateway === gateway);
    assert.ok(found?.reason.includes(reason) === true, expected(gateway, reason, found?.reason ?? "in the plan"));
  },
);
