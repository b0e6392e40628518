import { isDeepStrictEqual } from "node:util";
import type { Random } from "../../ports";
import { createResponse } from "./create";
import { parseMessage } from "./parse";
import { serialize } from "./serialize";
import { SipStreamFramer, type StreamEvent } from "./stream-framer";
import type { AnySipMessage } from "./types";

/** Everything that the typed accessors of a message tell. */
function contentOf(message: AnySipMessage): unknown {
  const { kind, callId, cseq, from, to, fromTag, toTag, topVia, vias, contacts, contentType, body } = message;
  const line = kind === "request" ? [message.method, message.uri, message.maxForwards] : [message.status, message.reason];
  const others = message.headers.filter(({ name }) => !/^(content-length|l)$/i.test(name));
  const values = others.map(({ name, value }) => [name, value, message.header(name), message.values(name)]);
  return [
    kind,
    line,
    callId,
    cseq,
    from,
    to,
    fromTag,
    toTag,
    topVia,
    vias,
    contacts,
    contentType,
    body.toString("latin1"),
    values,
  ];
}

function readsBack(message: AnySipMessage): string | undefined {
  const again = parseMessage(serialize(message), { stream: true });
  if (!again.ok) return `an accepted message does not read back: ${again.failure.code}`;
  return isDeepStrictEqual(contentOf(again.value), contentOf(message)) ? undefined : "an accepted message reads back as another";
}

function isAnswerable(message: AnySipMessage): string | undefined {
  if (message.kind === "response") return undefined;
  const answer = parseMessage(serialize(createResponse(message, 486, { toTag: "t" })));
  return answer.ok ? undefined : `the response to an accepted request does not read: ${answer.failure.code}`;
}

const outline = (events: readonly StreamEvent[]): unknown =>
  events
    .filter(({ kind }) => kind !== "ping")
    .map((event) => (event.kind === "message" ? contentOf(event.message) : event.kind === "failure" && event.isFatal));

/** The same bytes in random pieces must give the same messages. */
function framesAlike(bytes: Buffer, random: Random): string | undefined {
  const whole = new SipStreamFramer().push(bytes);
  const framer = new SipStreamFramer();
  const pieces: StreamEvent[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = start + random.between(1, 400);
    pieces.push(...framer.push(bytes.subarray(start, end)));
    start = end;
  }
  return isDeepStrictEqual(outline(pieces), outline(whole)) ? undefined : "a split stream reads as another";
}

/**
 * Holds the parser to what it promises for any bytes; tells the broken promise, undefined when all hold. An exception is one that
 * the caller sees: nothing here throws of its own.
 */
export function brokenPromise(bytes: Buffer, random: Random): string | undefined {
  const result = parseMessage(bytes);
  if (result.ok) return readsBack(result.value) ?? isAnswerable(result.value) ?? framesAlike(bytes, random);
  const { answer, code, position } = result.failure;
  if (position < 0 || position > bytes.length) return `${code} is said to be at byte ${position}`;
  if (answer !== undefined) {
    contentOf(answer.request);
    serialize(createResponse(answer.request, answer.status, { reason: answer.reason, toTag: "t" }));
  }
  return framesAlike(bytes, random);
}
