import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallRecord } from "../src/cdr";
import { encodeWav } from "../src/codec";
import { readPcap, writePcap } from "../src/diagnosis";
import type { AudioHeard, CapturedPacket, ScenarioEvidence } from "./evidence";
import { decodeWav } from "./wav";

/** What `evidence.json` holds; packets are in `capture.pcap`, sound in `heard-0.wav`, `heard-1.wav` and so on. */
interface EvidenceFile {
  readonly stage: ScenarioEvidence["stage"];
  readonly seed: number;
  readonly traceHash: string;
  readonly hosts: readonly (readonly [string, string])[];
  /** Packets that the network did not deliver, by their number in the capture. */
  readonly fates: readonly (readonly [number, NonNullable<CapturedPacket["fate"]>])[];
  readonly audio: readonly Omit<AudioHeard, "samples">[];
  readonly records: readonly CallRecord[];
}

const BIGINT = /^bigint:(-?\d+)$/;
const packed = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? `bigint:${value}` : value);
const unpacked = (_key: string, value: unknown): unknown => {
  const match = typeof value === "string" ? BIGINT.exec(value) : null;
  return match?.[1] === undefined ? value : BigInt(match[1]);
};

/** Writes one scenario's evidence into `folder`, replacing what an earlier run left there. */
export function writeEvidence(folder: string, evidence: ScenarioEvidence): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // A TCP segment without payload says nothing to a reader of calls, and a capture reader leaves it out.
  const packets = evidence.packets.filter((packet) => packet.transport === "udp" || packet.bytes.length > 0);
  const file: EvidenceFile = {
    stage: evidence.stage,
    seed: evidence.seed,
    traceHash: evidence.traceHash,
    hosts: [...evidence.hosts],
    fates: packets.flatMap(({ fate }, index) => (fate === undefined ? [] : [[index, fate] as const])),
    audio: evidence.audio.map(({ listener, speaker, verdict }) => ({ listener, speaker, verdict })),
    records: evidence.records,
  };
  writeFileSync(join(folder, "evidence.json"), JSON.stringify(file, packed));
  writeFileSync(join(folder, "capture.pcap"), writePcap(packets));
  evidence.audio.forEach(({ samples }, index) => writeFileSync(join(folder, `heard-${index}.wav`), encodeWav(samples)));
}

/** Reads what {@link writeEvidence} wrote; undefined when the folder holds no evidence. */
export function readEvidence(folder: string): ScenarioEvidence | undefined {
  if (!existsSync(join(folder, "evidence.json"))) return undefined;
  const file = JSON.parse(readFileSync(join(folder, "evidence.json"), "utf8"), unpacked) as EvidenceFile;
  const capture = readPcap(readFileSync(join(folder, "capture.pcap")));
  const fates = new Map(file.fates);
  const packets = (capture.ok ? capture.value : []).map((packet, index) => {
    const fate = fates.get(index);
    return fate === undefined ? packet : { ...packet, fate };
  });
  return {
    stage: file.stage,
    seed: file.seed,
    traceHash: file.traceHash,
    hosts: new Map(file.hosts),
    packets,
    records: file.records,
    audio: file.audio.map((audio, index) => ({ ...audio, samples: decodeWav(readFileSync(join(folder, `heard-${index}.wav`))) })),
  };
}
