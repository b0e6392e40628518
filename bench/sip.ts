import { createResponse, parseMessage, serialize, type AnySipMessage, type SipRequest } from "../src/sip";

/**
 * Time to parse and to serialise one SIP message, as ratios to a bare split of the same bytes into lines and of each line at its
 * colon: the floor for anything that looks at every header. Parsing here includes what the transaction layer reads.
 */
const ROUNDS = 15;
const MESSAGES_PER_ROUND = 10_000;

const sdp = [
  ...["v=0", "o=- 1 1 IN IP4 192.0.2.10", "s=-", "c=IN IP4 192.0.2.10", "t=0 0", "m=audio 40000 RTP/AVP 8 0 101"],
  ...["a=rtpmap:101 telephone-event/8000", "a=ptime:20", ""],
].join("\r\n");

const lines = [
  "INVITE sip:+442079460123@192.0.2.20:5060;user=phone SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-1---1234567890abcdef;rport",
  "Max-Forwards: 70",
  'From: "+442079460100" <sip:+442079460100@192.0.2.10>;tag=8f3ab1c2',
  "To: <sip:+442079460123@192.0.2.20>",
  "Call-ID: 1234567890abcdef1234567890abcdef@192.0.2.10",
  "CSeq: 1 INVITE",
  "Contact: <sip:+442079460100@192.0.2.10:5060>",
  "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK",
  "Supported: timer, 100rel",
  "Session-Expires: 1800",
  "Content-Type: application/sdp",
  `Content-Length: ${sdp.length}`,
];

function parsed(bytes: Buffer): AnySipMessage {
  const result = parseMessage(bytes);
  if (!result.ok) throw new TypeError(`the benchmark's own message is malformed: ${result.failure.code}`);
  return result.value;
}

/** What the work gave, so that none of it is left out. */
let sink = 0;

/** Microseconds for one message: the best round, since other processes only ever add. */
function microseconds(work: (index: number) => number): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < MESSAGES_PER_ROUND; index += 1) sink += work(index);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1_000 / MESSAGES_PER_ROUND);
  }
  return best;
}

function split(bytes: Buffer): number {
  let length = 0;
  for (const line of bytes.toString("latin1").split("\r\n")) {
    const colon = line.indexOf(":");
    length += line.slice(0, colon).length + line.slice(colon + 1).length;
  }
  return length;
}

/** Parses and reads what finds the transaction and the dialog. */
function parseForTransaction(bytes: Buffer): number {
  const { topVia, cseq, callId, fromTag = "", toTag = "" } = parsed(bytes);
  return (topVia.branch ?? "").length + cseq.number + callId.length + fromTag.length + toTag.length;
}

const invite = Buffer.from(`${lines.join("\r\n")}\r\n\r\n${sdp}`, "latin1");
const request = parsed(invite) as SipRequest;
const contact = { name: "Contact", value: "<sip:+442079460123@192.0.2.20:5060>" };
const answered = createResponse(request, 200, { toTag: "77aa", headers: [contact], body: Buffer.from(sdp, "latin1") });
const messages: Readonly<Record<string, Buffer>> = {
  INVITE: invite,
  "180 to it": serialize(createResponse(request, 180, { toTag: "77aa", headers: [contact] })),
  "200 to it": serialize(answered),
};

const row = (name: string, size: number | string, floor: string, parse: string, write: string): string =>
  `${name.padEnd(12)}${String(size).padStart(6)}${floor.padStart(12)}${parse.padStart(20)}${write.padStart(20)}`;

console.log("SIP messages: one message on one core, best round; ratios to a bare split of the same bytes\n");
console.log(row("message", "bytes", "split", "parse", "serialise"));
for (const [name, bytes] of Object.entries(messages)) {
  const message = parsed(bytes);
  const floor = microseconds(() => split(bytes));
  const parse = microseconds(() => parseForTransaction(bytes));
  const write = microseconds(() => serialize(message).length);
  const ratio = (time: number): string => `${time.toFixed(2)} us = ${(time / floor).toFixed(2)} x`;
  console.log(row(name, bytes.length, `${floor.toFixed(2)} us`, ratio(parse), ratio(write)));
}
const response = microseconds(
  (index) => serialize(createResponse(request, 180, { toTag: `t${index}`, headers: [contact] })).length,
);
console.log(`\nbuilding and serialising the 180: ${response.toFixed(2)} us`);
console.log(
  "where the time goes: node --cpu-prof -r ts-node/register/transpile-only bench/sip.ts, then open the .cpuprofile in DevTools",
);
if (sink === 0) console.log("nothing was measured");
