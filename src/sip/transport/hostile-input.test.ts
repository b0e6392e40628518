import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { milliseconds, seconds, type SocketAddress } from "../../base";
import type { Random } from "../../ports";
import { createResponse } from "../message";
import { tortureCases } from "../message/torture-cases";
import { requestText } from "../transaction/layer-builder";
import { buildParty, RawTcpPeer, RawUdpPeer } from "./stack-builder";

const HERE: SocketAddress = { address: "192.0.2.1", port: 5060 };
const ATTACKER: SocketAddress = { address: "198.51.100.7", port: 5060 };
const ROUNDS = 1_500;

const samples: readonly string[] = [
  ...tortureCases.map(({ file }) => readFileSync(join(__dirname, "../message/torture", `${file}.dat`), "latin1")),
  ...["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"].map((method) => requestText(method)),
  requestText("INVITE", { extra: "Require: 100rel", toTag: "dialog" }),
  requestText("INVITE").replace(/^.*\r\n/, "SIP/2.0 200 OK\r\n"),
];

const SNIPPETS = [
  "\r\n",
  "\n",
  ";",
  ",",
  "<",
  ">",
  '"',
  "\\",
  "\0",
  "\xff",
  ":",
  "=",
  "z9hG4bK",
  "Via: ",
  "tag=",
  "9".repeat(12),
  " ",
];

/** Bytes changed, cut out, repeated and put in, a few times. */
function mutated(random: Random): string {
  let text = samples[random.between(0, samples.length - 1)] ?? "";
  for (let edits = random.between(1, 5); edits > 0; edits -= 1) {
    const at = random.between(0, text.length);
    const end = Math.min(text.length, at + random.between(0, 20));
    const snippet = SNIPPETS[random.between(0, SNIPPETS.length - 1)] ?? "";
    const change = random.between(0, 3);
    if (change === 0) text = text.slice(0, at) + snippet + text.slice(at);
    else if (change === 1) text = text.slice(0, at) + text.slice(end);
    else if (change === 2) text = text.slice(0, end) + text.slice(at, end).repeat(3) + text.slice(end);
    else text = text.slice(0, at) + String.fromCharCode(random.between(0, 255)) + text.slice(at + 1);
  }
  return text;
}

function buildTarget(seed: string) {
  const simulation = createSimulation({ seed });
  const faults: unknown[] = [];
  const party = buildParty({ ...simulation, network: simulation.network.host(HERE.address) }, HERE, {
    onFault: (error) => faults.push(error),
    onRequest: (request, transaction, stack) =>
      stack.transactions.respond(transaction, createResponse(request, 404, { toTag: transaction.toTag })),
  });
  simulation.clock.advance(milliseconds(10));
  return { ...simulation, faults, party };
}

describe("hostile bytes", () => {
  it("over UDP: no error, one answer to each at most (retransmissions apart), and an OPTIONS is answered after every one", () => {
    const { clock, network, random, faults, party } = buildTarget("hostile datagrams");
    const attacker = new RawUdpPeer(network.host(ATTACKER.address), ATTACKER);
    const probe = new RawUdpPeer(network.host("203.0.113.5"), { address: "203.0.113.5", port: 5060 });
    const mutations = random.fork("mutations");
    const freshAnswers = (): number => {
      const { sentDatagrams = 0, retransmittedResponses = 0 } = party.stack.counters;
      return sentDatagrams - retransmittedResponses;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = freshAnswers();
      attacker.send(mutated(mutations), HERE);
      clock.advance(milliseconds(2));
      assert.ok(freshAnswers() - before <= 1, "more than one answer to one message");
      const via = `Via: SIP/2.0/UDP 203.0.113.5:5060;branch=z9hG4bKprobe${round}`;
      probe.send(requestText("OPTIONS", { via, callId: `probe${round}`, fromTag: "probe" }), HERE);
      clock.advance(milliseconds(2));
      assert.equal(probe.received.length, round + 1, `no answer after message ${round}`);
    }
    assert.deepEqual(faults, []);
    clock.advance(seconds(64));
    assert.deepEqual([party.stack.transactions.size, party.stack.wheel.armed()], [0, []]);
  });

  it("over TCP: no error, every connection ends, and nothing is left", () => {
    const { clock, network, random, faults, party } = buildTarget("hostile streams");
    const mutations = random.fork("mutations");
    const host = network.host(ATTACKER.address);
    const peers: RawTcpPeer[] = [];
    for (let round = 0; round < ROUNDS / 10; round += 1) {
      const peer = new RawTcpPeer(host, HERE);
      peers.push(peer);
      let stream = Array.from({ length: 3 }, () => mutated(mutations)).join("");
      while (stream.length > 0) {
        const cut = mutations.between(1, 400);
        peer.send(stream.slice(0, cut));
        stream = stream.slice(cut);
      }
      clock.advance(milliseconds(20));
    }
    clock.advance(seconds(300));
    assert.deepEqual(faults, []);
    assert.ok(peers.every(({ isClosed }) => isClosed));
    assert.deepEqual([party.stack.connections, party.stack.transactions.size, party.stack.wheel.armed()], [0, 0, []]);
  });
});
