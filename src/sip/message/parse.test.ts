import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createResponse } from "./create";
import { sipLimits } from "./limits";
import { parseMessage } from "./parse";
import { serialize } from "./serialize";
import { testMessage, type TestMessage } from "./test-messages";
import type { AnySipMessage, SipParseFailure, SipRequest } from "./types";

function accepted(bytes: Buffer): AnySipMessage {
  const result = parseMessage(bytes);
  assert.ok(result.ok, result.ok ? "" : `${result.failure.code} at ${result.failure.position}`);
  return result.value;
}

function acceptedRequest(test: TestMessage = {}): SipRequest {
  const message = accepted(testMessage(test));
  assert.equal(message.kind, "request");
  return message;
}

function refused(bytes: Buffer, stream = false): SipParseFailure {
  const result = parseMessage(bytes, { stream });
  assert.ok(!result.ok, "the message was accepted");
  return result.failure;
}

describe("parseMessage", () => {
  describe("an ordinary INVITE", () => {
    it("gives start line, typed headers and body", () => {
      const invite = acceptedRequest({ more: ["Contact: <sip:a@192.0.2.1:5070>"], body: "v=0\r\n" });
      assert.equal(invite.method, "INVITE");
      assert.equal(invite.uri, "sip:+442079460123@192.0.2.2");
      assert.equal(invite.topVia.branch, "z9hG4bK-1");
      assert.equal(invite.topVia.port, 5060);
      assert.equal(invite.fromTag, "a1");
      assert.equal(invite.toTag, undefined);
      assert.equal(invite.callId, "c1@192.0.2.1");
      assert.deepEqual(invite.cseq, { number: 1, method: "INVITE" });
      assert.equal(invite.maxForwards, 70);
      assert.equal(invite.contacts[0]?.uri, "sip:a@192.0.2.1:5070");
      assert.equal(invite.body.toString(), "v=0\r\n");
    });
  });

  describe("what RFC 3261 allows and others send", () => {
    const allowed: Readonly<Record<string, TestMessage>> = {
      "compact names": {
        lines: {
          Via: "v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1",
          From: "f: <sip:a@192.0.2.1>;tag=a1",
          To: "t: sip:b@192.0.2.2",
        },
      },
      "names in any case": { lines: { "Call-ID": "CALL-id: c1@192.0.2.1", CSeq: "cSEQ: 1 INVITE" } },
      "white space around the colon": { lines: { CSeq: "CSeq \t :  1   INVITE  " } },
      "folding in every place of a Via": {
        lines: { Via: "Via:\r\n SIP\r\n / 2.0 /\r\n\tUDP\r\n 192.0.2.1 :\r\n 5060 ;\r\n branch = z9hG4bK-1" },
      },
      "an unknown transport": { lines: { Via: "Via: SIP/2.0/WIRE 192.0.2.1;branch=z9hG4bK-1" } },
      "an IPv6 sent-by and received": {
        lines: { Via: "Via: SIP/2.0/UDP [2001:db8::1]:5060;received=2001:db8::2;branch=z9hG4bK-1" },
      },
      "rport without a value": { lines: { Via: "Via: SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bK-1" } },
      "a From without a tag, as RFC 2543 has it": { lines: { From: "From: sip:a@192.0.2.1" } },
      "no Max-Forwards": { lines: { "Max-Forwards": undefined } },
      "no Content-Length in a datagram": { lines: { "Content-Length": undefined }, body: "abc" },
      "a tel URI": {
        start: "INVITE tel:+442079460123;phone-context=example.com SIP/2.0",
        lines: { To: "To: <tel:+442079460123>" },
      },
      "an unknown scheme": { start: "INVITE fax:123 SIP/2.0" },
      "a version in lower case": { start: "INVITE sip:b@192.0.2.2 sip/2.0" },
      "a hash in the user part": { start: "INVITE sip:*21#123@192.0.2.2 SIP/2.0" },
      "parameters of an address without brackets": { lines: { From: "From: sip:a@192.0.2.1;tag=a1;x" } },
      "a display name with bytes over 127": { lines: { From: "From: J\xc3\xb6rg <sip:a@192.0.2.1>;tag=a1" } },
      "an escaped quote in a display name": { lines: { To: 'To: "a \\" <b>, c" <sip:b@192.0.2.2>' } },
      "an empty Supported": { more: ["Supported:"] },
      "a malformed header that nothing here needs": { more: ["Date: yesterday", "Session-Expires: ;;", "Allow: ,,", "X: \x01"] },
      "a Contact of another scheme": { more: ["Contact: <mailto:a@example.com>"] },
      "Contacts on one line": { more: ['Contact: "a, b" <sip:a@192.0.2.1>;q=0.5, <sip:b@192.0.2.1>'] },
      "CSeq at its largest": { lines: { CSeq: "CSeq: 2147483647 INVITE" } },
      "Max-Forwards at its largest": { lines: { "Max-Forwards": "Max-Forwards: 255" } },
    };
    for (const [name, test] of Object.entries(allowed)) {
      it(`accepts ${name}`, () => {
        const request = acceptedRequest(test);
        assert.equal(request.topVia.branch, "z9hG4bK-1");
        assert.equal(request.cseq.method, "INVITE");
      });
    }

    it("accepts line ends before the start line", () => {
      accepted(Buffer.concat([Buffer.from("\r\n\r\n\r\n"), testMessage()]));
    });

    it("accepts bare line feeds as line ends", () => {
      const text = testMessage({ more: ["Subject: a\r\n b"], lines: { "Content-Length": undefined }, body: "x" }).toString(
        "latin1",
      );
      const message = accepted(Buffer.from(text.replaceAll("\r\n", "\n"), "latin1"));
      assert.equal(message.header("Subject"), "a b");
      assert.equal(message.body.toString(), "x");
    });

    it("accepts an unknown method whose CSeq agrees", () => {
      const request = acceptedRequest({ start: "DANCE sip:b@192.0.2.2 SIP/2.0", lines: { CSeq: "CSeq: 1 DANCE" } });
      assert.equal(request.method, "DANCE");
    });

    it("reads a status line with an empty reason, and one without the space before it", () => {
      for (const start of ["SIP/2.0 180 ", "SIP/2.0 180"]) {
        const response = accepted(testMessage({ start }));
        assert.ok(response.kind === "response" && response.status === 180 && response.reason === "");
      }
    });

    it("cuts a datagram's body at Content-Length", () => {
      assert.equal(acceptedRequest({ lines: { "Content-Length": "l: 2" }, body: "abcd" }).body.toString(), "ab");
    });
  });

  describe("what breaks a rule", () => {
    const broken: readonly (readonly [code: string, status: number, test: TestMessage])[] = [
      ["SIP_PARSE_BAD_VERSION", 505, { start: "INVITE sip:b@192.0.2.2 SIP/3.0" }],
      ["SIP_PARSE_BAD_START_LINE", 400, { start: "INVITE  sip:b@192.0.2.2 SIP/2.0" }],
      ["SIP_PARSE_BAD_START_LINE", 400, { start: "INVITE sip:b@192.0.2.2 SIP/2.0 " }],
      ["SIP_PARSE_BAD_REQUEST_URI", 400, { start: "INVITE <sip:b@192.0.2.2> SIP/2.0" }],
      ["SIP_PARSE_BAD_REQUEST_URI", 400, { start: "INVITE sip:b@192.0.2.2; lr SIP/2.0" }],
      ["SIP_PARSE_BAD_REQUEST_URI", 400, { start: "INVITE b@192.0.2.2 SIP/2.0" }],
      ["SIP_PARSE_BAD_REQUEST_URI", 400, { start: "INVITE sip:b@192.0.2.2?Subject=x SIP/2.0" }],
      ["SIP_PARSE_BAD_REQUEST_URI", 400, { start: "INVITE sip:b%4@192.0.2.2 SIP/2.0" }],
      ["SIP_PARSE_BAD_REQUEST_URI", 400, { start: "INVITE sip:b@192.0.2.2:65536 SIP/2.0" }],
      ["SIP_PARSE_URI_TOO_LONG", 414, { start: `INVITE sip:${"b".repeat(sipLimits.uriBytes)}@192.0.2.2 SIP/2.0` }],
      ["SIP_PARSE_HEADER_TOO_LONG", 513, { more: [`X: ${"x".repeat(sipLimits.headerBytes)}`] }],
      ["SIP_PARSE_TOO_MANY_HEADERS", 513, { more: Array.from({ length: sipLimits.headers }, () => "X: 1") }],
      ["SIP_PARSE_BAD_HEADER_LINE", 400, { more: ["no colon"] }],
      ["SIP_PARSE_BAD_HEADER_LINE", 400, { more: ["a b: c"] }],
      ["SIP_PARSE_BAD_HEADER_LINE", 400, { more: [": c"] }],
      ["SIP_PARSE_BARE_CR", 400, { more: ["X: a\rVia: b"] }],
      ["SIP_PARSE_MISSING_HEADER", 400, { lines: { From: undefined } }],
      ["SIP_PARSE_MISSING_HEADER", 400, { lines: { To: undefined } }],
      ["SIP_PARSE_MISSING_HEADER", 400, { lines: { "Call-ID": undefined } }],
      ["SIP_PARSE_MISSING_HEADER", 400, { lines: { CSeq: undefined } }],
      ["SIP_PARSE_DUPLICATE_HEADER", 400, { more: ["f: <sip:x@192.0.2.1>;tag=x"] }],
      ["SIP_PARSE_DUPLICATE_HEADER", 400, { more: ["Max-Forwards: 70"] }],
      ["SIP_PARSE_DUPLICATE_HEADER", 400, { more: ["l: 0"] }],
      ["SIP_PARSE_BAD_VIA", 400, { lines: { Via: "Via: SIP/2.0/UDP 192.0.2.1;;" } }],
      ["SIP_PARSE_BAD_VIA", 400, { more: ["Via: SIP/2.0 192.0.2.1"] }],
      ["SIP_PARSE_BAD_FROM", 400, { lines: { From: "From: <sip:a@192.0.2.1>;tag=" } }],
      ["SIP_PARSE_BAD_TO", 400, { lines: { To: 'To: "a <sip:b@192.0.2.2>' } }],
      ["SIP_PARSE_BAD_TO", 400, { lines: { To: "To: < sip:b@192.0.2.2 >" } }],
      ["SIP_PARSE_BAD_CALL_ID", 400, { lines: { "Call-ID": "Call-ID: a b" } }],
      ["SIP_PARSE_BAD_CSEQ", 400, { lines: { CSeq: "CSeq: 2147483648 INVITE" } }],
      ["SIP_PARSE_BAD_CSEQ", 400, { lines: { CSeq: "CSeq: INVITE" } }],
      ["SIP_PARSE_CSEQ_METHOD_MISMATCH", 400, { lines: { CSeq: "CSeq: 1 BYE" } }],
      ["SIP_PARSE_UNKNOWN_METHOD_MISMATCH", 501, { start: "DANCE sip:b@192.0.2.2 SIP/2.0" }],
      ["SIP_PARSE_BAD_MAX_FORWARDS", 400, { lines: { "Max-Forwards": "Max-Forwards: 256" } }],
      ["SIP_PARSE_BAD_CONTACT", 400, { more: ["Contact: sip:a@192.0.2.1?Route=x"] }],
      ["SIP_PARSE_BAD_CONTACT", 400, { more: ["Contact: <sip:a@192.0.2.1>,"] }],
      ["SIP_PARSE_BAD_ROUTE", 400, { more: ["Route: <sip:>"] }],
      ["SIP_PARSE_BAD_CONTENT_LENGTH", 400, { lines: { "Content-Length": "Content-Length: -1" } }],
      ["SIP_PARSE_BODY_TOO_SHORT", 400, { lines: { "Content-Length": "Content-Length: 3" }, body: "ab" }],
    ];
    for (const [code, status, test] of broken) {
      it(`refuses with ${code}: ${JSON.stringify(test).slice(0, 90)}`, () => {
        const failure = refused(testMessage(test));
        assert.equal(failure.code, code);
        assert.equal(failure.answer?.status, status);
      });
    }

    it("names the byte where the broken header field starts", () => {
      const bytes = testMessage({ lines: { To: "To: <>" } });
      assert.equal(refused(bytes).position, bytes.indexOf("To: <>"));
    });

    it("refuses a message over the size limit, and a stream's without Content-Length", () => {
      assert.equal(refused(testMessage({ body: "x".repeat(sipLimits.messageBytes) })).code, "SIP_PARSE_MESSAGE_TOO_LARGE");
      assert.equal(refused(testMessage({ lines: { "Content-Length": undefined } }), true).code, "SIP_PARSE_NO_CONTENT_LENGTH");
    });

    it("has no answer for a response, an ACK, or a request whose Via tells no address", () => {
      assert.equal(refused(testMessage({ start: "SIP/2.0 1000 No" })).answer, undefined);
      const ack = testMessage({ start: "ACK sip:b@192.0.2.2 SIP/2.0", lines: { CSeq: "CSeq: 1 ACK", To: "To: x" } });
      assert.equal(refused(ack).answer, undefined);
      assert.equal(refused(testMessage({ lines: { Via: "Via: nothing" } })).answer, undefined);
      assert.equal(refused(testMessage({ lines: { Via: undefined } })).answer, undefined);
    });

    it("tells keep-alives from other bytes that are no message", () => {
      for (const bytes of ["", "\r\n\r\n", "\0\0\0\0"]) assert.equal(refused(Buffer.from(bytes)).code, "SIP_PARSE_EMPTY");
      for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "hello", "\x16\x03\x01\n"]) {
        assert.equal(refused(Buffer.from(bytes, "latin1")).code, "SIP_PARSE_BAD_START_LINE");
      }
    });

    it("gives an answer that copies unreadable headers as they came, with a mended Via", () => {
      const failure = refused(testMessage({ lines: { Via: "Via: SIP/2.0/UDP 192.0.2.1:5070;;,", CSeq: "CSeq: x" } }));
      assert.ok(failure.answer);
      const text = serialize(createResponse(failure.answer.request, failure.answer.status, { toTag: "t" })).toString("latin1");
      assert.match(text, /^SIP\/2\.0 400 Bad Request\r\nVia: SIP\/2\.0\/UDP 192\.0\.2\.1:5070\r\n/);
      assert.match(text, /\r\nCSeq: x\r\n/);
    });
  });

  describe("time", () => {
    const fill = (text: string): string => text.repeat(Math.floor((sipLimits.headerBytes - 100) / text.length));
    const lines = (line: string): readonly string[] => Array.from({ length: 7 }, () => line);
    const hostile: Readonly<Record<string, TestMessage>> = {
      "white space beside a fold": { more: lines(`Via: SIP/2.0/UDP 192.0.2.1${fill(" ")};x\r\n ;y`) },
      "folds alone": { more: lines(`Contact: <sip:a@192.0.2.1>${fill("\r\n ")}`) },
      commas: { more: lines(`Via: ${fill(",")}`) },
      "quotes that open again and again": { more: lines(`Contact: ${fill('"')}x`) },
      escapes: { more: lines(`Contact: "${fill("\\")}`) },
      brackets: { more: lines(`Route: ${fill("<")}`) },
      parameters: { more: lines(`Via: SIP/2.0/UDP 192.0.2.1${fill(";a")}`) },
      "percent signs": { more: lines(`Contact: <sip:${fill("%41")}@192.0.2.1>`) },
      "lines without a colon": { more: Array.from({ length: 30_000 }, () => "x") },
      "line feeds in the body": { body: "\r\n".repeat(30_000) },
    };
    for (const [name, test] of Object.entries(hostile)) {
      it(`stays linear for ${name}`, () => {
        const bytes = testMessage(test);
        const once = (): number => {
          const start = process.hrtime.bigint();
          parseMessage(bytes);
          return Number(process.hrtime.bigint() - start) / 1e6;
        };
        // 60 KB take 1 to 5 ms; quadratic time takes 300 ms and more. The best of five leaves other processes out.
        assert.ok(Math.min(once(), once(), once(), once(), once()) < 60);
      });
    }
  });
});
