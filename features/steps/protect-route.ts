import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inMilliseconds, inSeconds, type Duration } from "../../src/base";
import { findParameter } from "../../src/parameters";
import { expected } from "../support/facts/expect";
import { gatewaySettingText } from "../support/facts/gateway-setting-text";
import { callMeanwhile, changeGateway } from "../support/meanwhile";

import { leadToSwitch } from "../support/vendor-switch";
import type { SipStatus } from "../support/parameter-types/sip-status";
import type { LabWorld } from "../support/world";

Given("an operator has locked {partyList}", async function (this: LabWorld, gateways: readonly string[]) {
  for (const gateway of gateways) await changeGateway(this.lab, gateway, { lock: "barAllCalls" });
});

Given("an operator has unlocked {partyList}", async function (this: LabWorld, gateways: readonly string[]) {
  for (const gateway of gateways) await changeGateway(this.lab, gateway, { lock: "noLock" });
});

Given("an operator has ticked the protect box of {party}", async function (this: LabWorld, gateway: string) {
  await changeGateway(this.lab, gateway, { protect: true });
});

Given("an operator has cleared the protect box of {party}", async function (this: LabWorld, gateway: string) {
  await changeGateway(this.lab, gateway, { protect: false });
});

Given("{party} cannot be reached", async function (this: LabWorld, party: string) {
  await (await this.stage).impair(this.lab.firstSwitch, party, { partitioned: true });
});

Given(
  "{party} leads to {switch} whose own carrier is out of service, for calls to {string} with priority {int}",
  function (this: LabWorld, gateway: string, name: string, prefix: string, priority: number) {
    leadToSwitch(this.lab, { gateway, switchName: name, prefix, priority });
  },
);

Given("the caller hears {word} during the protect delay", function (this: LabWorld, progress: "ringing" | "silence") {
  this.lab.switch(this.lab.firstSwitch).routing = { protect: { progress } };
});

Given("normal gateways are tried again every {int} seconds of the protect delay", function (this: LabWorld, count: number) {
  this.lab.switch(this.lab.firstSwitch).routing = { protect: { retryEvery: `${count}s` } };
});

Given("the group {string} sorts by {word} alone", function (this: LabWorld, name: string, key: "fee" | "usage" | "asr") {
  const settings = this.lab.switch(this.lab.firstSwitch);
  settings.gatewayGroups = [...(settings.gatewayGroups ?? []), { name, sort: [key] }];
});

When("an operator ticks the protect box of {party}", async function (this: LabWorld, gateway: string) {
  await changeGateway(this.lab, gateway, { protect: true });
});

When("{party} calls {number} and meanwhile:", async function (this: LabWorld, caller: string, to: string, happens: DataTable) {
  await callMeanwhile(this.lab, { caller, to }, happens.hashes());
});

When("the configuration's schema is asked about the gateway setting {string}", function (this: LabWorld, setting: string) {
  this.facts = gatewaySettingText(setting);
});

Then("it names the box {string} in {string}", function (this: LabWorld, box: string, place: string) {
  for (const words of [box, place])
    assert.ok(String(this.facts).includes(words), expected("the schema", words, String(this.facts)));
});

Then(
  "{parameter} takes {int} to {int} {word}",
  function (this: LabWorld, name: string, least: number, most: number, wanted: string) {
    const found = findParameter(name);
    assert.ok(found.ok, `there is no ${name}`);
    const { type, unit } = found.value;
    assert.deepEqual([type, unit], [{ kind: "integer", min: least, max: most }, wanted]);
  },
);

Then("the protect box of {party} is {word}", async function (this: LabWorld, gateway: string, state: string) {
  const states = await (await this.stage).gatewayStates(this.lab.firstSwitch);
  const found = states.find(({ name }) => name === gateway);
  assert.equal(found?.protect === true ? "ticked" : "clear", state);
});

Then("{partyList} are shown as barred for all calls", async function (this: LabWorld, gateways: readonly string[]) {
  const states = await (await this.stage).gatewayStates(this.lab.firstSwitch);
  for (const gateway of gateways) {
    const found = states.find(({ name }) => name === gateway);
    assert.deepEqual([found?.lock, found?.unavailable?.kind], ["barAllCalls", "locked"], gateway);
  }
});

Then("the switch holds no line of {partyList}", async function (this: LabWorld, gateways: readonly string[]) {
  const states = await (await this.stage).gatewayStates(this.lab.firstSwitch);
  for (const { name, active } of states.filter(({ name }) => gateways.includes(name))) assert.equal(active, 0, name);
});

Given(
  "{party} refuses every call after {duration} with 503 and asks for {duration} of rest",
  function (this: LabWorld, party: string, time: Duration, rest: Duration) {
    const headers = [{ name: "Retry-After", value: String(inSeconds(rest)) }];
    this.lab.partyTraits(party, { onInvite: [{ afterMs: inMilliseconds(time), status: 503, headers }] });
  },
);

Given(
  "{party} refuses every call at once with {response}",
  function (this: LabWorld, party: string, { status, reason }: SipStatus) {
    this.lab.partyTraits(party, { onInvite: [{ afterMs: 0, status, reason }] });
  },
);

Then("{party} still carries {int} call(s)", async function (this: LabWorld, gateway: string, count: number) {
  const states = await (await this.stage).gatewayStates(this.lab.firstSwitch);
  assert.equal(states.find(({ name }) => name === gateway)?.active, count);
  const legs = await (await this.stage).legs(gateway);
  assert.equal(legs.filter(({ state }) => state === "answered").length, count, `calls as ${gateway} sees them`);
});
