/** One request on a control channel: one line of JSON. */
export interface ControlRequest {
  readonly id: number;
  readonly command: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Who asks, where the switch has operators. */
  readonly token?: string | undefined;
}

/** Its answer, one line of JSON with the same id. */
export type ControlAnswer =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** Longest line that is read; a longer one ends the connection. A list of 20,000 current calls has about 6 MB. */
export const MAX_CONTROL_LINE_BYTES = 16 * 1_048_576;

/** JSON with bigints as text: they are keys, not amounts. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) => (typeof field === "bigint" ? field.toString() : field));

/** Cuts a byte stream into lines; `feed` returns false when a line is too long. */
export class LineReader {
  private parts: Buffer[] = [];
  private waiting = 0;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly maxBytes = MAX_CONTROL_LINE_BYTES,
  ) {}

  feed(bytes: Buffer): boolean {
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const line = Buffer.concat([...this.parts, bytes.subarray(start, end)]).toString("utf8");
      this.parts = [];
      this.waiting = 0;
      start = end + 1;
      if (line.trim() !== "") this.onLine(line);
    }
    if (start < bytes.length) {
      this.parts.push(Buffer.from(bytes.subarray(start)));
      this.waiting += bytes.length - start;
    }
    return this.waiting <= this.maxBytes;
  }
}
