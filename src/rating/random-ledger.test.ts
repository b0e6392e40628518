import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { moneyOf, seconds, type Money } from "../base";
import { affordableSeconds, MOST_SECONDS, talkTime } from "./affordable";
import { randomLedgerRun } from "./random-ledger-builder";
import { tariffOf } from "./tariff";

describe("the ledger under random calls, rates and payments", () => {
  it("keeps every account at or above its limit at every moment, and adds up (BAL-014)", () => {
    const runs = Array.from({ length: 20 }, (_, seed) => randomLedgerRun(seed + 1, 40));
    assert.deepEqual(
      runs.flatMap(({ faults }) => faults),
      [],
    );
    for (const what of ["admitted", "refused", "cut"] as const) {
      assert.ok(runs.reduce((sum, run) => sum + run[what], 0) > 500, what);
    }
  });
});

describe("what money pays for", () => {
  const money = (most: bigint) => fc.bigInt({ min: 0n, max: most }).map((amount) => amount as Money);
  const rates = fc.record({
    perMinute: money(10n ** 12n),
    period: fc.integer({ min: 1, max: 3_600 }),
    steps: fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 120 }), fee: money(10n ** 11n) }), { maxLength: 3 }),
    digits: fc.integer({ min: 0, max: 10 }),
  });

  it("is the longest time in whole steps whose fee is within it: neither a step less nor one more", () => {
    fc.assert(
      fc.property(rates, money(10n ** 13n), ({ digits, ...rate }, amount) => {
        const tariff = tariffOf({ prefix: "", ...rate }, { feeDigits: digits, holdPrecisionMs: 0 });
        const paid = affordableSeconds(tariff, amount);
        if (paid === MOST_SECONDS) return;
        assert.equal(tariff.stepEnd(paid), paid);
        assert.ok(tariff.fee(paid) <= amount || paid === 0);
        assert.ok(tariff.fee(tariff.stepEnd(paid + 1)) > amount);
      }),
    );
  });

  it("is more talk for more money, and none below the advance time", () => {
    const rules = { advance: seconds(60), reading: "full" as const };
    fc.assert(
      fc.property(rates, money(10n ** 13n), money(10n ** 13n), (rate, a, b) => {
        const tariff = tariffOf({ prefix: "", ...rate });
        const time = (amount: Money): number => talkTime(tariff, amount, rules);
        assert.ok(time(a < b ? a : b) <= time(a < b ? b : a));
        assert.ok(time(a) === 0 || time(a) >= 60);
      }),
    );
  });

  it("is nothing at all for less than nothing", () => {
    assert.equal(affordableSeconds(tariffOf({ prefix: "", perMinute: moneyOf("0.6"), period: 1 }), moneyOf("-1")), 0);
  });
});
