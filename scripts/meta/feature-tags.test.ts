import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCatalogue } from "../../reports/catalogue";
import { filesIn } from "./files";

const STAGE_TAGS = ["@sim", "@wire", "@docker"];
const OTHER_TAGS = ["@slow"];

/** Tag lines of a feature file with the number of each line. */
const tagsOf = (text: string): readonly (readonly [number, string])[] =>
  text.split("\n").flatMap((line, index) =>
    /^\s*@/.test(line)
      ? line
          .trim()
          .split(/\s+/)
          .map((tag) => [index + 1, tag] as const)
      : [],
  );

describe("feature tags", () => {
  const features = filesIn(["features"], ".feature");
  const ids = new Set(readCatalogue().map((entry) => `@${entry.id}`));

  it("are stages, @slow, or ids of the catalogue", () => {
    const unknown = features.flatMap(({ path, text }) =>
      tagsOf(text)
        .filter(([, tag]) => !ids.has(tag) && !STAGE_TAGS.includes(tag) && !OTHER_TAGS.includes(tag))
        .map(([line, tag]) => `${path}:${line} ${tag}`),
    );
    assert.deepEqual(unknown, []);
  });

  it("put every feature on a stage", () => {
    assert.deepEqual(
      features.filter(({ text }) => !STAGE_TAGS.some((tag) => text.includes(tag))).map(({ path }) => path),
      [],
    );
  });
});
