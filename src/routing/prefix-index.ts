import { PrefixTable } from "../base";

/** Entries with the prefix by which they were found. */
export interface PrefixMatch<Entry> {
  readonly prefix: string;
  readonly entries: readonly Entry[];
}

/**
 * Prefixes to entries, by longest match first, for a million prefixes and more.
 *
 * Prefixes of up to 14 of 0-9, * and # are packed into numbers and found in a {@link PrefixTable}, others by their text in a map. A look-up
 * costs one probe for each length that occurs, however many prefixes there are. Memory: some 30 to 60 bytes a prefix, none of it an
 * object (`npm run bench routing`). Immutable.
 */
export class PrefixIndex<Entry> {
  private readonly packed: PrefixTable;
  private readonly byText = new Map<string, Entry[]>();
  /** Of the prefixes in `byText`. */
  private readonly textLengths: readonly number[];

  /** The entries of one prefix stand in the order of `entries`, each once. */
  constructor(
    private readonly entries: readonly Entry[],
    prefixesOf: (entry: Entry) => readonly string[],
  ) {
    this.packed = new PrefixTable(entries.map(prefixesOf), (prefix, place) => this.addText(prefix, place));
    this.textLengths = [...new Set([...this.byText.keys()].map(({ length }) => length))];
  }

  /** Every match of `number`, the longest prefix first. */
  matches(number: string): readonly PrefixMatch<Entry>[] {
    const found: PrefixMatch<Entry>[] = [];
    this.packed.find(number, (length, places) => {
      found.push({ prefix: number.slice(0, length), entries: places.map((place) => this.entries[place] as Entry) });
    });
    if (this.textLengths.length === 0) return found;
    for (const length of this.textLengths) {
      const prefix = number.slice(0, length);
      const entries = prefix.length === length ? this.byText.get(prefix) : undefined;
      if (entries !== undefined) found.push({ prefix, entries });
    }
    return found.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  private addText(prefix: string, place: number): void {
    const entry = this.entries[place] as Entry;
    const entries = this.byText.get(prefix);
    if (entries === undefined) this.byText.set(prefix, [entry]);
    else if (entries.at(-1) !== entry) entries.push(entry);
  }
}
