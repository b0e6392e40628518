/** An entry with the prefix by which it was found. */
export interface PrefixMatch<Entry> {
  readonly prefix: string;
  readonly entries: readonly Entry[];
}

/**
 * Prefixes to entries, by longest match first: one map look-up for each length that occurs, however many prefixes there are.
 */
export class PrefixIndex<Entry> {
  private readonly byPrefix = new Map<string, Entry[]>();
  private readonly lengths: readonly number[];

  constructor(pairs: Iterable<readonly [prefix: string, entry: Entry]>) {
    for (const [prefix, entry] of pairs) {
      const entries = this.byPrefix.get(prefix);
      if (entries === undefined) this.byPrefix.set(prefix, [entry]);
      else entries.push(entry);
    }
    this.lengths = [...new Set([...this.byPrefix.keys()].map((prefix) => prefix.length))].sort((a, b) => b - a);
  }

  /** Every match of `number`, the longest prefix first; the entries of one prefix in the order in which they were given. */
  matches(number: string): readonly PrefixMatch<Entry>[] {
    const found: PrefixMatch<Entry>[] = [];
    for (const length of this.lengths) {
      if (length > number.length) continue;
      const prefix = number.slice(0, length);
      const entries = this.byPrefix.get(prefix);
      if (entries !== undefined) found.push({ prefix, entries });
    }
    return found;
  }
}
