import { failed, success } from "../../base";
import { answerable } from "./answerable";
import { character } from "./characters";
import { checkHeaders, type CheckedValues } from "./check";
import type { Fault } from "./fault";
import { readHead, type Head } from "./head";
import { sipLimits } from "./limits";
import { knownMethods } from "./methods";
import { noBody, Request, Response } from "./message";
import { reasonPhrases } from "./reason-phrases";
import { rules, type Rule } from "./rules";
import { readStartLine, type StartLine } from "./start-line";
import type { ParseMessage, SipParseFailure } from "./types";

/** Line ends before a start line are skipped (RFC 3261 section 7.5), and so are the NULs that some keep NAT bindings open with. */
function skipLineEnds(text: string): number {
  let position = 0;
  for (; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code !== character.carriageReturn && code !== character.lineFeed && code !== 0) break;
  }
  return position;
}

function cseqFault(start: StartLine, values: CheckedValues, head: Head): Fault | undefined {
  if (start.kind === "response" || values.cseq === undefined || values.cseq.method === start.method) return undefined;
  const rule = knownMethods.has(start.method) ? rules.cseqMethod : rules.unknownCseqMethod;
  return { rule, header: head.kinds.findIndex(({ key }) => key === "cseq") };
}

/** What Content-Length must be (RFC 3261 section 18.3), given how many bytes follow the headers. */
function lengthFault(values: CheckedValues, head: Head, available: number, isStream: boolean): Fault | undefined {
  const { contentLength } = values;
  if (contentLength === undefined) return isStream ? { rule: rules.missingContentLength } : undefined;
  if (contentLength <= available) return undefined;
  return { rule: rules.bodyTooShort, header: head.kinds.findIndex(({ key }) => key === "content-length") };
}

interface Parts {
  readonly text: string;
  readonly headStart: number;
  readonly start: StartLine;
  readonly head: Head;
  readonly values: CheckedValues;
}

/** The byte offset of a fault; fields are measured only now that one is wanted. */
function positionOf(fault: Fault, { text, headStart, head }: Parts): number {
  if (fault.position !== undefined) return fault.position;
  if (fault.header === undefined) return head.end ?? text.length;
  return readHead(text, headStart, true).offsets?.[fault.header] ?? headStart;
}

function refuse(fault: Fault, parts: Parts): SipParseFailure {
  const { start, head, values } = parts;
  const { code, text: rule, status } = fault.rule;
  const failure: SipParseFailure = { code, rule, position: positionOf(fault, parts) };
  const request = start.kind === "request" ? answerable(start.method, start.uri, head, values) : undefined;
  return request === undefined ? failure : { ...failure, answer: { status, reason: reasonPhrases[status] ?? "", request } };
}

/** Everything that can be read of a message before anything is judged; undefined, with the fault, when it is no message at all. */
function readParts(bytes: Buffer): Parts | Fault {
  const text = bytes.toString("latin1", 0, Math.min(bytes.length, sipLimits.messageBytes));
  const position = skipLineEnds(text);
  if (position === text.length) return { rule: rules.empty, position: 0 };
  const lineFeed = text.indexOf("\n", position);
  if (lineFeed < 0) return { rule: rules.startLine, position };
  const lineEnd = text.charCodeAt(lineFeed - 1) === character.carriageReturn ? lineFeed - 1 : lineFeed;
  const start = readStartLine(text.slice(position, lineEnd), position);
  if (start === undefined) return { rule: rules.startLine, position };
  const head = readHead(text, lineFeed + 1);
  return { text, headStart: lineFeed + 1, start, head, values: checkHeaders(head, start.kind === "request") };
}

const isFault = (parts: Parts | Fault): parts is Fault => "rule" in parts;

const withoutParts = ({ rule, position = 0 }: Fault): SipParseFailure => ({ code: rule.code, rule: rule.text, position });

/**
 * Reads one message: the bytes of a datagram, or of one framed message of a stream.
 *
 * Checks the start line, the mandatory headers and those that decide where messages go; every other header passes unread.
 * Line ends may be CRLF or a bare LF. A body longer than Content-Length is cut (RFC 3261 section 18.3).
 * Takes time linear in the bytes, at most {@link sipLimits}; never throws. Keeps nothing of `bytes`: the body is a copy.
 */
export const parseMessage: ParseMessage = (bytes, options) => {
  const parts = readParts(bytes);
  if (isFault(parts)) return failed(withoutParts(parts));
  const { text, start, head, values } = parts;
  const bodyStart = head.end ?? text.length;
  const oversize = bytes.length > sipLimits.messageBytes ? { rule: rules.messageTooLarge, position: text.length } : undefined;
  const fault =
    start.fault ??
    oversize ??
    head.fault ??
    values.fault ??
    cseqFault(start, values, head) ??
    lengthFault(values, head, bytes.length - bodyStart, options?.stream === true);
  if (fault !== undefined) return failed(refuse(fault, parts));
  const list = { fields: head.fields, kinds: head.kinds };
  const bodyEnd = values.contentLength === undefined ? bytes.length : bodyStart + values.contentLength;
  const body = bodyEnd === bodyStart ? noBody : Buffer.from(bytes.subarray(bodyStart, bodyEnd));
  return success(
    start.kind === "request"
      ? new Request(start.method, start.uri, list, body, values)
      : new Response(start.status, start.reason, list, body, values),
  );
};

/** The failure of bytes that are refused for `rule` before they are whole, with an answer where what is there allows one. */
export function refuseUnfinished(bytes: Buffer, rule: Rule): SipParseFailure {
  const parts = readParts(bytes);
  return isFault(parts) ? withoutParts(parts) : refuse({ rule, position: bytes.length }, parts);
}
