import { STAGES, type CatalogueEntry, type ScenarioResult, type StageName, type Verdict } from "./run-model";

/** One catalogue id: which scenarios carry its tag, and how they last ended on each stage. */
export interface BehaviourStatus extends CatalogueEntry {
  readonly scenarios: readonly string[];
  /** `failed` when any scenario with the tag failed on that stage; absent when none ran there. */
  readonly stages: Readonly<Partial<Record<StageName, Verdict>>>;
  /** True when it passed on the stage that its tier asks for, and failed on none. */
  readonly proven: boolean;
}

const worst = (verdicts: readonly Verdict[]): Verdict | undefined =>
  verdicts.length === 0 ? undefined : verdicts.includes("failed") ? "failed" : "passed";

function statusOf(entry: CatalogueEntry, results: readonly ScenarioResult[]): BehaviourStatus {
  const stages: Partial<Record<StageName, Verdict>> = {};
  for (const stage of STAGES) {
    const verdict = worst(results.filter((result) => result.stage === stage).map((result) => result.verdict));
    if (verdict !== undefined) stages[stage] = verdict;
  }
  const proven = stages[entry.tier as StageName] === "passed" && !Object.values(stages).includes("failed");
  return { ...entry, scenarios: [...new Set(results.map((result) => result.id))], stages, proven };
}

/** Every catalogue id with what proves it, in the catalogue's order. */
export function behaviourStatuses(
  catalogue: readonly CatalogueEntry[],
  results: readonly ScenarioResult[],
): readonly BehaviourStatus[] {
  const byTag = new Map<string, ScenarioResult[]>();
  for (const result of results) {
    for (const tag of result.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), result]);
  }
  return catalogue.map((entry) => statusOf(entry, byTag.get(`@${entry.id}`) ?? []));
}
