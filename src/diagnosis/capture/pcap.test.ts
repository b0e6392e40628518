import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { WallTime } from "../../base";
import { readPcap } from "./pcap-reader";
import { writePcap } from "./pcap-writer";
import type { CapturePacket } from "./packet";

const packet = (part: Partial<CapturePacket>): CapturePacket => ({
  at: 1_772_442_000_123_456 as WallTime,
  transport: "udp",
  from: { address: "192.0.2.1", port: 5060 },
  to: { address: "198.51.100.7", port: 5062 },
  bytes: Buffer.from("OPTIONS"),
  ...part,
});

describe("pcap", () => {
  it("gives back every packet with its microsecond, addresses and bytes", () => {
    const packets = [
      packet({}),
      packet({ transport: "tcp", bytes: Buffer.from("INVITE one") }),
      packet({ transport: "tcp", bytes: Buffer.from("INVITE two") }),
      packet({ from: { address: "::1", port: 1 }, to: { address: "2001:db8:1:2:3:4:5:6", port: 2 } }),
      packet({ from: { address: "2001:db8:0:1:1:1:0:1", port: 1 }, to: { address: "::", port: 2 } }),
      packet({ from: { address: "2001:db8::1", port: 1 }, to: { address: "2001:db8:0:1::2", port: 2 } }),
    ];
    const read = readPcap(writePcap(packets));
    assert(read.ok);
    assert.deepEqual(read.value, packets);
  });

  it("shortens nothing that has an odd length or no bytes", () => {
    const packets = [packet({ bytes: Buffer.from([1]) }), packet({ bytes: Buffer.alloc(0) })];
    const read = readPcap(writePcap(packets));
    assert(read.ok);
    assert.deepEqual(read.value, packets);
  });

  it("leaves out a record that is torn off at the end", () => {
    const file = writePcap([packet({}), packet({})]);
    const read = readPcap(file.subarray(0, file.length - 3));
    assert(read.ok);
    assert.equal(read.value.length, 1);
  });

  it("names a file that is no capture", () => {
    const read = readPcap(Buffer.from("not a capture at all, but long enough"));
    assert(!read.ok);
    assert.equal(read.failure.code, "PCAP_NOT_A_CAPTURE");
  });
});
