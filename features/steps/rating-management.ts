import assert from "node:assert/strict";
import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import type { Duration } from "../../src/base";
import * as management from "../support/rating-management";
import type { LabWorld } from "../support/world";

const list = (text: string): readonly string[] => (text === "" ? [] : text.split(/, ?/));

/** What a switch said to the last change: undefined when it took it. */
function answered(world: LabWorld, refused: string | undefined): void {
  world.saveOutcome = refused === undefined ? { saved: true, restart: undefined } : { saved: false, message: refused };
}

function mustBeTaken(world: LabWorld): void {
  const { saveOutcome } = world;
  assert.ok(saveOutcome.saved, saveOutcome.saved ? "" : saveOutcome.message);
}

Given("{switch} is {switch} on a server in {string}", function (this: LabWorld, to: string, from: string, zone: string) {
  management.moveSwitch(this.lab, from, to, zone);
});

Given("{int} more calendars like {string}", function (this: LabWorld, count: number, name: string) {
  management.multiplyCalendar(this.lab, name, count);
});

Given("{int} accounts with the period rate {string}", function (this: LabWorld, count: number, periodRate: string) {
  management.addManyAccounts(this.lab, count, periodRate);
});

When("it is {string}", async function (this: LabWorld, moment: string) {
  await management.itIs(this.lab, moment);
});

When("an operator saves the calendar:", async function (this: LabWorld, table: DataTable) {
  for (const row of table.hashes()) answered(this, await management.saveCalendar(this.lab, row));
  mustBeTaken(this);
});

When(
  "an operator sets {word} of the calendar {string} to {string}",
  async function (this: LabWorld, key: string, name: string, value: string) {
    const change = { [key]: key === "holidays" || key === "workingDays" ? list(value) : value };
    answered(this, await management.changed(this.lab, "workCalendars", name, change));
    mustBeTaken(this);
  },
);

When("an operator takes the calendar {string} away", async function (this: LabWorld, name: string) {
  answered(this, await management.changed(this.lab, "workCalendars", name, null));
});

When("an operator saves the period rate:", async function (this: LabWorld, table: DataTable) {
  for (const row of table.hashes()) answered(this, await management.savePeriodRate(this.lab, row));
});

When("an operator imports the rate tables:", async function (this: LabWorld, table: DataTable) {
  answered(this, await management.importTables(this.lab, table.hashes()));
  mustBeTaken(this);
});

When("an operator imports the rate table {string}:", async function (this: LabWorld, name: string, csv: string) {
  answered(this, await management.importText(this.lab, name, csv));
});

When("an operator copies the rate table {string} to {string}", async function (this: LabWorld, from: string, to: string) {
  answered(this, await management.copied(this.lab, from, to));
  mustBeTaken(this);
});

When("an operator binds the account {string} to {string}", async function (this: LabWorld, account: string, rates: string) {
  answered(this, await management.changed(this.lab, "accounts", account, { periodRates: list(rates) }));
  mustBeTaken(this);
});

Then("the change is taken", function (this: LabWorld) {
  mustBeTaken(this);
});

Then("the switch refuses, because {string}", function (this: LabWorld, because: string) {
  const { saveOutcome } = this;
  assert.ok(!saveOutcome.saved, "the switch has taken the change");
  assert.ok(saveOutcome.message.includes(because), `expected "${because}" in "${saveOutcome.message}"`);
});

Then("the switch refuses every bad line:", function (this: LabWorld, table: DataTable) {
  const { saveOutcome } = this;
  assert.ok(!saveOutcome.saved, "the switch has taken the file");
  const told = saveOutcome.message.split("\n").map((line) => /:(\d+): (.*)$/.exec(line)?.slice(1) ?? []);
  const wanted = table.raw();
  assert.deepEqual(
    told.map(([line]) => line),
    wanted.map(([line]) => line),
    saveOutcome.message,
  );
  for (const [index, [, words = ""]] of wanted.entries())
    assert.ok(words !== "" && told[index]?.[1]?.includes(words), `expected "${words}" in "${told[index]?.[1]}"`);
});

Then("the calendars are {string}", async function (this: LabWorld, names: string) {
  const { workCalendars } = await management.ratingOf(this.lab);
  assert.deepEqual(
    workCalendars.map(({ name }) => name),
    list(names),
  );
});

Then(
  "the calendar {string} has {string}, {string} and the holidays {string}",
  async function (this: LabWorld, name: string, days: string, hours: string, holidays: string) {
    const found = (await management.ratingOf(this.lab)).workCalendars.find((each) => each.name === name);
    assert.deepEqual(
      [found?.workingDays.join(" "), `${found?.start}-${found?.end}`, found?.holidays.join(", ")],
      [days, hours, holidays],
    );
  },
);

Then("the period rates are {string}", async function (this: LabWorld, names: string) {
  const { periodRates } = await management.ratingOf(this.lab);
  assert.deepEqual(
    periodRates.map(({ name }) => name),
    list(names),
  );
});

Then(
  "the table in force for {string} is {string} on {switch}",
  async function (this: LabWorld, account: string, table: string, name: string) {
    assert.equal((await management.tableInForce(this.lab, account, name))?.table, table);
  },
);

Then(
  "the table in force for {string} is {string}: {string} says {string}",
  async function (this: LabWorld, account: string, table: string, calendar: string, because: string) {
    const found = await management.tableInForce(this.lab, account);
    assert.deepEqual([found?.table, found?.calendar, found?.answer?.because], [table, calendar, because]);
  },
);

Then("the table in force for all {int} accounts is {string}", async function (this: LabWorld, count: number, table: string) {
  const tables = await management.tablesOfManyAccounts(this.lab, count);
  assert.deepEqual(
    tables,
    Array.from({ length: count }, () => table),
  );
});

Then(
  "the call was rated in {string} time of the calendar {string}",
  async function (this: LabWorld, time: string, calendar: string) {
    const price = (await management.pricesSoFar(this.lab)).at(-1)?.price;
    assert.deepEqual([price?.calendar, price?.workingTime], [calendar, time === "working"]);
  },
);

When("the prices of all calls so far are noted", async function (this: LabWorld) {
  this.facts = await management.pricesSoFar(this.lab);
});

Then("the prices of those calls have not changed", async function (this: LabWorld) {
  const before = this.facts as Awaited<ReturnType<typeof management.pricesSoFar>>;
  assert.ok(before.length > 0 && before.every(({ price }) => price !== undefined), "no price was noted");
  assert.deepEqual((await management.pricesSoFar(this.lab)).slice(0, before.length), before);
});

When("the doctor compares {switch} with {switch} as it was", async function (this: LabWorld, now: string, before: string) {
  this.doctor.tell(await management.comparedWith(this.lab, now, before));
});

Given("the rate groups:", function (this: LabWorld, table: DataTable) {
  management.addRateGroups(this.lab, table.hashes());
});

Given("a call longer than {duration} raises an alarm", function (this: LabWorld, time: Duration) {
  management.setLongCall(this.lab, time);
});

When(
  "{int} calls of {party} of {duration} each begin on {string}",
  async function (this: LabWorld, count: number, caller: string, time: Duration, moment: string) {
    await management.placeLongCalls(this.lab, { caller, count, time, moment });
  },
);

Then("{int} alarm(s) about long calls is/are raised", async function (this: LabWorld, count: number) {
  assert.deepEqual(
    (await management.alarmsOf(this.lab, "longCall")).map(({ count: times }) => times),
    Array.from({ length: count }, () => 1),
  );
});

Then("an alarm says {string}", async function (this: LabWorld, text: string) {
  const alarms = await management.alarmsOf(this.lab);
  assert.ok(
    alarms.some((alarm) => alarm.text.includes(text)),
    `no alarm says "${text}": ${JSON.stringify(alarms)}`,
  );
});

Then("all calls were answered and none was cut", async function (this: LabWorld) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert.ok(records.length > 0 && records.every(({ answeredAt }) => answeredAt !== undefined));
  assert.deepEqual([...new Set(records.map(({ endDirection }) => endDirection))], ["caller"]);
});

When("the doctor looks at the alarms of that night", async function (this: LabWorld) {
  this.doctor.tell(await management.examinedAlarms(this.lab));
});

When("a week passes from {string} on, minute by minute", async function (this: LabWorld, moment: string) {
  this.facts = await management.switchesOfAWeek(this.lab, moment);
});

Then(
  "the table in force for {string} has changed {int} times, never on {string}",
  function (this: LabWorld, account: string, count: number, days: string) {
    const switches = this.facts as Awaited<ReturnType<typeof management.switchesOfAWeek>>;
    const ofAccount = switches.filter((each) => each.account === account);
    assert.equal(ofAccount.length, count, JSON.stringify(ofAccount));
    const quiet = list(days);
    assert.deepEqual(
      ofAccount.filter(({ day }) => quiet.includes(day)),
      [],
    );
  },
);

Then("the call was charged in pieces:", async function (this: LabWorld, table: DataTable) {
  const price = (await management.pricesSoFar(this.lab)).at(-1)?.price;
  assert.deepEqual(
    (price?.pieces ?? []).map((piece) => [piece.table, String(piece.feeSeconds), piece.fee]),
    table.hashes().map(({ table: name, seconds, fee }) => [name, seconds, fee]),
  );
});

When("the configuration has {string}", function (this: LabWorld, text: string) {
  answered(this, management.refusedConfiguration(this.lab, text));
});

Then("it is refused, because {string}", function (this: LabWorld, because: string) {
  const { saveOutcome } = this;
  assert.ok(!saveOutcome.saved, "the configuration was taken");
  assert.ok(saveOutcome.message.includes(because), `expected "${because}" in "${saveOutcome.message}"`);
});

Then("it is taken", function (this: LabWorld) {
  mustBeTaken(this);
});

Given(
  "switch A is worked by the administrator {string} and the observer {string}",
  function (this: LabWorld, administrator: string, observer: string) {
    management.setOperators(this.lab, administrator, observer);
  },
);

When("{string} asks for the calendars", async function (this: LabWorld, operator: string) {
  answered(this, await management.refusedTo(this.lab, operator, "rating"));
});

When("{string} tries to take the calendar {string} away", async function (this: LabWorld, operator: string, name: string) {
  answered(this, await management.refusedTo(this.lab, operator, "changeRating", { kind: "workCalendars", name, change: null }));
});
