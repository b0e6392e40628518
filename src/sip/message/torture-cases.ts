/**
 * One message of RFC 4475 and what this switch does with it, which the RFC allows.
 *
 * - `process`: it is acted on as any other.
 * - `reject`: a request that is answered with `status`, or with one of `otherStatuses`, which the RFC finds right too.
 * - `discard`: a response that is dropped, or a request that nothing can answer.
 */
export interface TortureCase {
  /** File in src/sip/message/torture, without `.dat`; the name the RFC gives. */
  readonly file: string;
  /** Section of RFC 4475. */
  readonly section: string;
  readonly title: string;
  readonly expectation: "process" | "reject" | "discard";
  /** The lowest layer that decides: what it lets pass, the layers below must let pass too. */
  readonly layer: "parser" | "transaction" | "core";
  readonly status?: number;
  readonly otherStatuses?: readonly number[];
  /** True where the RFC also allows to act on the message as if nothing were wrong. */
  readonly mayProcess?: boolean;
  /** Code of the rule, where the parser refuses. */
  readonly code?: string;
}

type Row = readonly [file: string, section: string, title: string];

const processed = (...[file, section, title]: Row): TortureCase => ({
  file,
  section,
  title,
  expectation: "process",
  layer: "core",
});

/** Refused by the parser; `mayProcess` for what a liberal element may mend. */
const malformed = (row: Row, code: string, status = 400, more: Partial<TortureCase> = {}): TortureCase => ({
  ...processed(...row),
  expectation: "reject",
  layer: "parser",
  code,
  status,
  ...more,
});

const rejected = (row: Row, layer: "transaction" | "core", status: number, more: Partial<TortureCase> = {}): TortureCase => ({
  ...processed(...row),
  expectation: "reject",
  layer,
  status,
  ...more,
});

const discarded = (row: Row, layer: "parser" | "core", more: Partial<TortureCase> = {}): TortureCase => ({
  ...processed(...row),
  expectation: "discard",
  layer,
  ...more,
});

const liberal = { mayProcess: true };

/** All 49 messages of RFC 4475, in its order. */
export const tortureCases: readonly TortureCase[] = [
  processed("wsinv", "3.1.1.1", "A Short Tortuous INVITE"),
  rejected(["intmeth", "3.1.1.2", "Wide Range of Valid Characters"], "transaction", 501),
  processed("esc01", "3.1.1.3", "Valid Use of the % Escaping Mechanism"),
  processed("escnull", "3.1.1.4", "Escaped Nulls in URIs"),
  rejected(["esc02", "3.1.1.5", "Use of % When It Is Not an Escape"], "transaction", 501),
  processed("lwsdisp", "3.1.1.6", "Message with No LWS between Display Name and <"),
  processed("longreq", "3.1.1.7", "Long Values in Header Fields"),
  processed("dblreq", "3.1.1.8", "Extra Trailing Octets in a UDP Datagram"),
  processed("semiuri", "3.1.1.9", "Semicolon-Separated Parameters in URI User Part"),
  processed("transports", "3.1.1.10", "Varied and Unknown Transport Types"),
  processed("mpart01", "3.1.1.11", "Multipart MIME Message"),
  processed("unreason", "3.1.1.12", "Unusual Reason Phrase"),
  processed("noreason", "3.1.1.13", "Empty Reason Phrase"),

  malformed(["badinv01", "3.1.2.1", "Extraneous Header Field Separators"], "SIP_PARSE_BAD_VIA"),
  malformed(["clerr", "3.1.2.2", "Content Length Larger Than Message"], "SIP_PARSE_BODY_TOO_SHORT"),
  malformed(["ncl", "3.1.2.3", "Negative Content-Length"], "SIP_PARSE_BAD_CONTENT_LENGTH"),
  malformed(["scalar02", "3.1.2.4", "Request Scalar Fields with Overlarge Values"], "SIP_PARSE_BAD_CSEQ"),
  discarded(["scalarlg", "3.1.2.5", "Response Scalar Fields with Overlarge Values"], "parser", { code: "SIP_PARSE_BAD_CSEQ" }),
  malformed(["quotbal", "3.1.2.6", "Unterminated Quoted String in Display Name"], "SIP_PARSE_BAD_TO", 400, liberal),
  malformed(["ltgtruri", "3.1.2.7", "<> Enclosing Request-URI"], "SIP_PARSE_BAD_REQUEST_URI", 400, liberal),
  malformed(["lwsruri", "3.1.2.8", "Malformed SIP Request-URI (embedded LWS)"], "SIP_PARSE_BAD_REQUEST_URI", 400, liberal),
  malformed(["lwsstart", "3.1.2.9", "Multiple SP Separating Request-Line Elements"], "SIP_PARSE_BAD_START_LINE", 400, liberal),
  malformed(["trws", "3.1.2.10", "SP Characters at End of Request-Line"], "SIP_PARSE_BAD_START_LINE", 400, liberal),
  malformed(["escruri", "3.1.2.11", "Escaped Headers in SIP Request-URI"], "SIP_PARSE_BAD_REQUEST_URI", 400, liberal),
  // Rejecting it is allowed, but not wanted of an element that does not use the Date.
  processed("baddate", "3.1.2.12", "Invalid Time Zone in Date Header Field"),
  malformed(["regbadct", "3.1.2.13", "Failure to Enclose name-addr URI in <>"], "SIP_PARSE_BAD_CONTACT", 400, liberal),
  malformed(["badaspec", "3.1.2.14", "Spaces within addr-spec"], "SIP_PARSE_BAD_TO", 400, liberal),
  // The archive's copy also ends before the empty line, and that comes first.
  malformed(["baddn", "3.1.2.15", "Non-token Characters in Display Name"], "SIP_PARSE_NO_END_OF_HEADERS", 400, liberal),
  malformed(["badvers", "3.1.2.16", "Unknown Protocol Version"], "SIP_PARSE_BAD_VERSION", 505),
  malformed(["mismatch01", "3.1.2.17", "Start Line and CSeq Method Mismatch"], "SIP_PARSE_CSEQ_METHOD_MISMATCH"),
  malformed(["mismatch02", "3.1.2.18", "Unknown Method with CSeq Method Mismatch"], "SIP_PARSE_UNKNOWN_METHOD_MISMATCH", 501, {
    otherStatuses: [400],
  }),
  discarded(["bigcode", "3.1.2.19", "Overlarge Response Code"], "parser", { code: "SIP_PARSE_BAD_STATUS" }),

  rejected(["badbranch", "3.2.1", "Missing Transaction Identifier"], "transaction", 400, liberal),

  malformed(["insuf", "3.3.1", "Missing Required Header Fields"], "SIP_PARSE_MISSING_HEADER"),
  rejected(["unkscm", "3.3.2", "Request-URI with Unknown Scheme"], "transaction", 416),
  rejected(["novelsc", "3.3.3", "Request-URI with Known but Atypical Scheme"], "transaction", 416, { otherStatuses: [404] }),
  // A registrar answers 400; an element that is none, 405.
  rejected(["unksm2", "3.3.4", "Unknown URI Schemes in Header Fields"], "transaction", 405, { otherStatuses: [400] }),
  rejected(["bext01", "3.3.5", "Proxy-Require and Require"], "transaction", 420),
  rejected(["invut", "3.3.6", "Unknown Content-Type"], "core", 415),
  rejected(["regaut01", "3.3.7", "Unknown Authorization Scheme"], "transaction", 405, { otherStatuses: [401], mayProcess: true }),
  malformed(["multi01", "3.3.8", "Multiple Values in Single Value Required Fields"], "SIP_PARSE_DUPLICATE_HEADER"),
  malformed(["mcl01", "3.3.9", "Multiple Content-Length Values"], "SIP_PARSE_DUPLICATE_HEADER"),
  discarded(["bcast", "3.3.10", "200 OK Response with Broadcast Via Header Field Value"], "core"),
  // A proxy answers 483, an endpoint goes on.
  rejected(["zeromf", "3.3.11", "Max-Forwards of Zero"], "transaction", 483, liberal),
  processed("cparam01", "3.3.12", "REGISTER with a Contact Header Parameter"),
  processed("cparam02", "3.3.13", "REGISTER with a url-parameter"),
  processed("regescrt", "3.3.14", "REGISTER with a URL Escaped Header"),
  rejected(["sdp01", "3.3.15", "Unacceptable Accept Offering"], "core", 406, { otherStatuses: [400], mayProcess: true }),

  processed("inv2543", "3.4.1", "INVITE with RFC 2543 Syntax"),
];
