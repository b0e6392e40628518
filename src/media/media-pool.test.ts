import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../adapters/sim";
import { createMediaPool } from "./media-pool";
import { answerOf, CALLEE, CALLER, opened, partyAt, relayOn, request, talk } from "./relay/relay-builder";

const HOSTS = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];

describe("media pool", () => {
  it("gives calls to its services in turn", () => {
    const world = createSimulation({ seed: 1 });
    const pool = createMediaPool(HOSTS.map((address) => relayOn(world, { address })));
    const hosts = ["c1", "c2", "c3", "c4"].map((id) => opened(world, pool, request(id)).a.address);
    assert.deepEqual(hosts, [...HOSTS, HOSTS[0]]);
  });

  it("passes over a service without ports, and fails when all are", () => {
    const world = createSimulation({ seed: 1 });
    const pool = createMediaPool(
      HOSTS.slice(0, 2).map((address) => relayOn(world, { address, ports: { from: 10_000, to: 10_003 } })),
    );
    assert.deepEqual(
      ["c1", "c2"].map((id) => opened(world, pool, request(id)).a.address),
      HOSTS.slice(0, 2),
    );
    assert.deepEqual(
      answerOf(world, (done) => pool.open(request("c3"), done)),
      { ok: false, failure: { kind: "noPorts" } },
    );
    answerOf(world, (done) => pool.close("c2", done));
    assert.equal(opened(world, pool, request("c4")).a.address, HOSTS[1]);
  });

  it("sends all that concerns a call to its service", () => {
    const world = createSimulation({ seed: 1 });
    const pool = createMediaPool(HOSTS.map((address) => relayOn(world, { address })));
    opened(world, pool, request("c1"));
    const at = opened(world, pool, request("c2"));
    pool.point("c2", "a", CALLER);
    pool.point("c2", "b", CALLEE);
    const callee = partyAt(world, CALLEE);
    talk(world, partyAt(world, CALLER), { to: at.a, count: 2 });
    assert.equal(callee.heard.length, 2);
    const closed = answerOf<{ fromA: { received: number } }>(world, (done) => pool.close("c2", done));
    assert.ok(closed.ok && closed.value.fromA.received === 2);
    assert.deepEqual(
      answerOf(world, (done) => pool.statistics("c2", done)),
      { ok: false, failure: { kind: "unknownRelay" } },
    );
  });

  it("keeps a port that a party was told with the service that has it", () => {
    const world = createSimulation({ seed: 1 });
    const pool = createMediaPool(HOSTS.map((address) => relayOn(world, { address })));
    const at = opened(world, pool, request("attempt 1"));
    answerOf(world, (done) => pool.close("attempt 1", done));
    const again = opened(world, pool, { relay: "attempt 2", a: { encrypt: false, ...at.a }, b: { encrypt: true } });
    assert.deepEqual(again.a, at.a);
  });

  it("gives one of two services a key of its own: every other call is garbled", () => {
    const world = createSimulation({ seed: 1 });
    const keys = ["a&b<c>d", "a&amp;b<c>d"];
    const near = createMediaPool(keys.map((key, i) => relayOn(world, { address: HOSTS[i] ?? "", encryption: { mode: 2, key } })));
    const far = relayOn(world, { address: "192.0.2.9", encryption: { mode: 2, key: keys[0] ?? "" } });
    const [caller, callee] = [partyAt(world, CALLER), partyAt(world, CALLEE)];
    const clear = [1, 2, 3, 4, 5, 6].map((i) => {
      const [nearAt, farAt] = [opened(world, near, request(`n${i}`, "b")), opened(world, far, request(`f${i}`, "a"))];
      near.point(`n${i}`, "a", CALLER);
      near.point(`n${i}`, "b", farAt.a);
      far.point(`f${i}`, "a", nearAt.b);
      far.point(`f${i}`, "b", CALLEE);
      const [said] = talk(world, caller, { to: nearAt.a, first: i });
      return said?.equals(callee.heard.at(-1) ?? Buffer.alloc(0));
    });
    assert.deepEqual(clear, [true, false, true, false, true, false]);
  });
});
