import { isToken } from "./characters";

/** What is known of a header field name: its key for comparison, and whether one line may hold several values joined by commas. */
export interface HeaderKind {
  /** The full name in lower case. */
  readonly key: string;
  readonly isList: boolean;
  /** The check that the parser makes of this header; none for most. */
  readonly check: CheckedHeader | undefined;
}

/** Headers that the parser reads while it checks a message, numbered so that the choice is one jump. */
export const checkedHeaders = {
  via: 1,
  from: 2,
  to: 3,
  callId: 4,
  cseq: 5,
  maxForwards: 6,
  contact: 7,
  route: 8,
  contentLength: 9,
  contentType: 10,
} as const;

export type CheckedHeader = (typeof checkedHeaders)[keyof typeof checkedHeaders];

const checks = new Map<string, CheckedHeader>([
  ["via", checkedHeaders.via],
  ["from", checkedHeaders.from],
  ["to", checkedHeaders.to],
  ["call-id", checkedHeaders.callId],
  ["cseq", checkedHeaders.cseq],
  ["max-forwards", checkedHeaders.maxForwards],
  ["contact", checkedHeaders.contact],
  ["route", checkedHeaders.route],
  ["record-route", checkedHeaders.route],
  ["content-length", checkedHeaders.contentLength],
  ["content-type", checkedHeaders.contentType],
]);

/** Compact forms registered at IANA. */
const compactForms: Readonly<Record<string, string>> = {
  a: "Accept-Contact",
  b: "Referred-By",
  c: "Content-Type",
  d: "Request-Disposition",
  e: "Content-Encoding",
  f: "From",
  i: "Call-ID",
  j: "Reject-Contact",
  k: "Supported",
  l: "Content-Length",
  m: "Contact",
  n: "Identity-Info",
  o: "Event",
  r: "Refer-To",
  s: "Subject",
  t: "To",
  u: "Allow-Events",
  v: "Via",
  x: "Session-Expires",
  y: "Identity",
};

const listNames = [
  ["Via", "Contact", "Route", "Record-Route", "Path", "Service-Route"],
  ["Allow", "Allow-Events", "Supported", "Require", "Proxy-Require", "Unsupported", "Recv-Info"],
  ["Accept", "Accept-Contact", "Accept-Encoding", "Accept-Language", "Accept-Resource-Priority", "Reject-Contact"],
  ["Alert-Info", "Call-Info", "Error-Info", "In-Reply-To", "Content-Encoding", "Content-Language", "Warning", "Reason"],
  ["P-Asserted-Identity", "P-Preferred-Identity", "P-Associated-URI", "Remote-Party-ID", "Diversion", "History-Info"],
  ["Request-Disposition", "Resource-Priority", "Security-Client", "Security-Server", "Security-Verify", "Geolocation"],
].flat();

const singleNames = [
  ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type", "Content-Disposition", "MIME-Version"],
  ["Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info"],
  ["Date", "Event", "Expires", "Min-Expires", "Min-SE", "Session-Expires", "Subscription-State", "Retry-After", "Timestamp"],
  ["User-Agent", "Server", "Organization", "Subject", "Priority", "Privacy", "RAck", "RSeq", "Refer-To", "Referred-By"],
  ["Replaces", "Join", "Reply-To", "Identity", "Identity-Info", "Session-ID", "SIP-ETag", "SIP-If-Match", "Info-Package"],
  ["P-Charging-Vector", "P-Access-Network-Info", "User-to-User", "Answer-Mode", "Target-Dialog"],
].flat();

/** Spellings met on the wire; looked up before anything is lower-cased. Filled once, never by what comes in. */
const spellings = new Map<string, HeaderKind>();

function register(name: string, isList: boolean): void {
  const key = name.toLowerCase();
  const kind: HeaderKind = { key, isList, check: checks.get(key) };
  const titled = name.replace(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  for (const spelling of [name, titled, name.toLowerCase(), name.toUpperCase()]) spellings.set(spelling, kind);
}

for (const name of listNames) register(name, true);
for (const name of singleNames) register(name, false);
for (const [letter, name] of Object.entries(compactForms)) {
  const kind = spellings.get(name);
  if (kind === undefined) continue;
  spellings.set(letter, kind);
  spellings.set(letter.toUpperCase(), kind);
}

/** The kind of a known header in a usual spelling, undefined for others. */
export const usualHeaderKind = (name: string): HeaderKind | undefined => spellings.get(name);

/** The kind of any header, full or compact name, in any case. A name that is not known is no list. */
export function headerKind(name: string): HeaderKind {
  const usual = spellings.get(name);
  if (usual !== undefined) return usual;
  const key = name.toLowerCase();
  return spellings.get(key) ?? { key, isList: false, check: undefined };
}

/** The kind of the header named `name`; undefined when that is no token, and so no header name. */
export function receivedHeaderKind(name: string): HeaderKind | undefined {
  return spellings.get(name) ?? (isToken(name) ? headerKind(name) : undefined);
}

/**
 * True when both names name the same header: in any case, full or compact.
 *
 * `headerIs("v", "Via")` and `headerIs("CALL-ID", "i")` are true. RFC 3261 section 7.3.3.
 */
export const headerIs = (name: string, other: string): boolean =>
  name === other || headerKind(name).key === headerKind(other).key;
