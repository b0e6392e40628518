import type { BehaviourStatus } from "../behaviours";
import type { ParityRow } from "../parity";
import { STAGES, type ScenarioResult } from "../run-model";
import { escapeHtml } from "./escape";
import { page, table, verdictCell } from "./page";

export interface IndexInput {
  readonly results: readonly ScenarioResult[];
  readonly behaviours: readonly BehaviourStatus[];
  readonly parity: readonly ParityRow[];
  readonly commit: string;
  readonly seed: number | undefined;
  /** Link to a scenario's page, relative to the index; undefined when it has none. */
  readonly linkTo: (result: ScenarioResult) => string | undefined;
}

function tile(value: string | number, label: string, mark = ""): string {
  return `<div class="tile"><b class="${mark}">${value}</b>${escapeHtml(label)}</div>`;
}

function summary({ results, behaviours, parity }: IndexInput): string {
  const failed = results.filter((result) => result.verdict === "failed").length;
  const disagree = parity.filter((row) => !row.agrees).length;
  return `<div class="tiles">${[
    tile(results.length, "scenario runs"),
    tile(results.length - failed, "passed", "passed"),
    tile(failed, "failed", failed === 0 ? "" : "failed"),
    tile(behaviours.filter((behaviour) => behaviour.proven).length, "behaviours proven"),
    tile(`${parity.length - disagree} / ${parity.length}`, "agree over stages", disagree === 0 ? "" : "failed"),
  ].join("")}</div>`;
}

function scenarioRow(result: ScenarioResult, { linkTo }: IndexInput): readonly string[] {
  const link = linkTo(result);
  const name = link === undefined ? escapeHtml(result.name) : `<a href="${escapeHtml(link)}">${escapeHtml(result.name)}</a>`;
  return [
    verdictCell(result.verdict),
    result.stage,
    name,
    result.tags
      .filter((tag) => /-\d/.test(tag))
      .map(escapeHtml)
      .join(" "),
    `${result.durationMs.toFixed(0)} ms`,
  ];
}

function features(input: IndexInput): string {
  const byFeature = new Map<string, ScenarioResult[]>();
  for (const result of input.results) byFeature.set(result.feature, [...(byFeature.get(result.feature) ?? []), result]);
  return [...byFeature]
    .map(([feature, results]) => {
      const failed = results.filter((result) => result.verdict === "failed").length;
      const state =
        failed === 0 ? `${results.length} passed` : `<span class="failed">${failed} failed</span> of ${results.length}`;
      const rows = results.map((result) => scenarioRow(result, input));
      return `<details${failed === 0 ? "" : " open"}><summary><b>${escapeHtml(feature)}</b> <span class="dim">${state}</span></summary>${table(["", "stage", "scenario", "behaviours", "took"], rows)}</details>`;
    })
    .join("");
}

function failures(input: IndexInput): string {
  const failed = input.results.filter((result) => result.verdict === "failed");
  if (failed.length === 0) return "";
  return `<h2 class="failed">Failed</h2>${table(
    ["", "stage", "scenario", "behaviours", "took"],
    failed.map((result) => scenarioRow(result, input)),
  )}`;
}

function parityHtml(rows: readonly ParityRow[]): string {
  if (rows.length === 0) return "";
  const body = [...rows]
    .sort((a, b) => Number(a.agrees) - Number(b.agrees))
    .map((row) => [
      row.agrees ? "agree" : '<span class="failed">differ</span>',
      escapeHtml(row.name),
      ...STAGES.map((stage) => verdictCell(row.verdicts[stage])),
    ]);
  return `<h2>Parity: one scenario, several stages</h2>${table(["", "scenario", ...STAGES], body)}`;
}

function behavioursHtml(behaviours: readonly BehaviourStatus[]): string {
  const shown = behaviours.filter((behaviour) => behaviour.scenarios.length > 0);
  const rows = shown.map((behaviour) => [
    escapeHtml(behaviour.id),
    escapeHtml(behaviour.title),
    behaviour.basis,
    behaviour.tier,
    ...STAGES.map((stage) => verdictCell(behaviour.stages[stage])),
    behaviour.proven ? '<span class="passed">proven</span>' : '<span class="dim">not on its stage</span>',
  ]);
  return `<h2>Behaviours</h2><p class="dim">${shown.length} of ${behaviours.length} catalogue ids have a scenario. Basis tells what is documented and what is our reading.</p><details open><summary>table</summary>${table(["id", "behaviour", "basis", "tier", ...STAGES, ""], rows)}</details>`;
}

/** The report's first page: what failed, every scenario, parity over stages, behaviours proven. */
export function indexPage(input: IndexInput): string {
  const seed = input.seed === undefined ? "" : ` · seed ${input.seed}`;
  const body = [
    summary(input),
    failures(input),
    `<h2>Scenarios</h2>${features(input)}`,
    parityHtml(input.parity),
    behavioursHtml(input.behaviours),
  ];
  return page("carrierlab report", `commit ${input.commit}${seed}`, body.join(""));
}
