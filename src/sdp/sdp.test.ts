import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { attributesOf, codecsOf, directionOf, ptimeOf, withDirection } from "./attributes";
import { audioDescription } from "./create";
import { formatSdp } from "./format";
import { audioOf, commonAudioCodecs, mediaAddressOf, telephoneEventOf, withMediaAddress } from "./media-address";
import { SdpOriginator } from "./originator";
import { parseSdp, sdpLimits } from "./parse";
import { isSecureOffer, removeSecureMedia } from "./security";
import type { SessionDescription } from "./types";

const head = ["v=0", "o=alice 2890844526 7 IN IP4 192.0.2.10", "s=-", "c=IN IP4 192.0.2.10", "t=0 0"];

const text = (lines: readonly string[], end = "\r\n"): string => lines.map((line) => line + end).join("");

function read(...lines: readonly string[]): SessionDescription {
  const result = parseSdp(text(lines));
  assert.ok(result.ok, result.ok ? "" : `${result.failure.code} in line ${result.failure.line}`);
  return result.value;
}

function refusal(...lines: readonly string[]): readonly [string, number] {
  const result = parseSdp(text(lines));
  assert.ok(!result.ok, "accepted");
  return [result.failure.code, result.failure.line];
}

describe("parseSdp", () => {
  it("reads origin, connections, streams and attributes", () => {
    const sdp = read(
      ...head,
      "a=sendonly",
      "m=audio 40000/2 RTP/AVP 8 101",
      "c=IN IP4 224.2.1.1/127/3",
      "a=ptime:30",
      "a=rtpmap:101 telephone-event/8000",
      "a=fmtp:101 0-15",
      "m=video 0 RTP/AVP 31",
    );
    assert.equal(sdp.origin.version, "7");
    assert.deepEqual(
      sdp.media.map(({ kind, port, portCount }) => [kind, port, portCount]),
      [
        ["audio", 40_000, 2],
        ["video", 0, undefined],
      ],
    );
    const audio = audioOf(sdp)!;
    assert.deepEqual(audio.connection, { networkType: "IN", addressType: "IP4", address: "224.2.1.1", suffix: "/127/3" });
    assert.equal(ptimeOf(audio), 30);
    assert.equal(directionOf(sdp, audio), "sendonly");
    assert.deepEqual(codecsOf(audio), [
      { payloadType: 8, name: "PCMA", clockRateHz: 8_000, channels: 1, parameters: undefined },
      { payloadType: 101, name: "telephone-event", clockRateHz: 8_000, channels: 1, parameters: "0-15" },
    ]);
    assert.equal(telephoneEventOf(sdp), 101);
  });

  it("accepts any line ends, empty lines, missing s= and t=, and a NUL at the end", () => {
    for (const end of ["\r\n", "\n", "\r", "\r\n\r\n"]) {
      assert.ok(parseSdp(text(["v=0", "o=- 1 1 IN IP4 192.0.2.1", "c=IN IP4 192.0.2.1", "m=audio 4000 RTP/AVP 0"], end)).ok);
    }
    assert.ok(parseSdp(`${text(head)}\0`).ok);
  });

  it("mends white space behind the version, which a strict reader refuses", () => {
    assert.match(formatSdp(read("v=0  ", ...head.slice(1))).toString(), /^v=0\r\n/);
  });

  it("keeps unknown lines in order and byte for byte", () => {
    const lines = [
      "v=0",
      "o=- 1 1 IN IP4 192.0.2.1",
      "s=\xc3\xa9",
      "x=1",
      "c=IN IP4 192.0.2.1",
      "z=0 0",
      "m=audio 4000 RTP/AVP 0",
      "y=b:2",
      "a= odd  spacing ",
    ];
    const expected = [
      "v=0",
      "o=- 1 1 IN IP4 192.0.2.1",
      "s=\xc3\xa9",
      "c=IN IP4 192.0.2.1",
      "x=1",
      "z=0 0",
      "m=audio 4000 RTP/AVP 0",
      "y=b:2",
      "a= odd  spacing ",
    ];
    assert.equal(formatSdp(read(...lines)).toString("latin1"), text(expected));
  });

  it("refuses what media would go astray with, and names the line", () => {
    assert.deepEqual(refusal("o=- 1 1 IN IP4 192.0.2.1"), ["SDP_BAD_VERSION", 1]);
    assert.deepEqual(refusal("v=1"), ["SDP_BAD_VERSION", 1]);
    assert.deepEqual(refusal("v=0", "s=-"), ["SDP_NO_ORIGIN", 0]);
    assert.deepEqual(refusal("v=0", "o=- 1 1 IN IP4"), ["SDP_BAD_ORIGIN", 2]);
    assert.deepEqual(refusal(...head, "hello"), ["SDP_BAD_LINE", 6]);
    assert.deepEqual(refusal(...head, "a=x\0y"), ["SDP_BAD_LINE", 6]);
    assert.deepEqual(refusal(...head.slice(0, 3), "c=IN IP4"), ["SDP_BAD_CONNECTION", 4]);
    assert.deepEqual(refusal(...head.slice(0, 3), "m=audio 4000 RTP/AVP 0"), ["SDP_NO_CONNECTION", 4]);
    for (const media of ["audio 65536 RTP/AVP 0", "audio -1 RTP/AVP 0", "audio 4000 RTP/AVP", "audio x RTP/AVP 0", "audio"]) {
      assert.deepEqual(refusal(...head, `m=${media}`), ["SDP_BAD_MEDIA", 6]);
    }
    assert.deepEqual(refusal(...head, ...Array.from({ length: sdpLimits.media + 1 }, () => "m=audio 0 RTP/AVP 0")), [
      "SDP_TOO_MANY_MEDIA",
      6 + sdpLimits.media,
    ]);
    assert.equal(refusal(...Array.from({ length: sdpLimits.lines }, () => "a=x"))[0], "SDP_TOO_MANY_LINES");
    assert.equal(refusal("v=0", `a=${"x".repeat(sdpLimits.bytes)}`)[0], "SDP_TOO_LARGE");
  });

  it("takes linear time for NULs and white space", () => {
    for (const filling of ["\0", " ", "\r", "a= "]) {
      const hostile = `${text(head)}m=audio 1 RTP/AVP ${filling.repeat(sdpLimits.bytes / filling.length - 200)}x`;
      const start = process.hrtime.bigint();
      parseSdp(hostile);
      assert.ok(Number(process.hrtime.bigint() - start) / 1e6 < 300);
    }
  });

  it("never throws, and what it accepts reads back the same", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...head,
        "m=audio 4000 RTP/AVP 0 8",
        "a=rtpmap:0 PCMU/8000",
        "m=",
        "c=",
        "a=",
        "=",
        "\r",
        "\0",
        "a=rtcp:1 IN IP4 ::1",
        "a=crypto:1",
      ),
      fc.string({ maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (lines) => {
        const result = parseSdp(Buffer.from(text(["v=0", "o=- 1 1 IN IP4 192.0.2.1", ...lines]), "latin1"));
        if (!result.ok) return;
        const again = parseSdp(formatSdp(result.value));
        assert.ok(again.ok);
        assert.deepEqual(again.value, result.value);
        withMediaAddress(result.value, { address: "192.0.2.1", port: 4000 });
        mediaAddressOf(result.value);
        removeSecureMedia(result.value);
        for (const media of result.value.media) codecsOf(media);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("mediaAddressOf", () => {
  it("is the first audio stream in use, by its own c= before the session's", () => {
    const sdp = read(...head, "m=video 5000 RTP/AVP 31", "m=audio 0 RTP/AVP 0", "m=audio 4000 RTP/AVP 0", "c=IN IP6 2001:db8::1");
    const address = mediaAddressOf(sdp);
    assert.deepEqual([address?.index, address?.address, address?.port, address?.isHeld], [2, "2001:db8::1", 4000, false]);
    assert.deepEqual(address?.rtcp, { address: "2001:db8::1", port: 4001 });
  });

  it("calls port 0, address 0.0.0.0, sendonly and inactive a hold, and recvonly none", () => {
    const held = (...lines: readonly string[]): boolean | undefined => mediaAddressOf(read(...head, ...lines))?.isHeld;
    assert.equal(held("m=audio 0 RTP/AVP 0"), true);
    assert.equal(held("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0"), true);
    assert.equal(held("m=audio 4000 RTP/AVP 0", "a=sendonly"), true);
    assert.equal(held("m=audio 4000 RTP/AVP 0", "a=inactive"), true);
    assert.equal(held("a=inactive", "m=audio 4000 RTP/AVP 0", "a=sendrecv"), false);
    assert.equal(held("m=audio 4000 RTP/AVP 0", "a=recvonly"), false);
  });

  it("reads a=rtcp and a=rtcp-mux, and is undefined without audio", () => {
    assert.deepEqual(mediaAddressOf(read(...head, "m=audio 4000 RTP/AVP 0", "a=rtcp:4100 IN IP4 192.0.2.9"))?.rtcp, {
      address: "192.0.2.9",
      port: 4100,
    });
    assert.equal(mediaAddressOf(read(...head, "m=audio 4000 RTP/AVP 0", "a=rtcp-mux"))?.rtcp.port, 4000);
    assert.equal(mediaAddressOf(read(...head, "m=video 4000 RTP/AVP 31")), undefined);
  });

  it("is the T.38 fax where no audio is in use, and no stream over TCP", () => {
    const portOf = (...lines: readonly string[]): number | undefined => mediaAddressOf(read(...head, ...lines))?.port;
    assert.equal(portOf("m=image 4002 udptl t38"), 4002);
    assert.equal(portOf("m=audio 0 RTP/AVP 0", "m=image 4002 UDPTL t38"), 4002);
    assert.equal(portOf("m=image 4002 udptl t38", "m=audio 4000 RTP/AVP 0"), 4000);
    assert.equal(portOf("m=image 0 udptl t38", "m=audio 0 RTP/AVP 0"), 0);
    assert.equal(portOf("m=audio 4000 TCP/RTP/AVP 0"), undefined);
    assert.equal(portOf("m=image 4002 TCP t38"), undefined);
  });
});

describe("withMediaAddress", () => {
  const target = { address: "198.51.100.7", port: 20_000 };

  it("moves c=, m= and a=rtcp, drops ICE and rtcp-mux, and refuses every other stream", () => {
    const sdp = read(
      ...head,
      "a=ice-lite",
      "m=audio 4000 RTP/AVP 0",
      "c=IN IP4 192.0.2.11",
      "a=rtcp:4001 IN IP4 192.0.2.11",
      "a=candidate:1 1 UDP 1 192.0.2.11 4000 typ host",
      "a=ice-ufrag:x",
      "a=rtcp-mux",
      "a=sendrecv",
      "m=video 5000 RTP/AVP 31",
    );
    assert.equal(
      formatSdp(withMediaAddress(sdp, target)).toString(),
      text([
        ...head.slice(0, 3),
        "c=IN IP4 198.51.100.7",
        "t=0 0",
        "m=audio 20000 RTP/AVP 0",
        "c=IN IP4 198.51.100.7",
        "a=rtcp:20001 IN IP4 198.51.100.7",
        "a=sendrecv",
        "m=video 0 RTP/AVP 31",
      ]),
    );
  });

  it("moves a T.38 fax as it moves audio", () => {
    const moved = withMediaAddress(read(...head, "m=audio 0 RTP/AVP 0", "m=image 4002 udptl t38", "a=T38FaxVersion:0"), target);
    assert.deepEqual(
      moved.media.map(({ port }) => port),
      [0, target.port],
    );
  });

  it("unties streams that were bundled, since all but one are refused", () => {
    const bundled = read(
      ...head,
      "a=group:BUNDLE 0 1",
      "m=audio 4000 RTP/AVP 0",
      "a=mid:0",
      "m=video 4002 RTP/AVP 31",
      "a=mid:1",
    );
    assert.deepEqual(attributesOf(withMediaAddress(bundled, target), "group"), []);
  });

  it("says sendonly where the address 0.0.0.0 held, and leaves a refused stream refused", () => {
    const moved = withMediaAddress(read(...head, "m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0"), target);
    assert.deepEqual([mediaAddressOf(moved)?.direction, mediaAddressOf(moved)?.address], ["sendonly", target.address]);
    assert.equal(mediaAddressOf(withMediaAddress(read(...head, "m=audio 0 RTP/AVP 0"), target))?.port, 0);
  });

  it("writes IP6 for an IPv6 address", () => {
    const moved = withMediaAddress(read(...head, "m=audio 4000 RTP/AVP 0"), { address: "2001:db8::7", port: 4 });
    assert.match(formatSdp(moved).toString(), /c=IN IP6 2001:db8::7\r\n/);
  });
});

describe("SRTP in an offer", () => {
  it("is told by profile or by keys, on streams in use only", () => {
    assert.ok(isSecureOffer(read(...head, "m=audio 4000 RTP/SAVP 0")));
    assert.ok(isSecureOffer(read(...head, "m=audio 4000 UDP/TLS/RTP/SAVPF 0")));
    assert.ok(isSecureOffer(read(...head, "m=audio 4000 RTP/AVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x")));
    assert.ok(isSecureOffer(read(...head, "a=fingerprint:sha-256 00", "m=audio 4000 RTP/AVP 0")));
    assert.ok(!isSecureOffer(read(...head, "m=audio 0 RTP/SAVP 0", "m=audio 4000 RTP/AVP 0")));
  });

  it("leaves a stream of the plain profile that carries keys, without them", () => {
    const left = removeSecureMedia(read(...head, "m=audio 4000 RTP/AVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"));
    assert.ok(left !== undefined && !isSecureOffer(left));
    assert.equal(left.media[0]?.port, 4000);
  });

  it("is taken out where a plain audio stream stands beside it", () => {
    const left = removeSecureMedia(read(...head, "m=audio 4000 RTP/SAVP 0", "a=crypto:1 x", "m=audio 4002 RTP/AVP 8"));
    assert.ok(left !== undefined && !isSecureOffer(left));
    assert.deepEqual(
      left.media.map(({ port }) => port),
      [0, 4002],
    );
    assert.deepEqual(attributesOf(left.media[0]!, "crypto"), []);
    assert.equal(removeSecureMedia(read(...head, "m=audio 4000 RTP/SAVP 0", "m=video 4002 RTP/AVP 31")), undefined);
  });
});

describe("commonAudioCodecs", () => {
  it("compares by name in any case, clock rate and channels, in the answer's order; tones are no codec", () => {
    const offer = read(
      ...head,
      "m=audio 4000 RTP/AVP 0 8 18 96 101",
      "a=rtpmap:96 opus/48000/2",
      "a=rtpmap:101 telephone-event/8000",
    );
    const answer = read(
      ...head,
      "m=audio 4000 RTP/AVP 97 8 3 101",
      "a=rtpmap:97 OPUS/48000/2",
      "a=rtpmap:101 telephone-event/8000",
    );
    assert.deepEqual(
      commonAudioCodecs(offer, answer).map(({ payloadType }) => payloadType),
      [97, 8],
    );
  });
});

describe("SdpOriginator", () => {
  it("counts the version up exactly when the description changed, whatever its own origin says", () => {
    const originator = new SdpOriginator({ sessionId: "5", address: "198.51.100.7" });
    const version = (sdp: SessionDescription): string | undefined =>
      /^o=- 5 (\d+) IN IP4 198\.51\.100\.7$/m.exec(originator.describe(sdp).toString().replaceAll("\r", ""))?.[1];
    const sdp = read(...head, "m=audio 4000 RTP/AVP 0");
    assert.equal(version(sdp), "1");
    assert.equal(version({ ...sdp, origin: { ...sdp.origin, version: "8" } }), "1");
    assert.equal(version(withDirection(sdp, "inactive")), "2");
    assert.equal(version(sdp), "3");
  });
});

describe("audioDescription", () => {
  it("makes a description that reads back", () => {
    const made = audioDescription(
      { address: "192.0.2.1", port: 4000 },
      {
        codecs: [
          { payloadType: 8, name: "PCMA", clockRateHz: 8_000 },
          { payloadType: 101, name: "telephone-event", clockRateHz: 8_000 },
        ],
      },
    );
    const result = parseSdp(formatSdp(made));
    assert.ok(result.ok);
    assert.deepEqual(result.value, made);
  });
});
