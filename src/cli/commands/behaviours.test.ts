import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BehaviourStatus } from "../../../reports/behaviours";
import { readCatalogue } from "../../../reports/catalogue";
import { commandLine, jsonOf } from "../command-line-builder";

describe("carrierlab behaviours", () => {
  const { run } = commandLine();
  const listed = async (...words: readonly string[]) =>
    jsonOf<readonly BehaviourStatus[]>(await run("behaviours", ...words, "--json"));

  it("names every behaviour of the catalogue once, in its order", async () => {
    assert.deepEqual(
      (await listed()).map(({ id }) => id),
      readCatalogue().map(({ id }) => id),
    );
  });

  it("parts them into proven and missing", async () => {
    const [proven, missing] = [await listed("--proven"), await listed("--missing")];
    assert.ok(proven.every((status) => status.proven) && missing.every((status) => !status.proven));
    assert.equal(proven.length + missing.length, readCatalogue().length);
  });

  it("ends its text with how many are proven of all, whichever it shows", async () => {
    const proven = (await listed("--proven")).length;
    const end = `${proven} of ${readCatalogue().length} behaviours are proven on the stage of their tier`;
    for (const words of [[], ["--missing"], ["--proven"]]) {
      const { exitCode, printed } = await run("behaviours", ...words);
      assert.equal(exitCode, 0);
      assert.equal(printed.split("\n").at(-1), end);
    }
  });
});
