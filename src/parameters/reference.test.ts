import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { parameterReference } from "./reference";

describe("docs/reference/parameters.md", () => {
  it("is what scripts/write-parameter-reference.ts writes from the catalogue", () => {
    const page = fs.readFileSync(path.join(__dirname, "../../docs/reference/parameters.md"), "utf8");
    assert.equal(page, parameterReference());
  });
});
