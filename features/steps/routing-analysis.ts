import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { assertPlansBegin } from "../support/facts/plans-at-random";
import { assertOffered, assertSpacing } from "../support/facts/offered";
import { messagesOf } from "../support/facts/message-facts";
import { addGatewaysAtRandom } from "../support/random-gateways";
import { seconds, type Duration } from "../../src/base";
import type { RoutePlan } from "../../src/routing";
import type { LabWorld } from "../support/world";

Then(
  "Routing Analysis of {number} for {party} has {int} normal gateway(s) and {int} protect route(s)",
  async function (this: LabWorld, callee: string, from: string, normal: number, backup: number) {
    const { attempts } = await (await this.stage).analyse(this.lab.firstSwitch, { caller: "", callee, from });
    const protects = attempts.filter(({ isProtect }) => isProtect).length;
    assert.deepEqual([attempts.length - protects, protects], [normal, backup]);
  },
);

Then(
  "Routing Analysis of {number} for {party} shows the chain:",
  async function (this: LabWorld, callee: string, from: string, table: DataTable) {
    const { attempts, leftOut } = await (await this.stage).analyse(this.lab.firstSwitch, { caller: "", callee, from });
    const found = [
      ...attempts.map(({ gateway, isProtect }) => ({ gateway, role: isProtect ? "protect" : "normal", "left out": "" })),
      ...leftOut.map(({ gateway, isProtect, cause }) => ({
        gateway,
        role: isProtect ? "protect" : "normal",
        "left out": cause.kind,
      })),
    ];
    assert.deepEqual(found, table.hashes());
  },
);

Then(
  "in {int} plans for numbers at random {party} comes before {party}",
  async function (this: LabWorld, count: number, first: string, second: string) {
    await assertPlansBegin(this.lab, { count, order: [first, second] });
  },
);

Given(
  "{int} gateways at random, drawn with the seed {int}, that refuse every call with 503",
  async function (this: LabWorld, count: number, seed: number) {
    await addGatewaysAtRandom(this.lab, count, seed);
  },
);

When(
  "{party} calls {number} after Routing Analysis has been asked for the same",
  async function (this: LabWorld, caller: string, to: string) {
    this.facts = await (await this.stage).analyse(this.lab.firstSwitch, { caller: "", callee: to, from: caller });
    await this.lab.settled(await this.lab.place({ caller, to }), seconds(300));
  },
);

Then("the call was offered to the gateways of the analysis in its order, and to nobody else", async function (this: LabWorld) {
  const { attempts } = this.facts as RoutePlan;
  assert.ok(attempts.some(({ isProtect }) => isProtect) && attempts.some(({ isProtect }) => !isProtect));
  await assertOffered(
    await this.stage,
    (await this.lab.callerLeg(this.lab.call())).startedAt,
    attempts.map(({ gateway }) => gateway),
  );
});

Then("none of {partyList} has received anything", async function (this: LabWorld, parties: readonly string[]) {
  const stage = await this.stage;
  for (const party of parties) assert.deepEqual(await messagesOf(stage, party, "received"), [], party);
});

Then(
  "the call is offered, each so long after the one before, to within {duration}:",
  async function (this: LabWorld, tolerance: Duration, table: DataTable) {
    const { startedAt } = await this.lab.callerLeg(this.lab.call());
    await assertSpacing(await this.stage, startedAt, { tolerance, rows: table.hashes() });
  },
);
