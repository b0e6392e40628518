import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { classifyMediaPacket } from "./demultiplex";
import { buildRtp, parseRtp, rtpPayloadOffset, type RtpPacket } from "./header";
import { buildRtcp, parseRtcp } from "./rtcp";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const plain = (packet: RtpPacket | undefined): unknown =>
  packet && { ...packet, payload: Buffer.from(packet.payload).toString("hex") };

describe("RTP header", () => {
  it("is read as RFC 3550 section 5.1 draws it", () => {
    const packet = parseRtp(hex("80 80 03e8 00027100 11223344 0102"));
    assert.deepEqual(plain(packet), {
      marker: true,
      payloadType: 0,
      sequence: 1_000,
      timestamp: 160_000,
      ssrc: 0x11223344,
      payload: "0102",
    });
  });

  it("is followed by 4 bytes for each CSRC and by the extension", () => {
    const bytes = hex("b2 08 0001 00000002 00000003 00000004 00000005 bede 0001 aabbccdd 99 01");
    assert.equal(rtpPayloadOffset(bytes), 28);
    const packet = parseRtp(bytes);
    assert.deepEqual(packet?.csrc, [4, 5]);
    assert.equal(packet.extension?.profile, 0xbede);
    assert.equal(Buffer.from(packet.extension.data).toString("hex"), "aabbccdd");
    assert.equal(packet.padded, true);
    assert.equal(packet.payload.length, 2);
  });

  const refused = {
    "fewer than 12 bytes": "80 00 0001 00000002 000000",
    "version 1": "40 00 0001 00000002 00000003",
    "CSRCs past the end": "81 00 0001 00000002 00000003",
    "an extension header past the end": "90 00 0001 00000002 00000003 bede",
    "an extension past the end": "90 00 0001 00000002 00000003 bede 0001 aabb",
  };
  for (const [name, bytes] of Object.entries(refused)) {
    it(`refuses ${name}`, () => {
      assert.equal(rtpPayloadOffset(hex(bytes)), -1);
      assert.equal(parseRtp(hex(bytes)), undefined);
    });
  }

  it("survives building and reading, whatever it holds", () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const packets = fc.record(
      {
        marker: fc.boolean(),
        payloadType: fc.integer({ min: 0, max: 127 }),
        sequence: fc.integer({ min: 0, max: 0xffff }),
        timestamp: word,
        ssrc: word,
        csrc: fc.array(word, { minLength: 1, maxLength: 15 }),
        extension: fc.record({
          profile: fc.integer({ min: 0, max: 0xffff }),
          data: fc.integer({ min: 0, max: 8 }).map((words) => new Uint8Array(4 * words).fill(7)),
        }),
        payload: fc.uint8Array({ maxLength: 200 }),
      },
      { requiredKeys: ["marker", "payloadType", "sequence", "timestamp", "ssrc", "payload"] },
    );
    fc.assert(
      fc.property(packets, (packet) => {
        const read = parseRtp(buildRtp(packet));
        assert.ok(read);
        const bare = (bytes: Uint8Array): number[] => [...bytes];
        assert.deepEqual(bare(read.payload), bare(packet.payload));
        assert.deepEqual(read.extension && bare(read.extension.data), packet.extension && bare(packet.extension.data));
        const { payload: _, extension, ...rest } = read;
        const { payload: __, extension: wanted, ...expected } = packet;
        assert.equal(extension?.profile, wanted?.profile);
        assert.deepEqual(rest, expected);
      }),
    );
  });

  it("refuses to build what the header cannot hold", () => {
    const packet: RtpPacket = { marker: false, payloadType: 0, sequence: 0, timestamp: 0, ssrc: 0, payload: new Uint8Array(0) };
    assert.throws(() => buildRtp({ ...packet, csrc: new Array<number>(16).fill(1) }), { code: "RTP_HEADER_TOO_LONG" });
    assert.throws(() => buildRtp({ ...packet, extension: { profile: 1, data: new Uint8Array(3) } }), {
      code: "RTP_HEADER_TOO_LONG",
    });
  });
});

describe("classifyMediaPacket", () => {
  const kinds = {
    "PCMU audio": ["80 00 0001 00000002 00000003 ff", "rtp"],
    "a marked telephone event": ["80 e5 0001 00000002 00000003 01020304", "rtp"],
    "a payload type of 64 without marker": ["80 40 0001 00000002 00000003 ff", "rtp"],
    "a sender report": ["80 c8 0006 00000001 00000000 00000000 00000000 00000000 00000000", "rtcp"],
    "a BYE": ["81 cb 0001 00000001", "rtcp"],
    "a feedback message (type 205)": ["81 cd 0002 00000001 00000002", "rtcp"],
    "a STUN binding request": ["0001 0000 2112a442 000102030405060708090a0b", "stun"],
    "STUN without the magic cookie": ["0001 0000 00000000 000102030405060708090a0b", "other"],
    "T.38 UDPTL": ["0001 02 4006 0000", "udptl"],
    "a CRLF keep-alive": ["0d0a0d0a", "other"],
    "a short packet": ["80", "other"],
    DTLS: ["16 fefd 0000 00000000", "other"],
    nothing: ["", "other"],
  } as const;
  for (const [name, [bytes, kind]] of Object.entries(kinds)) {
    it(`takes ${name} for ${kind}`, () => assert.equal(classifyMediaPacket(hex(bytes)), kind));
  }
});

describe("RTCP", () => {
  const report = {
    ssrc: 0x11223344,
    fractionLost: 12,
    cumulativeLost: -3,
    extendedHighestSequence: 65_540,
    jitter: 8,
    lastSenderReport: 0xaabbccdd,
    delaySinceLastSenderReport: 65_536,
  };
  const sender = { ntpSeconds: 0xe0000000, ntpFraction: 0x80000000, rtpTimestamp: 160_000, packets: 50, octets: 8_000 };

  it("compound packets survive building and reading", () => {
    const packets = [
      { kind: "senderReport", ssrc: 7, sender, reports: [report] },
      { kind: "receiverReport", ssrc: 8, reports: [report, { ...report, cumulativeLost: 0x7fffff }] },
      { kind: "bye", sources: [7, 8] },
    ] as const;
    const bytes = buildRtcp(packets);
    // 8 + 20 + 24, 8 + 48, 4 + 8 bytes.
    assert.equal(bytes.length, 52 + 56 + 12);
    assert.deepEqual(parseRtcp(bytes), packets);
  });

  it("refuses what does not fit", () => {
    const bytes = buildRtcp([{ kind: "receiverReport", ssrc: 8, reports: [report] }]);
    assert.equal(parseRtcp(bytes.subarray(0, bytes.length - 4)), undefined);
    assert.equal(parseRtcp(hex("81 c9 0001 00000001")), undefined);
    assert.equal(parseRtcp(new Uint8Array(0)), undefined);
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        if (bytes.length > 1) bytes.set([0x80 | ((bytes[0] ?? 0) & 0x3f), 200 + ((bytes[1] ?? 0) % 5)]);
        parseRtcp(bytes);
        parseRtp(bytes);
        classifyMediaPacket(bytes);
      }),
    );
  });
});
