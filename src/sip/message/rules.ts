/**
 * A rule that received bytes can break: what a {@link SipParseFailure} tells about it.
 *
 * `status` is the response that the rule asks for when a request broke it.
 */
export class Rule {
  constructor(
    readonly code: string,
    readonly text: string,
    readonly status: number = 400,
  ) {}
}

/** Every rule the parser holds, one stable code each; docs/reference/errors/sip.md says what to do about them. */
export const rules = {
  empty: new Rule(
    "SIP_PARSE_EMPTY",
    "A message has a start line; only line ends came, as keep-alives have (RFC 5626 section 3.5.1)",
  ),
  startLine: new Rule(
    "SIP_PARSE_BAD_START_LINE",
    "A start line is `Method URI SIP/2.0` or `SIP/2.0 Status Reason` with one space between (RFC 3261 section 7)",
  ),
  version: new Rule("SIP_PARSE_BAD_VERSION", "The version is SIP/2.0 (RFC 3261 section 7.1)", 505),
  status: new Rule("SIP_PARSE_BAD_STATUS", "A status code is three digits in 100..699 (RFC 3261 section 7.2)"),
  requestUri: new Rule(
    "SIP_PARSE_BAD_REQUEST_URI",
    "The Request-URI is an absolute URI without angle brackets, spaces or headers (RFC 3261 sections 7.1, 19.1.1)",
  ),
  uriTooLong: new Rule(
    "SIP_PARSE_URI_TOO_LONG",
    "The Request-URI has at most sipLimits.uriBytes bytes (RFC 3261 section 21.4.12)",
    414,
  ),
  messageTooLarge: new Rule(
    "SIP_PARSE_MESSAGE_TOO_LARGE",
    "A message has at most sipLimits.messageBytes bytes (RFC 3261 section 21.5.7)",
    513,
  ),
  headerTooLong: new Rule(
    "SIP_PARSE_HEADER_TOO_LONG",
    "A header field has at most sipLimits.headerBytes bytes, folding included (RFC 3261 section 21.5.7)",
    513,
  ),
  tooManyHeaders: new Rule(
    "SIP_PARSE_TOO_MANY_HEADERS",
    "A message has at most sipLimits.headers header fields (RFC 3261 section 21.5.7)",
    513,
  ),
  headerLine: new Rule(
    "SIP_PARSE_BAD_HEADER_LINE",
    "A header field is `name: value` with a token as its name (RFC 3261 section 7.3.1)",
  ),
  bareReturn: new Rule(
    "SIP_PARSE_BARE_CR",
    "A carriage return is followed by a line feed (RFC 3261 section 25.1, LWS and quoted-pair)",
  ),
  unfinished: new Rule(
    "SIP_PARSE_NO_END_OF_HEADERS",
    "An empty line ends the header fields, even without a body (RFC 3261 section 7)",
  ),
  missingHeader: new Rule(
    "SIP_PARSE_MISSING_HEADER",
    "Via, From, To, Call-ID and CSeq are mandatory (RFC 3261 sections 8.1.1, 8.2.6.2)",
  ),
  duplicateHeader: new Rule(
    "SIP_PARSE_DUPLICATE_HEADER",
    "From, To, Call-ID, CSeq, Max-Forwards, Content-Length and Content-Type have one value each (RFC 3261 section 7.3.1)",
  ),
  via: new Rule("SIP_PARSE_BAD_VIA", "A Via is `SIP/2.0/transport host[:port];parameters` (RFC 3261 section 20.42)"),
  from: new Rule("SIP_PARSE_BAD_FROM", "From is a name-addr or addr-spec with parameters (RFC 3261 section 20.20)"),
  to: new Rule("SIP_PARSE_BAD_TO", "To is a name-addr or addr-spec with parameters (RFC 3261 section 20.39)"),
  callId: new Rule("SIP_PARSE_BAD_CALL_ID", "Call-ID is a word, or two joined by @, without white space (RFC 3261 section 20.8)"),
  cseq: new Rule("SIP_PARSE_BAD_CSEQ", "CSeq is a number below 2**31 and a method (RFC 3261 sections 8.1.1.5, 20.16)"),
  cseqMethod: new Rule(
    "SIP_PARSE_CSEQ_METHOD_MISMATCH",
    "The method in CSeq is the method of the request (RFC 3261 section 8.1.1.5)",
  ),
  unknownCseqMethod: new Rule(
    "SIP_PARSE_UNKNOWN_METHOD_MISMATCH",
    "The method in CSeq is the method of the request, and this request's method is unknown (RFC 4475 section 3.1.2.18)",
    501,
  ),
  maxForwards: new Rule("SIP_PARSE_BAD_MAX_FORWARDS", "Max-Forwards is a number in 0..255 (RFC 3261 section 20.22)"),
  contact: new Rule(
    "SIP_PARSE_BAD_CONTACT",
    "Contact is `*` or name-addrs with parameters; a URI with a comma, question mark or semicolon is in angle brackets (RFC 3261 sections 20, 20.10)",
  ),
  route: new Rule(
    "SIP_PARSE_BAD_ROUTE",
    "Route and Record-Route are name-addrs with parameters (RFC 3261 sections 20.30, 20.34)",
  ),
  contentLength: new Rule("SIP_PARSE_BAD_CONTENT_LENGTH", "Content-Length is a decimal number (RFC 3261 section 20.14)"),
  missingContentLength: new Rule(
    "SIP_PARSE_NO_CONTENT_LENGTH",
    "Content-Length is mandatory on a stream (RFC 3261 section 18.3)",
  ),
  bodyTooShort: new Rule("SIP_PARSE_BODY_TOO_SHORT", "The body has as many bytes as Content-Length says (RFC 3261 section 18.3)"),
} as const;
