import assert from "node:assert/strict";
import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import { header, uriOf, userOf } from "../../simulators/endpoint";
import { messagesOf } from "../support/facts/message-facts";
import { examinedWith } from "../support/routing-desk";
import type { LabWorld } from "../support/world";

Given("softswitch.conf of {switch} says {string}", function (this: LabWorld, name: string, text: string) {
  this.lab.switch(name).softswitchConf = `${text}\n`;
});

Given("softswitch.conf of {switch} says:", function (this: LabWorld, name: string, text: string) {
  this.lab.switch(name).softswitchConf = text;
});

Given("{switch} rewrites the diverting party of forwarded calls", function (this: LabWorld, name: string) {
  const settings = this.lab.switch(name);
  settings.routing = { ...settings.routing, forwarded: { identity: "diversion" } };
});

Given("{switch} uses the ordinary pool for forwarded calls", function (this: LabWorld, name: string) {
  const settings = this.lab.switch(name);
  settings.routing = { ...settings.routing, forwarded: { ordinaryPool: true } };
});

When("softswitch.conf of {switch} is changed to {string}", async function (this: LabWorld, name: string, text: string) {
  await (await this.stage).writeSoftswitchConf(name, `${text}\n`);
});

When("the doctor looks at softswitch.conf of {switch}", async function (this: LabWorld, name: string) {
  this.doctor.tell(examinedWith(await (await this.stage).forwardRewrite(name)));
});

When(
  "the doctor looks at softswitch.conf of {switch} while {int} calls are up and {int} are usual",
  async function (this: LabWorld, name: string, calls: number, usual: number) {
    this.doctor.tell(examinedWith(await (await this.stage).forwardRewrite(name), { calls, usual }));
  },
);

Then("it reports nothing about a restart", function (this: LabWorld) {
  const found = this.doctor.findings.filter(({ rule }) => rule.startsWith("POOL_RESTART"));
  assert.deepEqual(found, []);
});

Then("{switch} has logged {string}", async function (this: LabWorld, name: string, event: string) {
  const events = await (await this.stage).events(name);
  assert(events.includes(event), events.join(", "));
});

Then(
  "the INVITE to {party} that shows the caller {word} carries:",
  async function (this: LabWorld, vendor: string, caller: string, table: DataTable) {
    const invites = (await messagesOf(await this.stage, vendor, "received")).filter(({ label }) => label === "INVITE");
    const shown = invites.filter(({ message }) => userOf(uriOf(header(message, "From"))) === caller);
    assert.equal(shown.length, 1, `INVITEs that show ${caller}`);
    for (const { message } of shown) {
      for (const [name = "", value] of table.raw()) assert.equal(header(message, name), value, name);
    }
  },
);
