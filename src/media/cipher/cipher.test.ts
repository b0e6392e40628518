import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { buildRtp, rtpPayloadOffset, type EncryptionMode } from "../../rtp";
import { AesBlock } from "./aes-block";
import { createPayloadCipher, type PayloadCipher } from "./payload-cipher";
import { rc4 } from "./rc4";

const KEY = "abcdefghijklmnop";
const ENCRYPTING = [1, 2, 3] as const;
const hex = (text: string): Buffer => Buffer.from(text, "hex");
const counting = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => i & 0xff));

function cipherOf(mode: EncryptionMode, key = KEY): PayloadCipher {
  const made = createPayloadCipher(mode, key);
  assert.ok(made.ok && made.value);
  return made.value;
}

interface PacketOptions {
  readonly sequence?: number;
  readonly timestamp?: number;
  readonly ssrc?: number;
  readonly payload: Uint8Array;
}

const packetOf = ({ payload, sequence = 1_000, timestamp = 160_000, ssrc = 0x11223344 }: PacketOptions): Buffer =>
  buildRtp({ marker: true, payloadType: 0, sequence, timestamp, ssrc, payload });

function encrypted(cipher: PayloadCipher, packet: Buffer): Buffer {
  const copy = Buffer.from(packet);
  cipher.encrypt(copy, rtpPayloadOffset(copy));
  return copy;
}

function decrypted(cipher: PayloadCipher, packet: Buffer): Buffer {
  const copy = Buffer.from(packet);
  cipher.decrypt(copy, rtpPayloadOffset(copy));
  return copy;
}

describe("payload cipher: vectors", () => {
  const vectors = [
    { name: "XOR, RTP-031", mode: 1, payload: counting(20), expected: "616361676163616f616361676163617f71737177" },
    { name: "RC4, RTP-042", mode: 2, payload: counting(20), expected: "13b37fb068982f4fb43c2c8e9c06c852d31d034c" },
    { name: "AES128, RTP-052", mode: 3, payload: counting(20), expected: "ee000042fab934443f71bdc6a62118b998bf7f07" },
    { name: "AES128 under a block, RTP-053", mode: 3, payload: counting(4), expected: "fed645fa" },
  ] as const;
  for (const { name, mode, payload, expected } of vectors) {
    it(name, () => {
      const cipher = cipherOf(mode);
      const packet = packetOf({ payload });
      // Twice: what went before leaves no trace.
      for (let round = 0; round < 2; round++) {
        const sent = encrypted(cipher, packet);
        assert.equal(sent.subarray(12).toString("hex"), expected);
        assert.deepEqual(sent.subarray(0, 12), packet.subarray(0, 12));
        assert.deepEqual(decrypted(cipher, sent), packet);
      }
    });
  }

  // RFC 6229: the first 16 bytes of the keystream and those at offset 16.
  const keystreams = [
    { key: "0102030405", expected: "b2396305f03dc027ccc3524a0a1118a86982944f18fc82d589c403a47a0d0919" },
    { key: "0102030405060708090a0b0c0d0e0f10", expected: "9ac7cc9a609d1ef7b2932899cde41b975248c4959014126a6e8a84f11d1a9e1c" },
    {
      key: "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
      expected: "eaa6bd25880bf93d3f5d1e4ca2611d91cfa45c9f7e714b54bdfa80027cb14380",
    },
  ];
  for (const { key, expected } of keystreams) {
    it(`RC4 keystream of RFC 6229, ${key.length * 4} bits`, () => {
      const zeros = Buffer.alloc(32);
      rc4(hex(key), zeros);
      assert.equal(zeros.toString("hex"), expected);
    });
  }

  const FIPS_KEY = hex("000102030405060708090a0b0c0d0e0f");
  const blockOf = (key: Uint8Array, input: Buffer): string => {
    const output = Buffer.alloc(16);
    const [a, b, c, d] = [0, 4, 8, 12].map((at) => input.readUInt32BE(at)) as [number, number, number, number];
    new AesBlock(key).encrypt(a, b, c, d, output, 0);
    return output.toString("hex");
  };

  it("both AES-128 are FIPS 197's", () => {
    const input = hex("00112233445566778899aabbccddeeff");
    const runtime = createCipheriv("aes-128-ecb", FIPS_KEY, null).setAutoPadding(false).update(input).toString("hex");
    assert.equal(runtime, "69c4e0d86a7b0430d8cdb78070b4c55a");
    assert.equal(blockOf(FIPS_KEY, input), runtime);
  });

  it("both AES-128 agree on any key and block", () => {
    const block = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(block, block, (key, input) => {
        const runtime = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(input).toString("hex");
        assert.equal(blockOf(key, Buffer.from(input)), runtime);
      }),
    );
  });
});

describe("payload cipher: any payload", () => {
  for (const mode of ENCRYPTING) {
    it(`mode ${mode}: every length round-trips with its header and its length`, () => {
      const [sender, receiver] = [cipherOf(mode), cipherOf(mode)];
      for (const length of [...Array(260).keys(), 1_372, 1_460, 4_001, 65_000]) {
        const packet = packetOf({ payload: counting(length), sequence: length });
        const sent = encrypted(sender, packet);
        assert.equal(sent.length, packet.length);
        assert.deepEqual(sent.subarray(0, 12), packet.subarray(0, 12));
        assert.deepEqual(decrypted(receiver, sent), packet, `${length} bytes`);
      }
    });

    it(`mode ${mode}: each byte of the payload is covered`, () => {
      const cipher = cipherOf(mode);
      for (const length of [1, 2, 4, 10, 12, 15, 16, 17, 20, 24, 38, 50, 160, 240]) {
        const changed = new Set<number>();
        for (let sequence = 0; sequence < 40; sequence++) {
          const packet = packetOf({ payload: counting(length), sequence });
          encrypted(cipher, packet).forEach((byte, at) => byte !== packet[at] && changed.add(at));
        }
        assert.deepEqual(
          [...changed].sort((a, b) => a - b),
          Array.from({ length }, (_, i) => 12 + i),
          `${length} bytes`,
        );
      }
    });

    it(`mode ${mode}: CSRCs and the header extension stay clear, padding does not`, () => {
      const cipher = cipherOf(mode);
      const packet = buildRtp({
        marker: false,
        payloadType: 0,
        sequence: 7,
        timestamp: 8,
        ssrc: 9,
        csrc: [1, 2],
        extension: { profile: 0xbede, data: counting(8) },
        padded: true,
        payload: Buffer.concat([counting(20), Buffer.from([0, 0, 0, 4])]),
      });
      const sent = encrypted(cipher, packet);
      assert.deepEqual(sent.subarray(0, 32), packet.subarray(0, 32));
      assert.notDeepEqual(sent.subarray(-4), packet.subarray(-4));
      assert.deepEqual(decrypted(cipher, sent), packet);
    });

    it(`mode ${mode}: loss, reordering and duplication never put the ends out of step`, () => {
      const stream = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 40 });
      fc.assert(
        fc.property(stream, fc.array(fc.nat(39), { maxLength: 80 }), (payloads, arrivals) => {
          const [sender, receiver] = [cipherOf(mode), cipherOf(mode)];
          const packets = payloads.map((payload, i) => packetOf({ payload, sequence: i, timestamp: 160 * i }));
          const sent = packets.map((packet) => encrypted(sender, packet));
          for (const arrival of arrivals) {
            const at = arrival % packets.length;
            assert.deepEqual(decrypted(receiver, sent[at] as Buffer), packets[at]);
          }
        }),
        { numRuns: 40 },
      );
    });
  }
});

describe("payload cipher: properties of the modes", () => {
  const silence = Buffer.alloc(160, 0xd5);
  const blocksOf = (mode: EncryptionMode, packets: number): string[] => {
    const cipher = cipherOf(mode);
    return Array.from({ length: packets }, (_, i) =>
      encrypted(cipher, packetOf({ payload: silence, sequence: i, timestamp: 160 * i })),
    ).flatMap((packet) => Array.from({ length: 10 }, (_, i) => packet.toString("hex", 12 + 16 * i, 28 + 16 * i)));
  };

  it("XOR repeats its key over silence", () => {
    const blocks = new Set(blocksOf(1, 10));
    assert.equal(blocks.size, 1);
    const recovered = hex([...blocks][0] as string).map((byte) => byte ^ 0xd5);
    assert.equal(Buffer.from(recovered).toString("latin1"), KEY);
  });

  it("RC4 and AES128 repeat no block, within or across packets", () => {
    assert.equal(new Set(blocksOf(2, 100)).size, 1_000);
    assert.equal(new Set(blocksOf(3, 100)).size, 1_000);
  });

  it("one wrong XOR key byte of 16 leaves 150 of 160 bytes right; RC4 and AES128 leave chance", () => {
    const equal = ENCRYPTING.map((mode) => {
      const [a, b] = [cipherOf(mode), cipherOf(mode, "abcdefghijklmnoq")];
      let same = 0;
      for (let i = 0; i < 100; i++) {
        const packet = packetOf({ payload: counting(160), sequence: i });
        decrypted(b, encrypted(a, packet)).forEach((byte, at) => (same += at >= 12 && byte === packet[at] ? 1 : 0));
      }
      return same / 16_000;
    });
    assert.equal(equal[0], 150 / 160);
    // Chance is 1/256 = 0.0039; three standard deviations over 16,000 bytes are 0.0015.
    for (const share of equal.slice(1)) assert.ok(share !== undefined && share < 0.0055, `${share}`);
  });

  it("XOR keys that repeat one another are one key; a trailing space is another", () => {
    const packet = packetOf({ payload: counting(160) });
    assert.deepEqual(decrypted(cipherOf(1, "abcdabcd"), encrypted(cipherOf(1, "abcd"), packet)), packet);
    for (const mode of [1, 2] as const) {
      assert.notDeepEqual(decrypted(cipherOf(mode, `${KEY} `), encrypted(cipherOf(mode), packet)), packet);
    }
  });

  it("a flipped ciphertext bit goes unnoticed: one bit in modes 1 and 2, one block and one bit in mode 3", () => {
    const damaged = ENCRYPTING.map((mode) => {
      const cipher = cipherOf(mode);
      const packet = packetOf({ payload: counting(160) });
      const sent = encrypted(cipher, packet);
      sent[12 + 32] = (sent[12 + 32] as number) ^ 1;
      const heard = decrypted(cipher, sent);
      return [...heard.keys()].filter((at) => heard[at] !== packet[at]);
    });
    assert.deepEqual(damaged.slice(0, 2), [[44], [44]]);
    const [block] = damaged.slice(2);
    assert.ok(block?.every((at) => (at >= 44 && at < 60) || at === 60));
    assert.ok(block?.includes(60) && block.length > 10);
  });
});

describe("payload cipher: keys", () => {
  const cases: readonly [EncryptionMode, string, "clear" | "works" | number][] = [
    [0, "", "clear"],
    [0, "anything", "clear"],
    [1, "", 0],
    [2, "", 0],
    [3, "", 0],
    [1, "k", "works"],
    [1, "x".repeat(300), "works"],
    [2, "four", 4],
    [2, "five5", "works"],
    [2, "shortkey", "works"],
    [2, "x".repeat(33), "works"],
    [2, "x".repeat(256), "works"],
    [2, "x".repeat(257), 257],
    [3, KEY.slice(1), 15],
    [3, KEY, "works"],
    [3, `${KEY} `, 17],
    [3, "YourSecureKey128Bit", 19],
    [3, "abcdefghijklmn\u00e9\u00e9", 18],
    [3, "abcdefghijkl\u00e9\u00e9", "works"],
  ];
  for (const [mode, key, outcome] of cases) {
    it(`mode ${mode}, ${Buffer.byteLength(key)} bytes: ${typeof outcome === "number" ? "unusable" : outcome}`, () => {
      const made = createPayloadCipher(mode, key);
      if (typeof outcome === "number") {
        assert.ok(!made.ok);
        assert.equal(made.failure.keyBytes, outcome);
        assert.ok(key === "" || !JSON.stringify(made.failure).includes(key), "the key is not shown");
        return;
      }
      assert.ok(made.ok);
      assert.equal(made.value === undefined, outcome === "clear");
      if (made.value === undefined) return;
      const packet = packetOf({ payload: counting(161) });
      assert.deepEqual(decrypted(made.value, encrypted(made.value, packet)), packet);
    });
  }
});
