/** Bytes of a RIFF header with one PCM format chunk and one data chunk. */
const HEADER_BYTES = 44;

/** The samples of a file that `encodeWav` of src/codec made. */
export function decodeWav(file: Buffer): Int16Array {
  return Int16Array.from({ length: (file.length - HEADER_BYTES) >> 1 }, (_, index) => file.readInt16LE(HEADER_BYTES + index * 2));
}
