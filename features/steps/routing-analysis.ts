import { Then, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { assertPlansBegin } from "../support/facts/plans-at-random";
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
