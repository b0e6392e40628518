import assert from "node:assert/strict";
import { Then, When } from "@cucumber/cucumber";
import type { RatingLayer } from "../../src/diagnosis";
import { examinedRates, layersOf } from "../support/rates-desk";
import type { LabWorld } from "../support/world";

// The design is a sentence of its own, with settings and quantities that no expression type covers.
When(/^the doctor examines the guide's rates with (.+)$/, function (this: LabWorld, design: string) {
  this.doctor.tell(examinedRates(design));
});

// As above. The rule has to have been reported in the same scenario: the absence of a rule that is never reported proves nothing.
Then(/^it reports no ([A-Z0-9_]+) for the guide's rates with (.+)$/, function (this: LabWorld, rule: string, design: string) {
  this.doctor.found(rule);
  const same = examinedRates(design).filter((finding) => finding.rule === rule);
  assert.deepEqual(same, [], `${rule} is reported for a sound design too`);
});

When(/^the layers of the guide's rates with (.+) are looked at$/, function (this: LabWorld, design: string) {
  this.facts = layersOf(design);
});

Then("the layers are {string}", function (this: LabWorld, states: string) {
  assert.equal((this.facts as readonly RatingLayer[]).map(({ state }) => state).join(", "), states);
});

Then("it says {string} of layer {int}, {string}", function (this: LabWorld, words: string, number: number, name: string) {
  const layer = (this.facts as readonly RatingLayer[]).find((each) => each.number === number);
  assert.equal(layer?.name, name);
  assert(words !== "" && layer?.says.includes(words), `expected "${words}" of layer ${number}, got "${layer?.says}"`);
});

Then("it reports {rule} twice", function (this: LabWorld, rule: string) {
  assert.equal(this.doctor.findings.filter((finding) => finding.rule === rule).length, 2);
});
