import type { WallTime } from "../base";
import type { CallRecord } from "./record";

/** A Monday morning. */
const NINE = 1_767_603_600_000_000;

/** An answered call of 30 seconds that the caller ended, with what a test says instead. */
export function aCallRecord(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    flowNo: 1_767_603_600_000n,
    callId: "call-1",
    callerCallId: "a84b4c76e66710@192.0.2.10",
    calleeCallId: "leg-b@192.0.2.1",
    caller: "442079460001",
    callee: "442079460123",
    callerOut: "442079460001",
    calleeOut: "442079460123",
    callerGateway: "customer",
    calleeGateway: "vendor",
    callerIp: "192.0.2.10",
    calleeIp: "198.51.100.20",
    startedAt: NINE as WallTime,
    answeredAt: (NINE + 5_000_000) as WallTime,
    endedAt: (NINE + 35_000_000) as WallTime,
    holdTimeMs: 30_000,
    endReason: "Normal release",
    endDirection: "caller",
    mediaProxied: true,
    attempts: [{ gateway: "vendor", startedAt: (NINE + 1_000) as WallTime, elapsedMs: 4_999, status: 200, outcome: "answered" }],
    ...changes,
  };
}
