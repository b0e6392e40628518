import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { formatMoney, parseMoney, seconds, type Duration } from "../../src/base";
import type { CallRecord } from "../../src/cdr";
import { expected } from "../support/facts/expect";
import { addAccounts, addCalendars, addPeriodRates, addRateTables, momentOf, setTimeZone } from "../support/rating-desk";
import { assertPricedAs, callAtMoments } from "../support/moments";
import type { LabWorld } from "../support/world";

Given("the server is in {string}", function (this: LabWorld, zone: string) {
  setTimeZone(this.lab, zone);
});

Given("the work calendars:", function (this: LabWorld, table: DataTable) {
  addCalendars(this.lab, table.hashes());
});

Given("the rate tables:", function (this: LabWorld, table: DataTable) {
  addRateTables(this.lab, table.hashes());
});

Given("the period rates:", function (this: LabWorld, table: DataTable) {
  addPeriodRates(this.lab, table.hashes());
});

Given("the accounts:", function (this: LabWorld, table: DataTable) {
  addAccounts(this.lab, table.hashes());
});

When(
  "{party} calls {number} on {string} and talks for {duration}",
  async function (this: LabWorld, caller: string, to: string, moment: string, time: Duration) {
    const stage = await this.stage;
    await stage.setCalendar(momentOf(this.lab, moment));
    const call = await this.lab.place({ caller, to });
    await this.lab.reaches(call, "answered");
    await stage.pass(time);
    await this.lab.hangUp(call);
  },
);

When("{party} calls {number} on {string}", async function (this: LabWorld, caller: string, to: string, moment: string) {
  const stage = await this.stage;
  await stage.setCalendar(momentOf(this.lab, moment));
  await this.lab.settled(await this.lab.place({ caller, to }));
  await stage.pass(seconds(0.5));
});

When(
  "{int} times over {party} makes {int} calls of {duration} on {string}",
  async function (this: LabWorld, rounds: number, caller: string, count: number, time: Duration, moment: string) {
    const stage = await this.stage;
    await stage.setCalendar(momentOf(this.lab, moment));
    for (let round = 0; round < rounds; round += 1) {
      const calls = [];
      for (let index = 0; index < count; index += 1)
        calls.push(await this.lab.place({ caller, to: String(8_801_700_000_000 + index) }));
      await stage.pass(time);
      for (const { name } of calls) await stage.act(caller, { call: name }, { do: "hangUp" });
      await stage.pass(seconds(1));
    }
  },
);

async function lastRecord(world: LabWorld): Promise<CallRecord> {
  const record = (await (await world.stage).records(world.lab.firstSwitch)).at(-1);
  assert.ok(record !== undefined, expected("call record", "one", "none"));
  return record;
}

const canonical = (amount: string): string => formatMoney(parseMoney(amount) ?? assert.fail(`"${amount}" is no amount`));

Then(
  "the call was charged {string}, at {string} a minute by table {string}",
  async function (this: LabWorld, fee: string, rate: string, table: string) {
    const { price } = await lastRecord(this);
    assert.deepEqual([price?.fee, price?.rate, price?.table], [canonical(fee), canonical(rate), table]);
  },
);

Then("the rate was that of table {string}", async function (this: LabWorld, table: string) {
  const { price } = await lastRecord(this);
  assert.equal(price?.table, table);
});

Then("the rate was that of prefix {string}", async function (this: LabWorld, prefix: string) {
  const { price } = await lastRecord(this);
  assert.equal(price?.prefix, prefix);
});

Then("the call was initiated in {string} time", async function (this: LabWorld, wanted: string) {
  const { price } = await lastRecord(this);
  assert.equal(price?.workingTime === true ? "working" : "non-working", wanted, JSON.stringify(price));
  assert.notEqual(price?.workingTime, undefined);
});

Then("all calls together were charged {string}", async function (this: LabWorld, total: string) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert.ok(records.length > 0, expected("call records", "some", "none"));
  const sum = records.reduce((fees, { price }) => fees + (parseMoney(price?.fee ?? "0") ?? 0n), 0n);
  assert.equal(sum, parseMoney(total));
});

Then("{party} was paid {string}", async function (this: LabWorld, vendor: string, fee: string) {
  const { calleeGateway, cost } = await lastRecord(this);
  assert.deepEqual([calleeGateway, cost?.fee], [vendor, canonical(fee)]);
});

Then("nobody was paid", async function (this: LabWorld) {
  assert.equal((await lastRecord(this)).cost, undefined);
});

Then("the margin was {string}", async function (this: LabWorld, margin: string) {
  const { price, cost } = await lastRecord(this);
  const income = parseMoney(price?.fee ?? "") ?? assert.fail("nothing was charged");
  const paid = parseMoney(cost?.fee ?? "") ?? assert.fail("nobody was paid");
  assert.equal(income - paid, parseMoney(margin));
});

When("the customers call at these moments:", async function (this: LabWorld, table: DataTable) {
  this.facts = table.hashes();
  await callAtMoments(this.lab, table.hashes());
});

Then("each was priced as the table says", async function (this: LabWorld) {
  await assertPricedAs(this.lab, this.facts as readonly Readonly<Record<string, string>>[]);
});
