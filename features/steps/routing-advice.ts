import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
import type { Finding, Severity } from "../../src/diagnosis";
import { examined } from "../support/routing-desk";
import type { LabWorld } from "../support/world";

/** A part of what a finding says, what it costs and how it is mended. */
function assertSays(found: Finding, wanted: Readonly<Record<string, string>>): void {
  for (const [part, words] of Object.entries(wanted)) {
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
    assertSays(found, table.rowsHash());
  },
);

// As above. The rule has to have been reported in the same scenario: the absence of a rule that is never reported proves nothing.
Then(/^it reports no ([A-Z0-9_]+) for the guide's design with (.+)$/, function (this: LabWorld, rule: string, design: string) {
  this.doctor.found(rule);
  const same = examined(design).filter((finding) => finding.rule === rule);
  assert.deepEqual(same, [], `${rule} is reported for a sound design too`);
});
