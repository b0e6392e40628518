import { STAGES, type ScenarioResult, type StageName, type Verdict } from "./run-model";

/** One scenario that ran on several stages. */
export interface ParityRow {
  readonly id: string;
  readonly name: string;
  readonly verdicts: Readonly<Partial<Record<StageName, Verdict>>>;
  readonly agrees: boolean;
}

/** The scenarios that ran on two stages or more, with a verdict for each; a row that does not agree fails the run. */
export function parityTable(results: readonly ScenarioResult[]): readonly ParityRow[] {
  const rows = new Map<string, { name: string; verdicts: Partial<Record<StageName, Verdict>> }>();
  for (const { id, name, stage, verdict } of results) {
    const row = rows.get(id) ?? { name, verdicts: {} };
    row.verdicts[stage] = verdict;
    rows.set(id, row);
  }
  return [...rows]
    .map(([id, { name, verdicts }]) => ({
      id,
      name,
      verdicts,
      agrees: new Set(STAGES.map((stage) => verdicts[stage]).filter((verdict) => verdict !== undefined)).size <= 1,
    }))
    .filter(({ verdicts }) => Object.keys(verdicts).length > 1);
}
