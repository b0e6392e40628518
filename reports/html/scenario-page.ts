import { toIso } from "../../src/base";
import type { CallRecord } from "../../src/cdr";
import type { ScenarioEvidence } from "../evidence";
import { ladderOf, ladderSvg, ladderText } from "../ladder";
import type { ScenarioResult, StepResult } from "../run-model";
import { escapeHtml } from "./escape";
import { page, table, verdictCell } from "./page";
import { waveformSvg } from "./waveform";

/** Over this many arrows the picture is left out and the text stays: a browser would not draw it in reasonable time. */
const MAX_DRAWN_ARROWS = 2_000;

function stepHtml(step: StepResult): string {
  const error = step.error === undefined ? "" : `<pre>${escapeHtml(step.error)}</pre>`;
  return `<div class="step ${step.status === "passed" ? "" : "failed"}"><span class="keyword">${escapeHtml(step.keyword)}</span> ${escapeHtml(step.text)}${error}</div>`;
}

function recordRows(record: CallRecord): readonly (readonly string[])[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["caller", `${record.caller} at ${record.callerGateway ?? record.callerIp}`],
    ["callee", `${record.callee} at ${record.calleeGateway ?? "nobody"}`],
    ["started", toIso(record.startedAt)],
    ["answered", record.answeredAt === undefined ? "no" : toIso(record.answeredAt)],
    ["ended", toIso(record.endedAt)],
    ["hold time", `${(record.holdTimeMs / 1_000).toFixed(3)} s`],
    ["end reason", `${record.endReason}, by ${record.endDirection}`],
    ["reason header", record.sipReason],
    ["codecs", `${record.callerCodec ?? "none"} / ${record.calleeCodec ?? "none"}`],
  ];
  return facts.filter(([, value]) => value !== undefined).map(([name, value]) => [escapeHtml(name), escapeHtml(value ?? "")]);
}

function recordHtml(record: CallRecord): string {
  const attempts = record.attempts.map((attempt) => [
    escapeHtml(attempt.gateway),
    String(attempt.status ?? "none"),
    `${attempt.elapsedMs} ms`,
    escapeHtml(attempt.outcome),
    attempt.cause === undefined ? "" : `Q.850 ${attempt.cause}`,
  ]);
  const tried =
    attempts.length === 0 ? "" : `<h3>Attempts</h3>${table(["gateway", "response", "elapsed", "outcome", "cause"], attempts)}`;
  return `<h2>CDR ${record.flowNo}</h2>${table(["field", "value"], recordRows(record))}${tried}`;
}

function audioHtml(evidence: ScenarioEvidence): string {
  if (evidence.audio.length === 0) return "";
  const heard = evidence.audio.map(
    (audio, index) =>
      `<h3>${escapeHtml(audio.listener)} hears ${escapeHtml(audio.speaker)}: ${escapeHtml(audio.verdict)}</h3>${waveformSvg(audio.samples)}<br><audio controls preload="none" src="heard-${index}.wav"></audio>`,
  );
  return `<h2>Audio as heard</h2>${heard.join("")}`;
}

function ladderHtml(evidence: ScenarioEvidence): string {
  const ladder = ladderOf(evidence);
  if (ladder.arrows.length === 0) return "";
  const picture = ladder.arrows.length > MAX_DRAWN_ARROWS ? "" : `<div class="scroll">${ladderSvg(ladder)}</div>`;
  return `<h2>Ladder</h2><p class="dim">Point at an arrow to read its message. <a href="capture.pcap">capture.pcap</a> opens in Wireshark.</p>${picture}<details><summary>as text</summary><pre>${escapeHtml(ladderText(ladder))}</pre></details>`;
}

function replay(result: ScenarioResult, evidence: ScenarioEvidence | undefined): string {
  const seed = evidence === undefined ? "" : ` --seed ${evidence.seed}`;
  return `<p class="dim">Run it again: <code>bin/carrierlab run ${escapeHtml(result.id)} --stage ${result.stage}${seed}</code></p>`;
}

/** The page of one scenario on one stage: steps, ladder, CDRs, audio. It lies in the evidence folder, beside capture.pcap and heard-N.wav. */
export function scenarioPage(result: ScenarioResult, evidence: ScenarioEvidence | undefined, back: string): string {
  const tags = result.tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join("");
  const rule = result.rule === undefined ? "" : `<p class="dim">Rule: ${escapeHtml(result.rule)}</p>`;
  const body = [
    `<p>${verdictCell(result.verdict)} on ${result.stage} in ${result.durationMs.toFixed(0)} ms ${tags}</p>${rule}`,
    `<h2>Steps</h2>${result.steps.map(stepHtml).join("")}`,
    replay(result, evidence),
    evidence === undefined ? "" : ladderHtml(evidence),
    evidence === undefined ? "" : audioHtml(evidence),
    evidence === undefined ? "" : evidence.records.map(recordHtml).join(""),
  ];
  return page(result.name, `${result.feature} · ${result.id}`, body.join(""), back);
}
