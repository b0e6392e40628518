import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { NodeNetwork, SeededRandom, SystemClock } from "../../adapters/node";
import type { SocketAddress } from "../../base";
import { ownRequest } from "../transaction/layer-builder";
import { buildParty, type Party } from "./stack-builder";

const LARGE = "x".repeat(1_400);

async function until(done: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !done(); waited += 2) {
    assert.ok(waited < 5_000, `did not happen within 5 s: ${what}`);
    await sleep(2);
  }
}

/** The port that UDP got is asked for over TCP too: RFC 3261 section 18.2.1 wants both on one. */
async function listeningParty(network: NodeNetwork, clock: SystemClock, address: string, name: string): Promise<Party> {
  const probe = await new Promise<SocketAddress>((resolve, reject) => {
    const socket = network.udp(
      { local: { address, port: 0 } },
      {
        onListening(local) {
          socket.close();
          resolve(local);
        },
        onDatagram: () => undefined,
        onError: reject,
      },
    );
  });
  const party = buildParty({ clock, network, random: SeededRandom.fromSeed(name) }, { address, port: probe.port });
  await until(() => party.listening.length === 2, "listening");
  return party;
}

const addressOf = ({ listening }: Party, address: string): SocketAddress => ({
  address,
  port: Number(listening[0]?.split(":").at(-1)),
});

describe("SIP stack on loopback sockets", () => {
  const network = new NodeNetwork();
  const clock = new SystemClock();
  const parties: Party[] = [];
  after(async () => {
    for (const { stack } of parties) stack.close();
    await until(() => network.open().length === 0, `sockets closed: ${network.open().join(", ")}`);
    assert.deepEqual(clock.armed(), []);
  });

  for (const address of ["127.0.0.1", "::1"]) {
    it(`carries requests over UDP and TCP on ${address}`, async () => {
      const here = await listeningParty(network, clock, address, "here");
      const there = await listeningParty(network, clock, address, "there");
      parties.push(here, there);
      const remote = addressOf(there, address);
      const ask = (fields: Parameters<typeof ownRequest>[1], transport?: "udp" | "tcp") =>
        here.stack.wheel.run(() =>
          here.stack.transactions.request(
            ownRequest("OPTIONS", fields),
            { remote, ...(transport === undefined ? {} : { transport }) },
            here.user,
          ),
        );
      ask({ callId: "udp" }, "udp");
      ask({ callId: "tcp" }, "tcp");
      ask({ callId: "large", body: LARGE });
      await until(() => here.told.length === 3, "three answers");
      assert.deepEqual(here.told, ["response 200", "response 200", "response 200"]);
      assert.deepEqual(here.trace.filter((line) => line.startsWith("sent")).sort(), [
        "sent OPTIONS tcp",
        "sent OPTIONS tcp",
        "sent OPTIONS udp",
      ]);
      assert.deepEqual([here.stack.connections, there.stack.connections], [1, 1]);
    });
  }

  it("falls back to UDP when nobody listens on TCP, and fails at once when TCP was named", async () => {
    const here = await listeningParty(network, clock, "127.0.0.1", "lonely");
    parties.push(here);
    const datagrams: string[] = [];
    const peer = await new Promise<SocketAddress>((resolve, reject) => {
      const socket = network.udp(
        { local: { address: "127.0.0.1", port: 0 } },
        {
          onListening: resolve,
          onDatagram(bytes) {
            datagrams.push(bytes.toString("latin1"));
            socket.close();
          },
          onError: reject,
        },
      );
    });
    const request = (transport?: "tcp") =>
      here.stack.wheel.run(() =>
        here.stack.transactions.request(
          ownRequest("OPTIONS", { body: LARGE }),
          { remote: peer, ...(transport === undefined ? {} : { transport }) },
          here.user,
        ),
      );
    request();
    await until(() => datagrams.length === 1, "the request by UDP");
    assert.match(datagrams[0] ?? "", /^Via: SIP\/2\.0\/UDP /m);
    request("tcp");
    await until(() => here.told.length > 0, "a failure");
    assert.deepEqual(here.told, ["failure transport"]);
  });
});
