import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import type { LabWorld } from "../support/world";

Given("{parameter} is {setting} on {switch}", function (this: LabWorld, name: string, value: string, switchName: string) {
  this.lab.setParameter(switchName, name, value);
});

Given("{switch} encrypts with mode {int} and key {string}", function (this: LabWorld, name: string, mode: number, key: string) {
  this.lab.setParameter(name, "SS_RTPENCRYPTIONMODE", mode);
  this.lab.setParameter(name, "SS_RTPENCRYPTIONKEY", key);
});

Given("both switches encrypt with mode {int} and key {string}", function (this: LabWorld, mode: number, key: string) {
  for (const name of this.lab.switchNames) {
    this.lab.setParameter(name, "SS_RTPENCRYPTIONMODE", mode);
    this.lab.setParameter(name, "SS_RTPENCRYPTIONKEY", key);
  }
});

Given(
  "an operator has saved mode {int} and key {string} on both switches",
  async function (this: LabWorld, mode: number, key: string) {
    for (const name of this.lab.switchNames) {
      await this.lab.saveParameter(name, "SS_RTPENCRYPTIONMODE", String(mode));
      await this.lab.saveParameter(name, "SS_RTPENCRYPTIONKEY", key);
    }
  },
);

Given(
  "{parameter} has been saved as {setting} on {switch}",
  async function (this: LabWorld, name: string, value: string, switchName: string) {
    await this.lab.saveParameter(switchName, name, value);
  },
);

When(
  "an operator saves {parameter} as {setting} on {switch}",
  async function (this: LabWorld, name: string, value: string, switchName: string) {
    this.saveOutcome = await (await this.stage).saveParameter(switchName, name, value);
  },
);

Then("the change is refused with a message that names the range", function (this: LabWorld) {
  const outcome = this.saveOutcome;
  assert(!outcome.saved, "it was saved");
  for (const mode of ["0", "1", "2", "3"]) assert(outcome.message.includes(mode), outcome.message);
});

Then(
  "{parameter} on {switch} is {setting} by default",
  async function (this: LabWorld, name: string, switchName: string, value: string) {
    assert.equal((await this.lab.parameter(switchName, name)).default, value);
  },
);

Then(
  "{parameter} on {switch} is saved as {setting}",
  async function (this: LabWorld, name: string, switchName: string, value: string) {
    assert.equal((await this.lab.parameter(switchName, name)).saved, value);
  },
);

Then(
  "{parameter} on {switch} is saved as {setting} and runs as {setting}",
  async function (this: LabWorld, name: string, switchName: string, saved: string, running: string) {
    const state = await this.lab.parameter(switchName, name);
    assert.deepEqual([state.saved, state.running], [saved, running]);
  },
);

Then(
  "{parameter} on {switch} waits for a restart of {string}",
  async function (this: LabWorld, name: string, switchName: string, service: string) {
    const state = await this.lab.parameter(switchName, name);
    assert.equal(state.pending, true);
    assert.equal(state.service, service);
  },
);
