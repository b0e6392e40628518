import { Given } from "@cucumber/cucumber";
import { inMilliseconds, type Duration } from "../../src/base";
import { standardWholesale, twoSwitches } from "../support/set-ups";
import type { LabWorld } from "../support/world";

Given("the standard wholesale set-up", function (this: LabWorld) {
  standardWholesale(this.lab);
});

Given("the two-switch set-up", function (this: LabWorld) {
  twoSwitches(this.lab);
});

Given("the lab is running", async function (this: LabWorld) {
  await this.stage;
});

Given("{party} serves the same numbers after {party}", function (this: LabWorld, second: string, first: string) {
  this.lab.party(second);
  const switching = { switchUntilConnect: true, stopCodes: [403, 404, 484, 486, 487] };
  this.lab.changeGateways(this.lab.firstSwitch, ({ name }) => name === first, switching);
  this.lab.addVendor(this.lab.firstSwitch, { name: second, peer: second, prefixes: ["44"], priority: 2, ...switching });
});

Given(
  "{party} serves {string} for {switch} on an encrypted leg",
  function (this: LabWorld, party: string, prefix: string, name: string) {
    this.lab.party(party);
    this.lab.addVendor(name, { name: party, peer: party, prefixes: [prefix], encrypt: true });
  },
);

Given("the leg between the switches is not marked as encrypted", function (this: LabWorld) {
  for (const name of this.lab.switchNames) this.lab.changeGateways(name, ({ encrypt }) => encrypt === true, { encrypt: false });
});

Given("the vendor gateway {party} hides private callers", function (this: LabWorld, vendor: string) {
  this.lab.changeGateways(this.lab.firstSwitch, ({ name }) => name === vendor, { callerIdentity: "private" });
});

Given("T1 is {duration} on {switch}", function (this: LabWorld, t1: Duration, name: string) {
  this.lab.switch(name).t1Ms = inMilliseconds(t1);
});

Given("{switch} negotiates session timers by RFC 4028 alone", function (this: LabWorld, name: string) {
  this.lab.switch(name).negotiation = "rfc";
});

Given("{switch} negotiates session timers as the guide says", function (this: LabWorld, name: string) {
  this.lab.switch(name).negotiation = "vos";
});

Given("the media service of {switch} still decrypts with key {string}", function (this: LabWorld, name: string, key: string) {
  this.lab.switch(name).staleReceiveKey = key;
});
