import assert from "node:assert/strict";
import { after, fromDate, seconds } from "../../src/base";
import {
  ENCRYPTION_ADVICE,
  adviseMode,
  captureVerdict,
  checklistState,
  compareSettings,
  compareSides,
  explainSymptom,
  goLiveChecklist,
  keyAge,
  legSurroundings,
  lintEncryption,
  mediaBypass,
  pendingFinding,
  triageNoAudio,
  watchNoAudio,
  type ChecklistFacts,
  type ChecklistItem,
  type EncryptionSide,
  type EncryptionSymptom,
  type Finding,
  type LegCircumstance,
  type LegSurroundings,
  type NoAudioEvidence,
  type PayloadLook,
  type RouteAudioCount,
  type TriageResult,
} from "../../src/diagnosis";

/** The day on which the doctor's scenarios play. */
const TODAY = fromDate(new Date("2026-03-02T09:00:00Z"));

const SYMPTOMS: Readonly<Record<string, EncryptionSymptom>> = {
  "no audio": "noAudio",
  "one-way audio": "oneWayAudio",
  garbled: "garbled",
  "high CPU": "highCpu",
  intermittent: "intermittent",
  "calls fail": "callsFail",
};

/** Where a scenario lays out what the doctor is to know, and reads what it says. One for each scenario. */
export class DoctorDesk {
  readonly #sides = new Map<string, EncryptionSide>();
  readonly #legs = new Map<string, LegSurroundings>();
  readonly #circumstances = new Map<string, LegCircumstance[]>();
  #facts: Omit<ChecklistFacts, "mappingSide" | "routingSide"> = {};
  #findings: readonly Finding[] | undefined;
  #items: readonly ChecklistItem[] | undefined;
  #advice: { readonly modes: readonly number[]; readonly because: string } | undefined;
  #recited: readonly string[] | undefined;
  #ticket: NoAudioEvidence | undefined;
  #triage: TriageResult | undefined;
  #verdicts: { readonly capture: string; readonly configured: string } | undefined;
  #counts: { before: readonly RouteAudioCount[]; since: readonly RouteAudioCount[] } = { before: [], since: [] };

  save(name: string, mode: number, key: string): void {
    this.#sides.set(name, { name, saved: { mode, key } });
  }

  change(name: string, part: Partial<EncryptionSide>): void {
    this.#sides.set(name, { ...this.side(name), ...part });
  }

  changeLeg(name: string, part: LegSurroundings): void {
    this.#legs.set(name, { ...this.#legs.get(name), ...part });
  }

  addCircumstance(name: string, circumstance: LegCircumstance): void {
    this.#circumstances.set(name, [...(this.#circumstances.get(name) ?? []), circumstance]);
  }

  keyChanged(name: string, daysAgo: number): void {
    this.change(name, { keyChangedAt: after(TODAY, seconds(-daysAgo * 86_400)) });
  }

  relayOlderThanChange(name: string): void {
    this.change(name, { savedAt: TODAY, relayStartedAt: after(TODAY, seconds(-60)) });
  }

  lay(facts: Partial<ChecklistFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  side(name: string): EncryptionSide {
    const side = this.#sides.get(name);
    assert(side !== undefined, `the scenario has not said how switch "${name}" is configured`);
    return side;
  }

  #examineOne(name: string): readonly Finding[] {
    const side = this.side(name);
    const pending = pendingFinding(side);
    return [
      ...lintEncryption(name, side.saved),
      ...(pending === undefined ? [] : [pending]),
      ...keyAge(side, TODAY),
      ...mediaBypass(side),
      ...legSurroundings(name, side.saved.mode, this.#legs.get(name) ?? {}),
      ...adviseMode(name, side.saved.mode, this.#circumstances.get(name) ?? []),
    ];
  }

  examine(name: string): void {
    this.#findings = this.#examineOne(name);
  }

  /** Findings about something else than an encrypted leg. */
  tell(findings: readonly Finding[]): void {
    this.#findings = findings;
  }

  compare(a: string, b: string): void {
    this.#findings = [...compareSides(this.side(a), this.side(b)), ...this.#examineOne(a), ...this.#examineOne(b)];
  }

  explain(symptom: string): void {
    const known = SYMPTOMS[symptom];
    assert(known !== undefined, `"${symptom}" is none of ${Object.keys(SYMPTOMS).join(", ")}`);
    this.#findings = [explainSymptom("the leg", known)];
  }

  advise(circumstance: LegCircumstance): void {
    this.#advice = ENCRYPTION_ADVICE[circumstance];
  }

  get advice(): { readonly modes: readonly number[]; readonly because: string } {
    assert(this.#advice !== undefined, "no advice has been asked for yet");
    return this.#advice;
  }

  recite(list: readonly string[]): void {
    this.#recited = list;
  }

  get recited(): readonly string[] {
    assert(this.#recited !== undefined, "nothing has been read out yet");
    return this.#recited;
  }

  openTicket(ticket: NoAudioEvidence): void {
    this.#ticket = ticket;
  }

  triage(): void {
    assert(this.#ticket !== undefined, "no ticket was opened");
    this.#triage = triageNoAudio(this.#ticket);
  }

  get triaged(): TriageResult {
    assert(this.#triage !== undefined, "nothing has been triaged yet");
    return this.#triage;
  }

  judgeCapture(a: PayloadLook, b: PayloadLook, audioIsClear: boolean): void {
    const [left, right] = [...this.#sides.values()];
    const configuration = left === undefined || right === undefined ? undefined : compareSettings(left.saved, right.saved);
    this.#verdicts = {
      capture: captureVerdict(a, b, audioIsClear),
      configured: captureVerdict(a, b, audioIsClear, configuration),
    };
  }

  get verdicts(): { readonly capture: string; readonly configured: string } {
    assert(this.#verdicts !== undefined, "no capture has been judged yet");
    return this.#verdicts;
  }

  count(before: readonly RouteAudioCount[], since: readonly RouteAudioCount[] = before): void {
    this.#counts = { before, since };
  }

  worsen(route: string, percent: number): void {
    const since = this.#counts.since.map((count) =>
      count.route === route ? { ...count, noAudio: Math.round((count.answered * percent) / 100) } : count,
    );
    this.#counts = { ...this.#counts, since };
  }

  watch(): void {
    this.#findings = watchNoAudio(this.#counts.before, this.#counts.since);
  }

  runChecklist(mapping: string, routing?: string): void {
    this.#items = goLiveChecklist({
      ...this.#facts,
      mappingSide: this.side(mapping),
      routingSide: routing === undefined ? undefined : this.side(routing),
    });
  }

  get checklist(): { readonly items: readonly ChecklistItem[]; readonly state: string } {
    assert(this.#items !== undefined, "the checklist has not been run yet");
    return { items: this.#items, state: checklistState(this.#items) };
  }

  get findings(): readonly Finding[] {
    assert(this.#findings !== undefined, "the doctor has not been asked yet");
    for (const finding of this.#findings) this.#mustKeepKeysSecret(finding);
    return this.#findings;
  }

  /** The finding of one rule (about one subject); fails with everything that was found when it is not there. */
  found(rule: string, subject?: string): Finding {
    const finding = this.findings.find((one) => one.rule === rule && (subject === undefined || one.subject === subject));
    const all = this.findings.map((one) => `${one.severity} ${one.rule} (${one.subject}): ${one.finding}`).join("\n  ");
    assert(finding !== undefined, `no ${rule}${subject === undefined ? "" : ` about ${subject}`}; found:\n  ${all || "nothing"}`);
    return finding;
  }

  /** RTP-164: whatever the doctor says, it never says a key of more than three letters. */
  #mustKeepKeysSecret(finding: Finding): void {
    const said = JSON.stringify(finding);
    for (const { saved, running } of this.#sides.values()) {
      for (const key of [saved.key, running?.key ?? ""]) {
        assert(key.length < 4 || !said.includes(key), `${finding.rule} repeats the key of a switch`);
      }
    }
  }
}
