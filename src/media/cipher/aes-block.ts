const ROUNDS = 10;

/** The S-box, and the four tables that join it with ShiftRows and MixColumns; FIPS 197 section 5.1. */
const { sbox, tables } = buildTables();
const [T0, T1, T2, T3] = tables;

/**
 * AES-128 of a single block in JavaScript: for one block a fifth of what a call into OpenSSL costs.
 *
 * Table-driven, so its timing depends on the data; whoever can time it from the relay's own host is outside of what the encryption
 * modes protect against. Encryption only.
 *
 * @see FIPS 197
 */
export class AesBlock {
  private readonly schedule: Uint32Array;

  /** @param key 16 bytes. */
  constructor(key: Uint8Array) {
    this.schedule = expandKey(key);
  }

  /** Encrypts four big-endian words into `output` from `at`. */
  encrypt(a: number, b: number, c: number, d: number, output: Uint8Array, at: number): void {
    const k = this.schedule;
    let [s0, s1, s2, s3] = [a ^ w(k, 0), b ^ w(k, 1), c ^ w(k, 2), d ^ w(k, 3)];
    let i = 4;
    for (let round = 1; round < ROUNDS; round++, i += 4) {
      const t0 = w(T0, s0 >>> 24) ^ w(T1, (s1 >>> 16) & 255) ^ w(T2, (s2 >>> 8) & 255) ^ w(T3, s3 & 255) ^ w(k, i);
      const t1 = w(T0, s1 >>> 24) ^ w(T1, (s2 >>> 16) & 255) ^ w(T2, (s3 >>> 8) & 255) ^ w(T3, s0 & 255) ^ w(k, i + 1);
      const t2 = w(T0, s2 >>> 24) ^ w(T1, (s3 >>> 16) & 255) ^ w(T2, (s0 >>> 8) & 255) ^ w(T3, s1 & 255) ^ w(k, i + 2);
      s3 = w(T0, s3 >>> 24) ^ w(T1, (s0 >>> 16) & 255) ^ w(T2, (s1 >>> 8) & 255) ^ w(T3, s2 & 255) ^ w(k, i + 3);
      s0 = t0;
      s1 = t1;
      s2 = t2;
    }
    putWord(output, at, lastRound(s0, s1, s2, s3) ^ w(k, i));
    putWord(output, at + 4, lastRound(s1, s2, s3, s0) ^ w(k, i + 1));
    putWord(output, at + 8, lastRound(s2, s3, s0, s1) ^ w(k, i + 2));
    putWord(output, at + 12, lastRound(s3, s0, s1, s2) ^ w(k, i + 3));
  }
}

const w = (words: Uint32Array, index: number): number => words[index] as number;
const s = (index: number): number => sbox[index] as number;

const lastRound = (a: number, b: number, c: number, d: number): number =>
  (s(a >>> 24) << 24) | (s((b >>> 16) & 255) << 16) | (s((c >>> 8) & 255) << 8) | s(d & 255);

function putWord(output: Uint8Array, at: number, word: number): void {
  output[at] = word >>> 24;
  output[at + 1] = word >>> 16;
  output[at + 2] = word >>> 8;
  output[at + 3] = word;
}

function expandKey(key: Uint8Array): Uint32Array {
  const words = new Uint32Array(4 * (ROUNDS + 1));
  for (let i = 0; i < 4; i++) words[i] = Buffer.from(key).readUInt32BE(4 * i);
  let constant = 1;
  for (let i = 4; i < words.length; i++) {
    let word = w(words, i - 1);
    if (i % 4 === 0) {
      word = lastRound(word << 8, word << 8, word << 8, word >>> 24) ^ (constant << 24);
      constant = double(constant);
    }
    words[i] = w(words, i - 4) ^ word;
  }
  return words;
}

/** Times x in the field of AES. */
function double(value: number): number {
  return ((value << 1) ^ (value & 0x80 ? 0x11b : 0)) & 0xff;
}

function buildTables(): { sbox: Uint8Array; tables: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] } {
  const box = new Uint8Array(256);
  // p runs through the field by powers of 3 and q by their inverses.
  let [p, q] = [1, 1];
  do {
    p ^= double(p);
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q &= 0xff;
    if (q & 0x80) q ^= 0x09;
    const rotated = q ^ rotate8(q, 1) ^ rotate8(q, 2) ^ rotate8(q, 3) ^ rotate8(q, 4);
    box[p] = rotated ^ 0x63;
  } while (p !== 1);
  box[0] = 0x63;
  const turned = (bits: number): Uint32Array =>
    Uint32Array.from(box, (value) => {
      const word = (double(value) << 24) | (value << 16) | (value << 8) | (double(value) ^ value);
      return bits === 0 ? word >>> 0 : ((word >>> bits) | (word << (32 - bits))) >>> 0;
    });
  return { sbox: box, tables: [turned(0), turned(8), turned(16), turned(24)] };
}

function rotate8(value: number, by: number): number {
  return ((value << by) | (value >>> (8 - by))) & 0xff;
}
