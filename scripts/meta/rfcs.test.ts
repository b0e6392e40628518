import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { filesIn, ROOT } from "./files";

const numbers = (text: string): readonly string[] => [...text.matchAll(/\bRFC (\d+)/g)].map((match) => match[1] ?? "");

describe("RFC citations", () => {
  it("name only RFCs of docs/rfcs.md", () => {
    const listed = new Set(numbers(readFileSync(join(ROOT, "docs", "rfcs.md"), "utf8")));
    const strangers = filesIn(["src", "simulators", "reports", "features", "docs", "bench"], "")
      .filter(({ path }) => /\.(ts|md|feature)$/.test(path))
      .flatMap(({ path, text }) =>
        numbers(text)
          .filter((rfc) => !listed.has(rfc))
          .map((rfc) => `${path}: RFC ${rfc}`),
      );
    assert.deepEqual([...new Set(strangers)], []);
  });
});
