import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import type { Duration } from "../../src/base";
import { expected } from "../support/facts/expect";
import { stormOfCalls, type StormOutcome } from "../support/storm";
import type { LabWorld } from "../support/world";

const stormIn = ({ facts }: LabWorld): StormOutcome => facts as StormOutcome;

Given(
  "{party} refuses {int} of {int} calls with {int}",
  function (this: LabWorld, party: string, hit: number, of: number, status: number) {
    this.lab.partyTraits(party, { inviteRules: [{ when: { share: { hit, of } }, acts: [{ afterMs: 20, status }] }] });
  },
);

When(
  "{party} makes {int} calls, one every {duration}",
  async function (this: LabWorld, caller: string, count: number, gap: Duration) {
    this.facts = await stormOfCalls(this.lab, { caller, count, gap });
  },
);

When(
  "{party} makes {int} calls, one every {duration}, while {party} goes away after {duration}",
  async function (this: LabWorld, caller: string, count: number, gap: Duration, vendor: string, after: Duration) {
    this.facts = await stormOfCalls(this.lab, { caller, count, gap, failing: { vendor, after } });
  },
);

Then("{int} of them waited for a dead vendor", function (this: LabWorld, count: number) {
  assert.equal(stormIn(this).timeouts, count);
});

Then("at most {int} of them waited for a dead vendor", function (this: LabWorld, count: number) {
  const { timeouts } = stormIn(this);
  assert.ok(timeouts <= count, expected("calls that waited", `at most ${count}`, String(timeouts)));
});

Then("{int} of them got 503", function (this: LabWorld, count: number) {
  assert.equal(stormIn(this).refused, count);
});

Then("at most {int} of them got 503", function (this: LabWorld, count: number) {
  const { refused } = stormIn(this);
  assert.ok(refused <= count, expected("calls with 503", `at most ${count}`, String(refused)));
});

Then("{int} of them were answered", function (this: LabWorld, count: number) {
  assert.equal(stormIn(this).answered, count);
});
