import { Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { seconds, type Duration } from "../../src/base";
import { assertHeardFromSwitch } from "../support/facts/heard-from-switch";
import { assertOfferTimes, offersPerSecond } from "../support/facts/offer-times";
import { assertWaited } from "../support/facts/protect-waits";
import { atRandom, callAtRandom, evenly, placeAt, playWave } from "../support/traffic";
import type { LabWorld } from "../support/world";

When(
  "{party} calls one number after another, {numbers} seconds from now, and {duration} pass",
  async function (this: LabWorld, caller: string, moments: readonly number[], rest: Duration) {
    await placeAt(
      this.lab,
      moments.map((at) => ({ caller, at: seconds(at) })),
    );
    await (await this.stage).pass(rest);
  },
);

When(
  "{party} calls {int} numbers a second for {duration}, and {duration} pass",
  async function (this: LabWorld, caller: string, rate: number, time: Duration, rest: Duration) {
    await placeAt(this.lab, evenly([caller], rate, time));
    await (await this.stage).pass(rest);
  },
);

When(
  "{party} and {party} each call {int} numbers a second for {duration}",
  async function (this: LabWorld, one: string, other: string, rate: number, time: Duration) {
    await placeAt(this.lab, evenly([one, other], rate, time));
    await (await this.stage).pass(seconds(0.01));
  },
);

When(
  "{party} calls {int} numbers at random moments within {duration}, and {duration} pass",
  async function (this: LabWorld, caller: string, count: number, time: Duration, rest: Duration) {
    const stage = await this.stage;
    await placeAt(this.lab, atRandom(caller, count, time, stage.seed));
    await stage.pass(rest);
  },
);

When(
  "{party} calls {int} numbers at random within {duration}, for up to {duration} each",
  async function (this: LabWorld, caller: string, count: number, time: Duration, longest: Duration) {
    await callAtRandom(this.lab, caller, { count, time, longest });
  },
);

When(
  "{party} calls {int} numbers at once, of which the first {int} hang up after {duration} and the others after {duration}",
  async function (this: LabWorld, caller: string, count: number, few: number, soon: Duration, late: Duration) {
    await playWave(this.lab, { caller, count, early: { count: few, after: soon }, others: { after: late } });
  },
);

When(
  "{int} times over {party} calls {int} numbers at once, of which the first {int} hang up after {duration} and the others after {duration}",
  async function (this: LabWorld, rounds: number, caller: string, count: number, few: number, soon: Duration, late: Duration) {
    const wave = { caller, count, early: { count: few, after: soon }, others: { after: late } };
    for (let round = 0; round < rounds; round += 1) await playWave(this.lab, wave);
  },
);

When("after {duration} of talk the caller hangs up", async function (this: LabWorld, time: Duration) {
  const answered = await this.lab.callerLeg(this.lab.call());
  assert.equal(answered.state, "answered");
  await (await this.stage).pass(time);
  await this.lab.hangUp(this.lab.call());
});

Then(
  "{party} is offered calls {numbers} seconds after the first call",
  async function (this: LabWorld, vendor: string, wanted: readonly number[]) {
    await assertOfferTimes(this.lab, vendor, wanted);
  },
);

Then(
  "{party} is offered {int} call(s) in each second from {int} to {int} seconds after the first call, and none in any other",
  async function (this: LabWorld, vendor: string, each: number, from: number, to: number) {
    const found = await offersPerSecond(this.lab, vendor);
    const wanted = new Map(Array.from({ length: to - from }, (_, index) => [from + index, each]));
    assert.deepEqual([...found], [...wanted], `calls offered to ${vendor} by second`);
  },
);

Then(
  "each of the {int} calls is offered to {party} exactly {duration} after its last normal gateway failed",
  async function (this: LabWorld, count: number, vendor: string, delay: Duration) {
    await assertWaited(this.lab, { count, vendor, delay });
  },
);

Then("{int} calls are waiting", async function (this: LabWorld, count: number) {
  const legs = await Promise.all(this.lab.placedCalls.map((call) => this.lab.callerLeg(call)));
  assert.equal(legs.filter(({ state, finalStatus }) => state === "ringing" && finalStatus === undefined).length, count);
});

Then(
  "the gateway to {switch} is offered calls {numbers} seconds after the first call",
  async function (this: LabWorld, name: string, wanted: readonly number[]) {
    await assertOfferTimes(this.lab, `switch ${name}`, wanted);
  },
);

Then("{party} is offered {int} calls", async function (this: LabWorld, vendor: string, count: number) {
  const bySecond = await offersPerSecond(this.lab, vendor);
  assert.equal(
    [...bySecond.values()].reduce((sum, each) => sum + each, 0),
    count,
  );
});

Then(
  "{party} hears from the switch {numbers} seconds after it called",
  async function (this: LabWorld, caller: string, wanted: readonly number[]) {
    await assertHeardFromSwitch(this.lab, caller, wanted);
  },
);

Then("all {int} calls were answered", async function (this: LabWorld, count: number) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert.equal(records.filter(({ answeredAt }) => answeredAt !== undefined).length, count);
});
