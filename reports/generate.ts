import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Envelope } from "@cucumber/messages" with { "resolution-mode": "import" };
import { behaviourStatuses, type BehaviourStatus } from "./behaviours";
import { readCatalogue } from "./catalogue";
import { MessageReader } from "./cucumber-messages";
import { readEvidence } from "./evidence-files";
import { indexPage, scenarioPage } from "./html";
import { parityTable, type ParityRow } from "./parity";
import { STAGES, type ScenarioResult, type StageName } from "./run-model";

/** Where runs leave their results and the report is written. */
export const REPORT_FOLDER = join(__dirname, "out");

/** The messages of the last run on `stage`. */
export const messagesFile = (stage: StageName, folder: string = REPORT_FOLDER): string => join(folder, stage, "messages.ndjson");

/** What is known about the run itself, written beside the messages. */
export interface RunFacts {
  readonly commit: string;
  readonly seed: number;
}

export const runFactsFile = (stage: StageName, folder: string = REPORT_FOLDER): string => join(folder, stage, "run.json");

/** Results of the last run of each stage that has run. */
export function readResults(folder: string = REPORT_FOLDER): readonly ScenarioResult[] {
  return STAGES.filter((stage) => existsSync(messagesFile(stage, folder))).flatMap((stage) => {
    const reader = new MessageReader(stage);
    for (const line of readFileSync(messagesFile(stage, folder), "utf8").split("\n")) {
      if (line !== "") reader.read(JSON.parse(line) as Envelope);
    }
    return reader.results;
  });
}

function readFacts(folder: string): readonly RunFacts[] {
  return STAGES.filter((stage) => existsSync(runFactsFile(stage, folder))).map(
    (stage) => JSON.parse(readFileSync(runFactsFile(stage, folder), "utf8")) as RunFacts,
  );
}

function writeScenarioPages(results: readonly ScenarioResult[], folder: string): void {
  for (const result of results) {
    if (result.evidenceFolder === undefined) continue;
    const place = join(folder, result.evidenceFolder);
    if (!existsSync(place)) continue;
    const back = "../".repeat(result.evidenceFolder.split("/").length) + "index.html";
    writeFileSync(join(place, "index.html"), scenarioPage(result, readEvidence(place), back));
  }
}

export interface Report {
  readonly path: string;
  readonly results: readonly ScenarioResult[];
  readonly behaviours: readonly BehaviourStatus[];
  readonly parity: readonly ParityRow[];
}

/** Writes the HTML report over everything that has run in `folder`, and returns what it says. */
export function generateReport(folder: string = REPORT_FOLDER): Report {
  const results = readResults(folder);
  const behaviours = behaviourStatuses(readCatalogue(), results);
  const parity = parityTable(results);
  const facts = readFacts(folder);
  writeScenarioPages(results, folder);
  const path = join(folder, "index.html");
  const linkTo = ({ evidenceFolder }: ScenarioResult): string | undefined =>
    evidenceFolder !== undefined && existsSync(join(folder, evidenceFolder, "index.html"))
      ? `${evidenceFolder}/index.html`
      : undefined;
  writeFileSync(
    path,
    indexPage({ results, behaviours, parity, commit: facts[0]?.commit ?? "unknown", seed: facts[0]?.seed, linkTo }),
  );
  return { path, results, behaviours, parity };
}
