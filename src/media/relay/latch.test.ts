import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { after, seconds, type Instant, type SocketAddress } from "../../base";
import { Latch, RELATCH_AFTER, RtcpLatch } from "./latch";

const SDP: SocketAddress = { address: "192.0.2.10", port: 4_000 };
const NAT: SocketAddress = { address: "198.51.100.7", port: 33_333 };
const THIEF: SocketAddress = { address: "203.0.113.66", port: 6_666 };
const START = 0 as Instant;
const copy = (address: SocketAddress): SocketAddress => ({ ...address });

function latched(to: SocketAddress): Latch {
  const latch = new Latch();
  latch.point(SDP);
  assert.equal(latch.refuse(to, 1, START), undefined);
  return latch;
}

describe("Latch", () => {
  it("hears nobody before SDP", () => {
    const latch = new Latch();
    assert.equal(latch.refuse(NAT, 1, START), "unlatched");
    assert.equal(latch.target, undefined);
  });

  it("sends to SDP's address until a packet came, then to its source", () => {
    const latch = new Latch();
    latch.point(SDP);
    assert.deepEqual(latch.target, SDP);
    assert.equal(latch.refuse(NAT, 1, START), undefined);
    assert.deepEqual(latch.target, NAT);
  });

  it("hears a side that only sends from the first, sends it no RTP, and knows it when it takes the call back", () => {
    const latch = new Latch();
    latch.point({ ...SDP, isHeld: true });
    assert.equal(latch.refuse(NAT, 1, START), undefined);
    assert.equal(latch.target, undefined);
    assert.deepEqual(latch.present, NAT);
    latch.point(SDP);
    assert.deepEqual(latch.target, NAT);
  });

  it("is not stolen mid-call, not even by the same SSRC", () => {
    const latch = latched(NAT);
    for (const ssrc of [1, 2, undefined]) assert.equal(latch.refuse(THIEF, ssrc, START), "foreignSource");
    assert.equal(latch.refuse({ ...NAT, port: NAT.port + 1 }, 1, START), "foreignSource");
    assert.deepEqual(latch.target, NAT);
  });

  it("believes SDP's own address at any time", () => {
    const latch = latched(THIEF);
    assert.equal(latch.refuse(copy(SDP), 1, START), undefined);
    assert.deepEqual(latch.target, SDP);
    assert.equal(latch.refuse(THIEF, 1, START), "foreignSource");
  });

  it("follows a NAT that forgot its binding: same SSRC after the old source's silence", () => {
    const latch = latched(NAT);
    const moved = { ...NAT, port: 44_444 };
    const late = after(START, RELATCH_AFTER);
    assert.equal(latch.refuse(moved, 1, (late - 1) as Instant), "foreignSource");
    assert.equal(latch.refuse(moved, 2, late), "foreignSource");
    assert.equal(latch.refuse(moved, undefined, late), "foreignSource");
    assert.equal(latch.refuse(moved, 1, late), undefined);
    assert.deepEqual(latch.target, moved);
  });

  it("starts over for a new address in SDP, and not for the same one again", () => {
    const latch = latched(NAT);
    latch.point(copy(SDP));
    assert.equal(latch.refuse(THIEF, 2, START), "foreignSource");
    const next = { address: "192.0.2.10", port: 4_100 };
    latch.point(next);
    assert.deepEqual(latch.target, next);
    assert.equal(latch.refuse(NAT, 2, START), undefined);
    assert.deepEqual(latch.target, NAT);
  });

  it("keeps its source over hold and resumption", () => {
    const latch = latched(NAT);
    latch.point(undefined);
    assert.equal(latch.target, undefined);
    assert.equal(latch.refuse(NAT, 1, after(START, seconds(1))), undefined);
    assert.equal(latch.refuse(THIEF, 1, after(START, seconds(1))), "foreignSource");
    latch.point(copy(SDP));
    assert.deepEqual(latch.target, NAT);
  });

  it("tells when it was last heard, thieves not counted", () => {
    const latch = latched(NAT);
    latch.refuse(THIEF, 1, after(START, seconds(1)));
    assert.equal(latch.lastPacketAt, START);
  });
});

describe("RtcpLatch", () => {
  it("is the next port until the first RTCP, then its source on that host", () => {
    const rtp = latched(NAT);
    const rtcp = new RtcpLatch(rtp);
    assert.deepEqual(rtcp.target, { ...NAT, port: NAT.port + 1 });
    const mapped = { ...NAT, port: 40_404 };
    assert.equal(rtcp.admits(mapped, "other"), false);
    assert.equal(rtcp.admits(mapped, "rtcp"), true);
    assert.deepEqual(rtcp.target, mapped);
    assert.equal(rtcp.admits({ ...NAT, port: 40_405 }, "rtcp"), false);
  });

  it("hears no other host, and nobody before SDP", () => {
    assert.equal(new RtcpLatch(latched(NAT)).admits(THIEF, "rtcp"), false);
    assert.equal(new RtcpLatch(new Latch()).admits(NAT, "rtcp"), false);
  });

  it("moves with the RTP source", () => {
    const rtp = new Latch();
    const rtcp = new RtcpLatch(rtp);
    rtp.point(SDP);
    assert.equal(rtcp.admits({ ...SDP, port: 4_007 }, "rtcp"), true);
    rtp.refuse(NAT, 1, START);
    assert.deepEqual(rtcp.target, { ...NAT, port: NAT.port + 1 });
  });

  it("sends nothing on hold", () => {
    const rtp = latched(NAT);
    rtp.point(undefined);
    assert.equal(new RtcpLatch(rtp).target, undefined);
  });
});
