import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareBytes } from "./compare-bytes";
import { spectralFlatness } from "./flatness";
import { crossCorrelate } from "./fourier";
import { MU_LAW } from "./g711";
import { levelDbm0 } from "./level";
import { createVoice, speech } from "./speech";
import { silence, tone } from "./tone";
import { encodeWav } from "./wav";

describe("speech", () => {
  it("is the same for one speaker however it is cut, and differs between speakers", () => {
    const voice = createVoice("alice");
    const pieces = [160, 1, 4_000, 3_839].flatMap((samples) => [...voice.next(samples)]);
    assert.deepEqual(Int16Array.from(pieces), speech("alice", 8_000));
    assert.notDeepEqual(speech("alice", 8_000), speech("bob", 8_000));
  });

  it("has a telephone's level, pauses and a spectrum that is not flat", () => {
    for (const speaker of ["alice", "bob", "carol"]) {
      const samples = speech(speaker, 80_000);
      const level = levelDbm0(samples);
      assert.ok(level > -22 && level < -10, `${speaker} at ${level} dBm0`);
      assert.ok(spectralFlatness(samples) < 0.75);
      let quiet = 0;
      for (let at = 0; at < samples.length; at += 160) if (levelDbm0(samples.subarray(at, at + 160)) < -50) quiet++;
      assert.ok(quiet > 75 && quiet < 300, `${quiet} of 500 packets are pauses`);
    }
  });
});

describe("tone", () => {
  it("is at the level asked for and repeats every 8 samples at 1 kHz", () => {
    const samples = tone({ samples: 8_000, dbm0: -10 });
    assert.ok(Math.abs(levelDbm0(samples) + 10) < 0.01);
    assert.deepEqual(samples.subarray(0, 8), samples.subarray(4_000, 4_008));
  });
});

describe("compareBytes", () => {
  const sent = MU_LAW.encode(speech("alice", 16_000));
  const withErrors = (errors: number): Uint8Array => sent.map((byte, i) => (i < errors ? byte ^ 0x2a : byte));

  const bounds = [
    { errors: 0, verdict: "clear" },
    { errors: 16, verdict: "clear" }, // 99.9 % of 16,000
    { errors: 17, verdict: "degraded" },
    { errors: 8_000, verdict: "degraded" }, // 50 %
    { errors: 8_001, verdict: "garbled" },
  ] as const;
  for (const { errors, verdict } of bounds) {
    it(`calls ${errors} wrong bytes of 16000 ${verdict}`, () => {
      assert.equal(compareBytes(withErrors(errors), sent).verdict, verdict);
    });
  }

  it("calls nothing, and what decodes to nothing, silence", () => {
    assert.equal(compareBytes(new Uint8Array(0), sent).verdict, "silence");
    assert.equal(compareBytes(new Uint8Array(16_000).fill(0xff), sent).verdict, "silence");
  });

  it("calls silence that was sent and arrived clear", () => {
    const quiet = MU_LAW.encode(silence(800));
    assert.equal(compareBytes(quiet, quiet).verdict, "clear");
  });
});

describe("crossCorrelate", () => {
  it("equals the sum of products at every lag", () => {
    const [a, b] = [Float64Array.of(1, -2, 3, 5), Float64Array.of(4, 0, -1)];
    // lag -2: a0*b2; lag -1: a0*b1 + a1*b2; lag 0: a0*b0 + a1*b1 + a2*b2; then a1*b0 + a2*b1 + a3*b2; a2*b0 + a3*b1; a3*b0.
    const expected = [-1, 2, 1, -13, 12, 20];
    assert.deepEqual([...crossCorrelate(a, b)].map(Math.round), expected);
  });
});

describe("encodeWav", () => {
  it("writes a RIFF header of 44 bytes and little-endian samples", () => {
    const file = encodeWav(Int16Array.of(1, -2));
    assert.equal(file.length, 48);
    assert.equal(file.toString("latin1", 0, 4) + file.toString("latin1", 8, 16), "RIFFWAVEfmt ");
    assert.deepEqual(
      [file.readUInt32LE(4), file.readUInt32LE(24), file.readUInt32LE(28), file.readUInt32LE(40)],
      [40, 8_000, 16_000, 4],
    );
    assert.deepEqual([file.readInt16LE(44), file.readInt16LE(46)], [1, -2]);
  });

  it("writes two signals as two channels, the shorter padded", () => {
    const file = encodeWav(Int16Array.of(1), Int16Array.of(2, 3));
    assert.equal(file.readUInt16LE(22), 2);
    assert.deepEqual(
      [44, 46, 48, 50].map((at) => file.readInt16LE(at)),
      [1, 2, 0, 3],
    );
  });
});
