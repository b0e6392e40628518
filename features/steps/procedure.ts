import assert from "node:assert/strict";
import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import { inSeconds, seconds, type Duration } from "../../src/base";
import type { ChecklistItem, ProcedureStep } from "../../src/diagnosis";
import { assertNoSecret } from "../support/facts/secrets";
import { rotateUnderCalls } from "../support/key-rotation";
import type { LabWorld } from "../support/world";

function step(steps: readonly ProcedureStep[], number: number): ProcedureStep {
  const found = steps[number - 1];
  assert(found !== undefined, `the procedure has no step ${number}; it says: ${steps.map(({ says }) => says).join("; ")}`);
  return found;
}

When("the operator walks through the procedure", async function (this: LabWorld) {
  await this.clinic.examine();
});

When("the operator sets mode 0 on both switches and calls again", async function (this: LabWorld) {
  await this.clinic.tryWithout();
});

When(
  "the operator sets mode {int} and key {string} on both switches and calls again",
  async function (this: LabWorld, mode: number, key: string) {
    await this.clinic.tryMatched(mode, key);
    this.facts = this.clinic.evidence.clearWithMatchedEncryption;
  },
);

When("the operator sets mode 0 on {switch} alone and calls again", async function (this: LabWorld, name: string) {
  await this.clinic.apply(0, "", [name]);
  this.facts = await this.clinic.testCall();
});

When(
  "the operator sets mode {int} and key {string} on {switch} alone and calls again",
  async function (this: LabWorld, mode: number, key: string, name: string) {
    await this.clinic.apply(mode, key, [name]);
    this.facts = await this.clinic.testCall();
  },
);

Then("the test call is clear", function (this: LabWorld) {
  assert.equal(this.facts, true);
});

Then("the test call is not clear", function (this: LabWorld) {
  assert.equal(this.facts, false);
});

Then("step {int} says {string}", function (this: LabWorld, number: number, says: string) {
  const { says: said } = step(this.clinic.steps, number);
  assert(said.includes(says), `expected "${says}" in "${said}"`);
});

Then("it stops at step {int}, which says {string}", function (this: LabWorld, number: number, says: string) {
  const last = step(this.clinic.steps, number);
  assert.deepEqual([last.state, this.clinic.steps.length], ["stop", number], last.says);
  assert(last.says.includes(says), `expected "${says}" in "${last.says}"`);
});

Then("both sides emit what looks random", function (this: LabWorld) {
  const { looks } = this.clinic.evidence;
  assert.deepEqual([looks?.a, looks?.b], ["random", "random"]);
});

Then(
  "after the key of {switch} was copied to {switch} a test call is clear",
  async function (this: LabWorld, from: string, to: string) {
    await this.clinic.copyKey(from, to);
    assert.equal(await this.clinic.testCall(), true);
  },
);

Then("the short procedure says:", function (this: LabWorld, table: DataTable) {
  const says = this.clinic.shortSteps.map((each) => each.says);
  const wanted = table.raw().map(([text]) => text ?? "");
  assert.equal(says.length, wanted.length, says.join("; "));
  wanted.forEach((text, index) => assert(says[index]?.includes(text), `expected "${text}" in "${says[index]}"`));
});

When(
  "a call of {duration} is placed every {duration} while the key becomes {string} on {string} after {duration} and on {string} after {duration}",
  async function (
    this: LabWorld,
    talk: Duration,
    every: Duration,
    key: string,
    a: string,
    afterA: Duration,
    b: string,
    afterB: Duration,
  ) {
    this.facts = await rotateUnderCalls(this.clinic, this.lab, {
      talk,
      every,
      key,
      changes: [
        [a, afterA],
        [b, afterB],
      ],
      until: seconds(100),
    });
  },
);

Then(
  "the calls placed between {int} and {duration} are garbled and all others are clear",
  function (this: LabWorld, from: number, to: Duration) {
    const calls = this.facts as Awaited<ReturnType<typeof rotateUnderCalls>>;
    const garbled = calls.filter(({ isClear }) => !isClear).map(({ at }) => inSeconds(at));
    const wanted = calls.map(({ at }) => inSeconds(at)).filter((at) => at >= from && at < inSeconds(to));
    assert(wanted.length > 5 && wanted.length < calls.length - 3, "the rotation must leave calls before, during and after it");
    assert.deepEqual(garbled, wanted);
  },
);

Then("all calls are clear", function (this: LabWorld) {
  const calls = this.facts as Awaited<ReturnType<typeof rotateUnderCalls>>;
  assert(calls.length > 15);
  assert.deepEqual(
    calls.filter(({ isClear }) => !isClear),
    [],
  );
});

Then(
  "neither {string} nor {string} stands in any log, answer, record, packet or report",
  async function (this: LabWorld, one: string, other: string) {
    await assertNoSecret(this.lab, [one, other]);
  },
);

Given(
  "one bit of byte {int} of each payload is flipped on the way from {string} to {string}",
  function (this: LabWorld, byte: number, a: string, b: string) {
    this.lab.path(a, b, { payloadDamage: { flipBit: byte } });
  },
);

Given("the path between {string} and {string} garbles the audio", function (this: LabWorld, a: string, b: string) {
  this.lab.path(a, b, { payloadDamage: "garble" });
});

When("the operator runs the checklist with a test call", async function (this: LabWorld) {
  this.facts = await this.clinic.checklist();
});

Then(
  "the checklist's item {int} has {string}, because {string}",
  function (this: LabWorld, number: number, state: string, because: string) {
    const item = (this.facts as readonly ChecklistItem[])[number - 1];
    assert.deepEqual([item?.state, item?.because], [state, because]);
  },
);
