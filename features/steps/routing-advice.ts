import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
import {
  MANUAL_REFERENCES,
  PROTECT_USES,
  type Finding,
  type ManualReference,
  type ProtectUse,
  type ProtectUseAdvice,
  type Severity,
  type SetupStep,
} from "../../src/diagnosis";
import { examined, setUp } from "../support/routing-desk";
import type { LabWorld } from "../support/world";

/** A part of what a finding says, what it costs and how it is mended. */
function assertSays(found: Finding, wanted: readonly (readonly string[])[]): void {
  for (const [part, words = ""] of wanted) {
    assert(part === "finding" || part === "cost" || part === "mend", `a finding has no ${part}`);
    assert(words !== "" && found[part].includes(words), `expected "${words}" in the ${part} "${found[part]}"`);
  }
}

// The design is a sentence of its own, with settings and quantities that no expression type covers.
When(/^the doctor examines the guide's design with (.+)$/, function (this: LabWorld, design: string) {
  this.doctor.tell(examined(design));
});

Then(
  "it reports the {severity} {rule} about {string}:",
  function (this: LabWorld, severity: Severity, rule: string, subject: string, table: DataTable) {
    const found = this.doctor.found(rule, subject);
    assert.equal(found.severity, severity);
    assertSays(found, table.raw());
  },
);

// As above. The rule has to have been reported in the same scenario: the absence of a rule that is never reported proves nothing.
Then(/^it reports no ([A-Z0-9_]+) for the guide's design with (.+)$/, function (this: LabWorld, rule: string, design: string) {
  this.doctor.found(rule);
  const same = examined(design).filter((finding) => finding.rule === rule);
  assert.deepEqual(same, [], `${rule} is reported for a sound design too`);
});

When(/^the doctor is asked what a protect route for (\S+) costs$/, function (this: LabWorld, use: ProtectUse) {
  this.facts = PROTECT_USES[use];
});

Then("it says {string} and {string}", function (this: LabWorld, cost: string, reliability: string) {
  const advice = this.facts as ProtectUseAdvice;
  assert.deepEqual([advice.cost, advice.reliability], [cost, reliability]);
});

When("the doctor is asked where the manual explains {string}", function (this: LabWorld, item: string) {
  this.facts = MANUAL_REFERENCES.find((reference) => reference.item === item);
});

Then("it says section {string} and page {string}", function (this: LabWorld, section: string, page: string) {
  const found = this.facts as ManualReference | undefined;
  assert.deepEqual([found?.section, String(found?.page ?? "")], [section, page]);
});

When(/^the linter checks the set-up of prefix 52 with (.+)$/, function (this: LabWorld, design: string) {
  this.facts = setUp(design);
});

Then("its steps are {string}", function (this: LabWorld, states: string) {
  assert.equal((this.facts as readonly SetupStep[]).map(({ state }) => state).join(", "), states);
});

Then("it says {string} of step {int}", function (this: LabWorld, words: string, number: number) {
  const said = (this.facts as readonly SetupStep[]).find((step) => step.number === number)?.says ?? "";
  assert(said.includes(words), `expected "${words}" of step ${number}, got "${said}"`);
});
