import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatMoney, parseMoney, type Money } from "../base";
import { charge, RateTable, RateTableBuilder, type RateStep } from "./rate-table";

const rate = (prefix: string, price: string, period = 60) => ({ prefix, perMinute: parseMoney(price) ?? assert.fail(), period });

describe("a rate table", () => {
  it("finds the longest prefix, as trying each shorter one would", () => {
    const digits = fc.stringMatching(/^[0-2]{0,5}$/);
    fc.assert(
      fc.property(fc.uniqueArray(digits, { maxLength: 30 }), fc.stringMatching(/^[0-2]{0,8}$/), (prefixes, number) => {
        const table = RateTable.of(
          "test",
          prefixes.map((prefix) => rate(prefix, "0.01")),
        );
        const longest = prefixes.filter((prefix) => number.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];
        assert.equal(table.find(number)?.prefix, longest);
      }),
    );
  });
});

describe("a rate table under construction", () => {
  it("refuses a prefix that it has, and what is no prefix, and keeps the rest", () => {
    const builder = new RateTableBuilder("test");
    assert.equal(builder.add(rate("44", "0.01")), undefined);
    assert.equal(builder.add(rate("44", "0.02")), "prefixTwice");
    assert.equal(builder.add(rate("4a", "0.02")), "notAPrefix");
    assert.equal(builder.add(rate("123456789012345", "0.02")), "notAPrefix");
    assert.equal(builder.add(rate("", "0.03", 6)), undefined);
    assert.deepEqual([...builder.build().rates()], [rate("44", "0.01"), rate("", "0.03", 6)]);
  });

  it("gives every rate back, also when it grew", () => {
    const rates = Array.from({ length: 1_000 }, (_, index) => rate(String(index), `0.${index + 1}`, 1 + index));
    const table = RateTable.of("test", rates);
    assert.deepEqual([...table.rates()], rates);
    for (const each of rates) assert.deepEqual(table.rateOf(each.prefix), each);
    assert.equal(table.rateOf("1000"), undefined);
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

  it("is for steps that began, and then for cycles: 60/6, and a first minute of its own price", () => {
    const of = (steps: RateStep[], ms: number): readonly [string, number] => {
      const { fee, seconds } = charge({ ...rate("", "0.06", 6), steps }, ms);
      return [formatMoney(fee), seconds];
    };
    const minute = { seconds: 60, fee: parseMoney("0.06") ?? assert.fail() };
    assert.deepEqual(of([minute], 1), ["0.06", 60]);
    assert.deepEqual(of([minute], 60_001), ["0.066", 66]);
    // 0.5 for the first ten seconds, 0.06 for the next sixty, then one cycle of six seconds.
    const dear = { seconds: 10, fee: parseMoney("0.5") ?? assert.fail() };
    assert.deepEqual(of([dear, minute], 10_000), ["0.5", 10]);
    assert.deepEqual(of([dear, minute], 10_001), ["0.56", 70]);
    assert.deepEqual(of([dear, minute], 71_000), ["0.566", 76]);
  });

  it("counts a cycle only once it has lasted longer than the hold-time precision", () => {
    const of = (ms: number): number => charge(rate("", "0.06", 60), ms, { feeDigits: 10, holdPrecisionMs: 50 }).seconds;
    assert.deepEqual([of(50), of(51), of(60_050), of(60_051)], [0, 60, 60, 120]);
  });

  it("is rounded half up to the digits of the fee precision", () => {
    const of = (price: string, feeDigits: number): string =>
      formatMoney(charge(rate("", price, 60), 60_000, { feeDigits, holdPrecisionMs: 0 }).fee);
    assert.deepEqual([of("0.0125", 3), of("0.0124", 3), of("0.0125", 10), of("0.5", 0)], ["0.013", "0.012", "0.0125", "1"]);
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
