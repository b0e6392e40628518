import { unfold } from "./characters";
import { headerKind, type HeaderKind } from "./header-names";
import { checkFields, checkStartLine } from "./line-break";
import { headerList, knownOf, listOf, Request, Response, type HeaderList, type MessageValues } from "./message";
import type { AnySipMessage, HeaderField, SipRequest } from "./types";
import { splitValues } from "./value-list";

interface Change {
  readonly list?: HeaderList;
  readonly body?: Buffer;
  /** Keys of headers whose typed values are to be read again. */
  readonly changed?: readonly string[];
}

/** Typed values that stay true when the headers with these keys change. */
function valuesWithout(message: AnySipMessage, changed: readonly string[]): MessageValues {
  const known = knownOf(message);
  const kept = <Value>(key: string, value: Value): Value | undefined => (changed.includes(key) ? undefined : value);
  const values: MessageValues = {
    callId: kept("call-id", known.callId),
    cseq: kept("cseq", known.cseq),
    from: kept("from", known.from),
    to: kept("to", known.to),
    vias: kept("via", known.vias),
    contacts: kept("contact", known.contacts),
  };
  if ("maxForwards" in known && !changed.includes("max-forwards")) values.maxForwards = known.maxForwards;
  return values;
}

function rebuilt<Message extends AnySipMessage>(message: Message, change: Change): Message {
  const { list = listOf(message), body = message.body, changed = [] } = change;
  const known = valuesWithout(message, changed);
  const result: AnySipMessage =
    message.kind === "request"
      ? new Request(message.method, message.uri, list, body, known)
      : new Response(message.status, message.reason, list, body, known);
  return result as Message;
}

/** `message` with `fields` added after every other header. @throws {UsageError} `SIP_HEADER_LINE_BREAK` */
export function withHeaders<Message extends AnySipMessage>(message: Message, fields: readonly HeaderField[]): Message {
  checkFields(fields);
  const before = listOf(message);
  const added = headerList(fields);
  const list = { fields: [...before.fields, ...added.fields], kinds: [...before.kinds, ...added.kinds] };
  return rebuilt(message, { list, changed: added.kinds.map(({ key }) => key) });
}

/** `message` with one header added after every other. @throws {UsageError} `SIP_HEADER_LINE_BREAK` */
export const withHeader = <Message extends AnySipMessage>(message: Message, name: string, value: string): Message =>
  withHeaders(message, [{ name, value }]);

/** `message` without every header of these names, full or compact, in any case. */
export function withoutHeaders<Message extends AnySipMessage>(message: Message, names: readonly string[]): Message {
  const changed = names.map((name) => headerKind(name).key);
  const { fields, kinds } = listOf(message);
  const isKept = (index: number): boolean => !changed.includes(kinds[index]!.key);
  const list = { fields: fields.filter((_, index) => isKept(index)), kinds: kinds.filter((_, index) => isKept(index)) };
  return rebuilt(message, { list, changed });
}

/** `message` without every header of this name. */
export const withoutHeader = <Message extends AnySipMessage>(message: Message, name: string): Message =>
  withoutHeaders(message, [name]);

/**
 * `message` with one header `name: value` where the first of that name stood, at the end when there was none. Others of that name go.
 *
 * @throws {UsageError} `SIP_HEADER_LINE_BREAK`
 */
export function replaceHeader<Message extends AnySipMessage>(message: Message, name: string, value: string): Message {
  const field = { name, value };
  checkFields([field]);
  const kind = headerKind(name);
  const before = listOf(message);
  const fields: HeaderField[] = [];
  const kinds: HeaderKind[] = [];
  let isPlaced = false;
  for (let index = 0; index < before.fields.length; index += 1) {
    const isNamed = before.kinds[index]!.key === kind.key;
    if (isNamed && isPlaced) continue;
    fields.push(isNamed ? field : before.fields[index]!);
    kinds.push(before.kinds[index]!);
    isPlaced ||= isNamed;
  }
  if (!isPlaced) {
    fields.push(field);
    kinds.push(kind);
  }
  return rebuilt(message, { list: { fields, kinds }, changed: [kind.key] });
}

/** `message` with a Via of its own line above all others. @throws {UsageError} `SIP_HEADER_LINE_BREAK` */
export function withTopVia<Message extends AnySipMessage>(message: Message, value: string): Message {
  const field = { name: "Via", value };
  checkFields([field]);
  const { fields, kinds } = listOf(message);
  return rebuilt(message, { list: { fields: [field, ...fields], kinds: [headerKind("Via"), ...kinds] }, changed: ["via"] });
}

/** The Via line at `index` with its first value replaced, or taken out when `value` is undefined. */
function changeTopVia<Message extends AnySipMessage>(message: Message, value: string | undefined): Message {
  const { fields, kinds } = listOf(message);
  const index = kinds.findIndex(({ key }) => key === "via");
  const field = fields[index];
  if (field === undefined) return message;
  const others = splitValues(unfold(field.value)).slice(1);
  const values = value === undefined ? others : [value, ...others];
  if (values.length === 0) {
    return rebuilt(message, { list: { fields: fields.toSpliced(index, 1), kinds: kinds.toSpliced(index, 1) }, changed: ["via"] });
  }
  const changed = { name: field.name, value: values.join(", ") };
  return rebuilt(message, { list: { fields: fields.with(index, changed), kinds }, changed: ["via"] });
}

/**
 * `message` with its top Via value replaced (`received` and `rport` added: RFC 3261 section 18.2.1, RFC 3581 section 4). Values that
 * share its line stay. A message without a Via is returned as it is.
 *
 * @throws {UsageError} `SIP_HEADER_LINE_BREAK`
 */
export function replaceTopVia<Message extends AnySipMessage>(message: Message, value: string): Message {
  checkFields([{ name: "Via", value }]);
  return changeTopVia(message, value);
}

/** `message` without its top Via value. */
export const withoutTopVia = <Message extends AnySipMessage>(message: Message): Message => changeTopVia(message, undefined);

/** `message` with another body and, when given, another Content-Type. @throws {UsageError} `SIP_HEADER_LINE_BREAK` */
export function withBody<Message extends AnySipMessage>(message: Message, body: Buffer, contentType?: string): Message {
  return rebuilt(contentType === undefined ? message : replaceHeader(message, "Content-Type", contentType), { body });
}

/** `request` for another Request-URI. @throws {UsageError} `SIP_START_LINE_BREAK` */
export function withRequestUri(request: SipRequest, uri: string): SipRequest {
  checkStartLine(uri);
  return new Request(request.method, uri, listOf(request), request.body, valuesWithout(request, []));
}
