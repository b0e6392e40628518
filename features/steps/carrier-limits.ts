import assert from "node:assert/strict";
import { Given, Then, When } from "@cucumber/cucumber";
import { inMilliseconds, type Duration } from "../../src/base";
import { blocksNumbers, limitsNumbers, wantsCallers } from "../../simulators/carrier";
import { answerRatio, answerRatioByHour, callsByNumber, inOrder } from "../support/facts/day-facts";
import { placeOverNextDay } from "../support/day-of-calls";
import type { SipStatus } from "../support/parameter-types/sip-status";
import type { LabWorld } from "../support/world";

Given("each call of {party} lasts {duration}", function (this: LabWorld, caller: string, time: Duration) {
  this.lab.partyTraits(caller, { hangsUpAfterMs: inMilliseconds(time) });
});

Given(
  "{party} refuses what a caller number asks beyond {int} calls a day with {response}",
  function (this: LabWorld, party: string, callsADay: number, { status }: SipStatus) {
    this.lab.party(party, limitsNumbers(callsADay, status));
  },
);

Given(
  "{party} blocks for {int} days a caller number with more than {int} calls a day, with {response}",
  function (this: LabWorld, party: string, days: number, callsADay: number, { status }: SipStatus) {
    this.lab.party(party, blocksNumbers(callsADay, status, days));
  },
);

Given(
  "{party} refuses callers that do not begin with {string} with {response}",
  function (this: LabWorld, party: string, beginning: string, { status }: SipStatus) {
    this.lab.party(party, wantsCallers(beginning, status));
  },
);

When("{party} places {int} calls over the next day", async function (this: LabWorld, caller: string, count: number) {
  await placeOverNextDay(this.lab, caller, count);
});

Given(
  "{party} has placed {int} calls a day for {int} days",
  async function (this: LabWorld, caller: string, count: number, days: number) {
    for (let day = 0; day < days; day += 1) await placeOverNextDay(this.lab, caller, count);
  },
);

Given("{party} has placed {int} calls over a day", async function (this: LabWorld, caller: string, count: number) {
  await placeOverNextDay(this.lab, caller, count);
});

Then(
  "the call records have {int} caller number(s), with {int} to {int} calls each",
  async function (this: LabWorld, numbers: number, fewest: number, most: number) {
    const calls = callsByNumber(await (await this.stage).records(this.lab.firstSwitch));
    assert.equal(calls.length, numbers, `calls by caller number: ${calls.join(", ")}`);
    assert(Math.min(...calls) >= fewest && Math.max(...calls) <= most, `calls by caller number: ${calls.join(", ")}`);
  },
);

Then(
  "the first {int} calls are answered and the other {int} are refused with {int}",
  async function (this: LabWorld, answered: number, refused: number, status: number) {
    const records = inOrder(await (await this.stage).records(this.lab.firstSwitch));
    const last = records.map(({ attempts }) => attempts.at(-1)?.status);
    assert.deepEqual(last, [...Array<number>(answered).fill(200), ...Array<number>(refused).fill(status)]);
  },
);

Then(
  "of the last {int} calls {int} are answered and {int} are refused with {int}",
  async function (this: LabWorld, count: number, answered: number, refused: number, status: number) {
    const last = inOrder(await (await this.stage).records(this.lab.firstSwitch)).slice(-count);
    const found = [200, status].map((each) => last.filter(({ attempts }) => attempts.at(-1)?.status === each).length);
    assert.deepEqual([last.length, ...found], [count, answered, refused]);
  },
);

Then("{int} calls are refused with {int}", async function (this: LabWorld, count: number, status: number) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert.equal(records.filter(({ attempts }) => attempts.at(-1)?.status === status).length, count);
});

Then("the answer ratio is {int} to {int} %", async function (this: LabWorld, least: number, most: number) {
  const ratio = answerRatio(await (await this.stage).records(this.lab.firstSwitch)) * 100;
  assert(ratio >= least && ratio <= most, `the answer ratio is ${ratio.toFixed(2)} %`);
});

Then("the answer ratio by the hour falls to {int} % and never rises", async function (this: LabWorld, end: number) {
  const ratios = answerRatioByHour(await (await this.stage).records(this.lab.firstSwitch));
  const text = `by the hour: ${ratios.map((ratio) => (ratio * 100).toFixed(1)).join(", ")} %`;
  assert.equal(ratios.length, 24, text);
  assert(
    ratios.slice(1).every((ratio, index) => ratio <= (ratios[index] ?? 0)),
    text,
  );
  assert((ratios[0] ?? 0) > end / 100, text);
  assert.equal(Math.round((ratios.at(-1) ?? 1) * 100), end, text);
});
