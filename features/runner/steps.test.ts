import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import type { Envelope } from "@cucumber/messages" with { "resolution-mode": "import" };
import { loadConfiguration, runCucumber } from "@cucumber/cucumber/api";

const ROOT = resolve(__dirname, "../..");

interface Matches {
  readonly definitions: ReadonlyMap<string, string>;
  readonly used: ReadonlySet<string>;
  /** Steps of scenarios with no definition, or with several. */
  readonly unclear: readonly string[];
}

/** Reads every feature and matches its steps, without running any. */
async function matchAll(): Promise<Matches> {
  const definitions = new Map<string, string>();
  const used = new Set<string>();
  const unclear: string[] = [];
  const texts = new Map<string, string>();
  const onMessage = ({ stepDefinition, pickle, testCase }: Envelope): void => {
    if (stepDefinition !== undefined) definitions.set(stepDefinition.id, stepDefinition.pattern.source);
    for (const step of pickle?.steps ?? []) texts.set(step.id, `${pickle?.uri}: ${step.text}`);
    for (const { pickleStepId, stepDefinitionIds } of testCase?.testSteps ?? []) {
      if (pickleStepId === undefined) continue;
      for (const id of stepDefinitionIds ?? []) used.add(id);
      if (stepDefinitionIds?.length !== 1) unclear.push(`${stepDefinitionIds?.length} definitions: ${texts.get(pickleStepId)}`);
    }
  };
  const environment = { cwd: ROOT };
  const { runConfiguration } = await loadConfiguration(
    {
      file: "cucumber.js",
      provided: { paths: ["features/**/*.feature"], dryRun: true, format: [join(ROOT, "features/runner/quiet-formatter.cjs")] },
    },
    environment,
  );
  await runCucumber(runConfiguration, environment, onMessage);
  return { definitions, used, unclear };
}

describe("steps", () => {
  it("have exactly one definition each, and every definition is used", async () => {
    const { definitions, used, unclear } = await matchAll();
    assert.deepEqual(unclear, []);
    assert.deepEqual(
      [...definitions].filter(([id]) => !used.has(id)).map(([, pattern]) => pattern),
      [],
    );
  });
});
