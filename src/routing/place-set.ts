const BITS = 32;
const SHIFT = 5;

/** The lowest bit of a word that is set at or above `from`; 32 when there is none. */
function lowestBit(word: number, from: number): number {
  if (from >= BITS) return BITS;
  const rest = (word & (-1 << from)) >>> 0;
  return rest === 0 ? BITS : 31 - Math.clz32(rest & -rest);
}

/**
 * A set of whole numbers below a fixed size that knows its next member, in as many steps as 32 needs to reach the size: four for
 * 100,000 numbers. Each level has one bit for a word of the level beneath that is not empty.
 */
export class PlaceSet {
  private readonly levels: readonly Uint32Array[];

  constructor(size: number) {
    const levels: Uint32Array[] = [];
    let words = size;
    do {
      words = Math.max(1, Math.ceil(words / BITS));
      levels.push(new Uint32Array(words));
    } while (words > 1);
    this.levels = levels;
  }

  add(place: number): void {
    let index = place;
    for (const level of this.levels) {
      const word = index >>> SHIFT;
      level[word] = ((level[word] ?? 0) | (1 << (index & (BITS - 1)))) >>> 0;
      index = word;
    }
  }

  delete(place: number): void {
    let index = place;
    for (const level of this.levels) {
      const word = index >>> SHIFT;
      const left = ((level[word] ?? 0) & ~(1 << (index & (BITS - 1)))) >>> 0;
      level[word] = left;
      if (left !== 0) return;
      index = word;
    }
  }

  /** The first member at or behind `from`; undefined when there is none. */
  next(from: number): number | undefined {
    let index = from;
    for (let height = 0; height < this.levels.length; height += 1) {
      const word = index >>> SHIFT;
      const bit = lowestBit(this.levels[height]?.[word] ?? 0, index & (BITS - 1));
      if (bit < BITS) return this.descend(height, word * BITS + bit);
      index = word + 1;
    }
    return undefined;
  }

  /** The first member beneath a bit of a level. */
  private descend(height: number, index: number): number {
    let found = index;
    for (let level = height - 1; level >= 0; level -= 1) found = found * BITS + lowestBit(this.levels[level]?.[found] ?? 0, 0);
    return found;
  }
}
