import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inSeconds, moneyOf, seconds, type Duration } from "../../src/base";
import type { Alarm, AvailableTime } from "../../src/services/vos3000d";
import { accountNamed, amountOf } from "../support/facts/account-facts";
import { expected, isNear } from "../support/facts/expect";
import { tryBalances, type BalanceTrial } from "../support/random-balances";
import type { LabWorld } from "../support/world";

/** Longer than any call of a scenario about balances. */
const END_LIMIT = seconds(10_000);

const ask = async (world: LabWorld, command: string, values: Readonly<Record<string, unknown>>): Promise<unknown> =>
  (await world.stage).ask(world.lab.firstSwitch, command, values);

Given("the numbers that {party} may call begin with {string}", function (this: LabWorld, party: string, prefix: string) {
  this.lab.changeGateways(this.lab.firstSwitch, ({ name }) => name === party, { allowedPrefixes: [prefix] } as object);
});

Given(
  "{party} has talked to {number} for {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    const call = await this.lab.place({ caller, to });
    await this.lab.reaches(call, "answered");
    await (await this.stage).pass(time);
    await this.lab.hangUp(call);
  },
);

When("{string} is paid to account {string}", async function (this: LabWorld, amount: string, name: string) {
  await ask(this, "payAccount", { name, amount });
});

When("a rent of {string} is taken from account {string}", async function (this: LabWorld, amount: string, name: string) {
  await ask(this, "payAccount", { name, amount: `-${amount}`, note: "rent" });
});

When("an operator sets the limit of account {string} to {string}", async function (this: LabWorld, name: string, limit: string) {
  await ask(this, "changeAccount", { name, limit });
});

When("an operator locks account {string}", async function (this: LabWorld, name: string) {
  await ask(this, "changeAccount", { name, lock: "locked" });
});

When(
  "an operator asks how long account {string} could talk to {string}",
  async function (this: LabWorld, account: string, callee: string) {
    this.facts = await ask(this, "availableTime", { account, callee: callee.replace(/^\+/, "") });
  },
);

Then("the answer is {int} seconds, with a balance of {string}", function (this: LabWorld, time: number, money: string) {
  const { timeRemain, accountMoney } = this.facts as AvailableTime;
  assert.deepEqual([timeRemain, accountMoney], [time, amountOf(money)]);
});

Then(
  "the answer is {int} for {string}, with a balance of {string}",
  function (this: LabWorld, code: number, reason: string, money: string) {
    const { timeRemain, endReason, accountMoney } = this.facts as AvailableTime;
    assert.deepEqual([timeRemain, endReason, accountMoney], [code, reason, amountOf(money)]);
  },
);

Then("the answer is {int} for {string}", function (this: LabWorld, code: number, reason: string) {
  const { timeRemain, endReason } = this.facts as AvailableTime;
  assert.deepEqual([timeRemain, endReason], [code, reason]);
});

async function assertCut(world: LabWorld, number: string, time: Duration): Promise<void> {
  const { lab } = world;
  const call = lab.placedCalls.find((each) => each.number === number) ?? assert.fail(`no call to ${number}`);
  await lab.ended(call, END_LIMIT);
  const stage = await world.stage;
  const record = (await stage.records(lab.firstSwitch)).find(({ callee }) => callee === number);
  assert.deepEqual([record?.endReason, record?.endDirection], ["Insufficient Balance", "server"]);
  const talked = (record?.holdTimeMs ?? 0) / 1_000;
  assert.ok(isNear(talked, inSeconds(time), stage.tolerance), expected("hold time", `${inSeconds(time)} s`, `${talked} s`));
}

Then("the call is cut {duration} after its answer", async function (this: LabWorld, time: Duration) {
  await assertCut(this, this.lab.call().number, time);
});

Then("the call to {number} is cut {duration} after its answer", async function (this: LabWorld, number: string, time: Duration) {
  await assertCut(this, number, time);
});

Then("the call is charged once, for no more than a second less than {duration}", async function (this: LabWorld, time: Duration) {
  const stage = await this.stage;
  const [record, ...more] = await stage.records(this.lab.firstSwitch);
  assert.ok(
    record !== undefined && more.length === 0,
    expected("records", "1", String(record === undefined ? 0 : more.length + 1)),
  );
  const talked = record.holdTimeMs / 1_000;
  assert.ok(isNear(talked, inSeconds(time) - 0.5, seconds(0.5 + inSeconds(stage.tolerance))), `${talked} seconds`);
  for (const side of [record.price, record.cost]) {
    assert.equal(side?.feeSeconds, talked);
    const { money, available } = await accountNamed(this.lab, side.account);
    const paid = BigInt(moneyOf(side.fee));
    assert.deepEqual([moneyOf(money) + paid, moneyOf(available) + paid], [moneyOf("1"), moneyOf("1")]);
  }
});

const alarmsAboutBalances = async (world: LabWorld): Promise<readonly Alarm[]> =>
  ((await ask(world, "alarms", {})) as readonly Alarm[]).filter(({ kind }) => kind === "balance");

Given("there is an alarm of type {int} that {string}", async function (this: LabWorld, type: number, text: string) {
  const alarms = await alarmsAboutBalances(this);
  assert.deepEqual(
    alarms.map((alarm) => [alarm.type, alarm.text, alarm.count]),
    [[type, text, 1]],
  );
});

Then("there is no alarm about balances", async function (this: LabWorld) {
  assert.deepEqual(await alarmsAboutBalances(this), []);
});

async function assertTold(world: LabWorld, count: number): Promise<void> {
  const events = await (await world.stage).events(world.lab.firstSwitch);
  assert.equal(events.filter((event) => event === "account.moneyChanged").length, count);
}

Given("no change of money was told", async function (this: LabWorld) {
  await assertTold(this, 0);
});

Then("{int} changes of money were told", async function (this: LabWorld, count: number) {
  await assertTold(this, count);
});

When(
  "for {int} random balances, rates, steps and limits an operator asks, and {party} calls and leaves the call alone",
  async function (this: LabWorld, count: number, caller: string) {
    this.facts = await tryBalances(this.lab, caller, count);
  },
);

Then(
  "every call that was told no time was refused, and every other was cut after the time that was told",
  function (this: LabWorld) {
    for (const { told, talked, endReason, drawn } of this.facts as readonly BalanceTrial[]) {
      assert.deepEqual([told > 0 ? told : undefined, "Insufficient Balance"], [talked, endReason], drawn);
    }
  },
);

Then("of both there were at least {int}", function (this: LabWorld, least: number) {
  const trials = this.facts as readonly BalanceTrial[];
  const refused = trials.filter(({ talked }) => talked === undefined).length;
  assert.ok(refused >= least && trials.length - refused >= least, `${refused} of ${trials.length} were refused`);
});
