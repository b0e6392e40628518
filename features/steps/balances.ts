import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inSeconds, type Duration } from "../../src/base";
import { accountNamed, amountOf, assertAccount, refusalOfLimit } from "../support/facts/account-facts";
import { expected, isNear } from "../support/facts/expect";
import { messagesOf, withoutRepeats } from "../support/facts/message-facts";
import { assertReceived } from "../support/facts/received";
import type { LabWorld } from "../support/world";

When("{party} calls {number} and nobody hangs up", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.reaches(await this.lab.place({ caller, to }), "answered");
});

When(
  "{party} calls {number} and {number} in the same moment, and nobody hangs up for {duration}",
  async function (this: LabWorld, caller: string, one: string, other: string, time: Duration) {
    await this.lab.place({ caller, to: one });
    await this.lab.place({ caller, to: other });
    await (await this.stage).pass(time);
  },
);

Given("{switch} ends calls the advance time early", function (this: LabWorld, name: string) {
  const settings = this.lab.switch(name);
  settings.rating = { ...settings.rating, charging: { ...settings.rating?.charging, overdraftReading: "early" } };
});

When("a configuration says that an account has a limit of {string}", function (this: LabWorld, limit: string) {
  this.facts = refusalOfLimit(limit);
});

Then("it is refused since {string}", function (this: LabWorld, rule: string) {
  assert.ok(String(this.facts).includes(rule), String(this.facts));
});

Then("{party} and {party} are each sent one BYE", async function (this: LabWorld, one: string, other: string) {
  const stage = await this.stage;
  for (const party of [one, other]) {
    await assertReceived(stage, party, { label: "BYE" });
    const found = withoutRepeats(await messagesOf(stage, party, "received")).filter(({ label }) => label === "BYE");
    assert.equal(found.length, 1, `${party} was sent ${found.length} BYE`);
  }
});

Then("account {string} has:", async function (this: LabWorld, name: string, table: DataTable) {
  await this.stage;
  await assertAccount(this.lab, name, table.rowsHash());
});

Then("{string} is available to account {string}", async function (this: LabWorld, amount: string, name: string) {
  await this.stage;
  assert.equal((await accountNamed(this.lab, name)).available, amountOf(amount));
});

Then("nothing is reserved of account {string}", async function (this: LabWorld, name: string) {
  const { reserved, calls } = await accountNamed(this.lab, name);
  assert.deepEqual([reserved, calls], ["0", 0]);
});

Then("the fee of the call is {string}", async function (this: LabWorld, fee: string) {
  const { price } = (await (await this.stage).records(this.lab.firstSwitch)).at(-1) ?? {};
  assert.equal(price?.fee, amountOf(fee));
});

Then(
  "the switch ends the call to {number} after {duration} for {string}, at a fee of {string}",
  async function (this: LabWorld, number: string, time: Duration, reason: string, fee: string) {
    const stage = await this.stage;
    const record = (await stage.records(this.lab.firstSwitch)).find(({ callee }) => callee === number);
    assert.ok(record !== undefined, expected(`record of the call to ${number}`, "one", "none"));
    assert.deepEqual([record.endReason, record.endDirection, record.price?.fee], [reason, "server", amountOf(fee)]);
    const talked = record.holdTimeMs / 1_000;
    assert.ok(isNear(talked, inSeconds(time), stage.tolerance), expected("hold time", `${inSeconds(time)} s`, `${talked} s`));
  },
);
