import { failed, success, type Result } from "../base";
import { SAMPLE_RATE_HZ } from "./level";

/** What is wrong with a WAV file, in a few words. */
export interface WavFailure {
  readonly message: string;
}

const PCM = 1;
const CHUNK_HEADER_BYTES = 8;
const NEEDED = `8000 Hz, 16 bits, one channel, PCM`;

/** The samples of a WAV file of 8000 Hz, 16 bits, mono and little-endian: the one format of a prompt (ANN-009). */
export function decodeWav(file: Buffer): Result<Int16Array, WavFailure> {
  const text = (at: number): string => file.toString("latin1", at, at + 4);
  if (file.length < 12 || text(0) !== "RIFF" || text(8) !== "WAVE") return failed({ message: "it is no WAV file" });
  let isFormatRight = false;
  for (let at = 12; at + CHUNK_HEADER_BYTES <= file.length;) {
    const [name, bytes] = [text(at), file.readUInt32LE(at + 4)];
    const body = file.subarray(at + CHUNK_HEADER_BYTES, at + CHUNK_HEADER_BYTES + bytes);
    if (name === "fmt ") {
      if (body.length < 16 || !isNeeded(body)) return failed({ message: `its format is not ${NEEDED}` });
      isFormatRight = true;
    }
    if (name === "data") return isFormatRight ? success(samplesOf(body)) : failed({ message: "its data come before its format" });
    // Chunks stand at even places.
    at += CHUNK_HEADER_BYTES + bytes + (bytes % 2);
  }
  return failed({ message: "it has no data" });
}

function isNeeded(format: Buffer): boolean {
  const [kind, channels, rate, bits] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
    format.readUInt16LE(14),
  ];
  return kind === PCM && channels === 1 && rate === SAMPLE_RATE_HZ && bits === 16;
}

const samplesOf = (data: Buffer): Int16Array =>
  Int16Array.from({ length: Math.floor(data.length / 2) }, (_, index) => data.readInt16LE(index * 2));
