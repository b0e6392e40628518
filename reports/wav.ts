/** Bytes of a RIFF header with one PCM format chunk and one data chunk. */
const HEADER_BYTES = 44;
const SAMPLE_RATE_HZ = 8_000;

/** A WAV file of 16-bit mono samples at 8,000 Hz. */
export function encodeWav(samples: Int16Array): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  file.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => file.writeInt16LE(sample, HEADER_BYTES + index * 2));
  return file;
}

/** The samples of a file that {@link encodeWav} made. */
export function decodeWav(file: Buffer): Int16Array {
  return Int16Array.from({ length: (file.length - HEADER_BYTES) >> 1 }, (_, index) => file.readInt16LE(HEADER_BYTES + index * 2));
}
