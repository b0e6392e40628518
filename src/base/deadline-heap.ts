import type { Instant } from "./time";

/** What a {@link DeadlineHeap} holds. The heap owns `order` and `slot`; `slot` is -1 while the entry is in no heap. */
export interface DeadlineEntry {
  readonly due: Instant;
  order: number;
  slot: number;
}

const WIDTH = 4;

/**
 * A priority queue of deadlines: earliest first, and among equal instants in the order of insertion.
 *
 * A heap of width four whose entries know their own slot, so that a cancelled entry is taken out at once (logarithmic time)
 * and never waits for its deadline. A hashed wheel was rejected: it arms faster by a few tens of nanoseconds, but finding the
 * next deadline, which a sans-IO machine is asked for after every input, means searching its buckets.
 */
export class DeadlineHeap<Entry extends DeadlineEntry> {
  private readonly entries: Entry[] = [];
  private inserted = 0;

  get size(): number {
    return this.entries.length;
  }

  /** The earliest entry, left where it is. */
  peek(): Entry | undefined {
    return this.entries[0];
  }

  insert(entry: Entry): void {
    entry.order = this.inserted++;
    this.entries.push(entry);
    this.rise(entry, this.entries.length - 1);
  }

  /** Takes `entry` out. False when it is not in this heap. */
  remove(entry: Entry): boolean {
    const { slot } = entry;
    if (slot < 0 || this.entries[slot] !== entry) return false;
    entry.slot = -1;
    const last = this.entries.pop();
    if (last === undefined || last === entry) return true;
    const parent = this.entries[(slot - 1) >> 2];
    if (slot > 0 && parent !== undefined && precedes(last, parent)) this.rise(last, slot);
    else this.sink(last, slot);
    return true;
  }

  /** Takes the earliest entry out. */
  pop(): Entry | undefined {
    const first = this.entries[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** All entries, earliest first. Sorts a copy: for diagnosis, not for a hot path. */
  sorted(): Entry[] {
    return [...this.entries].sort((a, b) => (precedes(a, b) ? -1 : 1));
  }

  private rise(entry: Entry, from: number): void {
    const { entries } = this;
    let slot = from;
    while (slot > 0) {
      const above = (slot - 1) >> 2;
      const parent = entries[above] as Entry;
      if (!precedes(entry, parent)) break;
      entries[slot] = parent;
      parent.slot = slot;
      slot = above;
    }
    entries[slot] = entry;
    entry.slot = slot;
  }

  private sink(entry: Entry, from: number): void {
    const { entries } = this;
    const count = entries.length;
    let slot = from;
    for (;;) {
      const first = slot * WIDTH + 1;
      if (first >= count) break;
      const end = first + WIDTH < count ? first + WIDTH : count;
      let below = first;
      let child = entries[first] as Entry;
      for (let other = first + 1; other < end; other += 1) {
        const candidate = entries[other] as Entry;
        if (precedes(candidate, child)) {
          below = other;
          child = candidate;
        }
      }
      if (!precedes(child, entry)) break;
      entries[slot] = child;
      child.slot = slot;
      slot = below;
    }
    entries[slot] = entry;
    entry.slot = slot;
  }
}

function precedes(a: DeadlineEntry, b: DeadlineEntry): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
