import { crc32 } from "node:zlib";

/**
 * A frame holds one record and finds its own end:
 *
 *     CDR1 000001f3 9a8b7c6d {"callId":...}\n
 *     |    |        |        payload, `length` bytes, no line break inside
 *     |    |        CRC-32 of the payload, 8 hexadecimal digits
 *     |    length of the payload in bytes, 8 hexadecimal digits
 *     mark and version
 *
 * Text, so that a person can read a journal with the tools of the machine; length and checksum, so that a program can tell a
 * whole record from a torn or changed one.
 */
const MARK = Buffer.from("CDR1 ", "latin1");
const HEADER_BYTES = MARK.length + 18;
const LINE_END = 0x0a;

/** Longest payload; a longer claim is damage. Our choice: 64 attempts with every header at its limit stay below it. */
export const MAX_FRAME_PAYLOAD = 1_048_576;

/** A part of a segment that is no whole frame. */
export interface JournalDamage {
  readonly offset: number;
  readonly length: number;
  /** `torn`: at the end, a write that was cut short. `changed`: followed by whole frames, so something altered the file. */
  readonly kind: "torn" | "changed";
}

/** What a segment's bytes hold. */
export interface JournalContent {
  readonly payloads: readonly string[];
  readonly damage: readonly JournalDamage[];
}

/** `payload` as a frame. */
export function encodeFrame(payload: string): Buffer {
  const bytes = Buffer.from(payload, "utf8");
  return Buffer.concat([MARK, Buffer.from(`${hex(bytes.length)} ${hex(crc32(bytes))} `, "latin1"), bytes, Buffer.of(LINE_END)]);
}

/** Reads every whole frame; what lies between or behind them is reported, never skipped in silence. */
export function decodeFrames(bytes: Buffer): JournalContent {
  const payloads: string[] = [];
  const damage: JournalDamage[] = [];
  let offset = 0;
  let damagedFrom = -1;
  while (offset < bytes.length) {
    const end = frameEnd(bytes, offset);
    if (end === undefined) {
      if (damagedFrom < 0) damagedFrom = offset;
      offset = nextMark(bytes, offset + 1);
      continue;
    }
    if (damagedFrom >= 0) damage.push({ offset: damagedFrom, length: offset - damagedFrom, kind: "changed" });
    damagedFrom = -1;
    payloads.push(bytes.toString("utf8", offset + HEADER_BYTES, end - 1));
    offset = end;
  }
  if (damagedFrom >= 0) damage.push({ offset: damagedFrom, length: bytes.length - damagedFrom, kind: "torn" });
  return { payloads, damage };
}

/** Where the frame at `offset` ends; undefined when there is no whole one. */
function frameEnd(bytes: Buffer, offset: number): number | undefined {
  const start = offset + HEADER_BYTES;
  if (start > bytes.length || bytes.compare(MARK, 0, MARK.length, offset, offset + MARK.length) !== 0) return undefined;
  const header = bytes.toString("latin1", offset + MARK.length, start);
  if (!/^[0-9a-f]{8} [0-9a-f]{8} $/.test(header)) return undefined;
  const length = Number.parseInt(header.slice(0, 8), 16);
  const end = start + length;
  if (length > MAX_FRAME_PAYLOAD || end >= bytes.length || bytes[end] !== LINE_END) return undefined;
  return crc32(bytes.subarray(start, end)) === Number.parseInt(header.slice(9, 17), 16) ? end + 1 : undefined;
}

function nextMark(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(MARK, from);
  return found < 0 ? bytes.length : found;
}

const hex = (value: number): string => value.toString(16).padStart(8, "0");
