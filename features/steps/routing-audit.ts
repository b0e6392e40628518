import assert from "node:assert/strict";
import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import type { CallRecord } from "../../src/cdr";
import {
  auditProtect,
  auditRouting,
  callsByCaller,
  dailyReasons,
  drillDocument,
  drillResult,
  examineRouting,
} from "../../src/diagnosis";
import { writtenRecords } from "../support/facts/written-records";
import { audited, evidenceOf } from "../support/routing-desk";
import { runningEvidence } from "../support/running-evidence";
import type { LabWorld } from "../support/world";

const recordsOf = ({ facts }: LabWorld): readonly CallRecord[] => facts as readonly CallRecord[];

Given("the call records:", function (this: LabWorld, table: DataTable) {
  this.facts = writtenRecords(table.hashes());
});

// A design is a sentence of its own, as in the checks of configurations.
When(/^the doctor audits them for the guide's design with (.+)$/, function (this: LabWorld, design: string) {
  this.doctor.tell(audited(design, recordsOf(this)));
});

When("the doctor audits the calls of the switch", async function (this: LabWorld) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert(records.length > 0, "the switch has no call records");
  this.doctor.tell(auditRouting(await runningEvidence(this), records));
});

When("the doctor examines the running switch", async function (this: LabWorld) {
  this.doctor.tell(examineRouting(await runningEvidence(this)));
});

Then("it reports no {rule} any more", async function (this: LabWorld, rule: string) {
  this.doctor.found(rule);
  const now = examineRouting(await runningEvidence(this));
  assert.deepEqual(
    now.filter((finding) => finding.rule === rule),
    [],
  );
});

Then("the audit finds no {rule}", function (this: LabWorld, rule: string) {
  assert.deepEqual(
    this.doctor.findings.filter((finding) => finding.rule === rule),
    [],
  );
});

Then("the daily report of them is:", function (this: LabWorld, table: DataTable) {
  const report = dailyReasons(recordsOf(this)).map(({ gateway, day, attempts, reasons }) => ({
    gateway,
    day,
    attempts: String(attempts),
    reasons: Object.entries(reasons)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(", "),
  }));
  assert.deepEqual(report, table.hashes());
});

const reportedDays = (days: readonly string[], day: string): string => String([...new Set(days)].sort().indexOf(day) + 1);

Then("the daily report of the switch is:", async function (this: LabWorld, table: DataTable) {
  const report = dailyReasons(await (await this.stage).records(this.lab.firstSwitch));
  const days = report.map(({ day }) => day);
  const found = report.map(({ gateway, day, attempts, reasons }) => ({
    gateway,
    day: reportedDays(days, day),
    attempts: String(attempts),
    reasons: Object.entries(reasons)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(", "),
  }));
  assert.deepEqual(found, table.hashes());
});

Then(
  "the report of protect routes counts {int} of {int} calls on {party}, {int} of them without a failure of every normal gateway",
  async function (this: LabWorld, taken: number, all: number, gateway: string, without: number) {
    const { setting } = await runningEvidence(this);
    const { calls, byProtect, withoutFailures } = auditProtect(setting, await (await this.stage).records(this.lab.firstSwitch));
    assert.deepEqual([byProtect[gateway] ?? 0, calls, withoutFailures.length], [taken, all, without]);
  },
);

Then("the calls by caller number of the switch are:", async function (this: LabWorld, table: DataTable) {
  const { setting } = await runningEvidence(this);
  const counts = callsByCaller(setting, await (await this.stage).records(this.lab.firstSwitch));
  const found = counts.map(({ caller, calls, deviation }) => ({
    caller,
    calls: String(calls),
    deviation: `${Math.round(100 * deviation)} %`,
  }));
  assert.deepEqual(found, table.hashes());
});

Then("it says of {rule} {string}", function (this: LabWorld, rule: string, words: string) {
  const { finding } = this.doctor.found(rule);
  assert(finding.includes(words), `expected "${words}" in "${finding}"`);
});

// As above.
Then(
  /^the calls by caller number of the guide's design with (.+) are:$/,
  function (this: LabWorld, design: string, table: DataTable) {
    const counts = callsByCaller(evidenceOf(design).setting, recordsOf(this)).map(({ caller, calls, deviation }) => ({
      caller,
      calls: String(calls),
      deviation: `${Math.round(100 * deviation)} %`,
    }));
    assert.deepEqual(counts, table.hashes());
  },
);

Then(
  "the drill of {string} by {string} passes: {string} took the call after {int} seconds",
  async function (this: LabWorld, failed: string, failure: string, taken: string, wanted: number) {
    const record = (await (await this.stage).records(this.lab.firstSwitch)).at(-1);
    assert(record !== undefined, "the switch has no call records");
    const result = drillResult(failure, failed, record);
    assert.deepEqual([result.passed, result.takenBy, Math.round((result.switchMs ?? -1_000) / 1_000)], [true, taken, wanted]);
    const row = `| ${failure} | ${failed} | ${taken} | ${result.switchMs} ms | passed |`;
    assert(drillDocument([result]).includes(row), drillDocument([result]));
  },
);
