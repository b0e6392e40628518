import type { Random } from "../../../ports";

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** A small seeded stream for tests of this room: the same draws for the same seed (mulberry32). */
export function chance(seed: number): Random {
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    fork: (name) => chance(seed ^ hash(name)),
    uint32,
    fraction: () => uint32() / 0x1_0000_0000,
    between: (low, high) => low + Math.floor((uint32() / 0x1_0000_0000) * (high - low + 1)),
    hex: (count) => Array.from({ length: count }, () => (uint32() & 15).toString(16)).join(""),
  };
}
