import { randomFillSync } from "node:crypto";
import type { Random } from "../../ports";
import { BitStream } from "./bit-stream";

const POOL_BYTES = 8_192;

/**
 * Unpredictable draws from the operating system, taken in blocks since a call for four bytes costs a microsecond.
 *
 * SIP tags must be cryptographically random (RFC 3261 section 19.3), so this is the default on real sockets. All forks share
 * the pool: they are independent because nothing can be derived from any draw.
 */
export class SystemRandom extends BitStream {
  private readonly pool = Buffer.allocUnsafe(POOL_BYTES);
  private used = POOL_BYTES;

  fork(_name: string): Random {
    return this;
  }

  uint32(): number {
    if (this.used === POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const draw = this.pool.readUInt32LE(this.used);
    this.used += 4;
    return draw;
  }
}
