import { EMPTY, hashOf, MOST_SYMBOLS, packOn, packPrefix, PACKED_NOTHING, symbolAt } from "./packed-prefix";

/**
 * A hash table of packed prefixes with open addressing, at most half full, in typed arrays: nothing in it is an object that the
 * collector must walk. The owners of one prefix are one run of `owners`, from `starts[slot]` to `starts[slot + 1]`.
 */
export class PrefixTable {
  private readonly keys: Float64Array;
  private readonly starts: Uint32Array;
  private readonly owners: Uint32Array;
  private readonly mask: number;
  /** Which lengths occur. */
  private readonly lengths = new Uint8Array(MOST_SYMBOLS + 1);
  private longest = 0;
  /** Slots of the look-up that is running, by length. */
  private readonly hits = new Int32Array(MOST_SYMBOLS + 1);

  /** @param rows prefixes by owner; `refuse` gets each that cannot be packed. */
  constructor(rows: readonly (readonly string[])[], refuse: (prefix: string, owner: number) => void) {
    let total = 1;
    for (const prefixes of rows) total += prefixes.length;
    const capacity = 2 ** Math.ceil(Math.log2(2 * total));
    this.mask = capacity - 1;
    this.keys = new Float64Array(capacity);
    this.starts = new Uint32Array(capacity + 1);
    this.eachPrefix(rows, refuse, (slot) => void (this.starts[slot + 1] = (this.starts[slot + 1] ?? 0) + 1));
    for (let slot = 0; slot < capacity; slot += 1)
      this.starts[slot + 1] = (this.starts[slot + 1] ?? 0) + (this.starts[slot] ?? 0);
    this.owners = new Uint32Array(this.starts[capacity] ?? 0);
    const next = this.starts.slice();
    this.eachPrefix(rows, undefined, (slot, owner) => {
      const place = next[slot] ?? 0;
      this.owners[place] = owner;
      next[slot] = place + 1;
    });
  }

  /** Tells the owners of each prefix of `number`, the longest first. */
  find(number: string, tell: (length: number, owners: readonly number[]) => void): void {
    const { hits, lengths } = this;
    let key = PACKED_NOTHING;
    let length = 0;
    hits[0] = lengths[0] === 1 ? this.slotOf(key) : -1;
    for (const end = Math.min(number.length, this.longest); length < end;) {
      const symbol = symbolAt(number, length);
      if (symbol < 0) break;
      key = packOn(key, symbol);
      length += 1;
      hits[length] = lengths[length] === 1 ? this.slotOf(key) : -1;
    }
    for (; length >= 0; length -= 1) {
      const slot = hits[length] ?? -1;
      if (slot >= 0 && this.keys[slot] !== EMPTY) tell(length, this.ownersOf(slot));
    }
  }

  private ownersOf(slot: number): readonly number[] {
    const owners: number[] = [];
    const end = this.starts[slot + 1] ?? 0;
    for (let place = this.starts[slot] ?? 0; place < end; place += 1) owners.push(this.owners[place] ?? 0);
    return owners;
  }

  /** Visits each prefix that can be packed, once for each owner, in the order of the owners. */
  private eachPrefix(
    rows: readonly (readonly string[])[],
    refuse: ((prefix: string, owner: number) => void) | undefined,
    visit: (slot: number, owner: number) => void,
  ): void {
    const lastOwner = new Int32Array(this.keys.length).fill(-1);
    for (const [owner, prefixes] of rows.entries()) {
      for (const prefix of prefixes) {
        const key = packPrefix(prefix);
        if (key === EMPTY) refuse?.(prefix, owner);
        else {
          const slot = this.slotOf(key);
          this.keys[slot] = key;
          this.lengths[prefix.length] = 1;
          this.longest = Math.max(this.longest, prefix.length);
          if (lastOwner[slot] !== owner) visit(slot, owner);
          lastOwner[slot] = owner;
        }
      }
    }
  }

  /** The slot of a key, or the empty one where it would stand. */
  private slotOf(key: number): number {
    const { keys, mask } = this;
    let slot = hashOf(key) & mask;
    while (keys[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}
