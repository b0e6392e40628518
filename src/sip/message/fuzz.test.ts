import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { SeededRandom } from "../../adapters/random";
import { mutate } from "./fuzz-mutation";
import { brokenPromise } from "./fuzz-promises";
import { testMessage } from "./test-messages";
import { tortureCases } from "./torture-cases";

describe("parseMessage for any bytes", () => {
  it("keeps its promises for 4,000 mutated messages (seed=1); npm run test:fuzz does many more", () => {
    const seeds = tortureCases.map(({ file }) => readFileSync(join(__dirname, "torture", `${file}.dat`)));
    const random = SeededRandom.fromSeed(1).fork("fuzz");
    for (let count = 0; count < 4_000; count += 1) {
      const bytes = mutate([...seeds, testMessage()], random);
      assert.equal(brokenPromise(bytes, random), undefined, `message ${count}: ${JSON.stringify(bytes.toString("latin1"))}`);
    }
  });
});
