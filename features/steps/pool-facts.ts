import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
import { MULTIPLEXES_USES, ROTATION_MODES, TRANSFORM_AND_POOL, type ManualReference } from "../../src/diagnosis";
import type { LabWorld } from "../support/world";

When(
  /^the doctor is asked what the guide says of the rotation (Random|Poll)$/,
  function (this: LabWorld, mode: "Random" | "Poll") {
    const { distribution, detectionRisk, volumeControl, bestFor } = ROTATION_MODES[mode];
    this.facts = [distribution, detectionRisk, volumeControl, bestFor];
  },
);

When(
  /^the doctor is asked what the guide says of the number (transform|pool)$/,
  function (this: LabWorld, way: "transform" | "pool") {
    const { modifies, scope, applied, result } = TRANSFORM_AND_POOL[way];
    this.facts = [modifies, scope, applied, result];
  },
);

When("the doctor is asked what the guide says of Multiplexes", function (this: LabWorld) {
  this.facts = Object.entries(MULTIPLEXES_USES).map(([value, use]) => `${value}: ${use}`);
});

Then("it says of a pool:", function (this: LabWorld, table: DataTable) {
  assert.deepEqual(this.facts, table.raw().flat());
});

Then("it says the menu path {string}", function (this: LabWorld, path: string) {
  assert.equal((this.facts as ManualReference | undefined)?.path, path);
});
