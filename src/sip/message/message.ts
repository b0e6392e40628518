import { assert } from "../../base";
import { readNumber, unfold } from "./characters";
import { parseCSeq } from "./cseq";
import { headerKind, type HeaderKind } from "./header-names";
import { maxMaxForwards } from "./limits";
import { parseNameAddress } from "./name-address";
import { noParameters } from "./parameters";
import type { CSeq, HeaderField, NameAddress, SipMessage, SipRequest, SipResponse, Via } from "./types";
import { splitValues } from "./value-list";
import { parseVia } from "./via";

/** Header fields with the kind of each, index by index. */
export interface HeaderList {
  readonly fields: readonly HeaderField[];
  readonly kinds: readonly HeaderKind[];
}

/** The kinds of header fields that come without. */
export const headerList = (fields: readonly HeaderField[]): HeaderList => ({
  fields,
  kinds: fields.map(({ name }) => headerKind(name)),
});

/** Typed values of a message, each filled on first use, or by the parser while it checks them. */
export interface MessageValues {
  callId?: string | undefined;
  cseq?: CSeq | undefined;
  from?: NameAddress | undefined;
  to?: NameAddress | undefined;
  vias?: readonly Via[] | undefined;
  contacts?: readonly NameAddress[] | undefined;
  maxForwards?: number | undefined;
}

/** Every value of the headers with this key, in order, unfolded; lists are split and lose their empty values. */
export function valuesOf({ fields, kinds }: HeaderList, key: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < kinds.length; index += 1) {
    const kind = kinds[index]!;
    if (kind.key !== key) continue;
    const value = unfold(fields[index]!.value);
    if (!kind.isList) values.push(value);
    else values.push(...splitValues(value).filter((each) => each !== ""));
  }
  return values;
}

/** The URI of the Contact `*`, which takes back every registration (RFC 3261 section 10.2.2). */
const everyContact: NameAddress = { displayName: "", uri: "*", parameters: noParameters };

/** Reads one Contact value: an address or `*`. */
export const parseContact = (text: string): NameAddress | undefined => (text === "*" ? everyContact : parseNameAddress(text));

/** Reads a Max-Forwards value. Undefined when it is not a number in 0..255. */
export function parseMaxForwards(text: string): number | undefined {
  const number = readNumber(text, 0, text.length, maxMaxForwards);
  return number < 0 ? undefined : number;
}

function every<Value>(texts: readonly string[], parse: (text: string) => Value | undefined, name: string): readonly Value[] {
  return texts.map((text) => {
    const value = parse(text);
    assert(value !== undefined, `a message was built with a malformed ${name}`, { text });
    return value;
  });
}

/** A place for what only the parser and the builders of this folder touch. */
abstract class Message implements SipMessage {
  constructor(
    readonly list: HeaderList,
    readonly body: Buffer,
    readonly known: MessageValues,
  ) {}

  get headers(): readonly HeaderField[] {
    return this.list.fields;
  }

  header(name: string): string | undefined {
    return this.first(headerKind(name).key);
  }

  values(name: string): readonly string[] {
    return valuesOf(this.list, headerKind(name).key);
  }

  lists(name: string, token: string): boolean {
    const wanted = token.toLowerCase();
    return this.values(name).some((value) => value.toLowerCase() === wanted);
  }

  get callId(): string {
    return (this.known.callId ??= this.mandatory("call-id"));
  }

  get cseq(): CSeq {
    return (this.known.cseq ??= every([this.mandatory("cseq")], parseCSeq, "CSeq")[0]!);
  }

  get from(): NameAddress {
    return (this.known.from ??= every([this.mandatory("from")], parseNameAddress, "From")[0]!);
  }

  get to(): NameAddress {
    return (this.known.to ??= every([this.mandatory("to")], parseNameAddress, "To")[0]!);
  }

  get fromTag(): string | undefined {
    return this.from.parameters.get("tag");
  }

  get toTag(): string | undefined {
    return this.to.parameters.get("tag");
  }

  get vias(): readonly Via[] {
    return (this.known.vias ??= every(valuesOf(this.list, "via"), parseVia, "Via"));
  }

  get topVia(): Via {
    const via = this.vias[0];
    assert(via !== undefined, "the top Via of a message without a Via was asked for");
    return via;
  }

  get contacts(): readonly NameAddress[] {
    return (this.known.contacts ??= every(valuesOf(this.list, "contact"), parseContact, "Contact"));
  }

  get contentType(): string | undefined {
    const value = this.first("content-type");
    if (value === undefined) return undefined;
    const semicolon = value.indexOf(";");
    return (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase();
  }

  protected first(key: string): string | undefined {
    const { fields, kinds } = this.list;
    for (let index = 0; index < kinds.length; index += 1) {
      if (kinds[index]!.key === key) return unfold(fields[index]!.value);
    }
    return undefined;
  }

  private mandatory(key: string): string {
    const value = this.first(key);
    assert(value !== undefined, `a message was built without ${key}`);
    return value;
  }
}

/** A request as this folder makes it; others see {@link SipRequest}. */
export class Request extends Message implements SipRequest {
  readonly kind = "request";

  constructor(
    readonly method: string,
    readonly uri: string,
    list: HeaderList,
    body: Buffer,
    known: MessageValues = {},
  ) {
    super(list, body, known);
  }

  get maxForwards(): number | undefined {
    if ("maxForwards" in this.known) return this.known.maxForwards;
    const text = this.first("max-forwards");
    return (this.known.maxForwards = text === undefined ? undefined : parseMaxForwards(text));
  }
}

/** A response as this folder makes it; others see {@link SipResponse}. */
export class Response extends Message implements SipResponse {
  readonly kind = "response";

  constructor(
    readonly status: number,
    readonly reason: string,
    list: HeaderList,
    body: Buffer,
    known: MessageValues = {},
  ) {
    super(list, body, known);
  }
}

/** The header list of any message: its own, or made for one that another implementation built. */
export const listOf = (message: SipMessage): HeaderList =>
  message instanceof Message ? message.list : headerList(message.headers);

/** What is known already of the typed values of a message. */
export const knownOf = (message: SipMessage): Readonly<MessageValues> => (message instanceof Message ? message.known : {});

/** The body of a message that has none. */
export const noBody = Buffer.alloc(0);
