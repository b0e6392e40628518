import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeWav } from "./read-wav";
import { tone } from "./tone";
import { encodeWav } from "./wav";

const samples = tone({ samples: 160, frequencyHz: 700 });

function refusalOf(file: Buffer): string {
  const read = decodeWav(file);
  return read.ok ? "none" : read.failure.message;
}

describe("a WAV file", () => {
  it("gives the samples that were written", () => {
    const read = decodeWav(encodeWav(samples));
    assert.ok(read.ok);
    assert.deepEqual(read.value, samples);
  });

  it("may have other chunks before its data, of an odd length too", () => {
    const file = encodeWav(samples);
    const chunk = Buffer.from("LIST\x03\x00\x00\x00abc\x00", "latin1");
    const read = decodeWav(Buffer.concat([file.subarray(0, 36), chunk, file.subarray(36)]));
    assert.ok(read.ok);
    assert.deepEqual(read.value, samples);
  });

  it("is refused in any other format, with what is wrong", () => {
    assert.match(refusalOf(encodeWav(samples, samples)), /8000 Hz, 16 bits, one channel/);
    assert.match(refusalOf(encodeWav(samples, undefined, 44_100)), /8000 Hz/);
    assert.match(refusalOf(Buffer.from("ID3 something else entirely")), /no WAV file/);
    assert.match(refusalOf(Buffer.alloc(3)), /no WAV file/);
    assert.match(refusalOf(encodeWav(samples).subarray(0, 36)), /no data/);
  });

  it("that was cut off gives what is there", () => {
    const read = decodeWav(encodeWav(samples).subarray(0, 44 + 101));
    assert.deepEqual(read.ok ? read.value.length : undefined, 50);
  });
});
