const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** What is wrong with the quoting of a line. */
export type CsvFault = "quote inside a field" | "text after a closing quote" | "a quote that is never closed";

/** Takes one record: its fields, the line on which it begins (the first is 1), and what is wrong with its quoting. */
export type OnRecord = (fields: readonly string[], line: number, fault: CsvFault | undefined) => void;

/**
 * Reads comma-separated values as RFC 4180 has them: fields may stand in double quotes, in which commas, line breaks and doubled quotes are text.
 *
 * Lines end with CRLF or LF, the last one may lack its end, an empty line is no record, a byte order mark is passed over. A fault of
 * quoting is told with its record, and reading goes on with the next line. Nothing of a record is kept once it was told.
 */
export class CsvReader {
  private at: number;
  private line = 1;

  constructor(
    private readonly bytes: Buffer,
    private readonly onRecord: OnRecord,
  ) {
    this.at = bytes.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
  }

  /** Reads at most so many records more; true when there is none left. */
  read(records: number): boolean {
    const { bytes } = this;
    for (let left = records; left > 0 && this.at < bytes.length; left -= 1) {
      const record = readRecord(bytes, this.at);
      const isEmpty = record.fields.length === 1 && record.fields[0] === "";
      if (!isEmpty) this.onRecord(record.fields, this.line, record.fault);
      this.line += record.lines;
      this.at = record.next;
    }
    return this.at >= bytes.length;
  }
}

interface CsvRecord {
  readonly fields: readonly string[];
  /** Where the next record begins. */
  readonly next: number;
  /** Line breaks up to there. */
  readonly lines: number;
  readonly fault: CsvFault | undefined;
}

function readRecord(bytes: Buffer, start: number): CsvRecord {
  const fields: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const field = bytes[at] === QUOTE ? quotedField(bytes, at) : plainField(bytes, at);
    if (field.fault !== undefined) {
      const end = lineEnd(bytes, start);
      return { fields: [], next: end + 1, lines: 1, fault: field.fault };
    }
    fields.push(field.text);
    lines += field.breaks;
    at = field.next;
    if (bytes[at] !== COMMA) break;
    at += 1;
  }
  return { fields, next: bytes[at] === CR ? at + 2 : at + 1, lines, fault: undefined };
}

const lineEnd = (bytes: Buffer, from: number): number => {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end;
};

interface Field {
  readonly text: string;
  /** The comma, the line end or the end of the file behind it. */
  readonly next: number;
  readonly breaks: number;
  readonly fault?: CsvFault;
}

const isEnd = (bytes: Buffer, at: number): boolean =>
  at >= bytes.length || bytes[at] === COMMA || bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF);

function plainField(bytes: Buffer, start: number): Field {
  let at = start;
  while (!isEnd(bytes, at)) {
    if (bytes[at] === QUOTE) return { text: "", next: at, breaks: 0, fault: "quote inside a field" };
    at += 1;
  }
  return { text: bytes.toString("utf8", start, at), next: at, breaks: 0 };
}

function quotedField(bytes: Buffer, start: number): Field {
  let at = start + 1;
  let breaks = 0;
  for (; at < bytes.length; at += 1) {
    if (bytes[at] === LF) breaks += 1;
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] !== QUOTE) break;
    at += 1;
  }
  if (at >= bytes.length) return { text: "", next: at, breaks, fault: "a quote that is never closed" };
  if (!isEnd(bytes, at + 1)) return { text: "", next: at, breaks, fault: "text after a closing quote" };
  return { text: bytes.toString("utf8", start + 1, at).replaceAll('""', '"'), next: at + 1, breaks };
}
