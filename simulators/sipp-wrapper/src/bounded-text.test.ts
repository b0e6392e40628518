import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BoundedText } from "./bounded-text";

describe("BoundedText", () => {
  it("keeps all of a short text", () => {
    const text = new BoundedText(10);
    text.append(Buffer.from("abc"));
    text.append(Buffer.from("def"));
    assert.equal(text.toString(), "abcdef");
  });

  it("keeps the end of a long one, whatever the pieces", () => {
    const text = new BoundedText(4);
    for (const piece of ["ab", "cdefgh", "", "i", "jklmnopqrst", "u"]) text.append(Buffer.from(piece));
    assert.equal(text.toString(), "rstu");
  });

  it("stays readable and appendable after it was read", () => {
    const text = new BoundedText(4);
    text.append(Buffer.from("abcdef"));
    assert.equal(text.toString(), "cdef");
    text.append(Buffer.from("g"));
    assert.equal(text.toString(), "defg");
  });
});
