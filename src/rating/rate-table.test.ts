import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatMoney, parseMoney, type Money } from "../base";
import { charge, RateTable } from "./rate-table";

const rate = (prefix: string, price: string, period = 60) => ({ prefix, perMinute: parseMoney(price) ?? assert.fail(), period });

describe("a rate table", () => {
  it("finds the longest prefix, as trying each shorter one would", () => {
    const digits = fc.stringMatching(/^[0-2]{0,5}$/);
    fc.assert(
      fc.property(fc.uniqueArray(digits, { maxLength: 30 }), fc.stringMatching(/^[0-2]{0,8}$/), (prefixes, number) => {
        const table = new RateTable(
          "test",
          prefixes.map((prefix) => rate(prefix, "0.01")),
        );
        const longest = prefixes.filter((prefix) => number.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];
        assert.equal(table.find(number)?.prefix, longest);
      }),
    );
  });
});

describe("a charge", () => {
  const charged = (price: string, period: number, ms: number): readonly [string, number] => {
    const { fee, seconds } = charge(rate("", price, period), ms);
    return [formatMoney(fee), seconds];
  };

  it("is for whole cycles that began", () => {
    assert.deepEqual(charged("0.012", 60, 1), ["0.012", 60]);
    assert.deepEqual(charged("0.012", 60, 60_000), ["0.012", 60]);
    assert.deepEqual(charged("0.012", 60, 60_001), ["0.024", 120]);
    assert.deepEqual(charged("0.012", 6, 61_000), ["0.0132", 66]);
    assert.deepEqual(charged("0.60", 1, 100_000), ["1", 100]);
  });

  it("is nothing for no talk", () => assert.deepEqual(charged("0.012", 60, 0), ["0", 0]));

  it("is rounded to the tenth digit where a second is no such fraction", () => {
    assert.deepEqual(charged("0.01", 1, 1_000), ["0.0001666667", 1]);
  });

  it("grows with the talk and never falls", () => {
    fc.assert(
      fc.property(
        fc.nat(10 ** 7),
        fc.nat(10 ** 7),
        fc.integer({ min: 1, max: 3_600 }),
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        (a, b, period, price) => {
          const of = (ms: number): Money => charge({ prefix: "", perMinute: price as Money, period }, ms).fee;
          assert.ok(of(Math.min(a, b)) <= of(Math.max(a, b)));
        },
      ),
    );
  });
});
