import { Buffer } from "node:buffer";
import { UsageError } from "../../base";
import type { Random } from "../../ports";

/** Character codes of the sixteen digits. */
const DIGITS = Buffer.from("0123456789abcdef", "latin1");

/** What turns 32-bit draws into the other draws of the {@link Random} port; its subclasses say where the bits come from. */
export abstract class BitStream implements Random {
  abstract fork(name: string): Random;
  abstract uint32(): number;

  fraction(): number {
    return ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 9_007_199_254_740_992;
  }

  between(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high < low) {
      throw new UsageError("RANDOM_BAD_RANGE", `between(${low}, ${high}): both must be whole numbers, the lower one first`, {
        low,
        high,
      });
    }
    const count = high - low + 1;
    if (count > 4_294_967_296) return low + Math.floor(this.fraction() * count);
    // Draws above the last whole multiple of `count` are thrown away, or the low numbers would come more often.
    const limit = 4_294_967_296 - (4_294_967_296 % count);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) return low + (draw % count);
    }
  }

  hex(count: number): string {
    const digits = Buffer.allocUnsafe(count);
    for (let at = 0; at < count; at += 8) {
      const draw = this.uint32();
      const end = Math.min(at + 8, count);
      for (let index = at; index < end; index += 1) digits[index] = DIGITS[(draw >>> (4 * (at + 7 - index))) & 15] as number;
    }
    return digits.toString("latin1");
  }
}
