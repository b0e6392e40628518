import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { sipLimits } from "./limits";
import { SipStreamFramer, type StreamEvent } from "./stream-framer";
import { testMessage } from "./test-messages";

const first = testMessage({ body: "v=0\r\n\r\nb" });
const second = testMessage({ start: "OPTIONS sip:192.0.2.2 SIP/2.0", lines: { CSeq: "CSeq: 2 OPTIONS" } });
const malformed = testMessage({ lines: { To: "To: <" }, body: "abc" });

function pushAll(chunks: readonly Buffer[]): StreamEvent[] {
  const framer = new SipStreamFramer();
  return chunks.flatMap((chunk) => [...framer.push(chunk)]);
}

const summary = (events: readonly StreamEvent[]): readonly string[] =>
  events.map((event) => {
    if (event.kind === "message") return `${event.message.cseq.method} ${event.message.body.toString("latin1")}`;
    return event.kind === "ping" ? "ping" : `${event.failure.code}${event.isFatal ? " fatal" : ""}`;
  });

describe("SipStreamFramer", () => {
  it("gives messages whose bytes and body no later push changes", () => {
    const framer = new SipStreamFramer();
    framer.push(first.subarray(0, 20));
    const [event] = framer.push(first.subarray(20));
    assert.ok(event?.kind === "message");
    framer.push(Buffer.from(testMessage({ body: "another body" }).subarray(0, 100)));
    framer.push(Buffer.alloc(300, "x"));
    assert.equal(event.message.body.toString("latin1"), "v=0\r\n\r\nb");
    assert.deepEqual(event.bytes, first);
  });

  it("gives the same messages for any split of the bytes", () => {
    const stream = Buffer.concat([Buffer.from("\r\n"), first, second, malformed, first]);
    const whole = summary(pushAll([stream]));
    assert.deepEqual(whole, ["INVITE v=0\r\n\r\nb", "OPTIONS ", "SIP_PARSE_BAD_TO", "INVITE v=0\r\n\r\nb"]);
    assert.deepEqual(summary(pushAll([...stream].map((byte) => Buffer.from([byte])))), whole);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        assert.deepEqual(summary(pushAll(places.slice(1).map((end, index) => stream.subarray(places[index], end)))), whole);
      }),
    );
  });

  it("keeps a body when the reader's buffer is used again", () => {
    const framer = new SipStreamFramer();
    const bytes = Buffer.from(first);
    const [event] = framer.push(bytes);
    bytes.fill(0);
    assert.ok(event?.kind === "message");
    assert.equal(event.message.body.toString(), "v=0\r\n\r\nb");
  });

  it("tells a keep-alive of two line ends once a push, and no single line end", () => {
    assert.deepEqual(summary(pushAll([Buffer.from("\r\n\r\n")])), ["ping"]);
    assert.deepEqual(summary(pushAll([Buffer.from("\r\n"), Buffer.from("\r\n")])), ["ping"]);
    assert.deepEqual(summary(pushAll([Buffer.from("\r\n".repeat(1_000))])), ["ping"]);
    assert.deepEqual(summary(pushAll([first, Buffer.from("\r\n"), second, Buffer.from("\r\n")])).length, 2);
  });

  describe("when nothing tells where the next message starts", () => {
    const fatal: readonly (readonly [code: string, bytes: Buffer])[] = [
      ["SIP_PARSE_NO_CONTENT_LENGTH", testMessage({ lines: { "Content-Length": undefined } })],
      ["SIP_PARSE_BAD_CONTENT_LENGTH", testMessage({ lines: { "Content-Length": "l: five" } })],
      ["SIP_PARSE_BAD_CONTENT_LENGTH", testMessage({ lines: { "Content-Length": "l: -999" } })],
      ["SIP_PARSE_DUPLICATE_HEADER", testMessage({ more: ["Content-Length: 0"] })],
      ["SIP_PARSE_MESSAGE_TOO_LARGE", testMessage({ lines: { "Content-Length": `l: ${sipLimits.messageBytes}` } })],
      ["SIP_PARSE_MESSAGE_TOO_LARGE", Buffer.from(`INVITE sip:a@192.0.2.1 SIP/2.0\r\nX: ${"x".repeat(sipLimits.messageBytes)}`)],
      ["SIP_PARSE_BAD_START_LINE", Buffer.from("GET / HTTP/1.1\r\n")],
      ["SIP_PARSE_BAD_START_LINE", Buffer.alloc(sipLimits.headerBytes + 1, "x")],
      ["SIP_PARSE_BAD_START_LINE", testMessage({ start: `INVITE sip:${"x".repeat(sipLimits.headerBytes)} SIP/2.0` })],
    ];
    for (const [code, bytes] of fatal) {
      it(`ends the stream with ${code}: ${bytes.toString("latin1", 0, 20).trim()}`, () => {
        const framer = new SipStreamFramer();
        assert.deepEqual(summary(framer.push(bytes)), [`${code} fatal`]);
        assert.ok(framer.isClosed);
        assert.deepEqual(framer.push(first), []);
        assert.equal(framer.pendingBytes, 0);
      });
    }

    it("has an answer for the request that was too large", () => {
      const [event] = pushAll([testMessage({ lines: { "Content-Length": "l: 999999" } })]);
      assert.ok(event?.kind === "failure");
      assert.equal(event.failure.answer?.status, 513);
    });
  });

  it("takes a message of the largest size one byte a push", () => {
    const empty = testMessage({ body: "x".repeat(60_000) });
    const message = testMessage({ body: "x".repeat(60_000 + sipLimits.messageBytes - empty.length) });
    assert.equal(message.length, sipLimits.messageBytes);
    assert.deepEqual(
      pushAll([...message].map((byte) => Buffer.from([byte]))).map(({ kind }) => kind),
      ["message"],
    );
  });
});
