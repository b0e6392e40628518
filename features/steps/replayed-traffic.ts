import { Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { formatMoney, parseMoney, type Money } from "../../src/base";
import { momentOf } from "../support/rating-desk";
import { assertUntouched, assertWeek, daysOf, paidFor, replayDay, replayWeek, tableChanges } from "../support/replayed-traffic";
import type { LabWorld } from "../support/world";

When(
  "{party} and {party} call {number} every {int} hours from {string} on for a week",
  async function (this: LabWorld, one: string, other: string, to: string, everyHours: number, from: string) {
    await replayWeek(this.lab, { callers: [one, other], to, everyHours, from: momentOf(this.lab, from) });
  },
);

Then("the calls of the week were carried and priced:", async function (this: LabWorld, table: DataTable) {
  await assertWeek(this.lab, table.hashes());
});

Then(
  "the table of {party} changed {int} times and that of {party} never",
  async function (this: LabWorld, customer: string, count: number, other: string) {
    assert.deepEqual([await tableChanges(this.lab, customer), await tableChanges(this.lab, other)], [count, 0]);
  },
);

Then("nobody touched the switch in that week", async function (this: LabWorld) {
  await assertUntouched(this.lab);
});

When(
  "{party} and {party} each talk {int} minutes on {string}, {int} percent of them off-peak",
  async function (this: LabWorld, one: string, other: string, minutes: number, day: string, offPeakPercent: number) {
    await replayDay(this.lab, { callers: [one, other], minutes, day, offPeakPercent });
  },
);

Then(
  "the vendor of {party} was paid {string} less than that of {party}",
  async function (this: LabWorld, customer: string, wanted: string, other: string) {
    const saved = ((await paidFor(this.lab, other)) - (await paidFor(this.lab, customer))) as Money;
    assert.equal(formatMoney(saved), formatMoney(parseMoney(wanted) ?? assert.fail(`"${wanted}" is no amount`)));
    this.facts = saved;
  },
);

Then(
  "that is {string} in {int} days and {string} in {int}",
  function (this: LabWorld, month: string, daysOfMonth: number, year: string, daysOfYear: number) {
    const saved = this.facts as Money;
    assert.deepEqual([daysOf(saved, daysOfMonth), daysOf(saved, daysOfYear)], [month, year]);
  },
);
