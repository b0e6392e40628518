/** Q.850 cause of a SIP status. RFC 3398 section 8.2.6.1; 487 has none there. */
const CAUSES: Readonly<Record<number, number>> = {
  400: 41,
  401: 21,
  402: 21,
  403: 21,
  404: 1,
  405: 63,
  406: 79,
  407: 21,
  408: 102,
  410: 22,
  413: 127,
  414: 127,
  415: 79,
  416: 127,
  420: 127,
  421: 127,
  423: 127,
  480: 18,
  481: 41,
  482: 25,
  483: 25,
  484: 28,
  485: 1,
  486: 17,
  500: 41,
  501: 79,
  502: 38,
  503: 41,
  504: 102,
  505: 127,
  513: 127,
  600: 17,
  603: 21,
  604: 1,
};

/** "Normal, unspecified": what RFC 3398 maps every other status to. */
const UNSPECIFIED = 31;

const TEXTS: Readonly<Record<number, string>> = {
  1: "Unallocated number",
  16: "Normal call clearing",
  17: "User busy",
  18: "No user responding",
  21: "Call rejected",
  22: "Number changed",
  25: "Exchange routing error",
  28: "Invalid number format",
  31: "Normal, unspecified",
  34: "No circuit/channel available",
  38: "Network out of order",
  41: "Temporary failure",
  63: "Service or option not available",
  79: "Service or option not implemented",
  102: "Recovery on timer expiry",
  127: "Interworking, unspecified",
};

/** The Q.850 cause that stands for a final status of 300 or over; undefined for 487, which is an answer to our own CANCEL. */
export function causeOfStatus(status: number): number | undefined {
  return status === 487 ? undefined : (CAUSES[status] ?? UNSPECIFIED);
}

/** `Q.850;cause=17;text="User busy"`: a Reason header's value (RFC 3326). */
export function reasonOfCause(cause: number): string {
  const text = TEXTS[cause];
  return text === undefined ? `Q.850;cause=${cause}` : `Q.850;cause=${cause};text="${text}"`;
}

/** The Q.850 cause in one Reason value; undefined when it speaks another protocol or is malformed. */
export function causeOfReason(reason: string | undefined): number | undefined {
  const match = /^\s*Q\.850\s*;(?:[^"]*;)?\s*cause\s*=\s*(\d{1,3})/i.exec(reason ?? "");
  const cause = match === null ? 0 : Number(match[1]);
  return cause >= 1 && cause <= 127 ? cause : undefined;
}
