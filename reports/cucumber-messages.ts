import type { Envelope, GherkinDocument, Pickle, TestCase, TestStepResult } from "@cucumber/messages" with {
  "resolution-mode": "import",
};
import type { ScenarioResult, StageName, StepResult } from "./run-model";

interface Scene {
  readonly feature: string;
  readonly rule: string | undefined;
}

/** Where each scenario of a document stands, by its AST node id. */
function scenesOf(document: GherkinDocument): ReadonlyMap<string, Scene> {
  const scenes = new Map<string, Scene>();
  const feature = document.feature;
  for (const child of feature?.children ?? []) {
    if (child.scenario !== undefined) scenes.set(child.scenario.id, { feature: feature?.name ?? "", rule: undefined });
    for (const inner of child.rule?.children ?? []) {
      if (inner.scenario !== undefined) scenes.set(inner.scenario.id, { feature: feature?.name ?? "", rule: child.rule?.name });
    }
  }
  return scenes;
}

/** Keywords (`Given `, `And `) by AST step id. */
function keywordsOf(document: GherkinDocument): ReadonlyMap<string, string> {
  const keywords = new Map<string, string>();
  const feature = document.feature;
  for (const child of [...(feature?.children ?? []), ...(feature?.children ?? []).flatMap((part) => part.rule?.children ?? [])]) {
    for (const step of child.scenario?.steps ?? child.background?.steps ?? []) keywords.set(step.id, step.keyword.trim());
  }
  return keywords;
}

const durationMs = (result: TestStepResult): number => result.duration.seconds * 1_000 + result.duration.nanos / 1_000_000;

// The message library is an ES module, whose enum a CommonJS file can name as a type only.
const hasPassed = (result: TestStepResult): boolean => String(result.status) === "PASSED";

/** A test case on its way: its steps' results arrive one by one. */
interface Attempt {
  readonly testCase: TestCase;
  readonly results: Map<string, TestStepResult>;
  evidenceFolder: string | undefined;
}

/** The media type with which a scenario attaches the folder of its evidence. */
export const EVIDENCE_MEDIA_TYPE = "text/x.carrierlab.evidence+plain";

/** Turns a stream of Cucumber messages into scenario results. Feed it each envelope in order, then read `results`. */
export class MessageReader {
  readonly #scenes = new Map<string, Scene>();
  readonly #keywords = new Map<string, string>();
  readonly #pickles = new Map<string, Pickle>();
  readonly #testCases = new Map<string, TestCase>();
  readonly #attempts = new Map<string, Attempt>();
  readonly #finished: ScenarioResult[] = [];

  constructor(private readonly stage: StageName) {}

  get results(): readonly ScenarioResult[] {
    return this.#finished;
  }

  read(envelope: Envelope): void {
    if (envelope.gherkinDocument !== undefined) {
      for (const [id, scene] of scenesOf(envelope.gherkinDocument)) this.#scenes.set(id, scene);
      for (const [id, keyword] of keywordsOf(envelope.gherkinDocument)) this.#keywords.set(id, keyword);
    }
    if (envelope.pickle !== undefined) this.#pickles.set(envelope.pickle.id, envelope.pickle);
    if (envelope.testCase !== undefined) this.#testCases.set(envelope.testCase.id, envelope.testCase);
    this.#readRun(envelope);
  }

  #readRun({ testCaseStarted, testStepFinished, attachment, testCaseFinished }: Envelope): void {
    if (testCaseStarted !== undefined) {
      const testCase = this.#testCases.get(testCaseStarted.testCaseId);
      if (testCase !== undefined)
        this.#attempts.set(testCaseStarted.id, { testCase, results: new Map(), evidenceFolder: undefined });
    }
    if (testStepFinished !== undefined) {
      this.#attempts
        .get(testStepFinished.testCaseStartedId)
        ?.results.set(testStepFinished.testStepId, testStepFinished.testStepResult);
    }
    if (attachment?.mediaType === EVIDENCE_MEDIA_TYPE && attachment.testCaseStartedId !== undefined) {
      const attempt = this.#attempts.get(attachment.testCaseStartedId);
      if (attempt !== undefined) attempt.evidenceFolder = attachment.body;
    }
    if (testCaseFinished !== undefined && !testCaseFinished.willBeRetried) this.#finish(testCaseFinished.testCaseStartedId);
  }

  #finish(attemptId: string): void {
    const attempt = this.#attempts.get(attemptId);
    const pickle = attempt === undefined ? undefined : this.#pickles.get(attempt.testCase.pickleId);
    if (attempt === undefined || pickle === undefined) return;
    const scene = this.#scenes.get(pickle.astNodeIds[0] ?? "");
    const results = [...attempt.results.values()];
    this.#finished.push({
      id: `${pickle.uri}:${pickle.location?.line ?? 0}`,
      feature: scene?.feature ?? pickle.uri,
      rule: scene?.rule,
      name: pickle.name,
      tags: pickle.tags.map((tag) => tag.name),
      stage: this.stage,
      verdict: results.length > 0 && results.every(hasPassed) ? "passed" : "failed",
      steps: this.#steps(attempt, pickle),
      durationMs: results.reduce((sum, result) => sum + durationMs(result), 0),
      evidenceFolder: attempt.evidenceFolder,
    });
  }

  /** The scenario's own steps, and those hooks that did not pass. */
  #steps(attempt: Attempt, pickle: Pickle): readonly StepResult[] {
    return attempt.testCase.testSteps.flatMap((testStep) => {
      const result = attempt.results.get(testStep.id);
      const step = pickle.steps.find((one) => one.id === testStep.pickleStepId);
      if (step === undefined && (result === undefined || hasPassed(result))) return [];
      return [
        {
          keyword: this.#keywords.get(step?.astNodeIds[0] ?? "") ?? "Hook",
          text: step?.text ?? "what must hold after every scenario",
          status: (result?.status ?? "UNKNOWN").toLowerCase(),
          error: result?.message,
        },
      ];
    });
  }
}
