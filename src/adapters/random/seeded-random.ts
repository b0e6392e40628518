import { createHash } from "node:crypto";
import type { Random } from "../../ports";
import { BitStream } from "./bit-stream";

/**
 * A repeatable {@link Random}: xoshiro128** (Blackman and Vigna, 2018) whose state is SHA-256 over the seed and the names of
 * the forks that led to it. A fork depends on those alone, never on what was drawn before it.
 */
export class SeededRandom extends BitStream {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  private constructor(private readonly key: Buffer) {
    super();
    this.a = key.readUInt32LE(0);
    this.b = key.readUInt32LE(4);
    this.c = key.readUInt32LE(8);
    // The generator stands still in the all-zero state alone.
    this.d = key.readUInt32LE(12) || 1;
  }

  static fromSeed(seed: number | string): SeededRandom {
    return new SeededRandom(createHash("sha256").update(`carrierlab seed ${seed}`).digest());
  }

  fork(name: string): Random {
    return new SeededRandom(createHash("sha256").update(this.key).update(name).digest());
  }

  uint32(): number {
    const { a, b, c, d } = this;
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    const c1 = c ^ a;
    const d1 = d ^ b;
    this.b = b ^ c1;
    this.a = a ^ d1;
    this.c = c1 ^ shifted;
    this.d = (d1 << 11) | (d1 >>> 21);
    return result;
  }
}
