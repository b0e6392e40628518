import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../src/adapters/sim";
import { seconds } from "../../src/base";
import { Endpoint, payloadsInOrder, POLITE, readRtp } from "../endpoint";
import { HopTap } from "./hop-tap";

const [CALLER, CALLEE, TAP] = ["192.0.2.1", "192.0.2.2", "203.0.113.10"] as const;

/** A call of three seconds through a tap. */
function callThroughTap(): {
  readonly tap: HopTap;
  readonly caller: Endpoint;
  readonly callee: Endpoint;
  readonly problems: string[];
} {
  const world = createSimulation({ seed: 1 });
  const problems: string[] = [];
  const { clock, network, random } = world;
  const party = (name: string, address: string): Endpoint =>
    new Endpoint({
      name,
      clock,
      network: network.host(address),
      random: random.fork(name),
      address: { address, port: 5060 },
      personality: POLITE,
    });
  const caller = party("Acme", CALLER);
  const callee = party("Alpha", CALLEE);
  const onProblem = (what: string): void => void problems.push(what);
  const tap = new HopTap({ clock, network: network.host(TAP), address: TAP, sipPort: 5060, hosts: [CALLER, CALLEE], onProblem });
  clock.advance(seconds(0.1));
  caller.call({ call: "first", to: "442079460123", via: { address: TAP, port: 5060 } });
  clock.advance(seconds(2));
  caller.act({}, { do: "speak" });
  callee.act({}, { do: "speak" });
  clock.advance(seconds(3));
  caller.act({}, { do: "hangUp" });
  clock.advance(seconds(1));
  return { tap, caller, callee, problems };
}

describe("a tap between two hosts", () => {
  it("passes the call, and every voice packet byte for byte", () => {
    const { caller, callee, problems } = callThroughTap();
    assert.deepEqual([caller.legs[0]?.end, callee.legs[0]?.end, problems], ["hungUpHere", "hungUpThere", []]);
    for (const [from, to] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      const sent = Buffer.concat(payloadsInOrder(from.media({}).sent, [0]));
      const heard = Buffer.concat(payloadsInOrder(to.media({}).received, [0]));
      assert(heard.length > 20_000);
      assert.deepEqual(heard, sent.subarray(0, heard.length));
    }
  });

  it("is all that either host sees of the other", () => {
    const { caller, callee } = callThroughTap();
    for (const { messages } of [caller, callee]) {
      assert.deepEqual([...new Set(messages.map(({ remote }) => remote.address))], [TAP]);
    }
  });

  it("keeps a copy of each packet under the two hosts' own addresses", () => {
    const { tap, caller } = callThroughTap();
    assert.deepEqual([...new Set(tap.packets.flatMap(({ from, to }) => [from.address, to.address]))].sort(), [CALLER, CALLEE]);
    const voice = tap.packets.filter(({ from, bytes }) => from.address === CALLER && readRtp(bytes)?.payloadType === 0);
    assert(voice.length >= caller.media({}).sent.length - 1);
  });
});
