import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRequest, type HeaderField } from "../message";
import { readBody, sdpOf } from "./sdp-body";

const message = (body: string, headers: readonly HeaderField[] = []): ReturnType<typeof createRequest> =>
  createRequest({ method: "INVITE", uri: "sip:192.0.2.1", headers, body: Buffer.from(body, "latin1") });
const type = (value: string): HeaderField => ({ name: "Content-Type", value });

describe("the body of a message", () => {
  it("is a description by its type, whatever the type's case and parameters", () => {
    assert.equal(sdpOf(message("v=0\r\n", [type("Application/SDP; charset=utf-8")]))?.toString(), "v=0\r\n");
  });

  it("without a type is taken for a description when it begins like one", () => {
    assert.equal(readBody(message("v=0\r\n")).kind, "sdp");
    assert.equal(readBody(message("hello")).kind, "unsupported");
  });

  it("in several parts gives the description among them", () => {
    const isup = "--b1\r\nContent-Type: application/isup\r\n\r\n\x01\x02\r\n";
    const parts = `${isup}--b1\r\ncontent-type: application/sdp\r\n\r\nv=0\r\ns=-\r\n\r\n--b1--\r\n`;
    assert.equal(sdpOf(message(parts, [type('multipart/mixed;boundary="b1"')]))?.toString(), "v=0\r\ns=-\r\n");
    assert.equal(readBody(message(`${isup}--b1--`, [type("multipart/mixed;boundary=b1")])).kind, "none");
    assert.equal(readBody(message(parts, [type("multipart/mixed")])).kind, "unsupported");
  });

  it("of another kind is refused unless it may be ignored", () => {
    assert.deepEqual(readBody(message("x", [type("text/plain")])), { kind: "unsupported", accept: "type" });
    const optional = { name: "Content-Disposition", value: "render; handling=optional" };
    assert.equal(readBody(message("x", [type("text/plain"), optional])).kind, "none");
    const encoded = { name: "Content-Encoding", value: "gzip" };
    assert.deepEqual(readBody(message("x", [type("application/sdp"), encoded])), { kind: "unsupported", accept: "encoding" });
  });

  it("that is not there is none", () => {
    assert.equal(readBody(message("", [type("application/sdp")])).kind, "none");
  });
});
