import { headerKind, type HeaderKind } from "./header-names";
import { checkFields, checkStartLine } from "./line-break";
import { headerList, knownOf, listOf, noBody, Request, Response, type MessageValues } from "./message";
import { reasonPhrases } from "./reason-phrases";
import type { HeaderField, SipRequest, SipResponse } from "./types";

/**
 * A request from its parts. Header fields go out in the order given; Content-Length need not be among them.
 *
 * @throws {UsageError} `SIP_HEADER_LINE_BREAK` when method, URI or a value holds a line end.
 */
export function createRequest(parts: {
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly HeaderField[];
  readonly body?: Buffer | undefined;
}): SipRequest {
  checkStartLine(parts.method);
  checkStartLine(parts.uri);
  checkFields(parts.headers);
  return new Request(parts.method, parts.uri, headerList(parts.headers), parts.body ?? noBody);
}

/** What a response has beside what it copies from its request. */
export interface ResponseOptions {
  /** The phrase of {@link reasonPhrases} when absent. */
  readonly reason?: string | undefined;
  /** Added to To when the request had none there; not for 100. */
  readonly toTag?: string | undefined;
  /** Added after the copied ones. */
  readonly headers?: readonly HeaderField[] | undefined;
  readonly body?: Buffer | undefined;
}

const copied: ReadonlySet<string> = new Set(["via", "from", "to", "call-id", "cseq"]);

/** Requests whose provisional and 2xx responses make a dialog and so carry the route set (RFC 3261 section 12.1.1, RFC 6665, RFC 3515). */
const makesDialog = ({ method }: SipRequest, status: number): boolean =>
  status > 100 && status < 300 && (method === "INVITE" || method === "SUBSCRIBE" || method === "REFER");

function isCopied(kind: HeaderKind, status: number, withRoutes: boolean): boolean {
  return copied.has(kind.key) || (withRoutes && kind.key === "record-route") || (status === 100 && kind.key === "timestamp");
}

/**
 * A response to `request`: Via, From, To, Call-ID and CSeq copied as they came, Record-Route too where the response makes a dialog,
 * Timestamp in a 100. RFC 3261 sections 8.2.6, 12.1.1.
 *
 * @throws {UsageError} `SIP_HEADER_LINE_BREAK` when an added value holds a line end.
 */
export function createResponse(request: SipRequest, status: number, options: ResponseOptions = {}): SipResponse {
  const { reason = reasonPhrases[status] ?? "", toTag, headers = [], body = noBody } = options;
  checkFields(headers);
  const tag = status > 100 && toTag !== undefined && request.toTag === undefined ? toTag : undefined;
  const list = listOf(request);
  const withRoutes = makesDialog(request, status);
  const fields: HeaderField[] = [];
  const kinds: HeaderKind[] = [];
  for (let index = 0; index < list.fields.length; index += 1) {
    const kind = list.kinds[index]!;
    if (!isCopied(kind, status, withRoutes)) continue;
    const field = list.fields[index]!;
    fields.push(tag !== undefined && kind.key === "to" ? { name: field.name, value: `${field.value};tag=${tag}` } : field);
    kinds.push(kind);
  }
  for (const field of headers) {
    fields.push(field);
    kinds.push(headerKind(field.name));
  }
  const { callId, cseq, from, to, vias } = knownOf(request);
  const known: MessageValues = { callId, cseq, from, to: tag === undefined ? to : undefined, vias };
  return new Response(status, reason, { fields, kinds }, body, known);
}
