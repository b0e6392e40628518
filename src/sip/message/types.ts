import type { Result } from "../../base";

/**
 * One header line of a message.
 *
 * Text is latin1: each character is one byte of the wire, so that what is not ours passes byte for byte
 * (UTF-8 display names included). `name` is spelt as received, `value` has the white space around it removed
 * and keeps its folding; the typed accessors unfold.
 */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Parameters after `;`, by lower-case name; undefined where there is no `=`. Values keep their quotes off and their case. */
export type SipParameters = ReadonlyMap<string, string | undefined>;

/** A `sip:` or `sips:` URI, RFC 3261 section 19.1. Escapes in `user` are decoded; `host` has no brackets. */
export interface SipUri {
  readonly scheme: "sip" | "sips";
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: SipParameters;
  /** What follows `?`, as it is. */
  readonly headers: string | undefined;
}

/** A name-addr or addr-spec with its header parameters: From, To, Contact, Route, P-Asserted-Identity ... */
export interface NameAddress {
  /** Unquoted, unescaped; empty when absent. */
  readonly displayName: string;
  /** URI text exactly as it stands, any scheme. */
  readonly uri: string;
  readonly parameters: SipParameters;
}

/** RFC 3261 section 20.42. */
export interface Via {
  /** `UDP`, `TCP`, ... upper case. */
  readonly transport: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: SipParameters;
  readonly branch: string | undefined;
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** What both kinds of message have. Immutable: a change makes a new message. Typed accessors parse once, on first use. */
export interface SipMessage {
  readonly headers: readonly HeaderField[];
  readonly body: Buffer;

  /** The first value of a header (full or compact name, any case), whole and unfolded. */
  header(name: string): string | undefined;
  /** Every value of a header, comma-joined ones split where the grammar allows that, in order, unfolded. */
  values(name: string): readonly string[];
  /** True when a comma-separated token header (Supported, Allow, Require ...) lists `token`, in any case. */
  lists(name: string, token: string): boolean;

  readonly callId: string;
  readonly cseq: CSeq;
  readonly from: NameAddress;
  readonly to: NameAddress;
  readonly fromTag: string | undefined;
  readonly toTag: string | undefined;
  readonly topVia: Via;
  readonly vias: readonly Via[];
  /** `Contact: *` is one address with the URI `*`. */
  readonly contacts: readonly NameAddress[];
  /** Content-Type without parameters, lower case; undefined when absent. */
  readonly contentType: string | undefined;
}

export interface SipRequest extends SipMessage {
  readonly kind: "request";
  /** As received: methods are case-sensitive. */
  readonly method: string;
  /** Request-URI as text, any scheme. */
  readonly uri: string;
  readonly maxForwards: number | undefined;
}

export interface SipResponse extends SipMessage {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
}

export type AnySipMessage = SipRequest | SipResponse;

/** Why bytes are not a message that may be acted on. */
export interface SipParseFailure {
  /** Stable, documented in docs/reference/errors/sip.md: `SIP_PARSE_BAD_VIA`. */
  readonly code: string;
  /** The rule that was broken, in words, with its RFC section. */
  readonly rule: string;
  /** Byte offset in the input. */
  readonly position: number;
  /**
   * What to answer with (400, 414, 501, 505, 513), when it is a request other than ACK whose top Via tells where to. `request` is for
   * `createResponse`, which copies its headers as they came; its typed accessors give empty values for what could not be read.
   */
  readonly answer?: { readonly status: number; readonly reason: string; readonly request: SipRequest };
}

/** Bytes of one datagram, or one framed message of a stream, as a message. Never throws on any input. */
export type ParseMessage = (bytes: Buffer, options?: { readonly stream?: boolean }) => Result<AnySipMessage, SipParseFailure>;
