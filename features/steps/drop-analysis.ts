import assert from "node:assert/strict";
import { defineParameterType, Then, When } from "@cucumber/cucumber";
import { inSeconds, type Duration } from "../../src/base";
import { lintSessionTimer, type Finding, type GatewayTimerProfile } from "../../src/diagnosis";
import { dropOf } from "../support/facts/drop-facts";
import { isNear } from "../support/facts/expect";
import type { LabWorld } from "../support/world";

const HABITS: Readonly<Record<string, GatewayTimerProfile["refreshesAs"]>> = {
  "only refreshes as UAS": "uas",
  "only refreshes as UAC": "uac",
  "never refreshes": "never",
};

defineParameterType({
  name: "refreshHabit",
  regexp: /only refreshes as UAS|only refreshes as UAC|never refreshes/,
  transformer: (text: string) => HABITS[text] ?? "never",
});

Then(
  "the analyser says of the leg of {party}: {word} after {duration}, because {string}",
  async function (this: LabWorld, party: string, cause: string, time: Duration, because: string) {
    const drop = await dropOf(await this.stage, party);
    assert.equal(drop.cause, cause, drop.proof);
    assert(
      isNear(inSeconds(drop.duration), inSeconds(time), (await this.stage).tolerance),
      `it lasted ${inSeconds(drop.duration)} s`,
    );
    assert(drop.proof.includes(because), `expected "${because}" in "${drop.proof}"`);
  },
);

When(
  "the doctor looks at SS_SESSION_TIMER_REFRESHER {int} and a gateway that {refreshHabit}",
  function (this: LabWorld, refresher: number, refreshesAs: GatewayTimerProfile["refreshesAs"]) {
    this.facts = lintSessionTimer("A", { timer: 1800, minSe: 90, refresher, profile: "vos" }, [
      { gateway: "Alpha", refreshesAs },
    ]);
  },
);

Then("its advice on the refresher is none", function (this: LabWorld) {
  assert.deepEqual(this.facts, []);
});

Then("its advice on the refresher is set it to {int}", function (this: LabWorld, wanted: number) {
  const findings = this.facts as readonly Finding[];
  assert.deepEqual(
    findings.map((finding) => [finding.rule, finding.subject]),
    [["SESSION_TIMER_REFRESHER_MISMATCH", "Alpha"]],
  );
  assert(findings[0]?.mend.endsWith(`to ${wanted}`), findings[0]?.mend);
});

When(
  "the doctor looks at SS_SESSION_TIMER_MIN_SE {int} under the {word} profile",
  function (this: LabWorld, minSe: number, profile: string) {
    assert(profile === "rfc" || profile === "vos", profile);
    this.facts = lintSessionTimer("A", { timer: 1800, minSe, refresher: 0, profile }, []);
  },
);

Then("its advice on the shortest interval is {word}", function (this: LabWorld, severity: string) {
  const findings = this.facts as readonly Finding[];
  assert.deepEqual(
    findings.map((finding) => [finding.rule, finding.severity]),
    severity === "none" ? [] : [["SESSION_TIMER_MIN_SE_LOW", severity]],
  );
});
