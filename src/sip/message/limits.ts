/**
 * The most that one message may hold. A request over one of these is refused with the status of the broken rule, a response is dropped.
 *
 * `messageBytes` is the largest UDP payload; the others are our choice: several times what carriers were seen to send
 * (Record-Route chains, Identity headers of about 2 KB), and small enough that one message stays cheap.
 */
export const sipLimits = {
  /** Start line, header fields and body together. */
  messageBytes: 65_535,
  /** Header fields, each repeated one counted. */
  headers: 256,
  /** One header field with its name and folding. */
  headerBytes: 8_192,
  /** The Request-URI. */
  uriBytes: 2_048,
} as const;

/** The largest CSeq number, RFC 3261 section 8.1.1.5. */
export const maxCSeq = 2 ** 31 - 1;

/** The largest Max-Forwards, RFC 3261 section 20.22. */
export const maxMaxForwards = 255;
