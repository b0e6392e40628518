import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { WallTime } from "../../src/base";
import type { CapturedPacket } from "../evidence";
import { ladderOf } from "./ladder";
import { ladderSvg } from "./ladder-svg";
import { ladderText } from "./ladder-text";

const hosts = new Map([
  ["192.0.2.10", "Acme"],
  ["192.0.2.1", "switch"],
]);
const acme = { address: "192.0.2.10", port: 5060 };
const sw = { address: "192.0.2.1", port: 5060 };

const packet = (ms: number, part: Partial<CapturedPacket>): CapturedPacket => ({
  at: (ms * 1_000) as WallTime,
  transport: "udp",
  from: acme,
  to: sw,
  bytes: Buffer.alloc(0),
  ...part,
});
const sip = (start: string, callId = "a@example.com", cseq = "1 INVITE") =>
  Buffer.from(`${start}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\n\r\n`);
const invite = sip("INVITE sip:44@192.0.2.1 SIP/2.0");
const rtp = Buffer.concat([Buffer.from([0x80, 0]), Buffer.alloc(170)]);

describe("ladderOf", () => {
  it("names columns by host in order of appearance and arrows by message", () => {
    const ladder = ladderOf({
      hosts,
      packets: [packet(0, { bytes: invite }), packet(5, { from: sw, to: acme, bytes: sip("SIP/2.0 180 Ringing") })],
    });
    assert.deepEqual(ladder.columns, ["Acme", "switch"]);
    assert.deepEqual(
      ladder.arrows.map((arrow) => [arrow.label, arrow.from, arrow.to]),
      [
        ["INVITE", 0, 1],
        ["180 Ringing (INVITE)", 1, 0],
      ],
    );
  });

  it("sorts by time, marks retransmissions and numbers legs by Call-ID", () => {
    const ladder = ladderOf({
      hosts,
      packets: [
        packet(500, { bytes: invite }),
        packet(0, { bytes: invite }),
        packet(900, { bytes: sip("BYE sip:x SIP/2.0", "b@example.com") }),
      ],
    });
    assert.deepEqual(
      ladder.arrows.map((arrow) => [arrow.isRetransmission, arrow.leg]),
      [
        [false, 0],
        [true, 0],
        [false, 1],
      ],
    );
  });

  it("draws media between two messages as one arrow a direction", () => {
    const media = Array.from({ length: 50 }, (_, index) => packet(10 + index, { bytes: rtp }));
    const ladder = ladderOf({
      hosts,
      packets: [packet(0, { bytes: invite }), ...media, packet(99, { bytes: sip("BYE sip:x SIP/2.0") })],
    });
    assert.deepEqual(
      ladder.arrows.map((arrow) => arrow.label),
      ["INVITE", "RTP PCMU x 50", "BYE"],
    );
  });
});

describe("ladder renderings", () => {
  const ladder = ladderOf({ hosts, packets: [packet(0, { bytes: invite }), packet(1_500, { bytes: invite, fate: "lost" })] });

  it("shows seconds, arrow and fate as text", () => {
    assert.match(ladderText(ladder), /0\.000 {2}\|-- INVITE -+>\|\n +1\.500 {2}\|-- INVITE \(again\) \(lost\) -+>\|/);
  });

  it("escapes hostile text in the picture", () => {
    const hostile = ladderOf({ hosts, packets: [packet(0, { bytes: sip('INVITE sip:"><script>@x SIP/2.0') })] });
    assert(!ladderSvg(hostile).includes("<script>"));
  });
});
