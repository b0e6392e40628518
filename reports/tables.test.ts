import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { behaviourStatuses } from "./behaviours";
import { parityTable } from "./parity";
import type { ScenarioResult } from "./run-model";

const result = (part: Partial<ScenarioResult>): ScenarioResult => ({
  id: "features/a.feature:3",
  feature: "A",
  rule: undefined,
  name: "a call",
  tags: ["@RTP-070"],
  stage: "sim",
  verdict: "passed",
  steps: [],
  durationMs: 1,
  evidenceFolder: undefined,
  ...part,
});
const entry = { id: "RTP-070", title: "Matching", area: "RTP", basis: "documented", tier: "wire" };

describe("behaviourStatuses", () => {
  const provenBy = (...results: ScenarioResult[]) => behaviourStatuses([entry], results)[0]?.proven;

  it("is proven on the stage of its tier only", () => {
    assert.equal(provenBy(result({ stage: "sim" })), false);
    assert.equal(provenBy(result({ stage: "sim" }), result({ stage: "wire" })), true);
  });

  it("is not proven while any scenario with its tag fails anywhere", () => {
    assert.equal(provenBy(result({ stage: "wire" }), result({ stage: "sim", verdict: "failed" })), false);
  });

  it("is not proven without a scenario", () => assert.equal(provenBy(), false));
});

describe("parityTable", () => {
  it("lists only what ran on two stages, and says where they differ", () => {
    const rows = parityTable([
      result({}),
      result({ stage: "wire", verdict: "failed" }),
      result({ id: "features/b.feature:3" }),
      result({ id: "features/c.feature:3" }),
      result({ id: "features/c.feature:3", stage: "docker" }),
    ]);
    assert.deepEqual(
      rows.map(({ id, agrees }) => [id, agrees]),
      [
        ["features/a.feature:3", false],
        ["features/c.feature:3", true],
      ],
    );
  });
});
