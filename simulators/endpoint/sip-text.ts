/** A header line of a message as this party writes and reads it. */
export interface HeaderText {
  readonly name: string;
  readonly value: string;
}

/**
 * A SIP message as plain text: the parties' own reader and writer, apart from the switch's parser on purpose, so that a mistake
 * in one is not agreed with by the other. Characters are latin1 bytes.
 */
export interface SipText {
  readonly startLine: string;
  readonly headers: readonly HeaderText[];
  readonly body: string;
}

/** RFC 3261 section 7.3.3, RFC 4028 section 9 and RFC 6665 section 8.2.1. */
const COMPACT: Readonly<Record<string, string>> = {
  i: "call-id",
  m: "contact",
  e: "content-encoding",
  l: "content-length",
  c: "content-type",
  f: "from",
  s: "subject",
  k: "supported",
  t: "to",
  v: "via",
  x: "session-expires",
};

const fullName = (name: string): string => {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
};

/** The message in a datagram; undefined when it has no start line and blank line. */
export function readSipText(bytes: Buffer): SipText | undefined {
  const text = bytes.toString("latin1");
  const blank = text.indexOf("\r\n\r\n");
  if (blank <= 0) return undefined;
  const [startLine = "", ...lines] = text
    .slice(0, blank)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
  return { startLine, headers, body: text.slice(blank + 4) };
}

/** The bytes of a message. Content-Length is counted here; one among `headers` is sent as it is instead. */
export function writeSipText(message: SipText): Buffer {
  const lines = message.headers.map(({ name, value }) => `${name}: ${value}`);
  if (header(message, "Content-Length") === undefined) lines.push(`Content-Length: ${message.body.length}`);
  return Buffer.from(`${message.startLine}\r\n${lines.join("\r\n")}\r\n\r\n${message.body}`, "latin1");
}

/** The first value of a header, by full or compact name in any case. */
export function header(message: SipText, name: string): string | undefined {
  const wanted = fullName(name);
  return message.headers.find((line) => fullName(line.name) === wanted)?.value;
}

/** Every line of a header, in order, as it stands. */
export function headerLines(message: SipText, name: string): readonly string[] {
  const wanted = fullName(name);
  return message.headers.filter((line) => fullName(line.name) === wanted).map(({ value }) => value);
}

/** True when a comma-separated header lists `token`. */
export function lists(message: SipText, name: string, token: string): boolean {
  return headerLines(message, name).some((line) =>
    line
      .toLowerCase()
      .split(",")
      .some((part) => part.trim() === token.toLowerCase()),
  );
}

/** The method of a request, or undefined for a response. */
export function methodOf(message: SipText): string | undefined {
  return message.startLine.startsWith("SIP/2.0 ") ? undefined : message.startLine.split(" ", 1)[0];
}

/** The status of a response, or undefined for a request. */
export function statusOf(message: SipText): number | undefined {
  return message.startLine.startsWith("SIP/2.0 ") ? Number(message.startLine.slice(8, 11)) : undefined;
}

/** The reason phrase of a response. */
export const reasonOf = (message: SipText): string => message.startLine.slice(12);

/** Number and method of CSeq; number NaN when there is none. */
export function cseqOf(message: SipText): { readonly number: number; readonly method: string } {
  const [number = "", method = ""] = (header(message, "CSeq") ?? "").split(/\s+/);
  return { number: Number.parseInt(number, 10), method };
}

/** The `tag` of a From or To value. */
export const tagOf = (value: string | undefined): string | undefined => /;\s*tag=([^;\s>]+)/i.exec(value ?? "")?.[1];

/** The URI of a name-addr or addr-spec. */
export const uriOf = (value: string | undefined): string =>
  /<([^>]*)>/.exec(value ?? "")?.[1] ?? (value ?? "").split(";", 1)[0] ?? "";

/** The user part of a sip URI; empty when it has none. */
export const userOf = (uri: string): string => /^sips?:([^@;>]*)@/i.exec(uri)?.[1] ?? "";

/** A parameter of a header value: `refresher` of `1800;refresher=uac`. */
export const parameterOf = (value: string | undefined, name: string): string | undefined =>
  new RegExp(`;\\s*${name}\\s*=\\s*"?([^;,"\\s]+)`, "i").exec(value ?? "")?.[1];

/** Host and port of a sip URI whose host is an address; port 5060 when it names none. */
export function addressOf(uri: string): { readonly address: string; readonly port: number } | undefined {
  const match = /^sips?:(?:[^@>]*@)?(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::(\d+))?/i.exec(uri);
  const address = match?.[1] ?? match?.[2];
  return address === undefined ? undefined : { address, port: Number(match?.[3] ?? 5060) };
}
