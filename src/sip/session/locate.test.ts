import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseSipUri } from "../message";
import type { SipTarget } from "../transaction";
import { locateByUri } from "./locate";

const peer: SipTarget = { remote: { address: "198.51.100.4", port: 40000 }, local: { address: "192.0.2.1", port: 5060 } };
const text = ({ remote, transport }: SipTarget): string => `${transport ?? "any"} ${remote.address} ${remote.port}`;

describe("where a URI leads", () => {
  for (const [uri, from, expected] of [
    ["sip:a@192.0.2.9", peer, "any 192.0.2.9 5060"],
    ["sip:a@192.0.2.9:5070;transport=tcp", peer, "tcp 192.0.2.9 5070"],
    ["sip:a@[2001:db8::9]:5070", peer, "any 2001:db8::9 5070"],
    ["sip:a@host.example.com;maddr=192.0.2.8", peer, "any 192.0.2.8 5060"],
    ["sip:a@host.example.com", peer, "any 198.51.100.4 40000"],
    ["sip:a@198.51.100.4", { ...peer, transport: "tcp" }, "tcp 198.51.100.4 40000"],
    ["sip:a@198.51.100.4;transport=udp", { ...peer, transport: "tcp" }, "udp 198.51.100.4 5060"],
    ["sip:a@192.0.2.9", { ...peer, transport: "udp" }, "udp 192.0.2.9 5060"],
    ["tel:+442079460123", peer, "any 198.51.100.4 40000"],
  ] as const) {
    it(`${uri} of a peer by ${from.transport ?? "any transport"} leads to ${expected}`, () => {
      assert.equal(text(locateByUri(parseSipUri(uri), from)), expected);
    });
  }

  it("keeps our address only for its own family", () => {
    assert.deepEqual(locateByUri(parseSipUri("sip:192.0.2.9"), peer).local, peer.local);
    assert.equal(locateByUri(parseSipUri("sip:[2001:db8::9]"), peer).local, undefined);
  });
});
