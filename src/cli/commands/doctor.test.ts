import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding } from "../../diagnosis";
import { commandLine, jsonOf, type Ended } from "../command-line-builder";

const rulesOn = (ended: Ended, subject: string): readonly string[] =>
  jsonOf<readonly Finding[]>(ended)
    .filter((finding) => finding.subject === subject)
    .map(({ rule }) => rule);

describe("carrierlab doctor", () => {
  it("prints each finding with its cost and its mend, and fails when one is an error", async () => {
    const { exitCode, printed } = await commandLine().run("doctor");
    assert.equal(exitCode, 1);
    assert.match(printed, /^error {3}ROUTE_\w+ {2}vendor\n {2}.+\n {2}cost: .+\n {2}mend: .+$/m);
  });

  it("sees what operators changed since: a protect route that is none any more", async () => {
    const { run } = commandLine();
    const before = rulesOn(await run("doctor", "--json"), "premium");
    await run("gateways", "set", "premium", "--no-protect");
    assert.notDeepEqual(rulesOn(await run("doctor", "--json"), "premium"), before);
  });
});
