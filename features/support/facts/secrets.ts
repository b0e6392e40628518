import assert from "node:assert";
import { scenarioPage } from "../../../reports/html";
import type { Lab } from "../lab";

const printed = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? String(part) : part));

/** Looks for texts in everything that a person may come to see of a lab: logs, parameter answers, records, packets and the report. */
export async function assertNoSecret(lab: Lab, secrets: readonly string[]): Promise<void> {
  const stage = await lab.running();
  const evidence = await stage.evidence();
  const result = {
    id: "features/any.feature:1",
    feature: "",
    rule: undefined,
    name: "",
    tags: [],
    stage: stage.name,
    verdict: "passed" as const,
    steps: [],
    durationMs: 0,
    evidenceFolder: undefined,
  };
  const places: Record<string, string> = {
    packets: evidence.packets.map(({ bytes }) => bytes.toString("latin1")).join("\n"),
    records: printed(evidence.records),
    report: scenarioPage(result, evidence, ""),
  };
  for (const name of lab.switchNames) {
    places[`logs of switch ${name}`] = (await stage.events(name)).join("\n");
    places[`parameters of switch ${name}`] = printed(await stage.parameters(name));
  }
  for (const [place, text] of Object.entries(places)) {
    assert(text.length > 2, `${place}: there is nothing to look at`);
    for (const secret of secrets) assert(!text.includes(secret), `the key stands in the ${place}`);
  }
}
