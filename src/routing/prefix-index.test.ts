import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PrefixIndex } from "./prefix-index";

interface Row {
  readonly name: string;
  readonly prefixes: readonly string[];
}

const index = (rows: readonly Row[]) => new PrefixIndex(rows, ({ prefixes }) => prefixes);
const found = (rows: readonly Row[], number: string) =>
  index(rows)
    .matches(number)
    .map(({ prefix, entries }) => [prefix, entries.map(({ name }) => name)] as const);

describe("PrefixIndex", () => {
  it("finds every prefix that a number starts with, the longest first, each entry once in the order given", () => {
    const rows = [
      { name: "a", prefixes: ["52", "", "52"] },
      { name: "b", prefixes: ["521", "52"] },
      { name: "c", prefixes: ["53"] },
    ];
    assert.deepEqual(found(rows, "5215512345678"), [
      ["521", ["b"]],
      ["52", ["a", "b"]],
      ["", ["a"]],
    ]);
    assert.deepEqual(found(rows, ""), [["", ["a"]]]);
  });

  it("tells leading zeros, * and # apart", () => {
    const rows = ["0", "00", "*", "#", "*0", "#1"].map((prefix) => ({ name: prefix, prefixes: [prefix] }));
    const prefixes = (number: string) => found(rows, number).map(([prefix]) => prefix);
    assert.deepEqual(
      [prefixes("001"), prefixes("*01"), prefixes("#11")],
      [
        ["00", "0"],
        ["*0", "*"],
        ["#1", "#"],
      ],
    );
  });

  it("finds prefixes on both sides of the longest that is packed", () => {
    const number = "01234567890123456789012345678901";
    const rows = [{ name: "a", prefixes: [13, 14, 15, 16, 32].map((length) => number.slice(0, length)) }];
    assert.deepEqual(
      found(rows, number).map(([prefix]) => prefix.length),
      [32, 16, 15, 14, 13],
    );
    assert.deepEqual(found(rows, number.slice(0, 31)).length, 4);
    assert.deepEqual(found(rows, `${number.slice(0, 13)}9`).length, 1);
  });

  it("takes a character that is no digit where it stands", () => {
    const rows = [{ name: "a", prefixes: ["+44", "44", "4"] }];
    assert.deepEqual(found(rows, "+442079460123"), [["+44", ["a"]]]);
    assert.deepEqual(found(rows, "4x4"), [["4", ["a"]]]);
  });

  it("finds nothing in an empty index", () => {
    assert.deepEqual(found([], "44"), []);
  });

  it("agrees with a search through all prefixes", () => {
    const text = fc.string({ unit: fc.constantFrom("0", "1", "#", "+"), maxLength: 17 });
    const rows = fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, text, fc.nat(17), (table, number, cut) => {
        const named = [...table, [number.slice(0, cut)]].map((prefixes, place) => ({ name: `${place}`, prefixes }));
        const fitting = [...new Set(named.flatMap(({ prefixes }) => prefixes))].filter((prefix) => number.startsWith(prefix));
        const expected = fitting
          .sort((a, b) => b.length - a.length)
          .map((prefix) => [prefix, named.filter(({ prefixes }) => prefixes.includes(prefix)).map(({ name }) => name)]);
        assert.deepEqual(found(named, number), expected);
      }),
    );
  });
});
