import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UsageError } from "../../base";
import {
  replaceHeader,
  replaceTopVia,
  withBody,
  withHeader,
  withoutHeaders,
  withoutTopVia,
  withRequestUri,
  withTopVia,
} from "./change";
import { createRequest, createResponse } from "./create";
import { parseMessage } from "./parse";
import { serialize } from "./serialize";
import { testMessage, type TestMessage } from "./test-messages";
import type { AnySipMessage, SipRequest } from "./types";

function request(test: TestMessage = {}): SipRequest {
  const result = parseMessage(testMessage(test));
  assert.ok(result.ok && result.value.kind === "request");
  return result.value;
}

const names = ({ headers }: AnySipMessage): readonly string[] => headers.map(({ name }) => name);

const isLineBreak = (error: unknown): boolean => error instanceof UsageError && error.code === "SIP_HEADER_LINE_BREAK";

describe("serialize", () => {
  it("keeps names, values, folding and order byte for byte, and sets Content-Length right in its place", () => {
    const text = serialize(
      withBody(
        request({ lines: { To: "t: <sip:b@192.0.2.2>\r\n ;x" }, more: ["X-\xe9: no"].slice(1).concat("zZ:  \xff y ") }),
        Buffer.from("12345"),
      ),
    ).toString("latin1");
    assert.match(text, /\r\nt: <sip:b@192\.0\.2\.2>\r\n ;x\r\n/);
    assert.match(text, /\r\nContent-Length: 5\r\nzZ: \xff y\r\n\r\n12345$/);
  });

  it("adds Content-Length where it was missing and leaves one where there were two", () => {
    const made = createRequest({ method: "OPTIONS", uri: "sip:192.0.2.1", headers: [] });
    assert.equal(serialize(made).toString(), "OPTIONS sip:192.0.2.1 SIP/2.0\r\nContent-Length: 0\r\n\r\n");
    const twice = createRequest({
      method: "OPTIONS",
      uri: "sip:192.0.2.1",
      headers: [
        { name: "l", value: "7" },
        { name: "Content-Length", value: "8" },
      ],
    });
    assert.equal(serialize(twice).toString(), "OPTIONS sip:192.0.2.1 SIP/2.0\r\nl: 0\r\n\r\n");
  });
});

describe("createResponse", () => {
  const invite = request({
    more: ["v: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK-0", "Record-Route: <sip:192.0.2.9;lr>", "Timestamp: 54", "Subject: x"],
  });

  it("copies what RFC 3261 section 8.2.6 asks for, in order, and adds the tag", () => {
    const response = createResponse(invite, 200, {
      toTag: "b1",
      headers: [{ name: "Contact", value: "<sip:b@192.0.2.2>" }],
      body: Buffer.from("x"),
    });
    assert.deepEqual(names(response), ["Via", "From", "To", "Call-ID", "CSeq", "v", "Record-Route", "Contact"]);
    assert.equal(response.toTag, "b1");
    assert.equal(response.reason, "OK");
    assert.deepEqual(
      response.vias.map(({ host }) => host),
      ["192.0.2.1", "192.0.2.9"],
    );
    assert.equal(response.contacts[0]?.uri, "sip:b@192.0.2.2");
    assert.equal(response.body.toString(), "x");
  });

  it("copies Record-Route only where a dialog is made, Timestamp only into 100, which gets no tag", () => {
    assert.ok(!names(createResponse(invite, 486, { toTag: "b1" })).includes("Record-Route"));
    const trying = createResponse(invite, 100, { toTag: "b1" });
    assert.equal(trying.toTag, undefined);
    assert.deepEqual(names(trying), ["Via", "From", "To", "Call-ID", "CSeq", "v", "Timestamp"]);
  });

  it("keeps a To tag that the request had", () => {
    assert.equal(createResponse(request({ lines: { To: "To: <sip:b@192.0.2.2>;tag=old" } }), 200, { toTag: "new" }).toTag, "old");
  });
});

describe("changes", () => {
  it("leave the message they start from as it was", () => {
    const before = request();
    const bytes = serialize(before);
    withTopVia(replaceHeader(before, "To", "<sip:c@192.0.2.3>"), "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK-7");
    assert.deepEqual(serialize(before), bytes);
    assert.equal(before.to.uri, "sip:+442079460123@192.0.2.2");
  });

  it("show in the typed accessors at once", () => {
    const changed = replaceHeader(
      replaceHeader(request({ more: ["m: <sip:a@192.0.2.1>"] }), "Max-Forwards", "69"),
      "Contact",
      "<sip:z@192.0.2.1>",
    );
    assert.equal(changed.maxForwards, 69);
    assert.equal(changed.contacts[0]?.uri, "sip:z@192.0.2.1");
    assert.equal(replaceHeader(changed, "f", "<sip:n@192.0.2.1>;tag=n").fromTag, "n");
    assert.equal(withoutHeaders(changed, ["contact"]).contacts.length, 0);
    assert.equal(withHeader(changed, "m", "<sip:y@192.0.2.1>").contacts.length, 2);
    assert.equal(withRequestUri(changed, "sip:w@192.0.2.1").uri, "sip:w@192.0.2.1");
  });

  it("replace the first header of a name, in its place, and drop the others", () => {
    const changed = replaceHeader(request({ more: ["X: 1", "Y: 2", "x: 3"] }), "X", "4");
    assert.deepEqual(changed.headers.slice(-2), [
      { name: "X", value: "4" },
      { name: "Y", value: "2" },
    ]);
    assert.deepEqual(replaceHeader(changed, "Z", "5").headers.at(-1), { name: "Z", value: "5" });
  });

  it("put a Via on top, mend it, and take it off, one value at a time", () => {
    const twoOnOneLine = request({
      lines: { Via: "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1, SIP/2.0/TCP 192.0.2.8;branch=z9hG4bK-8" },
    });
    const pushed = withTopVia(twoOnOneLine, "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK-7");
    assert.deepEqual(
      pushed.vias.map(({ branch }) => branch),
      ["z9hG4bK-7", "z9hG4bK-1", "z9hG4bK-8"],
    );
    assert.deepEqual(
      withoutTopVia(withoutTopVia(pushed)).vias.map(({ branch }) => branch),
      ["z9hG4bK-8"],
    );
    const mended = replaceTopVia(twoOnOneLine, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1;received=198.51.100.1");
    assert.equal(mended.topVia.parameters.get("received"), "198.51.100.1");
    assert.equal(mended.vias.length, 2);
  });

  it("refuse a value that would start a header of its own", () => {
    for (const value of ["a\r\nVia: x", "a\nb", "a\rb", "a\r\n"]) {
      assert.throws(() => withHeader(request(), "X", value), isLineBreak);
      assert.throws(() => replaceHeader(request(), "X", value), isLineBreak);
      assert.throws(() => withTopVia(request(), value), isLineBreak);
      assert.throws(() => replaceTopVia(request(), value), isLineBreak);
      assert.throws(() => createResponse(request(), 200, { headers: [{ name: "X", value }] }), isLineBreak);
      assert.throws(
        () => createRequest({ method: "INVITE", uri: "sip:a@192.0.2.1", headers: [{ name: "X", value }] }),
        isLineBreak,
      );
    }
    assert.throws(() => createRequest({ method: "INVITE", uri: "sip:a@192.0.2.1 SIP/2.0\r\nX: y", headers: [] }), UsageError);
    assert.equal(withHeader(request(), "X", "a\r\n b").header("X"), "a b");
  });
});
