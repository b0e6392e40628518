import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Envelope } from "@cucumber/messages" with { "resolution-mode": "import" };
import { generateReport, messagesFile, REPORT_FOLDER, runFactsFile } from "../../reports/generate";
import { MessageReader } from "../../reports/cucumber-messages";
import type { ScenarioResult } from "../../reports/run-model";
import { compareTraces, tracesIn } from "./compare-traces";
import { failureText } from "./failure-text";
import type { RunOptions } from "./run-options";

/** The folder of the checkout. */
const ROOT = resolve(__dirname, "../..");

/** What a run came to. */
export interface RunOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly report: string;
  readonly seed: number;
}

/**
 * Runs scenarios on one stage, shows progress, and leaves messages, JUnit, HTML and evidence in `out`.
 *
 * With `repeat` the scenarios run again with the same seed, and one whose trace differs counts as failed.
 */
export async function runFeatures(options: RunOptions): Promise<RunOutcome> {
  const out = resolve(options.out ?? REPORT_FOLDER);
  const seed = options.seed ?? Math.floor(Date.now() % 1_000_000_007);
  options.print(`stage ${options.stage}, seed ${seed}`);
  const tally = await runOnce(options, seed, out);
  let unequal = 0;
  for (let round = 2; round <= (options.repeat ?? 1); round += 1) unequal += await repeatRun(options, seed, out, round);
  const { path } = generateReport(out);
  options.print(`report: ${path}`);
  options.print(`${Math.max(0, tally.passed - unequal)} passed, ${tally.failed + unequal} failed`);
  return { passed: tally.passed - unequal, failed: tally.failed + unequal, report: path, seed };
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

async function runOnce(options: RunOptions, seed: number, out: string): Promise<Tally> {
  const { stage, print } = options;
  const folder = join(out, stage);
  mkdirSync(folder, { recursive: true });
  rmSync(join(out, "evidence", stage), { recursive: true, force: true });
  writeFileSync(runFactsFile(stage, out), JSON.stringify({ commit: commitOf(), seed }));
  const reader = new MessageReader(stage);
  let shown = 0;
  let explanation = "";
  const onMessage = (envelope: Envelope): void => {
    reader.read(envelope);
    if (envelope.testCaseStarted !== undefined) explanation = "";
    if (envelope.attachment?.mediaType === "text/plain") explanation += envelope.attachment.body;
    if (envelope.parseError !== undefined) print(`${envelope.parseError.source.uri}: ${envelope.parseError.message}`);
    for (; shown < reader.results.length; shown += 1) {
      const result = reader.results[shown] as ScenarioResult;
      print(
        `${result.verdict === "passed" ? "  ok  " : " FAIL "} ${result.name}  (${result.id}, ${Math.round(result.durationMs)} ms)`,
      );
      if (result.verdict === "failed") print(failureText(result, explanation));
    }
  };
  const success = await runWith(options, seed, out, folder, onMessage);
  const passed = reader.results.filter(({ verdict }) => verdict === "passed").length;
  const failed = reader.results.length - passed;
  if (reader.results.length === 0) print(nothingRan(options));
  // A run that failed without a failed scenario could not be read, or ran nothing: that is a failure too.
  return { passed, failed: failed === 0 && (!success || passed === 0) ? 1 : failed };
}

function nothingRan({ paths, stage, tags }: RunOptions): string {
  const where = paths === undefined || paths.length === 0 ? "no scenario" : `no scenario of ${paths.join(", ")}`;
  return `${where} is for stage ${stage}${tags === undefined ? "" : ` and has ${tags}`}: check the path, the stage and the tags`;
}

async function runWith(
  options: RunOptions,
  seed: number,
  out: string,
  folder: string,
  onMessage: (envelope: Envelope) => void,
): Promise<boolean> {
  // Cucumber is loaded when it is used: the command line's other commands start without it.
  const { loadConfiguration, runCucumber } = await import("@cucumber/cucumber/api");
  const { stage, tags } = options;
  const environment = { cwd: ROOT, stdout: process.stdout };
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        paths: options.paths.length > 0 ? options.paths.map((path) => relative(ROOT, resolve(path))) : ["features/**/*.feature"],
        // As the command line itself: ts-node, with what it compiled kept.
        requireModule: [join(ROOT, "bin/typescript.cjs")],
        require: ["features/support/**/!(*.test).ts", "features/steps/**/!(*.test).ts"],
        tags: tags === undefined ? `@${stage}` : `@${stage} and (${tags})`,
        worldParameters: { stage, seed, out, commit: commitOf() },
        order: options.shuffle === true ? `random:${seed}` : "defined",
        parallel: options.parallel ?? 0,
        strict: true,
        format: [
          ["message", messagesFile(stage, out)],
          ["html", join(folder, "cucumber.html")],
          ["junit", join(folder, "junit.xml")],
          join(ROOT, "features/runner/quiet-formatter.cjs"),
        ],
      },
    },
    environment,
  );
  const { success } = await runCucumber(runConfiguration, environment, onMessage);
  return success;
}

/** Runs again into a folder of its own and names each scenario whose trace differs. @returns how many do. */
async function repeatRun(options: RunOptions, seed: number, out: string, round: number): Promise<number> {
  const again = join(out, `round-${round}`);
  options.print(`round ${round} with the same seed`);
  forgetSteps();
  await runOnce({ ...options, print: () => undefined }, seed, again);
  const differences = compareTraces(
    tracesIn(join(out, "evidence", options.stage)),
    tracesIn(join(again, "evidence", options.stage)),
  );
  for (const difference of differences) options.print(` FAIL  not repeatable: ${difference}`);
  rmSync(again, { recursive: true, force: true });
  return differences.length;
}

/** Steps register themselves when they are loaded, so a second run in one process has to load them again. */
function forgetSteps(): void {
  const loaded = ["support", "steps"].map((folder) => join(ROOT, "features", folder));
  for (const path of Object.keys(require.cache)) {
    if (loaded.some((folder) => path.startsWith(folder))) delete require.cache[path];
  }
}

let knownCommit: string | undefined;

function commitOf(): string {
  knownCommit ??= readCommit();
  return knownCommit;
}

function readCommit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
