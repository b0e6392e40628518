import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { A_LAW, g711ByPayloadType, MU_LAW } from "./g711";

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe("G.711", () => {
  // ITU-T G.711 table 2a/2b and 1a/1b: decision values scaled to 16 bits (mu-law times 4, A-law times 8).
  const vectors = [
    { law: MU_LAW, byte: 0x80, sample: 32_124 },
    { law: MU_LAW, byte: 0x00, sample: -32_124 },
    { law: MU_LAW, byte: 0xff, sample: 0 },
    { law: MU_LAW, byte: 0xfe, sample: 8 },
    { law: MU_LAW, byte: 0x8f, sample: 16_764 },
    { law: A_LAW, byte: 0xaa, sample: 32_256 },
    { law: A_LAW, byte: 0x2a, sample: -32_256 },
    { law: A_LAW, byte: 0xd5, sample: 8 },
    { law: A_LAW, byte: 0x55, sample: -8 },
  ];
  for (const { law, byte, sample } of vectors) {
    it(`${law.name}: byte ${byte.toString(16)} is ${sample}`, () => {
      assert.deepEqual([...law.decode(Uint8Array.of(byte))], [sample]);
      assert.deepEqual([...law.encode(Int16Array.of(sample))], [byte]);
    });
  }

  it("A-law: every byte survives decoding and encoding", () => {
    assert.deepEqual(A_LAW.encode(A_LAW.decode(ALL_BYTES)), ALL_BYTES);
  });

  it("mu-law: every byte but negative zero survives decoding and encoding", () => {
    const expected = ALL_BYTES.map((byte) => (byte === 0x7f ? 0xff : byte));
    assert.deepEqual(MU_LAW.encode(MU_LAW.decode(ALL_BYTES)), expected);
  });

  for (const law of [MU_LAW, A_LAW]) {
    it(`${law.name}: each sample is coded to the nearest value or its neighbour, and in order`, () => {
      const samples = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
      const decoded = law.decode(law.encode(samples));
      for (let i = 1; i < samples.length; i++) {
        const [sample, heard] = [samples[i] as number, decoded[i] as number];
        assert.ok(heard >= (decoded[i - 1] as number), `not monotonic at ${sample}`);
        // Half a step of the segment: 1/32 of the magnitude, 16 at the bottom; clipping above 32635.
        if (Math.abs(sample) < 32_636)
          assert.ok(Math.abs(sample - heard) <= Math.abs(sample) / 31 + 16, `${sample} became ${heard}`);
      }
    });
  }

  it("knows its static payload types", () => {
    assert.equal(g711ByPayloadType(0), MU_LAW);
    assert.equal(g711ByPayloadType(8), A_LAW);
    assert.equal(g711ByPayloadType(18), undefined);
  });
});
