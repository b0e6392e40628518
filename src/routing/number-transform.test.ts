import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { transformed } from "./number-transform";

describe("transformed", () => {
  const rules = [
    { match: "", replace: "9" },
    { match: "00", replace: "" },
    { match: "0034", replace: "34#" },
  ];
  for (const [number, expected] of [
    ["0034911", "34#911"],
    ["0044207", "44207"],
    ["44207", "944207"],
  ] as const) {
    it(`makes ${expected} of ${number}: the longest match, once`, () => assert.equal(transformed(number, rules), expected));
  }
  it("leaves a number alone that no rule fits", () => assert.equal(transformed("44", [{ match: "1", replace: "2" }]), "44"));
});
