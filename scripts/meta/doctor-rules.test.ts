import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { filesIn, productSources } from "./files";

const matches = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? "")))].sort();

/** Folder of the doctor, how its rules begin, and the table that lists them. */
const AREAS = [
  ["routing", "(?:ROUTE|POOL)_[A-Z0-9_]+", "routing-rules.md"],
  ["database", "DB_[A-Z_]+", "database.md"],
  ["rating", "(?:CALENDAR|RATE)_[A-Z0-9_]+", "rating-rules.md"],
] as const;

for (const [area, rule, table] of AREAS) {
  describe(`the doctor's ${area} rules`, () => {
    it(`are those of docs/reference/${table}, no more and no fewer`, () => {
      const sources = productSources()
        .filter(({ path }) => path.includes(`src/diagnosis/${area}/`))
        .map(({ text }) => text);
      const tables = filesIn(["docs/reference"], table).map(({ text }) => text);
      const rules = matches(sources, new RegExp(`"(${rule})"`, "g"));
      assert.ok(rules.length > 0);
      assert.deepEqual(matches(tables, new RegExp(`^\\| \`(${rule})\``, "gm")), rules);
    });
  });
}
