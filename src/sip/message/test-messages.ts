/** Messages for tests: every part can be set, and what a test sets is what it is about. */
export interface TestMessage {
  readonly start?: string;
  /** Lines in place of the usual line of the same name (`Via`, `From` ...); undefined leaves that line out. */
  readonly lines?: Readonly<Record<string, string | undefined>>;
  /** Lines added after the usual ones. */
  readonly more?: readonly string[];
  readonly body?: string;
}

const usualLines: Readonly<Record<string, string>> = {
  Via: "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1",
  "Max-Forwards": "Max-Forwards: 70",
  From: "From: <sip:+442079460100@192.0.2.1>;tag=a1",
  To: "To: <sip:+442079460123@192.0.2.2>",
  "Call-ID": "Call-ID: c1@192.0.2.1",
  CSeq: "CSeq: 1 INVITE",
};

/** The bytes of an INVITE, or of what `start` says, with Content-Length right unless the test sets it. */
export function testMessage({ start, lines = {}, more = [], body = "" }: TestMessage = {}): Buffer {
  const all = { ...usualLines, "Content-Length": `Content-Length: ${body.length}`, ...lines };
  const kept = Object.values(all).filter((line) => line !== undefined);
  const head = [start ?? "INVITE sip:+442079460123@192.0.2.2 SIP/2.0", ...kept, ...more];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`, "latin1");
}
