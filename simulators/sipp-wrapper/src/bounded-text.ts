/** The end of a stream of bytes: keeps at most `maxBytes` (and, while growing, at most twice that). */
export class BoundedText {
  private readonly maxBytes: number;
  private chunks: Buffer[] = [];
  private size = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  append(bytes: Buffer): void {
    this.chunks.push(bytes);
    this.size += bytes.length;
    if (this.size > 2 * this.maxBytes) this.trim();
  }

  toString(): string {
    this.trim();
    return this.chunks.map((chunk) => chunk.toString("utf8")).join("");
  }

  private trim(): void {
    const all = Buffer.concat(this.chunks);
    const end = all.length > this.maxBytes ? Buffer.from(all.subarray(all.length - this.maxBytes)) : all;
    this.chunks = [end];
    this.size = end.length;
  }
}
