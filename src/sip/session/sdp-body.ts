import type { HeaderField, SipMessage } from "../message";

/** The type of every session description that we send. */
export const SDP_TYPE: HeaderField = { name: "Content-Type", value: "application/sdp" };

const CRLF = Buffer.from("\r\n");
const BLANK_LINE = Buffer.from("\r\n\r\n");

/** What a message's body is to a session. */
export type BodyReading =
  | { readonly kind: "none" }
  | { readonly kind: "sdp"; readonly sdp: Buffer }
  /** Not a session description, or encoded: 415. */
  | { readonly kind: "unsupported"; readonly accept: "type" | "encoding" };

/**
 * The session description in a message: the whole body, or the `application/sdp` part of a multipart one (RFC 5621, as ISUP
 * gateways send it). A body without a type that begins like SDP is taken for it.
 */
export function readBody(message: SipMessage): BodyReading {
  if (message.body.length === 0) return { kind: "none" };
  const encoding = message.header("Content-Encoding");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") return { kind: "unsupported", accept: "encoding" };
  const { contentType } = message;
  if (contentType === "application/sdp") return { kind: "sdp", sdp: message.body };
  if (contentType === undefined && message.body.toString("latin1", 0, 2) === "v=") return { kind: "sdp", sdp: message.body };
  if (contentType?.startsWith("multipart/") === true) return readMultipart(message);
  const isOptional = /;\s*handling\s*=\s*optional/i.test(message.header("Content-Disposition") ?? "");
  return isOptional ? { kind: "none" } : { kind: "unsupported", accept: "type" };
}

/** The session description in a message, if there is one. */
export function sdpOf(message: SipMessage): Buffer | undefined {
  const reading = readBody(message);
  return reading.kind === "sdp" ? reading.sdp : undefined;
}

function readMultipart(message: SipMessage): BodyReading {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(message.header("Content-Type") ?? "");
  const delimiter = boundary?.[1] ?? boundary?.[2];
  if (delimiter === undefined || delimiter === "") return { kind: "unsupported", accept: "type" };
  const mark = Buffer.from(`--${delimiter}`, "latin1");
  let start = message.body.indexOf(mark);
  while (start >= 0) {
    const next = message.body.indexOf(mark, start + mark.length);
    if (next < 0) break;
    const sdp = sdpPart(message.body.subarray(start + mark.length, next));
    if (sdp !== undefined) return { kind: "sdp", sdp };
    start = next;
  }
  return { kind: "none" };
}

function sdpPart(part: Buffer): Buffer | undefined {
  const headEnd = part.indexOf(BLANK_LINE);
  if (headEnd < 0) return undefined;
  const head = part.toString("latin1", 0, headEnd);
  if (!/^content-type\s*:\s*application\/sdp\b/im.test(head)) return undefined;
  const end = part.lastIndexOf(CRLF);
  return part.subarray(headEnd + BLANK_LINE.length, end > headEnd + BLANK_LINE.length ? end : part.length);
}
