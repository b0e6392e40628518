import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, type Instant } from "../base";
import { buildRtp } from "./header";
import { StreamMeter } from "./stream-meter";

interface Sent {
  readonly sequence: number;
  readonly atMs?: number;
  readonly timestamp?: number;
  readonly ssrc?: number;
  readonly payloadType?: number;
}

/** Packets of 20 ms; what a test does not set follows from the sequence number. */
function meterOf(packets: readonly Sent[], clockRateHz?: number): StreamMeter {
  const meter = new StreamMeter(clockRateHz);
  const first = packets[0]?.sequence ?? 0;
  for (const { sequence, ssrc = 1, payloadType = 0, ...rest } of packets) {
    const steps = (sequence - first) & 0xffff;
    const { timestamp = 160 * steps, atMs = 20 * steps } = rest;
    const bytes = buildRtp({ marker: false, payloadType, sequence, timestamp, ssrc, payload: new Uint8Array(160) });
    meter.receive(bytes, milliseconds(atMs) as number as Instant);
  }
  return meter;
}

const inOrder = (from: number, count: number): Sent[] =>
  Array.from({ length: count }, (_, i) => ({ sequence: (from + i) & 0xffff }));

describe("StreamMeter: jitter", () => {
  it("follows RFC 3550 appendix A.8", () => {
    // Arrivals 0, 20, 45, 60, 80 ms against timestamps of 20 ms: D = 0, 5, 5, 0 ms = 0, 40, 40, 0 ticks.
    // J: 0; 0 + 40/16 = 2.5; 2.5 + (40 - 2.5)/16 = 4.84375; 4.84375 * 15/16 = 4.541015625 ticks = 0.567626953125 ms.
    const meter = meterOf([0, 20, 45, 60, 80].map((atMs, sequence) => ({ sequence, atMs })));
    assert.equal(meter.jitter, 4.541015625);
    assert.equal(meter.statistics().jitterMs, 0.567626953125);
  });

  it("is zero for a steady stream across the timestamp's wrap, and at another clock rate", () => {
    const start = 0xffffff00;
    const packets = inOrder(0, 100).map((packet, i) => ({ ...packet, timestamp: (start + 160 * i) >>> 0 }));
    assert.equal(meterOf(packets).jitter, 0);
    const wide = inOrder(0, 100).map((packet, i) => ({ ...packet, timestamp: 960 * i }));
    assert.equal(meterOf(wide, 48_000).jitter, 0);
  });

  it("leaves packets out that repeat the timestamp, as a telephone event does", () => {
    const event = [1, 2, 3, 4].map((sequence) => ({ sequence, timestamp: 160, payloadType: 101 }));
    assert.equal(meterOf([{ sequence: 0 }, ...event, { sequence: 5 }, { sequence: 6 }]).jitter, 0);
  });

  it("stands apart for a new source, whose clock has nothing to do with the old one's", () => {
    const meter = meterOf([...inOrder(0, 10), { sequence: 10, ssrc: 2, timestamp: 0x7000_0000, atMs: 200 }]);
    assert.equal(meter.jitter, 0);
  });
});

describe("StreamMeter: loss", () => {
  const cases: readonly { name: string; packets: readonly Sent[]; lost: number; highest: number }[] = [
    { name: "no loss", packets: inOrder(10, 5), lost: 0, highest: 14 },
    // Expected 10..19 = 10 packets, 8 received.
    { name: "two lost in the middle", packets: [...inOrder(10, 4), ...inOrder(16, 4)], lost: 2, highest: 19 },
    { name: "two swapped", packets: [10, 12, 11, 13].map((sequence) => ({ sequence })), lost: 0, highest: 13 },
    // Expected 3, received 4.
    { name: "one duplicated", packets: [10, 11, 11, 12].map((sequence) => ({ sequence })), lost: -1, highest: 12 },
    { name: "the sequence wraps", packets: inOrder(65_530, 12), lost: 0, highest: 65_536 + 5 },
    { name: "a loss across the wrap", packets: [65_534, 1, 2].map((sequence) => ({ sequence })), lost: 2, highest: 65_536 + 2 },
    {
      name: "reordering across the wrap",
      packets: [65_534, 0, 65_535, 1].map((sequence) => ({ sequence })),
      lost: 0,
      highest: 65_537,
    },
    // The wild packet is neither expected nor counted.
    { name: "one wild packet", packets: [...inOrder(10, 3), { sequence: 30_000 }, { sequence: 13 }], lost: 0, highest: 13 },
    // Restart: the first of the new run is the wild one, the run is based at its second packet.
    { name: "a restart at another sequence", packets: [...inOrder(10, 3), ...inOrder(30_000, 4)], lost: 0, highest: 30_003 },
    // Lost 11 under SSRC 1 and 6 under SSRC 2.
    {
      name: "a new SSRC after a loss, with a loss of its own",
      packets: [{ sequence: 10 }, { sequence: 12 }, ...[5, 7].map((sequence) => ({ sequence, ssrc: 2 }))],
      lost: 2,
      highest: 7,
    },
  ];
  for (const { name, packets, lost, highest } of cases) {
    it(`${name}: ${lost}`, () => {
      const meter = meterOf(packets);
      assert.equal(meter.lost, lost);
      assert.equal(meter.extendedHighestSequence, highest);
      assert.equal(meter.received, packets.length);
    });
  }

  it("counts two wraps", () => {
    const meter = meterOf(Array.from({ length: 150 }, (_, i) => ({ sequence: (1_000 * i) & 0xffff })));
    // 149 steps of 1000: two wraps and 17,928 past 0.
    assert.equal(meter.extendedHighestSequence, 149_000);
    assert.equal(meter.lost, 149_001 - 150);
  });
});

describe("StreamMeter: statistics", () => {
  it("tells nothing before the first packet", () => {
    const { received, lost, ssrc, payloadType } = new StreamMeter().statistics();
    assert.deepEqual({ received, lost, ssrc, payloadType }, { received: 0, lost: 0, ssrc: undefined, payloadType: undefined });
  });

  it("counts bytes of whole packets and what became of them", () => {
    const meter = meterOf(inOrder(0, 3).map((packet) => ({ ...packet, ssrc: 0xfedcba98, payloadType: 8 })));
    meter.forwarded();
    meter.encrypted();
    meter.decrypted();
    meter.drop("cipher");
    meter.drop("foreignSource");
    assert.deepEqual(meter.statistics(), {
      received: 3,
      receivedBytes: 3 * 172,
      forwarded: 1,
      lost: 0,
      jitterMs: 0,
      encrypted: 1,
      decrypted: 1,
      dropped: { cipher: 1, unlatched: 0, foreignSource: 1, malformed: 0, noPeer: 0 },
      ssrc: 0xfedcba98,
      payloadType: 8,
    });
  });
});
