import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds, type SocketAddress } from "../../base";
import { createSimulation, type Simulation } from "../../adapters/sim";
import type { TcpConnection } from "../../ports";
import { createResponse, serialize, type SipRequest } from "../message";
import { ownRequest, requestText } from "../transaction/layer-builder";
import { createSipStack, type SipStackOptions } from "./sip-stack";
import { buildParty, RawTcpPeer, RawUdpPeer, type Party } from "./stack-builder";

const HERE: SocketAddress = { address: "192.0.2.1", port: 5060 };
const THERE: SocketAddress = { address: "198.51.100.7", port: 5060 };
const LARGE = "x".repeat(1_400);

interface World extends Simulation {
  readonly here: Party;
  readonly there: Party;
}

function buildWorld(
  ofHere: Parameters<typeof buildParty>[2] = {},
  ofThere: Parameters<typeof buildParty>[2] = {},
  network: Partial<Record<"tcpAtThere", boolean>> = {},
): World {
  const simulation = createSimulation({ seed: "sip stack" });
  const { clock, random } = simulation;
  const at = (address: string) => ({ clock, network: simulation.network.host(address), random: random.fork(address) });
  const here = buildParty(at(HERE.address), HERE, ofHere);
  const udpOnly: Partial<SipStackOptions> = network.tcpAtThere === false ? { listen: [{ transport: "udp", local: THERE }] } : {};
  const there = buildParty(at(THERE.address), THERE, { ...ofThere, ...udpOnly });
  clock.advance(milliseconds(10));
  return { ...simulation, here, there };
}

/** Everything has ended: no transaction, timer, connection; after closing no socket. */
function assertNothingLeft({ clock, network, here, there }: World): void {
  clock.advance(seconds(300));
  for (const { stack } of [here, there]) {
    assert.deepEqual([stack.transactions.size, stack.connections, stack.wheel.armed()], [0, 0, []]);
    stack.close();
  }
  clock.advance(seconds(10));
  assert.deepEqual(
    clock.armed().map(({ name }) => name),
    [],
  );
  assert.deepEqual([...network.host(HERE.address).open(), ...network.host(THERE.address).open()], []);
}

describe("SIP stack", () => {
  it("tells each listening address when it is bound", () => {
    const world = buildWorld();
    assert.deepEqual(world.here.listening.sort(), ["tcp 192.0.2.1:5060", "udp 192.0.2.1:5060"]);
    assertNothingLeft(world);
  });

  it("tells of an address that cannot be bound", () => {
    const simulation = createSimulation({ seed: 1 });
    const party = buildParty(
      { ...simulation, network: simulation.network.host("192.0.2.1") },
      { address: "203.0.113.1", port: 5060 },
    );
    simulation.clock.advance(milliseconds(1));
    assert.deepEqual(party.told, ["error NETWORK_ADDRESS_UNAVAILABLE", "error NETWORK_ADDRESS_UNAVAILABLE"]);
  });

  it("does not listen on a wildcard that it could not tell its peers", () => {
    const simulation = createSimulation({ seed: 1 });
    const world = buildWorld();
    const options = { ...simulation, network: simulation.network.host("192.0.2.1"), core: undefined as never };
    assert.throws(
      () =>
        createSipStack({
          ...options,
          listen: [{ transport: "udp", local: { address: "0.0.0.0", port: 5060 } }],
          allowedMethods: [],
          supportedExtensions: () => [],
        }),
      { code: "SIP_LISTEN_UNSPECIFIED" },
    );
    assertNothingLeft(world);
  });

  it("presents the advertised address in Via when it listens on a wildcard", () => {
    const world = buildWorld({
      listen: [{ transport: "udp", local: { address: "0.0.0.0", port: 5060 }, advertised: "192.0.2.1" }],
    });
    world.here.stack.transactions.request(ownRequest("OPTIONS"), { remote: THERE }, world.here.user);
    world.clock.advance(seconds(1));
    assert.deepEqual(world.here.told, ["response 200"]);
    assert.equal(world.there.requests[0]?.request.topVia.host, "192.0.2.1");
    assertNothingLeft(world);
  });

  for (const transport of ["udp", "tcp"] as const) {
    it(`carries a request and its answer over ${transport}`, () => {
      const world = buildWorld();
      world.here.stack.transactions.request(ownRequest("OPTIONS"), { remote: THERE, transport }, world.here.user);
      world.clock.advance(seconds(1));
      assert.deepEqual(world.here.told, ["response 200"]);
      assert.deepEqual(world.there.told, ["request OPTIONS"]);
      assert.deepEqual(world.here.trace, [`sent OPTIONS ${transport}`, `received 200 OPTIONS ${transport}`]);
      assertNothingLeft(world);
    });
  }

  it("carries it over IPv6, from the first listener of that family", () => {
    const simulation = createSimulation({ seed: 3 });
    const { clock, random } = simulation;
    const network = simulation.network.host("192.0.2.1", "2001:db8::1");
    const here = buildParty({ clock, network, random }, [HERE, { address: "2001:db8::1", port: 5060 }]);
    const six = { address: "2001:db8::7", port: 5060 };
    buildParty({ clock, network: simulation.network.host(six.address), random: random.fork("there") }, six);
    clock.advance(milliseconds(10));
    for (const transport of ["udp", "tcp"] as const) {
      here.stack.transactions.request(ownRequest("OPTIONS", { callId: transport }), { remote: six, transport }, here.user);
    }
    clock.advance(seconds(1));
    assert.deepEqual(here.told, ["response 200", "response 200"]);
    assert.deepEqual(here.responses[0]?.topVia.host, "2001:db8::1");
  });

  it("sends from the local address that is asked for, and not at all when nothing listens there", () => {
    const simulation = createSimulation({ seed: 3 });
    const { clock, random } = simulation;
    const network = simulation.network.host("192.0.2.1", "192.0.2.2");
    const second = { address: "192.0.2.2", port: 5060 };
    const here = buildParty({ clock, network, random }, [HERE, second]);
    clock.advance(milliseconds(10));
    assert.deepEqual(here.stack.flowTo({ remote: THERE })?.local, HERE);
    assert.deepEqual(here.stack.flowTo({ remote: THERE, local: second })?.local, second);
    assert.equal(here.stack.flowTo({ remote: THERE, local: { address: "192.0.2.3", port: 5060 } }), undefined);
    assert.equal(here.stack.flowTo({ remote: { address: "2001:db8::1", port: 5060 } }), undefined);
  });

  describe("TCP", () => {
    it("uses one connection for requests in both directions", () => {
      const world = buildWorld();
      const { here, there, clock } = world;
      here.stack.transactions.request(ownRequest("OPTIONS"), { remote: THERE, transport: "tcp" }, here.user);
      here.stack.transactions.request(ownRequest("OPTIONS", { cseq: 2 }), { remote: THERE, transport: "tcp" }, here.user);
      clock.advance(seconds(1));
      assert.equal(here.stack.connections, 1);
      const back = there.requests[0]?.transaction.flow;
      assert.ok(back);
      there.stack.transactions.request(ownRequest("OPTIONS", { cseq: 3 }), { remote: back.remote, transport: "tcp" }, there.user);
      clock.advance(seconds(1));
      assert.deepEqual(there.told.at(-1), "response 200");
      assert.deepEqual([here.stack.connections, there.stack.connections], [1, 1]);
      assertNothingLeft(world);
    });

    it("tells a refused connection at once as a transport failure", () => {
      const world = buildWorld({}, {}, { tcpAtThere: false });
      world.here.stack.transactions.request(ownRequest("INVITE"), { remote: THERE, transport: "tcp" }, world.here.user);
      world.clock.advance(seconds(1));
      assert.deepEqual(world.here.told, ["failure transport"]);
      assertNothingLeft(world);
    });

    it("tells a connection that is never answered after the connect timeout", () => {
      const world = buildWorld();
      world.network.partition(HERE.address, THERE.address);
      world.here.stack.transactions.request(ownRequest("INVITE"), { remote: THERE, transport: "tcp" }, world.here.user);
      world.clock.advance(milliseconds(3_999));
      assert.deepEqual(world.here.told, []);
      world.clock.advance(milliseconds(1));
      assert.deepEqual(world.here.told, ["failure transport"]);
      world.network.heal();
      assertNothingLeft(world);
    });

    it("answers on a new connection to the sent-by port when the first is gone", () => {
      const world = buildWorld({}, { answer: undefined });
      const { here, there, clock } = world;
      const transaction = here.stack.transactions.request(ownRequest("OPTIONS"), { remote: THERE, transport: "tcp" }, here.user);
      clock.advance(seconds(1));
      world.network.host(HERE.address).kill("process");
      clock.advance(seconds(1));
      const raw: string[] = [];
      world.network.host(HERE.address).listenTcp(HERE, {
        onConnection: () => ({ onData: (bytes) => void raw.push(bytes.toString()), onClose: () => undefined }),
        onError: (error) => assert.fail(error),
      });
      const [server] = there.requests;
      assert.ok(server);
      there.stack.transactions.respond(server.transaction, responseTo(server.request));
      clock.advance(seconds(1));
      assert.match(raw.join(""), /^SIP\/2\.0 200 OK\r\n/);
      assert.equal(transaction.isTerminated, false);
    });

    it("fails a request without an answer at once when its connection is reset, and lets a ringing INVITE wait", () => {
      const world = buildWorld({}, {}, { tcpAtThere: false });
      const { here, clock } = world;
      const peers: TcpConnection[] = [];
      const listener = world.network.host(THERE.address).listenTcp(THERE, {
        onConnection(connection) {
          peers.push(connection);
          return { onData: () => undefined, onClose: () => undefined };
        },
        onError: (error) => assert.fail(error),
      });
      const ask = (callId: string) =>
        here.stack.transactions.request(ownRequest("INVITE", { callId }), { remote: THERE, transport: "tcp" }, here.user);
      const ringing = ask("ringing");
      ask("silent");
      clock.advance(milliseconds(100));
      peers[0]?.send(serialize(createResponse(ringing.request, 180, { toTag: "ringing" })));
      clock.advance(milliseconds(100));
      peers[0]?.destroy();
      clock.advance(milliseconds(100));
      assert.deepEqual(here.told, ["response 180", "failure transport"]);
      assert.equal(ringing.isTerminated, false);
      listener.close();
      here.stack.transactions.close();
      assertNothingLeft(world);
    });

    it("ends an idle connection, and keeps one in use", () => {
      const world = buildWorld({ limits: { idleTimeout: seconds(50) } });
      const { here, clock } = world;
      const ask = () => here.stack.transactions.request(ownRequest("OPTIONS"), { remote: THERE, transport: "tcp" }, here.user);
      ask();
      clock.advance(seconds(40));
      ask();
      clock.advance(milliseconds(49_900));
      assert.equal(here.stack.connections, 1);
      clock.advance(seconds(1));
      assert.equal(here.stack.connections, 0);
      assert.equal(here.stack.counters["idleConnections"], 1);
      assertNothingLeft(world);
    });

    it("frames messages whatever the pieces they come in, and several in one", () => {
      const world = buildWorld();
      const peer = new RawTcpPeer(world.network.host("203.0.113.5"), HERE);
      const via = (branch: string) => `Via: SIP/2.0/TCP 203.0.113.5:5060;branch=z9hG4bK${branch}`;
      const text = ["one", "two", "three"]
        .map((each, index) => requestText("OPTIONS", { via: via(each), cseq: index + 1, body: "a\r\n\r\nb" }))
        .join("");
      const middle = Math.floor(text.length / 2);
      for (const byte of text.slice(0, middle)) peer.send(byte);
      peer.send(text.slice(middle));
      world.clock.advance(seconds(1));
      assert.deepEqual(world.here.told, ["request OPTIONS", "request OPTIONS", "request OPTIONS"]);
      assert.equal(peer.received.split("SIP/2.0 200 OK").length - 1, 3);
      peer.connection.end();
      assertNothingLeft(world);
    });

    it("answers the keep-alive CRLF CRLF with CRLF", () => {
      const world = buildWorld();
      const peer = new RawTcpPeer(world.network.host("203.0.113.5"), HERE);
      peer.send("\r\n\r\n");
      world.clock.advance(seconds(1));
      assert.equal(peer.received, "\r\n");
      assert.equal(world.here.stack.counters["keepAlives"], 1);
      peer.connection.end();
      assertNothingLeft(world);
    });

    it("drops a connection that drips bytes and completes nothing", () => {
      const world = buildWorld();
      const peer = new RawTcpPeer(world.network.host("203.0.113.5"), HERE);
      const text = requestText("OPTIONS");
      for (let index = 0; index < 30 && !peer.isClosed; index += 1) {
        peer.send(text.slice(index, index + 1));
        world.clock.advance(seconds(1));
      }
      assert.ok(peer.isClosed);
      assert.equal(world.clock.now() < seconds(22), true);
      assert.equal(world.here.stack.counters["idleConnections"], 1);
      assertNothingLeft(world);
    });

    it("drops a connection that sends what is no message, and counts it", () => {
      const world = buildWorld();
      const peer = new RawTcpPeer(world.network.host("203.0.113.5"), HERE);
      for (let index = 0; index < 40; index += 1) peer.send("\0\x01garbage".repeat(1_000));
      world.clock.advance(seconds(30));
      assert.ok(peer.isClosed);
      assert.deepEqual(world.here.told, []);
      assertNothingLeft(world);
    });

    it("displaces the oldest silent connection at the limit, and refuses when all have spoken", () => {
      const world = buildWorld({ limits: { maxConnections: 2 } });
      const host = world.network.host("203.0.113.5");
      const open = () => {
        const peer = new RawTcpPeer(host, HERE);
        world.clock.advance(milliseconds(100));
        return peer;
      };
      const [first, second, third] = [open(), open(), open()];
      assert.deepEqual([first.isClosed, second.isClosed, third.isClosed], [true, false, false]);
      for (const [index, peer] of [second, third].entries())
        peer.send(requestText("OPTIONS", { branch: `z9hG4bK${index}`, cseq: index + 1 }));
      world.clock.advance(milliseconds(100));
      const fourth = open();
      assert.deepEqual([second.isClosed, third.isClosed, fourth.isClosed], [false, false, true]);
      assert.equal(world.here.stack.connections, 2);
      const { counters } = world.here.stack;
      assert.deepEqual([counters["displacedConnections"], counters["refusedConnections"]], [2, 1]);
      world.here.stack.transactions.request(ownRequest("OPTIONS"), { remote: THERE, transport: "tcp" }, world.here.user);
      world.clock.advance(milliseconds(100));
      assert.equal(world.here.told.at(-1), "failure transport");
      second.connection.end();
      third.connection.end();
      assertNothingLeft(world);
    });
  });

  describe("a request over 1300 bytes", () => {
    it("goes by TCP when no transport was named", () => {
      const world = buildWorld();
      world.here.stack.transactions.request(ownRequest("OPTIONS", { body: LARGE }), { remote: THERE }, world.here.user);
      world.clock.advance(seconds(1));
      assert.deepEqual(world.here.trace, ["sent OPTIONS tcp", "received 200 OPTIONS tcp"]);
      assert.equal(world.there.requests[0]?.request.topVia.transport, "TCP");
      assertNothingLeft(world);
    });

    it("goes by UDP when the peer refuses the connection, and the next one at once", () => {
      const world = buildWorld({}, {}, { tcpAtThere: false });
      let cseq = 0;
      const ask = () => {
        const request = ownRequest("OPTIONS", { body: LARGE, cseq: (cseq += 1) });
        world.here.stack.transactions.request(request, { remote: THERE }, world.here.user);
      };
      ask();
      world.clock.advance(seconds(1));
      assert.deepEqual(world.here.trace, ["sent OPTIONS tcp", "sent OPTIONS udp", "received 200 OPTIONS udp"]);
      assert.equal(world.there.requests[0]?.request.topVia.transport, "UDP");
      world.here.trace.length = 0;
      ask();
      world.clock.advance(seconds(1));
      assert.deepEqual(world.here.trace, ["sent OPTIONS udp", "received 200 OPTIONS udp"]);
      world.clock.advance(seconds(600));
      world.here.trace.length = 0;
      ask();
      world.clock.advance(seconds(1));
      assert.equal(world.here.trace[0], "sent OPTIONS tcp");
      assertNothingLeft(world);
    });
  });

  describe("UDP", () => {
    it("fails waiting requests at once when the network says that the peer is unreachable", () => {
      const world = buildWorld();
      world.network.impair({ from: HERE.address, to: THERE.address, unreachable: true });
      world.here.stack.transactions.request(ownRequest("INVITE"), { remote: THERE }, world.here.user);
      world.clock.advance(milliseconds(100));
      assert.deepEqual(world.here.told, ["failure transport"]);
      world.network.heal();
      assertNothingLeft(world);
    });

    it("drops keep-alives unread", () => {
      const world = buildWorld();
      const peer = new RawUdpPeer(world.network.host("203.0.113.5"), { address: "203.0.113.5", port: 5060 });
      for (const text of ["", "\r\n", "\r\n\r\n", "\0\0\0\0"]) peer.send(text, HERE);
      world.clock.advance(seconds(1));
      assert.deepEqual([peer.received, world.here.stack.counters["keepAlives"]], [[], 4]);
      assert.deepEqual(world.here.trace, []);
      peer.close();
      assertNothingLeft(world);
    });

    it("answers what does not parse statelessly, once for each, and never an ACK or a response", () => {
      const world = buildWorld();
      const peer = new RawUdpPeer(world.network.host("198.51.100.7"), { address: "198.51.100.7", port: 5070 });
      const broken = (method: string) =>
        requestText(method, { via: "Via: SIP/2.0/UDP 198.51.100.7:5070;branch=z9hG4bKx" }).replace(/CSeq: 1/, "CSeq: one");
      peer.send(broken("INVITE"), HERE);
      peer.send(broken("ACK"), HERE);
      peer.send(broken("INVITE").replace(/^.*\r\n/, "SIP/2.0 200 OK\r\n"), HERE);
      peer.send("garbage", HERE);
      world.clock.advance(seconds(1));
      assert.equal(peer.received.length, 1);
      assert.match(peer.received[0] ?? "", /^SIP\/2\.0 400 /);
      assert.deepEqual([world.here.told, world.here.stack.transactions.size], [[], 0]);
      assert.equal(world.here.stack.counters["malformedRequests"], 1);
      peer.close();
      assertNothingLeft(world);
    });

    it("answers OPTIONS after every kind of rubbish", () => {
      const world = buildWorld();
      const { network, clock, here } = world;
      const peer = new RawUdpPeer(network.host("198.51.100.7"), { address: "198.51.100.7", port: 5070 });
      const random = world.random.fork("rubbish");
      const good = requestText("INVITE", { via: "Via: SIP/2.0/UDP 198.51.100.7:5070;branch=z9hG4bKgood" });
      for (let round = 0; round < 300; round += 1) {
        const cut = [...good];
        for (let edits = random.between(1, 6); edits > 0; edits -= 1)
          cut[random.between(0, cut.length - 1)] = String.fromCharCode(random.between(0, 255));
        peer.send(cut.slice(0, random.between(0, cut.length)).join(""), HERE);
      }
      clock.advance(seconds(1));
      peer.received.length = 0;
      peer.send(requestText("OPTIONS", { via: "Via: SIP/2.0/UDP 198.51.100.7:5070;branch=z9hG4bKafter", callId: "after" }), HERE);
      clock.advance(seconds(1));
      assert.ok(peer.received.some((text) => text.startsWith("SIP/2.0 200 OK") && text.includes("z9hG4bKafter")));
      assert.ok(here.stack.counters["receivedDatagrams"] ?? 0 > 250);
      peer.close();
      assertNothingLeft(world);
    });
  });

  it("hands errors of the core to onFault and goes on", () => {
    const faults: unknown[] = [];
    const world = buildWorld({
      onFault: (error) => faults.push(error),
      onRequest: () => {
        throw new TypeError("a bug above");
      },
    });
    world.there.stack.transactions.request(ownRequest("OPTIONS"), { remote: HERE }, world.there.user);
    world.clock.advance(seconds(1));
    assert.equal(faults.length, 1);
    assert.ok(faults[0] instanceof TypeError);
    world.there.stack.close();
    world.here.stack.close();
    world.clock.advance(seconds(10));
    assert.deepEqual(world.clock.armed(), []);
  });

  it("closes with transactions under way and leaves nothing", () => {
    const world = buildWorld({}, { answer: undefined });
    for (const transport of ["udp", "tcp"] as const) {
      world.here.stack.transactions.request(
        ownRequest("INVITE", { cseq: transport.length }),
        { remote: THERE, transport },
        world.here.user,
      );
    }
    world.clock.advance(seconds(1));
    world.here.stack.close();
    world.here.stack.close();
    world.there.stack.close();
    world.clock.advance(seconds(10));
    assert.deepEqual(world.clock.armed(), []);
    assert.deepEqual(world.network.host(HERE.address).open(), []);
  });
});

function responseTo(request: SipRequest) {
  return createResponse(request, 200, { toTag: "late" });
}
