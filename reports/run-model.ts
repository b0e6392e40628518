import type { ScenarioEvidence } from "./evidence";

export type StageName = "sim" | "wire" | "docker";
export const STAGES: readonly StageName[] = ["sim", "wire", "docker"];

export type Verdict = "passed" | "failed";

export interface StepResult {
  readonly keyword: string;
  readonly text: string;
  readonly status: string;
  readonly error: string | undefined;
}

/** One scenario (one row of an outline) as it ran on one stage. */
export interface ScenarioResult {
  /** `features/first-call/refusal.feature:12`; the line of an outline's row. */
  readonly id: string;
  readonly feature: string;
  readonly rule: string | undefined;
  readonly name: string;
  readonly tags: readonly string[];
  readonly stage: StageName;
  readonly verdict: Verdict;
  readonly steps: readonly StepResult[];
  readonly durationMs: number;
  /** Folder of its evidence, relative to the report; undefined when the scenario left none. */
  readonly evidenceFolder: string | undefined;
}

/** What a report needs besides the results. `evidence` is called once for each scenario while its page is written. */
export interface ReportInput {
  readonly results: readonly ScenarioResult[];
  readonly catalogue: readonly CatalogueEntry[];
  readonly commit: string;
  readonly seed: number | undefined;
  readonly evidence: (result: ScenarioResult) => ScenarioEvidence | undefined;
}

/** One behaviour of the catalogue, as much as a table shows. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly basis: string;
  readonly tier: string;
}
