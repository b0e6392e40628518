import { character, readNumber, unfold } from "./characters";
import { parseCSeq } from "./cseq";
import type { Fault } from "./fault";
import { checkedHeaders, type CheckedHeader } from "./header-names";
import { parseContact, parseMaxForwards, type HeaderList, type MessageValues } from "./message";
import { parseNameAddress } from "./name-address";
import { rules, type Rule } from "./rules";
import type { CSeq, NameAddress, Via } from "./types";
import { parseSipUri, sipSchemeLength } from "./uri";
import { splitValues } from "./value-list";
import { parseVia } from "./via";

/** Typed values of a message's headers, and the first rule that one of them broke. */
export interface CheckedValues extends MessageValues {
  contentLength: number | undefined;
  fault: Fault | undefined;
}

const noVias: readonly Via[] = [];
const noContacts: readonly NameAddress[] = [];

/** A Call-ID without white space and control characters; which words it is made of is its maker's business. */
function isCallId(text: string): boolean {
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code <= character.space || code === 127) return false;
  }
  return text !== "";
}

/** An address that requests may be sent to: where its URI is a SIP URI, a whole one. */
const isReachable = (address: NameAddress | undefined): address is NameAddress =>
  address !== undefined && (sipSchemeLength(address.uri) === 0 || parseSipUri(address.uri) !== undefined);

/** Reads the headers that processing needs, each once. What is broken stays unread. */
class Checker implements CheckedValues {
  callId: string | undefined = undefined;
  cseq: CSeq | undefined = undefined;
  from: NameAddress | undefined = undefined;
  to: NameAddress | undefined = undefined;
  vias: readonly Via[] = noVias;
  contacts: readonly NameAddress[] = noContacts;
  maxForwards: number | undefined = undefined;
  contentLength: number | undefined = undefined;
  fault: Fault | undefined = undefined;
  private seen = 0;

  constructor(
    private readonly list: HeaderList,
    private readonly isRequest: boolean,
  ) {}

  run(): void {
    const { fields, kinds } = this.list;
    for (let index = 0; index < kinds.length; index += 1) {
      const check = kinds[index]!.check;
      if (check === undefined) continue;
      const rule = this.check(check, unfold(fields[index]!.value));
      if (rule !== undefined) this.fault ??= { rule, header: index };
    }
    const isWhole = this.vias.length > 0 && this.from && this.to && this.callId !== undefined && this.cseq;
    if (!isWhole) this.fault ??= { rule: rules.missingHeader };
  }

  private check(check: CheckedHeader, value: string): Rule | undefined {
    switch (check) {
      case checkedHeaders.via:
        return this.addVias(value);
      case checkedHeaders.contact:
        return this.addContacts(value);
      case checkedHeaders.route:
        return splitValues(value).every((each) => isReachable(parseNameAddress(each))) ? undefined : rules.route;
      default:
        return this.checkSingle(check, value);
    }
  }

  private checkSingle(check: CheckedHeader, value: string): Rule | undefined {
    const bit = 1 << check;
    if ((this.seen & bit) !== 0) return rules.duplicateHeader;
    this.seen |= bit;
    switch (check) {
      case checkedHeaders.from:
        this.from = parseNameAddress(value);
        return this.from === undefined ? rules.from : undefined;
      case checkedHeaders.to:
        this.to = parseNameAddress(value);
        return this.to === undefined ? rules.to : undefined;
      case checkedHeaders.callId:
        this.callId = value;
        return isCallId(value) ? undefined : rules.callId;
      case checkedHeaders.cseq:
        this.cseq = parseCSeq(value);
        return this.cseq === undefined ? rules.cseq : undefined;
      case checkedHeaders.maxForwards:
        this.maxForwards = parseMaxForwards(value);
        // A response has no use for it (RFC 3261 section 20, table 2).
        return this.maxForwards === undefined && this.isRequest ? rules.maxForwards : undefined;
      case checkedHeaders.contentLength:
        this.contentLength = readNumber(value, 0, value.length, 2 ** 40);
        return this.contentLength < 0 ? rules.contentLength : undefined;
      default:
        return undefined;
    }
  }

  private addVias(value: string): Rule | undefined {
    const vias: Via[] = [];
    for (const text of splitValues(value)) {
      const via = parseVia(text);
      if (via === undefined) return rules.via;
      vias.push(via);
    }
    this.vias = this.vias === noVias ? vias : this.vias.concat(vias);
    return undefined;
  }

  private addContacts(value: string): Rule | undefined {
    const contacts: NameAddress[] = [];
    for (const text of splitValues(value)) {
      const contact = parseContact(text);
      if (!isReachable(contact)) return rules.contact;
      contacts.push(contact);
    }
    this.contacts = this.contacts === noContacts ? contacts : this.contacts.concat(contacts);
    return undefined;
  }
}

/** Checks the headers that RFC 3261 makes mandatory and those that decide where messages go; every other header passes as it is. */
export function checkHeaders(list: HeaderList, isRequest: boolean): CheckedValues {
  const checker = new Checker(list, isRequest);
  checker.run();
  return checker;
}
