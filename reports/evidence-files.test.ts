import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { WallTime } from "../src/base";
import type { CallRecord } from "../src/cdr";
import type { ScenarioEvidence } from "./evidence";
import { readEvidence, writeEvidence } from "./evidence-files";

const folder = mkdtempSync(join(tmpdir(), "evidence-"));
after(() => rmSync(folder, { recursive: true }));

const evidence: ScenarioEvidence = {
  stage: "sim",
  seed: 7,
  traceHash: "ab",
  hosts: new Map([["192.0.2.1", "switch A"]]),
  packets: [
    {
      at: 1_000_000 as WallTime,
      transport: "udp",
      from: { address: "192.0.2.1", port: 1 },
      to: { address: "192.0.2.2", port: 2 },
      bytes: Buffer.from("x"),
    },
    {
      at: 1_000_001 as WallTime,
      transport: "udp",
      from: { address: "192.0.2.1", port: 1 },
      to: { address: "192.0.2.2", port: 2 },
      bytes: Buffer.from("y"),
      fate: "lost",
    },
  ],
  records: [{ flowNo: 9_007_199_254_740_993n, callId: "c", attempts: [] } as unknown as CallRecord],
  audio: [{ listener: "Acme", speaker: "Alpha", samples: Int16Array.from([1, -1, 32_767, -32_768]), verdict: "intelligible" }],
};

describe("evidence files", () => {
  it("give back what was written, flow numbers beyond 2^53 and fates included", () => {
    writeEvidence(join(folder, "one"), evidence);
    assert.deepEqual(readEvidence(join(folder, "one")), evidence);
  });

  it("are undefined for a folder that holds none", () => assert.equal(readEvidence(join(folder, "none")), undefined));
});
