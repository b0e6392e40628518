import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { POLITE, type InviteAct, type InviteCondition } from "../../simulators/endpoint";
import { expected } from "../support/facts/expect";
import { answeredByHour, busiest, DAY, HOUR, dayOfCalls, numbersShown, type DayOfCalls } from "../support/day-of-calls";
import type { LabWorld } from "../support/world";

const refusal = (status: number): readonly InviteAct[] => [{ afterMs: 20, status }];

function refuses(world: LabWorld, party: string, when: InviteCondition, status: number): void {
  world.lab.partyTraits(party, { inviteRules: [{ when, acts: refusal(status) }] });
}

const dayIn = ({ facts }: LabWorld): DayOfCalls => facts as DayOfCalls;
const answeredIn = ({ records }: DayOfCalls): number => records.filter(({ answeredAt }) => answeredAt !== undefined).length;

Given("{party} ends each call after {int} second", function (this: LabWorld, party: string, count: number) {
  this.lab.partyTraits(party, { hangsUpAfterMs: count * 1_000 });
});

Given(
  "{party} takes {int} calls a day of one caller, and answers {int} to more",
  function (this: LabWorld, party: string, limit: number, status: number) {
    refuses(this, party, { attemptsTodayOver: limit }, status);
  },
);

Given(
  "{party} blocks a caller for good that makes more than {int} calls on a day",
  function (this: LabWorld, party: string, limit: number) {
    refuses(this, party, { attemptsOnADayOver: limit }, 403);
  },
);

Given(
  "{party} answers {int} of {int} calls, and {int} of {int} of a caller over {int} calls a day",
  function (this: LabWorld, party: string, usual: number, of: number, throttled: number, ofMany: number, limit: number) {
    const over: InviteCondition = { attemptsTodayOver: limit };
    const acts = refusal(480);
    this.lab.partyTraits(party, {
      inviteRules: [
        { when: { ...over, share: { hit: ofMany - throttled, of: ofMany } }, acts },
        { when: over, acts: POLITE.onInvite },
        { when: { share: { hit: of - usual, of } }, acts },
      ],
    });
  },
);

When("{party} makes {int} calls over a day", async function (this: LabWorld, caller: string, count: number) {
  this.facts = await dayOfCalls(this.lab, caller, { plan: [{ prefix: "44", count }], time: DAY });
});

When("{party} makes {int} calls within an hour", async function (this: LabWorld, caller: string, count: number) {
  this.facts = await dayOfCalls(this.lab, caller, { plan: [{ prefix: "44", count }], time: HOUR });
});

When(
  "{party} makes {int} calls to {string} and {int} calls to {string} over a day",
  async function (this: LabWorld, caller: string, count: number, prefix: string, others: number, other: string) {
    const plan = [
      { prefix, count },
      { prefix: other, count: others },
    ];
    this.facts = await dayOfCalls(this.lab, caller, { plan, time: DAY });
  },
);

Then("the first {int} of them were answered, and no other", function (this: LabWorld, count: number) {
  const { records } = dayIn(this);
  assert.ok(records.length > count, expected("calls", `more than ${count}`, String(records.length)));
  const wrong = records.findIndex(({ answeredAt }, index) => (answeredAt !== undefined) !== index < count);
  assert.equal(wrong, -1, `call ${wrong + 1} of ${records.length}: ${records[wrong]?.endReason}`);
});

Then("{int} calls of that day were answered", function (this: LabWorld, count: number) {
  assert.equal(answeredIn(dayIn(this)), count);
});

Then("between {int} and {int} per cent of them were answered", function (this: LabWorld, least: number, most: number) {
  const day = dayIn(this);
  const share = (100 * answeredIn(day)) / day.records.length;
  assert.ok(share >= least && share <= most, expected("ASR", `${least} to ${most} %`, `${share.toFixed(1)} %`));
});

Then("each of {int} numbers stood for {int} of them", function (this: LabWorld, numbers: number, calls: number) {
  assert.deepEqual([...numbersShown(dayIn(this).records).values()], Array<number>(numbers).fill(calls));
});

Then(
  "the answer-seizure ratio is {int} per cent for {int} hours, and {int} after them",
  function (this: LabWorld, before: number, hours: number, afterwards: number) {
    const found = answeredByHour(dayIn(this));
    assert.equal(found.length, 24);
    assert.deepEqual(found, [...Array<number>(hours).fill(before), ...Array<number>(24 - hours).fill(afterwards)]);
  },
);

Then(
  "the busiest number of {party} is further above its share than that of {party}",
  function (this: LabWorld, few: string, many: string) {
    const { records } = dayIn(this);
    const [a, b] = [busiest(records, few), busiest(records, many)];
    assert.ok(a > b, `${a.toFixed(2)} times its share against ${b.toFixed(2)} times`);
  },
);
