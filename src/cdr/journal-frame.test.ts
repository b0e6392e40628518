import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeFrames, encodeFrame } from "./journal-frame";

const payloadText = fc.string({ unit: "binary", maxLength: 60 }).map((text) => text.replaceAll("\n", " ").toWellFormed());

describe("journal frames", () => {
  it("are one line of text that begins with mark, length and checksum", () => {
    // The CRC-32 of "123456789" is the check value cbf43926.
    assert.equal(encodeFrame("123456789").toString(), "CDR1 00000009 cbf43926 123456789\n");
  });

  it("give back what was put in, one after another", () => {
    fc.assert(
      fc.property(fc.array(payloadText, { maxLength: 10 }), (payloads) => {
        const content = decodeFrames(Buffer.concat(payloads.map(encodeFrame)));
        assert.deepEqual(content, { payloads, damage: [] });
      }),
    );
  });

  it("keep every whole record before a torn end, and say where the end begins", () => {
    const whole = Buffer.concat(["one", "two"].map(encodeFrame));
    const third = encodeFrame("three");
    for (let cut = 1; cut < third.length; cut += 1) {
      const content = decodeFrames(Buffer.concat([whole, third.subarray(0, cut)]));
      assert.deepEqual(content, { payloads: ["one", "two"], damage: [{ offset: whole.length, length: cut, kind: "torn" }] });
    }
  });

  it("take an end of zeros for torn", () => {
    const content = decodeFrames(Buffer.concat([encodeFrame("one"), Buffer.alloc(50)]));
    assert.deepEqual(content.damage, [{ offset: encodeFrame("one").length, length: 50, kind: "torn" }]);
  });

  it("find the whole records behind a changed one", () => {
    const frames = ["one", "two", "three"].map(encodeFrame);
    const second = frames[1] as Buffer;
    for (let position = 0; position < second.length; position += 1) {
      const changed = Buffer.from(second);
      changed[position] = (changed[position] as number) ^ 0x10;
      const content = decodeFrames(Buffer.concat([frames[0] as Buffer, changed, frames[2] as Buffer]));
      assert.deepEqual(content.payloads, ["one", "three"], `byte ${position}`);
      assert.deepEqual(content.damage, [{ offset: frames[0]?.length, length: second.length, kind: "changed" }]);
    }
  });

  it("are never made up: any bytes at all give only what stands there framed", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        payloadText,
        fc.uint8Array({ maxLength: 300 }),
        (before, payload, behind) => {
          const bytes = Buffer.concat([before, encodeFrame(payload), behind]);
          const { payloads, damage } = decodeFrames(bytes);
          assert.ok(payloads.includes(payload) || before.includes(0x43));
          const damaged = damage.reduce((sum, { length }) => sum + length, 0);
          const framed = payloads.reduce((sum, text) => sum + encodeFrame(text).length, 0);
          assert.equal(damaged + framed, bytes.length);
        },
      ),
    );
  });

  it("do not hang on a megabyte of marks", () => {
    const start = performance.now();
    decodeFrames(Buffer.from("CDR1 ".repeat(200_000)));
    assert.ok(performance.now() - start < 2_000);
  });
});
