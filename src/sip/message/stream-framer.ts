import { character } from "./characters";
import { readHead } from "./head";
import { sipLimits } from "./limits";
import { parseMessage, refuseUnfinished } from "./parse";
import { rules, type Rule } from "./rules";
import { readStartLine } from "./start-line";
import type { AnySipMessage, SipParseFailure } from "./types";

/** What a stream gave. `bytes` are a copy of what was received, for traces. */
export type StreamEvent =
  | { readonly kind: "message"; readonly message: AnySipMessage; readonly bytes: Buffer }
  /** A malformed message. After a fatal one nothing tells where the next message starts: answer if possible, then close. */
  | { readonly kind: "failure"; readonly failure: SipParseFailure; readonly isFatal: boolean; readonly bytes: Buffer }
  /** A keep-alive, two line ends between messages: send one CRLF back (RFC 5626 section 4.4.1). At most one event a push. */
  | { readonly kind: "ping" };

const nothing = Buffer.alloc(0);
/** A store over this is given back once it is empty, so that idle connections hold little. */
const keptStoreBytes = 4_096;
/** Bytes of a start line; more without a line end is no SIP. */
const maxStartLine = sipLimits.headerBytes;

/**
 * Cuts the bytes of one stream connection into messages. Sans-IO: feed each read to {@link push} and act on the events in order.
 *
 * Copes with any split of the bytes, in linear time. Holds at most one message, {@link sipLimits} bytes, and one read.
 * A message whose Content-Length is broken, missing or over the limit, and bytes that are no SIP, end the stream (`isClosed`);
 * other malformed messages are framed all the same and the next one is read.
 *
 * @see RFC 3261 section 18.3
 */
export class SipStreamFramer {
  private store: Buffer = nothing;
  private pending = 0;
  /** Everything before this byte of the pending ones was searched for the end of the headers. */
  private searched = 0;
  /** Length of the message that is being waited for, once its headers are known. */
  private wanted: number | undefined;
  private hasStartLine = false;
  private lineEnds = 0;
  private closed = false;

  /** True after a fatal failure: every further push gives nothing. */
  get isClosed(): boolean {
    return this.closed;
  }

  /** Bytes of a message that is not whole yet; 0 between messages. */
  get pendingBytes(): number {
    return this.pending;
  }

  /** The bytes of one read, which stay the caller's. */
  push(bytes: Buffer): readonly StreamEvent[] {
    const events: StreamEvent[] = [];
    if (this.closed) return events;
    const view = this.pending === 0 ? bytes : this.append(bytes);
    let start = 0;
    for (;;) {
      start = this.skipBetween(view, start, events);
      const length = start < view.length ? this.lengthOfNext(view.subarray(start), events) : undefined;
      if (length === undefined) break;
      this.deliver(view.subarray(start, start + length), events);
      start += length;
    }
    this.keep(this.closed ? nothing : view.subarray(start));
    return events;
  }

  private append(bytes: Buffer): Buffer {
    const length = this.pending + bytes.length;
    if (length > this.store.length) {
      const larger = Buffer.allocUnsafe(length * 2);
      this.store.copy(larger, 0, 0, this.pending);
      this.store = larger;
    }
    bytes.copy(this.store, this.pending);
    return this.store.subarray(0, length);
  }

  /** Holds `rest`, which is part of the store or of the caller's bytes, for the next push. */
  private keep(rest: Buffer): void {
    this.pending = rest.length;
    if (rest.length > this.store.length) this.store = Buffer.allocUnsafe(rest.length * 2);
    else if (rest.length === 0 && this.store.length > keptStoreBytes) this.store = nothing;
    rest.copy(this.store);
  }

  /** Skips line ends between messages and counts them; returns where the next message starts. */
  private skipBetween(view: Buffer, from: number, events: StreamEvent[]): number {
    if (this.hasStartLine || this.searched > 0) return from;
    let position = from;
    for (; position < view.length; position += 1) {
      const code = view[position];
      if (code === character.lineFeed) this.lineEnds += 1;
      else if (code !== character.carriageReturn) break;
      if (this.lineEnds < 2) continue;
      this.lineEnds = 0;
      if (!events.some(({ kind }) => kind === "ping")) events.push({ kind: "ping" });
    }
    if (position < view.length) this.lineEnds = 0;
    return position;
  }

  /** The length of the message at the start of `rest`; undefined while it is not whole, or when it ended the stream. */
  private lengthOfNext(rest: Buffer, events: StreamEvent[]): number | undefined {
    if (this.wanted === undefined) {
      const headEnd = this.endOfHead(rest, events);
      if (headEnd === undefined || this.closed) return undefined;
      const bodyLength = contentLength(rest.subarray(0, headEnd));
      if (bodyLength === undefined) return this.refuse(rest.subarray(0, headEnd), rules.missingContentLength, events);
      if (headEnd + bodyLength > sipLimits.messageBytes) {
        return this.refuse(rest.subarray(0, headEnd), rules.messageTooLarge, events);
      }
      this.wanted = headEnd + bodyLength;
    }
    return rest.length < this.wanted ? undefined : this.wanted;
  }

  /** The position after the empty line that ends the headers; undefined while it is not there. */
  private endOfHead(rest: Buffer, events: StreamEvent[]): number | undefined {
    for (;;) {
      const lineFeed = rest.indexOf(character.lineFeed, this.searched);
      if (lineFeed < 0) {
        this.searched = rest.length;
        if (!this.hasStartLine) return rest.length > maxStartLine ? this.refuse(rest, rules.startLine, events) : undefined;
        return rest.length > sipLimits.messageBytes ? this.refuse(rest, rules.messageTooLarge, events) : undefined;
      }
      if (!this.hasStartLine && !this.acceptStartLine(rest, lineFeed, events)) return undefined;
      if (lineFeed >= sipLimits.messageBytes) return this.refuse(rest, rules.messageTooLarge, events);
      const next = rest[lineFeed + 1];
      if (next === character.lineFeed) return lineFeed + 2;
      if (next === character.carriageReturn && rest[lineFeed + 2] === character.lineFeed) return lineFeed + 3;
      const isUndecided = next === undefined || (next === character.carriageReturn && lineFeed + 2 >= rest.length);
      this.searched = isUndecided ? lineFeed : lineFeed + 1;
      if (isUndecided) return undefined;
    }
  }

  private acceptStartLine(rest: Buffer, lineFeed: number, events: StreamEvent[]): boolean {
    const end = rest[lineFeed - 1] === character.carriageReturn ? lineFeed - 1 : lineFeed;
    this.hasStartLine = lineFeed <= maxStartLine && readStartLine(rest.toString("latin1", 0, end), 0) !== undefined;
    if (!this.hasStartLine) this.refuse(rest.subarray(0, lineFeed + 1), rules.startLine, events);
    return this.hasStartLine;
  }

  private refuse(head: Buffer, rule: Rule, events: StreamEvent[]): undefined {
    // Where the length cannot be known, the parser knows why: Content-Length is missing, broken, or there twice.
    const result = rule === rules.missingContentLength ? parseMessage(head, { stream: true }) : undefined;
    const failure = result?.ok === false ? result.failure : refuseUnfinished(head, rule);
    events.push({ kind: "failure", failure, isFatal: true, bytes: Buffer.from(head) });
    this.closed = true;
    return undefined;
  }

  private deliver(bytes: Buffer, events: StreamEvent[]): void {
    this.searched = 0;
    this.wanted = undefined;
    this.hasStartLine = false;
    const own = Buffer.from(bytes);
    const result = parseMessage(own, { stream: true });
    if (result.ok) events.push({ kind: "message", message: result.value, bytes: own });
    else events.push({ kind: "failure", failure: result.failure, isFatal: false, bytes: own });
  }
}

/** The body length that a head tells; undefined when it tells none, more than one, or something that is no number. */
function contentLength(head: Buffer): number | undefined {
  const text = head.toString("latin1");
  const { fields, kinds } = readHead(text, text.indexOf("\n") + 1);
  const values = fields.filter((_, index) => kinds[index]?.key === "content-length").map(({ value }) => value);
  const [value] = values;
  return values.length === 1 && value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
