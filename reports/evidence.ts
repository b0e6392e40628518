import type { SocketAddress, WallTime } from "../src/base";
import type { CallRecord } from "../src/cdr";

/** One packet as a stage saw it: virtual timestamps in `sim`, the kernel's or the sender's elsewhere. */
export interface CapturedPacket {
  readonly at: WallTime;
  readonly transport: "udp" | "tcp";
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly bytes: Buffer;
  /** Set when the network did not deliver it. */
  readonly fate?: "lost" | "partitioned" | "unreachable";
}

/** What a party heard: 16-bit mono at 8,000 Hz. */
export interface AudioHeard {
  readonly listener: string;
  readonly speaker: string;
  readonly samples: Int16Array;
  readonly verdict: "intelligible" | "degraded" | "noise" | "silence";
}

/** Everything that a report shows of one scenario on one stage. On disk by {@link file://./evidence-files.ts}. */
export interface ScenarioEvidence {
  readonly stage: "sim" | "wire" | "docker";
  readonly seed: number;
  /** Display names of addresses, e.g. `192.0.2.10` -> `Acme`, `192.0.2.1` -> `switch A`. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly packets: readonly CapturedPacket[];
  readonly records: readonly CallRecord[];
  readonly audio: readonly AudioHeard[];
  /** Hash of the whole trace; equal for equal seeds in `sim`. */
  readonly traceHash: string;
}
