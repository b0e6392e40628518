import { After, Given, Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { seconds, type Duration } from "../../src/base";
import type { Vos3000dStatus } from "../../src/services/vos3000d";
import { expected } from "../support/facts/expect";
import { RecordDesk } from "../support/record-desk";
import { evenly, placeAt } from "../support/traffic";
import type { LabWorld } from "../support/world";

const desks = new WeakMap<LabWorld, RecordDesk>();

function deskOf(world: LabWorld): RecordDesk {
  const desk = desks.get(world) ?? new RecordDesk();
  desks.set(world, desk);
  return desk;
}

After(async function (this: LabWorld) {
  await desks.get(this)?.close();
});

const recordsOf = async (world: LabWorld, name: string): Promise<Vos3000dStatus["records"]> =>
  ((await (await world.stage).ask(name, "status")) as Vos3000dStatus).records;

Given("call records are stored by the defaults", function (this: LabWorld) {
  deskOf(this).open({});
});

Given("call records are stored with {parameter} {int}", function (this: LabWorld, name: string, value: number) {
  deskOf(this).open({ [name]: value });
});

Given("the database of {switch} takes {duration} for each answer", function (this: LabWorld, name: string, latency: Duration) {
  this.lab.switch(name).databaseLatencyMs = latency / 1_000;
});

Given("{int} calls of {party} have found no vendor", async function (this: LabWorld, count: number, caller: string) {
  const calls = [];
  for (let index = 0; index < count; index += 1)
    calls.push(await this.lab.place({ caller, to: String(8_801_700_000_000 + index) }));
  for (const call of calls) await this.lab.settled(call);
});

When("{int} calls end within {duration}", async function (this: LabWorld, count: number, time: Duration) {
  await deskOf(this).callsEnd(count, time);
});

When("the rest of {duration} passes", async function (this: LabWorld, time: Duration) {
  await deskOf(this).pass(time);
});

When("{int} calls a second end for {duration}", async function (this: LabWorld, rate: number, time: Duration) {
  await deskOf(this).callsEnd((rate * time) / seconds(1), time);
});

When(
  "{party} calls {int} numbers a second for {duration}, and hangs up when the last of them is answered",
  async function (this: LabWorld, caller: string, rate: number, time: Duration) {
    const calls = await placeAt(this.lab, evenly([caller], rate, time));
    const stage = await this.stage;
    await this.lab.reaches(calls.at(-1) ?? assert.fail("no call"), "answered");
    for (const { name } of calls) await stage.act(caller, { call: name }, { do: "hangUp" });
    await stage.pass(seconds(1));
  },
);

Then("the database got these batches:", function (this: LabWorld, table: DataTable) {
  const found = deskOf(this).batches.map(({ at, records }) => ({ second: String(at), records: String(records) }));
  assert.deepEqual(found, table.hashes());
});

Then(
  "the database got {int} batches of {int} calls, one every {duration}",
  function (this: LabWorld, count: number, records: number, apart: Duration) {
    const wanted = Array.from({ length: count }, (_, index) => ({ at: (index + 1) * (apart / 1_000_000), records }));
    assert.deepEqual(deskOf(this).batches, wanted);
  },
);

Then("the tables hold {int} calls, and none waits", async function (this: LabWorld, count: number) {
  const desk = deskOf(this);
  assert.deepEqual([await desk.inTables(), desk.waiting], [count, 0]);
});

Then(
  "{duration} after the start of {switch} its database has {int} call record(s)",
  async function (this: LabWorld, moment: Duration, name: string, count: number) {
    const stage = await this.stage;
    const left = (moment - stage.now()) as Duration;
    assert.ok(left >= 0, expected("moment", "one to come", `${left} us ago`));
    await stage.pass(left);
    assert.equal((await recordsOf(this, name)).written, count);
  },
);

Then("at least {int} call records of {switch} wait", async function (this: LabWorld, count: number, name: string) {
  const { waiting } = await recordsOf(this, name);
  assert.ok(waiting >= count, expected("waiting records", `at least ${count}`, String(waiting)));
});

Then("no call record of {switch} waits {duration} later", async function (this: LabWorld, name: string, time: Duration) {
  await (await this.stage).pass(time);
  assert.equal((await recordsOf(this, name)).waiting, 0);
});

Then("the last batch of {switch} took {duration}", async function (this: LabWorld, name: string, time: Duration) {
  assert.equal((await recordsOf(this, name)).lastBatchMs, time / 1_000);
});

Then("every post-dial delay of {int} calls is under {duration}", async function (this: LabWorld, count: number, limit: Duration) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  const delays = records.flatMap(({ callerPddMs }) => callerPddMs ?? []);
  assert.equal(delays.length, count, "calls with a post-dial delay");
  assert.ok(
    Math.max(...delays) < limit / 1_000,
    expected("longest delay in ms", `under ${limit / 1_000}`, String(Math.max(...delays))),
  );
});

Then("{switch} tells that its database is slow, {int} time(s)", async function (this: LabWorld, name: string, count: number) {
  const events = await (await this.stage).events(name);
  assert.equal(events.filter((event) => event === "cdr.database.slow").length, count);
});

Given("the configuration of {switch} stands in its database", async function (this: LabWorld, name: string) {
  this.lab.switch(name).fieldTables = true;
  const stage = await this.stage;
  const isThere = async (): Promise<boolean> => (await stage.events(name)).includes("configuration.stored");
  assert.ok(await stage.until(isThere, seconds(20)), expected("configuration in the database", "there", "not there"));
});

const answers = new WeakMap<LabWorld, readonly string[]>();

function answerOf(world: LabWorld): readonly (readonly string[])[] {
  const lines = answers.get(world) ?? assert.fail("nobody has asked the database yet");
  return lines.map((line) => line.split("\t"));
}

When("an operator asks the database of {switch} {string}", async function (this: LabWorld, name: string, text: string) {
  answers.set(this, await (await this.stage).sql(name, text));
});

Then("it answers:", function (this: LabWorld, table: DataTable) {
  const [names = [], ...rows] = answerOf(this);
  const wanted = table.raw()[0] ?? [];
  const places = wanted.map((name) => names.indexOf(name));
  assert.deepEqual([wanted, ...rows.map((row) => places.map((place) => row[place]))], table.raw());
});

Then("it answers the number {int}", function (this: LabWorld, count: number) {
  assert.deepEqual(answerOf(this).slice(1), [[String(count)]]);
});

Then(
  "archiving the days before {word} on {switch} takes in {int} call(s)",
  async function (this: LabWorld, date: string, name: string, count: number) {
    assert.equal(await (await this.stage).archive(name, date.replaceAll("-", "")), count);
  },
);
