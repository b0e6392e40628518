import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { formatMoney, moneyOf, parseMoney } from "../../src/base";
import { randomLedgerRun, type LedgerRun } from "../../src/rating/random-ledger-builder";
import { MillionCalls } from "../support/million-calls";
import { WeekAtRandom, type RandomWeek } from "../support/random-week";
import type { LabWorld } from "../support/world";

Given("{partyList} are customers of {switch}", function (this: LabWorld, customers: readonly string[], name: string) {
  for (const customer of customers) {
    this.lab.party(customer);
    this.lab.addCustomer(name, { name: customer, peer: customer });
  }
});

When(
  "{int} accounts see random calls, rates, payments and failures, with the seeds {int} to {int}",
  function (this: LabWorld, accounts: number, first: number, last: number) {
    this.facts = Array.from({ length: last - first + 1 }, (_, index) => randomLedgerRun(first + index, accounts));
  },
);

const runsOf = ({ facts }: LabWorld): readonly LedgerRun[] => facts as readonly LedgerRun[];

Then("at no moment was an account below its limit", function (this: LabWorld) {
  const below = Array.isArray(this.facts)
    ? runsOf(this).flatMap(({ faults }) => faults.filter((fault) => fault.includes("beyond its limit")))
    : (this.facts as RandomWeek).overdrawn;
  assert.deepEqual(below, []);
});

Then("money and fees add up to what was opened and paid", function (this: LabWorld) {
  assert.deepEqual(
    runsOf(this).flatMap(({ faults }) => faults),
    [],
  );
});

Then("calls were admitted, refused and cut", function (this: LabWorld) {
  for (const what of ["admitted", "refused", "cut"] as const) {
    const total = runsOf(this).reduce((sum, run) => sum + run[what], 0);
    assert.ok(total > 1_000, `${total} calls were ${what}`);
  }
});

When(
  "a million calls at {string} are charged to an account with {string}",
  function (this: LabWorld, fee: string, balance: string) {
    const calls = new MillionCalls(moneyOf(fee), moneyOf(balance));
    calls.charge(1_000_000);
    this.facts = calls;
  },
);

Then("its money is exactly {string}", function (this: LabWorld, money: string) {
  assert.equal(formatMoney((this.facts as MillionCalls).money), formatMoney(parseMoney(money) ?? assert.fail(money)));
});

Then("its next call is refused", function (this: LabWorld) {
  assert.equal((this.facts as MillionCalls).canCall(), false);
});

Then("with a hundredth of a cent more it is admitted", function (this: LabWorld) {
  const calls = this.facts as MillionCalls;
  calls.pay(moneyOf("0.0001"));
  assert.equal(calls.canCall(), true);
});

When("a week of random calls, payments, kills, restarts and changes of the clock goes by", async function (this: LabWorld) {
  const customers = this.lab.settings.switches.flatMap(({ mappingGateways }) => mappingGateways.map(({ name }) => name));
  this.lab.setParameter(this.lab.firstSwitch, "SS_SESSION_TIMER", 0);
  this.facts = await new WeekAtRandom(this.lab, customers).play();
});

Then("calls were answered, refused, cut and lost in a kill", async function (this: LabWorld) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  const ended = (reason: string): number => records.filter(({ endReason }) => endReason === reason).length;
  const counts = {
    answered: records.filter(({ answeredAt }) => answeredAt !== undefined).length,
    refused: records.filter(({ answeredAt, endReason }) => answeredAt === undefined && endReason === "Insufficient Balance")
      .length,
    failed: ended("Busy Here(486)"),
    cut: records.filter(({ answeredAt, endReason }) => answeredAt !== undefined && endReason === "Insufficient Balance").length,
    lost: ended("Process ended"),
  };
  const { calls, payments, kills, clockChanges } = this.facts as RandomWeek;
  assert.equal(records.length, calls);
  for (const [what, count] of Object.entries({ ...counts, payments, kills, clockChanges }))
    assert.ok(count > 0, `${what}: none; ${JSON.stringify(counts)}`);
});
