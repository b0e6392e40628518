import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { milliseconds, seconds } from "../../base";
import { buildRtcp, buildRtp, type EncryptionMode, type RelayStatistics } from "../../rtp";
import {
  answerOf,
  call,
  CALLEE,
  CALLER,
  opened,
  partyAt,
  RELAY_ADDRESS,
  relayOn,
  request,
  statisticsOf,
  talk,
} from "./relay-builder";

const KEY = "abcdefghijklmnop";
const next = <Address extends { port: number }>(address: Address): Address => ({ ...address, port: address.port + 1 });

describe("media relay: forwarding", () => {
  it("gives each side an even port of the range and forwards both ways, unchanged", () => {
    const { world, relay, at, caller, callee } = call();
    for (const { address, port } of [at.a, at.b]) {
      assert.equal(address, RELAY_ADDRESS);
      assert.ok(port % 2 === 0 && port >= 10_000 && port <= 10_098);
    }
    const said = talk(world, caller, { to: at.a, count: 50 });
    const answered = talk(world, callee, { to: at.b, count: 30, ssrc: 2 });
    assert.deepEqual(callee.heard, said);
    assert.deepEqual(caller.heard, answered);
    assert.deepEqual([callee.from[0], caller.from[0]], [at.b, at.a]);
    const { fromA, fromB } = statisticsOf(world, relay, "call");
    assert.deepEqual([fromA.received, fromA.forwarded, fromA.lost, fromA.jitterMs], [50, 50, 0, 0]);
    assert.deepEqual([fromB.received, fromB.receivedBytes, fromB.ssrc], [30, 30 * 172, 2]);
  });

  it("passes RTCP from port to port and other packets untouched, in every mode", () => {
    for (const mode of [0, 1, 2, 3] as const) {
      const { world, at, caller, callee } = call({ encryption: { mode, key: KEY }, encrypted: "b" });
      const callerRtcp = partyAt(world, next(CALLER));
      const calleeRtcp = partyAt(world, next(CALLEE));
      const report = buildRtcp([{ kind: "receiverReport", ssrc: 1, reports: [] }]);
      const stun = Buffer.from("000100002112a442000102030405060708090a0b", "hex");
      const udptl = Buffer.from("00010240060000", "hex");
      callerRtcp.socket.send(report, next(at.a));
      calleeRtcp.socket.send(report, next(at.b));
      for (const packet of [stun, udptl, report]) caller.socket.send(packet, at.a);
      world.clock.advance(milliseconds(100));
      assert.deepEqual(calleeRtcp.heard, [report]);
      assert.deepEqual(callerRtcp.heard, [report]);
      assert.deepEqual(callee.heard, [stun, udptl, report]);
    }
  });

  it("drops what claims to be RTP and is not", () => {
    const { world, relay, at, caller, callee } = call();
    for (const bytes of ["8f00", "8f000001000000020000000311", "900000010000000200000003"]) {
      caller.socket.send(Buffer.from(bytes, "hex"), at.a);
    }
    world.clock.advance(seconds(1));
    assert.equal(callee.heard.length, 0);
    assert.equal(statisticsOf(world, relay, "call").fromA.dropped.malformed, 3);
  });

  it("sends RTCP to a side on hold, but not to one that is nowhere", () => {
    const { world, relay, at } = call();
    const callerRtcp = partyAt(world, next(CALLER));
    const calleeRtcp = partyAt(world, next(CALLEE));
    const report = buildRtcp([{ kind: "receiverReport", ssrc: 1, reports: [] }]);
    for (const target of [{ ...CALLER, isHeld: true }, undefined]) {
      relay.point("call", "a", target);
      calleeRtcp.socket.send(report, next(at.b));
      world.clock.advance(milliseconds(100));
    }
    assert.deepEqual(callerRtcp.heard, [report]);
  });

  it("sends nothing to a side on hold and hears it all the same", () => {
    const { world, relay, at, caller, callee } = call();
    for (const nowhere of [
      undefined,
      { ...CALLER, isHeld: true },
      { address: "0.0.0.0", port: 4_000 },
      { address: CALLER.address, port: 0 },
    ]) {
      relay.point("call", "a", nowhere);
      talk(world, callee, { to: at.b, count: 5, ssrc: 2 });
    }
    talk(world, caller, { to: at.a, count: 5 });
    assert.equal(caller.heard.length, 0);
    assert.equal(callee.heard.length, 5);
    assert.equal(statisticsOf(world, relay, "call").fromB.dropped.noPeer, 20);
    relay.point("call", "a", CALLER);
    talk(world, callee, { to: at.b, count: 5, ssrc: 2, first: 20 });
    assert.equal(caller.heard.length, 5);
  });

  it("tells of the first packet and of the last one's time", () => {
    const world = createSimulation({ seed: 1 });
    const firsts: string[] = [];
    const relay = relayOn(world, { onFirstMedia: (id, side) => firsts.push(`${id} ${side} ${world.clock.now()}`) });
    const at = opened(world, relay, request("x"));
    relay.point("x", "a", CALLER);
    const caller = partyAt(world, CALLER);
    const start = world.clock.now();
    talk(world, caller, { to: at.a, count: 3 });
    assert.equal(firsts.length, 1);
    assert.match(firsts[0] as string, /^x a /);
    const last = relay.lastPacketAt("x", "a") as number;
    assert.ok(last >= start + 40_000 && last < start + 60_000);
    assert.equal(relay.lastPacketAt("x", "b"), undefined);
  });
});

describe("media relay: latching", () => {
  it("hears nobody on a side of which it has seen no SDP", () => {
    const world = createSimulation({ seed: 1 });
    const relay = relayOn(world);
    const at = opened(world, relay, request("x"));
    relay.point("x", "b", CALLEE);
    const callee = partyAt(world, CALLEE);
    talk(world, partyAt(world, CALLER), { to: at.a, count: 3 });
    assert.equal(callee.heard.length, 0);
    assert.equal(statisticsOf(world, relay, "x").fromA.dropped.unlatched, 3);
  });

  it("answers to where NAT sends from, and cannot be stolen mid-call", () => {
    const { world, relay, at, callee } = call();
    const mapped = partyAt(world, { address: "198.51.100.7", port: 33_333 });
    const thief = partyAt(world, { address: "203.0.113.66", port: 6_666 });
    talk(world, mapped, { to: at.a, count: 3 });
    talk(world, thief, { to: at.a, count: 20 });
    talk(world, callee, { to: at.b, count: 4, ssrc: 2 });
    assert.equal(mapped.heard.length, 4);
    assert.equal(thief.heard.length, 0);
    assert.equal(callee.heard.length, 3);
    assert.equal(statisticsOf(world, relay, "call").fromA.dropped.foreignSource, 20);
  });

  it("lets no thief take RTCP or other packets either", () => {
    const { world, at, caller, callee } = call();
    const calleeRtcp = partyAt(world, next(CALLEE));
    talk(world, caller, { to: at.a, count: 1 });
    const thief = partyAt(world, { address: "203.0.113.66", port: 6_666 });
    const report = buildRtcp([{ kind: "receiverReport", ssrc: 1, reports: [] }]);
    thief.socket.send(report, next(at.a));
    thief.socket.send(report, at.a);
    thief.socket.send(Buffer.from("00010240060000", "hex"), at.a);
    calleeRtcp.socket.send(report, next(at.b));
    world.clock.advance(seconds(1));
    assert.deepEqual([calleeRtcp.heard.length, callee.heard.length, thief.heard.length], [0, 1, 0]);
  });
});

describe("media relay: encryption", () => {
  /** Two switches with one hop between them: what crosses it, and what the far party hears. */
  function hop(near: { mode: EncryptionMode; key: string }, far: { mode: EncryptionMode; key: string }) {
    const world = createSimulation({ seed: 3 });
    const [nearRelay, farRelay] = [
      relayOn(world, { encryption: near }),
      relayOn(world, { address: "192.0.2.2", encryption: far }),
    ];
    const nearAt = opened(world, nearRelay, request("near", "b"));
    const farAt = opened(world, farRelay, request("far", "a"));
    nearRelay.point("near", "a", CALLER);
    nearRelay.point("near", "b", farAt.a);
    farRelay.point("far", "a", nearAt.b);
    farRelay.point("far", "b", CALLEE);
    const crossing: Buffer[] = [];
    world.network.observe(({ from, to, bytes }) => {
      if ([from.address, to.address].every((address) => address.startsWith("192.0.2.") && address.length === 9))
        crossing.push(Buffer.from(bytes));
    });
    const [caller, callee] = [partyAt(world, CALLER), partyAt(world, CALLEE)];
    const said = talk(world, caller, { to: nearAt.a, count: 100 });
    const answered = talk(world, callee, { to: farAt.b, count: 100, ssrc: 2 });
    return {
      said,
      answered,
      crossing,
      caller,
      callee,
      near: statisticsOf(world, nearRelay, "near"),
      far: statisticsOf(world, farRelay, "far"),
    };
  }

  for (const mode of [1, 2, 3] as const) {
    it(`mode ${mode}: the hop is ciphertext under its own header, both ends hear each byte`, () => {
      const both = { mode, key: KEY };
      const { said, answered, crossing, caller, callee, near, far } = hop(both, both);
      assert.deepEqual(callee.heard, said);
      assert.deepEqual(caller.heard, answered);
      assert.equal(crossing.length, 200);
      crossing.slice(0, 100).forEach((packet, i) => {
        assert.deepEqual(packet.subarray(0, 12), said[i]?.subarray(0, 12));
        assert.notDeepEqual(packet.subarray(12), said[i]?.subarray(12));
        assert.equal(packet.length, said[i]?.length);
      });
      // RTP-026: each relay encrypts what goes out to the hop and decrypts what comes in from it.
      assert.deepEqual(
        [near.fromA.encrypted, near.fromA.decrypted, near.fromB.encrypted, near.fromB.decrypted],
        [100, 0, 0, 100],
      );
      assert.deepEqual([far.fromA.decrypted, far.fromB.encrypted], [100, 100]);
    });
  }

  it("mode 0 leaves an encrypted leg clear, whatever the key", () => {
    const { said, crossing, near } = hop({ mode: 0, key: KEY }, { mode: 0, key: "other" });
    assert.deepEqual(crossing.slice(0, 100), said);
    assert.equal(near.fromA.encrypted, 0);
  });

  it("different modes or keys are heard as garbage with all packets there", () => {
    for (const far of [
      { mode: 0, key: "" },
      { mode: 1, key: KEY },
      { mode: 3, key: "abcdefghijklmnoq" },
    ] as const) {
      const { said, callee } = hop({ mode: 3, key: KEY }, far);
      assert.equal(callee.heard.length, 100);
      assert.notDeepEqual(callee.heard, said);
    }
  });

  it("two encrypted legs through one switch are decrypted and encrypted again", () => {
    const { world, relay, at, caller, callee } = call({ encryption: { mode: 3, key: KEY }, encrypted: "both" });
    const said = talk(world, caller, { to: at.a, count: 2 });
    // One key on both legs: decrypted and encrypted again gives the same bytes.
    assert.deepEqual(callee.heard, said);
    const { fromA } = statisticsOf(world, relay, "call");
    assert.deepEqual([fromA.decrypted, fromA.encrypted], [2, 2]);
  });

  it("an injected receive key makes one direction alone unintelligible", () => {
    const encryption = { mode: 3, key: KEY, receiveKey: "0123456789abcdef" } as const;
    const { said, answered, caller, callee } = hop(encryption, { mode: 3, key: KEY });
    assert.deepEqual(callee.heard, said);
    assert.notDeepEqual(caller.heard, answered);
  });

  for (const [mode, key] of [
    [3, "YourSecureKey128Bit"],
    [1, ""],
    [2, ""],
    [3, ""],
  ] as const) {
    it(`mode ${mode} with ${key.length} key bytes fails closed: nothing passes, drops are counted, the log says why and not the key`, () => {
      const { world, relay, at, caller, callee } = call({ encryption: { mode, key }, encrypted: "b" });
      talk(world, caller, { to: at.a, count: 10 });
      talk(world, callee, { to: at.b, count: 10, ssrc: 2 });
      assert.deepEqual([caller.heard.length, callee.heard.length], [0, 0]);
      const { fromA, fromB } = statisticsOf(world, relay, "call");
      assert.deepEqual([fromA.dropped.cipher, fromB.dropped.cipher], [10, 10]);
      const logged = world.log.of("media.cipher.unusable").filter(({ fields }) => fields.relay === "call");
      assert.equal(logged.length, 2);
      assert.match(String(logged[0]?.fields.reason), /cipher initialisation failed/);
      assert.ok(key === "" || !JSON.stringify(world.log.entries).includes(key));
    });
  }

  it("an unusable key does not touch a call without an encrypted leg", () => {
    const { world, at, caller, callee } = call({ encryption: { mode: 3, key: "short" } });
    assert.deepEqual(talk(world, caller, { to: at.a, count: 3 }), callee.heard);
  });

  it("telephone events cross encrypted and exact", () => {
    const { world, at, caller, callee } = call({ encryption: { mode: 3, key: KEY }, encrypted: "b" });
    const event = buildRtp({
      marker: true,
      payloadType: 101,
      sequence: 1_000,
      timestamp: 160_000,
      ssrc: 0x11223344,
      payload: Buffer.from([0, 1, 2, 3]),
    });
    caller.socket.send(event, at.a);
    world.clock.advance(milliseconds(20));
    assert.equal(callee.heard[0]?.toString("hex", 12), "fed645fa");
  });
});

describe("media relay: ports and life", () => {
  it("refuses with noPorts when the range is used up, and opens again after a close", () => {
    const world = createSimulation({ seed: 1 });
    const relay = relayOn(world, { ports: { from: 10_000, to: 10_005 } });
    opened(world, relay, request("one"));
    // One pair is left, and a call takes two.
    const refused = answerOf(world, (done) => relay.open(request("two"), done));
    assert.deepEqual(refused, { ok: false, failure: { kind: "noPorts" } });
    assert.equal(relay.counters.portPairsInUse, 2);
    answerOf(world, (done) => relay.close("one", done));
    opened(world, relay, request("three"));
    assert.deepEqual([relay.counters.opened, relay.counters.refusedForPorts], [2, 1]);
  });

  it("passes over ports that another program holds", () => {
    const world = createSimulation({ seed: 1 });
    for (const port of [10_001, 10_002]) partyAt(world, { address: RELAY_ADDRESS, port });
    const relay = relayOn(world, { ports: { from: 10_000, to: 10_011 } });
    const bound = ["x", "y"].map((id) => opened(world, relay, request(id)));
    const ports = bound.flatMap(({ a, b }) => [a, b]).map(({ port }) => port);
    assert.deepEqual(
      ports.sort((a, b) => a - b),
      [10_004, 10_006, 10_008, 10_010],
    );
    assert.equal(relay.counters.portPairsInUse, 4);
    assert.equal(answerOf(world, (done) => relay.open(request("z"), done)).ok, false);
  });

  it("takes the port that is asked for when it is free, another one otherwise", () => {
    const world = createSimulation({ seed: 1 });
    const relay = relayOn(world);
    const wanted = { relay: "x", a: { encrypt: false, port: 10_040 }, b: { encrypt: false, port: 10_042 } };
    const at = opened(world, relay, wanted);
    assert.deepEqual([at.a.port, at.b.port], [10_040, 10_042]);
    const other = opened(world, relay, { ...wanted, relay: "y" });
    assert.ok(![10_040, 10_042].includes(other.a.port));
  });

  it("binds each side where it is asked to, and nowhere else", () => {
    const world = createSimulation({ seed: 1 });
    world.network.host(RELAY_ADDRESS, "192.0.2.3");
    const relay = relayOn(world, { addresses: [RELAY_ADDRESS, "192.0.2.3"] });
    const at = opened(world, relay, { relay: "x", a: { encrypt: false }, b: { encrypt: false, address: "192.0.2.3" } });
    assert.deepEqual([at.a.address, at.b.address], [RELAY_ADDRESS, "192.0.2.3"]);
    const elsewhere = { relay: "y", a: { encrypt: false }, b: { encrypt: false, address: "192.0.2.99" } };
    assert.deepEqual(
      answerOf(world, (done) => relay.open(elsewhere, done)),
      { ok: false, failure: { kind: "unavailable" } },
    );
    assert.equal(relay.counters.portPairsInUse, 2);
  });

  it("opens a call once: a second request gets the same addresses", () => {
    const world = createSimulation({ seed: 1 });
    const relay = relayOn(world);
    const answers: unknown[] = [];
    relay.open(request("x"), (result) => answers.push(result));
    relay.open(request("x"), (result) => answers.push(result));
    world.clock.advance(seconds(1));
    assert.equal(answers.length, 2);
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual(
      answerOf(world, (done) => relay.open(request("x"), done)),
      answers[0],
    );
    assert.equal(relay.counters.relays, 1);
  });

  it("close gives the final statistics and leaves no socket; a second one knows nothing", () => {
    const { world, relay, at, caller } = call();
    talk(world, caller, { to: at.a, count: 5 });
    const final = answerOf<RelayStatistics>(world, (done) => relay.close("call", done));
    assert.ok(final.ok);
    assert.equal(final.value.fromA.received, 5);
    assert.deepEqual(world.network.host(RELAY_ADDRESS).open(), []);
    assert.deepEqual(
      answerOf(world, (done) => relay.close("call", done)),
      { ok: false, failure: { kind: "unknownRelay" } },
    );
    assert.deepEqual(
      answerOf(world, (done) => relay.statistics("call", done)),
      { ok: false, failure: { kind: "unknownRelay" } },
    );
    relay.point("call", "a", CALLER);
  });

  it("close while opening answers both", () => {
    const world = createSimulation({ seed: 1 });
    const relay = relayOn(world);
    const answers: string[] = [];
    relay.open(request("x"), (result) => answers.push(`open ${result.ok}`));
    relay.close("x", (result) => answers.push(`close ${result.ok}`));
    world.clock.advance(seconds(1));
    assert.deepEqual(answers, ["open false", "close true"]);
    assert.deepEqual(world.network.host(RELAY_ADDRESS).open(), []);
    assert.equal(relay.counters.portPairsInUse, 0);
  });

  it("stop closes every socket", () => {
    const { world, relay } = call();
    opened(world, relay, request("other"));
    relay.stop();
    assert.deepEqual(world.network.host(RELAY_ADDRESS).open(), []);
    assert.equal(relay.counters.relays, 0);
  });
});
