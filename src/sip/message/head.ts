import { character, isWhite } from "./characters";
import type { Fault } from "./fault";
import { receivedHeaderKind, usualHeaderKind, type HeaderKind } from "./header-names";
import { sipLimits } from "./limits";
import type { HeaderList } from "./message";
import { rules } from "./rules";
import type { HeaderField } from "./types";

/** Header fields of a message and where its body starts. */
export interface Head extends HeaderList {
  /** The byte after the empty line; undefined when there is none. */
  readonly end: number | undefined;
  readonly fault: Fault | undefined;
  /** Byte offset of each field. */
  readonly offsets: readonly number[] | undefined;
}

/** `indexOf` for ever later positions of one text: looks again only when the last find is behind, so that all calls together are linear. */
class Finder {
  private found = -1;

  constructor(
    private readonly text: string,
    private readonly wanted: string,
  ) {}

  /** The first place at or after `from`; the length of the text when there is none. */
  next(from: number): number {
    if (this.found < from) {
      const at = this.text.indexOf(this.wanted, from);
      this.found = at < 0 ? this.text.length : at;
    }
    return this.found;
  }
}

const isFold = (code: number): boolean => code === character.space || code === character.tab;

function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isWhite(text.charCodeAt(start))) start += 1;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Reads header fields one after the other, in one pass over the text. */
class HeadReader {
  readonly fields: HeaderField[] = [];
  readonly kinds: HeaderKind[] = [];
  readonly offsets: number[] | undefined;
  fault: Fault | undefined;
  end: number | undefined;
  private readonly returns: Finder;
  private readonly colons: Finder;

  constructor(
    private readonly text: string,
    private position: number,
    withOffsets: boolean,
  ) {
    this.returns = new Finder(text, "\r");
    this.colons = new Finder(text, ":");
    this.offsets = withOffsets ? [] : undefined;
  }

  read(): void {
    while (this.end === undefined) {
      const start = this.position;
      const end = this.endOfField(start);
      if (end === undefined) return this.broken({ rule: rules.unfinished, position: this.text.length });
      if (end === start) this.end = this.position;
      else if (this.fields.length === sipLimits.headers) return this.broken({ rule: rules.tooManyHeaders, position: start });
      else this.addField(start, end);
    }
  }

  /** Where the field from `start` ends, its folded lines included and its line end not; moves on behind it. */
  private endOfField(start: number): number | undefined {
    const { text } = this;
    let lineStart = start;
    for (;;) {
      const lineFeed = text.indexOf("\n", lineStart);
      if (lineFeed < 0) return undefined;
      const carriageReturn = this.returns.next(lineStart);
      if (carriageReturn < lineFeed - 1) this.broken({ rule: rules.bareReturn, position: carriageReturn });
      const end = carriageReturn === lineFeed - 1 && carriageReturn >= lineStart ? carriageReturn : lineFeed;
      this.position = lineFeed + 1;
      if (end === start || !isFold(text.charCodeAt(lineFeed + 1))) return end;
      lineStart = lineFeed + 1;
    }
  }

  private addField(start: number, end: number): void {
    const { text } = this;
    const colon = this.colons.next(start);
    if (end - start > sipLimits.headerBytes) return this.broken({ rule: rules.headerTooLong, position: start });
    if (colon >= end) return this.broken({ rule: rules.headerLine, position: start });
    let name = text.slice(start, colon);
    let kind = usualHeaderKind(name);
    if (kind === undefined) {
      name = name.trimEnd();
      kind = receivedHeaderKind(name);
      if (kind === undefined) return this.broken({ rule: rules.headerLine, position: start });
    }
    this.fields.push({ name, value: trimmed(text, colon + 1, end) });
    this.kinds.push(kind);
    this.offsets?.push(start);
  }

  private broken(fault: Fault): void {
    this.fault ??= fault;
  }
}

/** Reads the header fields that start at `position`. Fields that break a rule are left out; the first of them is the fault. */
export function readHead(text: string, position: number, withOffsets = false): Head {
  const reader = new HeadReader(text, position, withOffsets);
  reader.read();
  return reader;
}
