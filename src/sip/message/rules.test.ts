import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { reasonPhrases } from "./reason-phrases";
import { rules } from "./rules";

describe("the parser's rules", () => {
  const all = Object.values(rules);

  it("have one code each, listed in docs/reference/errors/sip.md", () => {
    const table = readFileSync(join(__dirname, "../../../docs/reference/errors/sip.md"), "utf8");
    assert.equal(new Set(all.map(({ code }) => code)).size, all.length);
    for (const { code } of all) assert.ok(table.includes(`| \`${code}\` |`), code);
  });

  it("name a section of a standard, and a status that has a phrase", () => {
    for (const { code, text, status } of all) {
      assert.match(text, /RFC \d{4} section/, code);
      assert.ok(reasonPhrases[status] !== undefined, code);
    }
  });
});
