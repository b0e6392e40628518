import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatMoney, parseMoney, type Money } from "./money";

describe("money", () => {
  it("keeps every digit on the way from text and back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (amount) => {
        assert.equal(parseMoney(formatMoney(amount as Money)), amount);
      }),
    );
  });

  it("adds up without a rest: a million times 0.0001 is 100 (BAL-024)", () => {
    const one = parseMoney("0.0001") ?? assert.fail();
    assert.equal(formatMoney((one * 1_000_000n) as Money), "100");
  });

  for (const text of ["", "1.", ".5", "1,5", "1e3", "0x1", "--1", "+1", "1.12345678901", "NaN"]) {
    it(`does not take "${text}" for an amount`, () => assert.equal(parseMoney(text), undefined));
  }
});
