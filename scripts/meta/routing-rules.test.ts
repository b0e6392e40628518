import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { filesIn, productSources } from "./files";

const RULE = /"((?:ROUTE|POOL)_[A-Z0-9_]+)"/g;
const ROW = /^\| `((?:ROUTE|POOL)_[A-Z0-9_]+)`/gm;

const matches = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? "")))].sort();

describe("the doctor's routing rules", () => {
  it("are those of docs/reference/routing-rules.md, no more and no fewer", () => {
    const sources = productSources()
      .filter(({ path }) => path.includes("src/diagnosis/routing/"))
      .map(({ text }) => text);
    const tables = filesIn(["docs/reference"], "routing-rules.md").map(({ text }) => text);
    const rules = matches(sources, RULE);
    assert.ok(rules.length > 0);
    assert.deepEqual(matches(tables, ROW), rules);
  });
});
