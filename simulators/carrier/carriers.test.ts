import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { CARRIERS, carrierNamed } from ".";

const PAGE = resolve(__dirname, "../../docs/reference/carriers.md");
const all = Object.entries(CARRIERS);

/** Rows of the page's table: name, what it does, where that comes from. */
const documented = (): readonly (readonly string[])[] =>
  readFileSync(PAGE, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
    .map(([, name = "", does = "", basis = ""]) => [name, does, basis]);

describe("carriers", () => {
  it("are data: nothing is lost on the way to another process", () => {
    for (const [name, { personality }] of all) assert.deepEqual(JSON.parse(JSON.stringify(personality)), personality, name);
  });

  it("are called what scenarios call them, and say where they come from", () => {
    for (const [name, { personality }] of all) {
      assert.equal(personality.name, name);
      assert.match(personality.basis, /^(RFC \d+ section|[A-Z]{3}-\d{3})/, name);
    }
  });

  it("are listed in docs/reference/carriers.md, each as the data says and none besides", () => {
    const wanted = all.map(([name, { description, personality }]) => [name, description, personality.basis]);
    assert.deepEqual(documented(), wanted);
  });

  it("are found by name, and nothing is found by another", () => {
    assert.equal(carrierNamed("slow"), CARRIERS.slow);
    assert.equal(carrierNamed("toString"), undefined);
  });
});
