import { assert } from "../base";
import type { EncryptionMode } from "./encryption-mode";

/** A documented band; both ends belong to it. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** One row of the guides' cost table: estimates for typical servers, not measurements. */
export interface EncryptionCostRow {
  readonly mode: EncryptionMode;
  /** CPU a call in percent, read as relative to what the relay spends on the same call in mode 0. */
  readonly cpuPercent: Band;
  /** Added latency of one operation in milliseconds. */
  readonly latencyMs: Band;
  readonly capacity: "baseline" | "nearly baseline" | "slightly below baseline" | "noticeably below baseline at volume";
  readonly source: string;
}

/** The guides' cost table, by mode. @see RTP-090 to RTP-093 */
export const ENCRYPTION_COSTS: readonly [EncryptionCostRow, EncryptionCostRow, EncryptionCostRow, EncryptionCostRow] = [
  { mode: 0, cpuPercent: { low: 0, high: 0 }, latencyMs: { low: 0, high: 0 }, capacity: "baseline", source: "RTP-090" },
  { mode: 1, cpuPercent: { low: 1, high: 3 }, latencyMs: { low: 0, high: 0.1 }, capacity: "nearly baseline", source: "RTP-091" },
  {
    mode: 2,
    cpuPercent: { low: 3, high: 8 },
    latencyMs: { low: 0, high: 0.2 },
    capacity: "slightly below baseline",
    source: "RTP-092",
  },
  {
    mode: 3,
    cpuPercent: { low: 8, high: 15 },
    latencyMs: { low: 0.2, high: 0.5 },
    capacity: "noticeably below baseline at volume",
    source: "RTP-093",
  },
];

/** What the host brings. */
export interface CostOptions {
  /**
   * By what the host's AES instructions divide mode 3's overhead, above 1; 1, none, when absent. The guides give no factor, so it
   * is the operator's to measure (RTP-096). The other modes do not use them.
   */
  readonly aesSpeedup?: number;
}

/** The CPU overhead of a mode in percent of mode 0's relay cost. */
export function encryptionOverhead(mode: EncryptionMode, { aesSpeedup = 1 }: CostOptions = {}): Band {
  assert(aesSpeedup >= 1, "AES instructions do not slow AES down", { aesSpeedup });
  const { low, high } = ENCRYPTION_COSTS[mode].cpuPercent;
  return mode === 3 ? { low: low / aesSpeedup, high: high / aesSpeedup } : { low, high };
}

/** Concurrent calls that fit where `baseline` fit in mode 0: baseline / (1 + overhead), rounded. 5000 in mode 3: 4348 to 4630. */
export function encryptedCapacity(baseline: number, mode: EncryptionMode, options?: CostOptions): Band {
  const { low, high } = encryptionOverhead(mode, options);
  return { low: Math.round(baseline / (1 + high / 100)), high: Math.round(baseline / (1 + low / 100)) };
}

/** Both directions cross the relay, one operation each. @see RTP-026, RTP-095 */
const OPERATIONS_A_PACKET_PAIR = 2;

/** Cipher operations a second: linear in calls and packet rate. 100 calls of 20 ms packets: 10,000. @see RTP-095 */
export function cipherOperationsPerSecond(calls: number, packetsPerSecond = 50): number {
  return calls * packetsPerSecond * OPERATIONS_A_PACKET_PAIR;
}

/** The one-way delay that ITU-T G.114 calls acceptable for most users, in milliseconds. */
export const ONE_WAY_BUDGET_MS = 150;

/**
 * The share of {@link ONE_WAY_BUDGET_MS} that a mode's worst case uses, 0..1, with `operations` on the way: one hop between two
 * switches encrypts once and decrypts once.
 *
 * @see RTP-094
 */
export function latencyBudgetShare(mode: EncryptionMode, operations = 2): number {
  return (ENCRYPTION_COSTS[mode].latencyMs.high * operations) / ONE_WAY_BUDGET_MS;
}
