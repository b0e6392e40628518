import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { SocketAddress, SwitchError } from "../base";
import {
  MAX_TCP_QUEUE_BYTES,
  type Network,
  type TcpConnection,
  type TcpHandlers,
  type TcpListener,
  type UdpSocket,
} from "./network";

/** What the suite needs of a network under test. */
export interface NetworkFixture {
  readonly network: Network;
  /** An IPv4 and, where there is one, an IPv6 address on which the network may bind. */
  readonly address: string;
  readonly address6?: string;
  /** Lets the network run until `done` holds; fails when it takes too long. */
  until(done: () => boolean): Promise<void>;
  /** Lets the network run for a little while, about 50 ms of its own time. */
  pause(): Promise<void>;
  close?(): Promise<void>;
}

interface Received {
  readonly text: string;
  readonly from: SocketAddress;
}

class UdpProbe {
  readonly received: Received[] = [];
  readonly errors: SwitchError[] = [];
  readonly socket: UdpSocket;
  listening: SocketAddress | undefined;

  constructor(network: Network, local: SocketAddress) {
    this.socket = network.udp(
      { local },
      {
        onListening: (bound) => (this.listening = bound),
        onDatagram: (bytes, from) => this.received.push({ text: bytes.toString(), from: { ...from } }),
        onError: (error) => this.errors.push(error),
      },
    );
  }

  get settled(): boolean {
    return this.listening !== undefined || this.errors.length > 0;
  }

  get at(): SocketAddress {
    assert.ok(this.listening, "not listening");
    return this.listening;
  }
}

class TcpProbe implements TcpHandlers {
  connection: TcpConnection | undefined;
  data = Buffer.alloc(0);
  closes = 0;
  error: SwitchError | undefined;

  onOpen(connection: TcpConnection): void {
    this.connection = connection;
  }

  onData(bytes: Buffer): void {
    this.data = Buffer.concat([this.data, bytes]);
  }

  onClose(error?: SwitchError): void {
    this.closes += 1;
    this.error = error;
  }
}

class ListenerProbe {
  readonly accepted: TcpProbe[] = [];
  readonly errors: SwitchError[] = [];
  readonly listener: TcpListener;
  listening: SocketAddress | undefined;

  constructor(network: Network, local: SocketAddress) {
    this.listener = network.listenTcp(local, {
      onListening: (bound) => (this.listening = bound),
      onConnection: (connection) => {
        const probe = new TcpProbe();
        probe.connection = connection;
        this.accepted.push(probe);
        return probe;
      },
      onError: (error) => this.errors.push(error),
    });
  }

  get at(): SocketAddress {
    assert.ok(this.listening, "not listening");
    return this.listening;
  }
}

/** The rules of the {@link Network} port, for every adapter. */
export function networkContract(name: string, make: () => Promise<NetworkFixture> | NetworkFixture): void {
  describe(`Network contract: ${name}`, () => {
    let fixture: NetworkFixture;
    let network: Network;
    before(async () => {
      fixture = await make();
      network = fixture.network;
    });
    after(() => fixture.close?.());

    const udp = async (address = fixture.address, port = 0): Promise<UdpProbe> => {
      const probe = new UdpProbe(network, { address, port });
      await fixture.until(() => probe.settled);
      return probe;
    };
    const listen = async (address = fixture.address, port = 0): Promise<ListenerProbe> => {
      const probe = new ListenerProbe(network, { address, port });
      await fixture.until(() => probe.listening !== undefined || probe.errors.length > 0);
      return probe;
    };
    const connect = async (to: ListenerProbe): Promise<{ near: TcpProbe; far: TcpProbe }> => {
      const near = new TcpProbe();
      const count = to.accepted.length;
      network.connectTcp(to.at, near);
      await fixture.until(() => near.connection !== undefined && to.accepted.length > count);
      return { near, far: to.accepted[count] as TcpProbe };
    };

    describe("UDP", () => {
      it("tells the bound port after the call, not inside it", async () => {
        const probe = new UdpProbe(network, { address: fixture.address, port: 0 });
        assert.equal(probe.listening, undefined);
        assert.equal(probe.socket.local.port, 0);
        await fixture.until(() => probe.settled);
        assert.ok(probe.at.port > 0);
        assert.deepEqual({ ...probe.socket.local }, { ...probe.at });
        assert.equal(probe.at.address, fixture.address);
        probe.socket.close();
      });

      it("carries datagrams in both directions with the sender's address", async () => {
        const [a, b] = [await udp(), await udp()];
        a.socket.send(Buffer.from("ping"), b.at);
        await fixture.until(() => b.received.length === 1);
        assert.deepEqual(b.received[0], { text: "ping", from: { ...a.at } });
        b.socket.send(Buffer.from("pong"), (b.received[0] as Received).from);
        await fixture.until(() => a.received.length === 1);
        assert.equal(a.received[0]?.text, "pong");
        a.socket.close();
        b.socket.close();
      });

      it("keeps datagrams of one sender apart and in order", async () => {
        const [a, b] = [await udp(), await udp()];
        for (let index = 0; index < 20; index += 1) a.socket.send(Buffer.from(String(index)), b.at);
        a.socket.send(Buffer.alloc(0), b.at);
        await fixture.until(() => b.received.length === 21);
        assert.deepEqual(
          b.received.map(({ text }) => text),
          [...Array(20).keys()].map(String).concat(""),
        );
        a.socket.close();
        b.socket.close();
      });

      it("sends before it is bound", async () => {
        const b = await udp();
        const early = new UdpProbe(network, { address: fixture.address, port: 0 });
        early.socket.send(Buffer.from("early"), b.at);
        await fixture.until(() => b.received.length === 1);
        assert.equal(b.received[0]?.from.port, early.at.port);
        early.socket.close();
        b.socket.close();
      });

      it("refuses a port in use with NETWORK_ADDRESS_IN_USE and leaves nothing open", async () => {
        const a = await udp();
        const before = network.open().length;
        const second = await udp(fixture.address, a.at.port);
        assert.equal(second.errors[0]?.code, "NETWORK_ADDRESS_IN_USE");
        await fixture.pause();
        assert.equal(network.open().length, before);
        a.socket.close();
      });

      it("refuses an address of another host with NETWORK_ADDRESS_UNAVAILABLE", async () => {
        const probe = await udp("203.0.113.250");
        assert.equal(probe.errors[0]?.code, "NETWORK_ADDRESS_UNAVAILABLE");
      });

      it("resolves no names", async () => {
        const bound = await udp("localhost");
        assert.equal(bound.errors[0]?.code, "NETWORK_BAD_ADDRESS");
        const a = await udp();
        a.socket.send(Buffer.from("x"), { address: "localhost", port: 9 });
        await fixture.until(() => a.errors.length === 1);
        assert.equal(a.errors[0]?.code, "NETWORK_BAD_ADDRESS");
        a.socket.close();
      });

      it("refuses ports that are none with NETWORK_BAD_ADDRESS, however they came there, and goes on", async () => {
        const [a, b] = [await udp(), await udp()];
        const ports = [0, -1, 65_536, 1.5, Number.NaN];
        for (const port of ports) a.socket.send(Buffer.from("x"), { address: fixture.address, port });
        await fixture.until(() => a.errors.length === ports.length);
        assert.deepEqual(
          a.errors.map(({ code }) => code),
          ports.map(() => "NETWORK_BAD_ADDRESS"),
        );
        a.socket.send(Buffer.from("still there"), b.at);
        await fixture.until(() => b.received.length === 1);
        a.socket.close();
        b.socket.close();
        assert.equal((await udp(fixture.address, 70_000)).errors[0]?.code, "NETWORK_BAD_ADDRESS");
      });

      it("refuses a destination of the other family with NETWORK_ADDRESS_FAMILY and goes on", async () => {
        const [a, b] = [await udp(), await udp()];
        a.socket.send(Buffer.from("x"), { address: "2001:db8::1", port: 9 });
        await fixture.until(() => a.errors.length === 1);
        assert.equal(a.errors[0]?.code, "NETWORK_ADDRESS_FAMILY");
        assert.equal(a.errors[0]?.context["to"], "[2001:db8::1]:9");
        a.socket.send(Buffer.from("still there"), b.at);
        await fixture.until(() => b.received.length === 1);
        a.socket.close();
        b.socket.close();
      });

      it("refuses what does not fit a datagram with NETWORK_MESSAGE_TOO_LARGE", async () => {
        const [a, b] = [await udp(), await udp()];
        a.socket.send(Buffer.alloc(65_508), b.at);
        await fixture.until(() => a.errors.length === 1);
        assert.equal(a.errors[0]?.code, "NETWORK_MESSAGE_TOO_LARGE");
        assert.equal(a.errors[0]?.context["to"], `${b.at.address}:${b.at.port}`);
        a.socket.close();
        b.socket.close();
      });

      it("is silent after close, and closing twice is harmless", async () => {
        const [a, b] = [await udp(), await udp()];
        b.socket.close();
        b.socket.close();
        b.socket.send(Buffer.from("dead"), a.at);
        a.socket.send(Buffer.from("lost"), b.at);
        await fixture.pause();
        assert.equal(a.received.length, 0);
        assert.equal(b.received.length, 0);
        assert.equal(b.errors.length, 0);
        a.socket.close();
      });

      it("frees the port on close", async () => {
        const first = await udp();
        const { port } = first.at;
        first.socket.close();
        await fixture.pause();
        const second = await udp(fixture.address, port);
        assert.equal(second.at.port, port);
        second.socket.close();
      });

      it("receives on every address when bound to 0.0.0.0", async () => {
        const any = await udp("0.0.0.0");
        const a = await udp();
        a.socket.send(Buffer.from("to any"), { address: fixture.address, port: any.at.port });
        await fixture.until(() => any.received.length === 1);
        any.socket.close();
        a.socket.close();
      });

      it("carries datagrams over IPv6", async (test) => {
        if (fixture.address6 === undefined) return test.skip("no IPv6 here");
        const [a, b] = [await udp(fixture.address6), await udp(fixture.address6)];
        a.socket.send(Buffer.from("six"), b.at);
        await fixture.until(() => b.received.length === 1);
        assert.deepEqual(b.received[0], { text: "six", from: { ...a.at } });
        a.socket.close();
        b.socket.close();
      });
    });

    describe("TCP", () => {
      it("connects, carries bytes in order both ways, and ends cleanly on both sides", async () => {
        const server = await listen();
        const { near, far } = await connect(server);
        assert.deepEqual({ ...near.connection?.remote }, { ...server.at });
        assert.deepEqual({ ...far.connection?.remote }, { ...near.connection?.local });
        for (let index = 0; index < 100; index += 1) near.connection?.send(Buffer.from(`${index};`));
        far.connection?.send(Buffer.from("hello"));
        const expected = [...Array(100).keys()].map((index) => `${index};`).join("");
        await fixture.until(() => far.data.length === expected.length && near.data.length === 5);
        assert.equal(far.data.toString(), expected);
        near.connection?.end();
        await fixture.until(() => near.closes === 1 && far.closes === 1);
        assert.equal(near.error, undefined);
        assert.equal(far.error, undefined);
        server.listener.close();
      });

      it("sends what is queued before it ends", async () => {
        const server = await listen();
        const { near, far } = await connect(server);
        near.connection?.send(Buffer.alloc(200_000, 7));
        near.connection?.end();
        await fixture.until(() => far.closes === 1);
        assert.equal(far.data.length, 200_000);
        server.listener.close();
      });

      it("sends what was given before the connection opened", async () => {
        const server = await listen();
        const near = new TcpProbe();
        const connection = network.connectTcp(server.at, near);
        assert.ok(connection.send(Buffer.from("early")));
        await fixture.until(() => server.accepted[0]?.data.toString() === "early");
        connection.destroy();
        await fixture.until(() => near.closes === 1);
        server.listener.close();
      });

      it("tells a refused connection with NETWORK_REFUSED, once", async () => {
        const server = await listen();
        const { at } = server;
        server.listener.close();
        await fixture.pause();
        const near = new TcpProbe();
        network.connectTcp(at, near);
        assert.equal(near.closes, 0);
        await fixture.until(() => near.closes > 0);
        await fixture.pause();
        assert.equal(near.closes, 1);
        assert.equal(near.error?.code, "NETWORK_REFUSED");
      });

      it("destroys at once: the peer sees NETWORK_RESET, the owner a close without error", async () => {
        const server = await listen();
        const { near, far } = await connect(server);
        near.connection?.destroy();
        near.connection?.destroy();
        assert.equal(near.connection?.send(Buffer.from("x")), false);
        await fixture.until(() => near.closes === 1 && far.closes === 1);
        assert.equal(near.error, undefined);
        assert.equal(far.error?.code, "NETWORK_RESET");
        server.listener.close();
      });

      it("may be destroyed before it is open", async () => {
        const server = await listen();
        const near = new TcpProbe();
        network.connectTcp(server.at, near).destroy();
        await fixture.until(() => near.closes === 1);
        assert.equal(near.error, undefined);
        assert.equal(near.connection, undefined);
        server.listener.close();
      });

      it("refuses a port in use with NETWORK_ADDRESS_IN_USE", async () => {
        const server = await listen();
        const second = await listen(fixture.address, server.at.port);
        assert.equal(second.errors[0]?.code, "NETWORK_ADDRESS_IN_USE");
        server.listener.close();
      });

      it("keeps connections when the listener closes", async () => {
        const server = await listen();
        const { near, far } = await connect(server);
        server.listener.close();
        await fixture.pause();
        near.connection?.send(Buffer.from("still"));
        await fixture.until(() => far.data.length === 5);
        near.connection?.end();
        await fixture.until(() => far.closes === 1 && near.closes === 1);
      });

      it("closes with NETWORK_QUEUE_FULL rather than queue more than its maximum", async () => {
        const server = await listen();
        const { near, far } = await connect(server);
        const block = Buffer.alloc(MAX_TCP_QUEUE_BYTES + 1);
        assert.equal(near.connection?.send(block), false);
        await fixture.until(() => near.closes === 1 && far.closes === 1);
        assert.equal(near.error?.code, "NETWORK_QUEUE_FULL");
        server.listener.close();
      });

      it("connects from the local port asked for", async () => {
        const server = await listen();
        const free = await listen();
        const { port } = free.at;
        free.listener.close();
        await fixture.pause();
        const near = new TcpProbe();
        network.connectTcp(server.at, near, { local: { address: fixture.address, port } });
        await fixture.until(() => server.accepted.length === 1);
        assert.equal(server.accepted[0]?.connection?.remote.port, port);
        near.connection?.destroy();
        await fixture.until(() => near.closes === 1);
        server.listener.close();
      });

      it("resolves no names", async () => {
        const near = new TcpProbe();
        network.connectTcp({ address: "localhost", port: 9 }, near);
        await fixture.until(() => near.closes === 1);
        assert.equal(near.error?.code, "NETWORK_BAD_ADDRESS");
      });

      it("refuses ports that are none with NETWORK_BAD_ADDRESS", async () => {
        for (const port of [0, 65_536, Number.NaN]) {
          const near = new TcpProbe();
          network.connectTcp({ address: fixture.address, port }, near);
          await fixture.until(() => near.closes === 1);
          assert.equal(near.error?.code, "NETWORK_BAD_ADDRESS", String(port));
        }
        assert.equal((await listen(fixture.address, 70_000)).errors[0]?.code, "NETWORK_BAD_ADDRESS");
      });

      it("connects over IPv6", async (test) => {
        if (fixture.address6 === undefined) return test.skip("no IPv6 here");
        const server = await listen(fixture.address6);
        const { near, far } = await connect(server);
        near.connection?.send(Buffer.from("six"));
        await fixture.until(() => far.data.toString() === "six");
        near.connection?.end();
        await fixture.until(() => far.closes === 1 && near.closes === 1);
        server.listener.close();
      });
    });

    it("names every open socket, and none at the end", async () => {
      const a = await udp();
      const server = await listen();
      const { near, far } = await connect(server);
      const open = network.open();
      assert.ok(open.includes(`udp ${a.at.address}:${a.at.port}`), open.join(", "));
      assert.ok(open.includes(`tcp listen ${server.at.address}:${server.at.port}`), open.join(", "));
      const local = near.connection?.local as SocketAddress;
      assert.ok(open.includes(`tcp ${local.address}:${local.port} > ${server.at.address}:${server.at.port}`), open.join(", "));
      a.socket.close();
      server.listener.close();
      near.connection?.end();
      await fixture.until(() => near.closes === 1 && far.closes === 1 && network.open().length === 0);
    });
  });
}
