import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { filesIn, productSources } from "./files";

/** How a code is written in the sources: the first argument of a typed error, or a `code:` of a described failure. */
const IN_SOURCES = [/new (?:SwitchError|UsageError|[A-Z]\w*Error)\(\s*"([A-Z][A-Z0-9_]+)"/g, /\bcode: "([A-Z][A-Z0-9_]+)"/g];
const IN_TABLES = /^\| `([A-Z][A-Z0-9_]+)` \|/gm;

const all = (texts: readonly string[], patterns: readonly RegExp[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""))));

describe("error codes", () => {
  const used = all(
    productSources().map((file) => file.text),
    IN_SOURCES,
  );
  const documented = all(
    filesIn(["docs/reference/errors"], ".md").map((file) => file.text),
    [IN_TABLES],
  );

  it("are all documented in docs/reference/errors", () => {
    assert.deepEqual([...used].filter((code) => !documented.has(code)).sort(), []);
  });

  it("are all still in use", () => {
    const sources = productSources()
      .map((file) => file.text)
      .join("\n");
    assert.deepEqual([...documented].filter((code) => !sources.includes(`"${code}"`)).sort(), []);
  });
});
