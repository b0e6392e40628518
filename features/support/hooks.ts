import { After, setDefaultTimeout, Status, type ITestCaseHookParameter } from "@cucumber/cucumber";
import { join } from "node:path";
import { writeEvidence } from "../../reports/evidence-files";
import { EVIDENCE_MEDIA_TYPE } from "../../reports/cucumber-messages";
import { ladderOf, ladderText } from "../../reports/ladder";
import { InvariantViolation, seconds, type Duration } from "../../src/base";
import type { Lab } from "./lab";
import { ledgerFaults } from "./ledger-check";
import type { LabWorld } from "./world";

/** Real seconds that a step may take: the longest wait on real sockets is 64*T1 and some. */
const STEP_TIMEOUT_MS = 120_000;
setDefaultTimeout(STEP_TIMEOUT_MS);

/** Longer than every timer that a call leaves behind: timers D, H, I, J and K of RFC 3261 and a BYE that nobody answers. */
const QUIET_AFTER_CALLS: Duration = seconds(70);

After(async function (this: LabWorld, { pickle, result }: ITestCaseHookParameter) {
  if (!this.hasLab || !this.lab.isStarted) return;
  const { lab } = this;
  const scenario = `${pickle.uri}:${pickle.location?.line ?? 0}`;
  try {
    const left = result?.status === Status.PASSED ? await leftovers(lab) : [];
    await leaveEvidence(this, scenario);
    if (result?.status !== Status.PASSED) await explainFailure(this, scenario);
    if (left.length > 0) {
      throw new InvariantViolation(`after the scenario something is left:\n  ${left.join("\n  ")}`, { scenario: pickle.name });
    }
  } finally {
    await lab.stage.close();
  }
});

/** Ends what is still in a call, waits, and names what has not gone. */
async function leftovers(lab: Lab): Promise<readonly string[]> {
  const { stage } = lab;
  for (const caller of new Set(lab.placedCalls.map((call) => call.caller))) {
    for (const { call, state } of await stage.legs(caller)) {
      if (call !== undefined && state !== "ended") await stage.act(caller, { call }, { do: "hangUp" });
    }
  }
  if (stage.name === "sim") await stage.pass(QUIET_AFTER_CALLS);
  const left = [...(await stage.leaks()), ...(await stage.problems())];
  return [...left, ...(await ledgerFaults(lab))];
}

/** `features/a/b.feature:12` as a folder name. */
const folderOf = (scenario: string): string => scenario.replace(/^features\//, "").replace(/[^\w.-]+/g, "-");

async function leaveEvidence(world: LabWorld, scenario: string): Promise<void> {
  const { out, stage } = world.parameters;
  const folder = join("evidence", stage, folderOf(scenario));
  writeEvidence(join(out, folder), await world.lab.stage.evidence());
  world.attach(folder, EVIDENCE_MEDIA_TYPE);
}

async function explainFailure(world: LabWorld, scenario: string): Promise<void> {
  const { stage, seed, commit } = world.parameters;
  const evidence = await world.lab.stage.evidence();
  world.attach(
    [
      ladderText(ladderOf(evidence)),
      "",
      `stage ${stage}, seed ${seed}, commit ${commit}`,
      `replay: carrierlab run ${scenario} --stage ${stage} --seed ${seed}`,
    ].join("\n"),
    "text/plain",
  );
}
