import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { moneyOf, seconds, type Instant, type WallTime } from "../base";
import type { CallPrice, CallRecord } from "../cdr";
import { EXACT_CHARGE, type Rate } from "../rating";
import { encodeOpenCall, recordOfLeftCall } from "./open-call";

const PRICE: CallPrice = { account: "Acme", rate: "0.6", period: 6, table: "Sell", prefix: "880", fee: "0", feeSeconds: 0 };
const SALE: Rate = { prefix: "880", perMinute: moneyOf("0.60"), period: 6, steps: [{ seconds: 30, fee: moneyOf("0.50") }] };
const COST: Rate = { prefix: "880", perMinute: moneyOf("0.30"), period: 1 };

const record: CallRecord = {
  ...{ flowNo: 9_007_199_254_740_993n, callId: "id", callerCallId: "a", caller: "1", callee: "8801", callerIp: "192.0.2.10" },
  ...{ startedAt: 1_000_000 as WallTime, endedAt: 1_000_000 as WallTime, holdTimeMs: 0, mediaProxied: false, attempts: [] },
  ...{ endReason: "Process ended", endDirection: "server", price: PRICE, cost: { ...PRICE, account: "Alpha" } },
};
const text = encodeOpenCall({ record, answeredOn: undefined, sale: SALE, cost: COST, rules: EXACT_CHARGE });
const left = (answered: number | undefined, alive: number) =>
  recordOfLeftCall(text, {
    answeredOn: answered === undefined ? undefined : (seconds(answered) as number as Instant),
    aliveOn: seconds(alive) as number as Instant,
    aliveAt: 99_000_000 as WallTime,
  });

describe("the record of a call whose process was killed", () => {
  it("charges whole seconds up to the last sign of life, by steps and cycles of each side", () => {
    const { flowNo, holdTimeMs, endedAt, price, cost } = left(10, 55.9);
    assert.deepEqual([flowNo, holdTimeMs, endedAt], [9_007_199_254_740_993n, 45_000, 99_000_000]);
    // 30 seconds for 0.50, then three cycles of six seconds at 0.06.
    assert.deepEqual([price?.fee, price?.feeSeconds], ["0.68", 48]);
    assert.deepEqual([cost?.account, cost?.fee], ["Alpha", "0.225"]);
  });

  it("charges nothing for a call that was not answered, or in the second of its answer", () => {
    for (const answered of [undefined, 55.5]) {
      const { holdTimeMs, price, cost } = left(answered, 55.9);
      assert.deepEqual([holdTimeMs, price?.fee, cost?.fee], [0, "0", "0"]);
    }
  });
});
