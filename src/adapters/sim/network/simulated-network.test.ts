import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds, type SocketAddress, type SwitchError } from "../../../base";
import type { TcpConnection, UdpSocket } from "../../../ports";
import { createSimulation, type Simulation } from "../simulation";
import type { SimulatedPacket } from "./captured-packet";
import type { SimulatedHost } from "./simulated-host";

const A = "192.0.2.10";
const B = "198.51.100.20";

interface Party {
  readonly socket: UdpSocket;
  readonly received: { readonly text: string; readonly from: SocketAddress; readonly atMs: number }[];
  readonly errors: SwitchError[];
}

function party(world: Simulation, address: string, port = 5060, host: SimulatedHost = world.network.host(address)): Party {
  const received: Party["received"] = [];
  const errors: SwitchError[] = [];
  const socket = host.udp(
    { local: { address, port } },
    {
      onDatagram: (bytes, from) => received.push({ text: bytes.toString(), from: { ...from }, atMs: world.clock.now() / 1_000 }),
      onError: (error) => errors.push(error),
    },
  );
  return { socket, received, errors };
}

const to = (address: string, port = 5060): SocketAddress => ({ address, port });

function send(from: Party, count: number, address = B): void {
  for (let index = 0; index < count; index += 1) from.socket.send(Buffer.from(String(index)), to(address));
}

function watch(world: Simulation): SimulatedPacket[] {
  const packets: SimulatedPacket[] = [];
  world.network.observe((packet) => packets.push(packet));
  return packets;
}

describe("SimulatedNetwork", () => {
  describe("impairments", () => {
    it("take half a millisecond for a packet unless told otherwise", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      send(a, 1);
      world.clock.advance(milliseconds(0.499));
      assert.equal(b.received.length, 0);
      world.clock.advance(milliseconds(0.001));
      assert.equal(b.received.length, 1);
    });

    it("lose the given share, in the given direction only", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      const packets = watch(world);
      world.network.impair({ from: A, to: B, loss: 0.2 });
      send(a, 2_000);
      send(b, 500, A);
      world.clock.advance(seconds(1));
      // Five standard deviations of 2,000 draws with probability 0.2: 5 * 17.9.
      assert.ok(Math.abs(b.received.length - 1_600) < 90, `${b.received.length}`);
      assert.equal(a.received.length, 500);
      assert.equal(packets.filter(({ fate }) => fate === "lost").length, 2_000 - b.received.length);
    });

    it("delay and jitter without changing the order", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      world.network.impair({ from: A, delay: milliseconds(80), jitter: milliseconds(20) });
      for (let index = 0; index < 100; index += 1) {
        a.socket.send(Buffer.from(String(index)), to(B));
        world.clock.advance(milliseconds(1));
      }
      world.clock.advance(seconds(1));
      const delays = b.received.map(({ atMs }, index) => atMs - index);
      assert.ok(Math.min(...delays) >= 80 && Math.max(...delays) <= 100, `${Math.min(...delays)}..${Math.max(...delays)}`);
      assert.ok(Math.max(...delays) - Math.min(...delays) > 10);
      assert.deepEqual(
        b.received.map(({ text }) => Number(text)),
        [...Array(100).keys()],
      );
    });

    it("reorder and duplicate the given share and lose nothing by it", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      world.network.impair({ from: A, reorder: 0.1, duplicate: 0.1 });
      for (let index = 0; index < 1_000; index += 1) {
        a.socket.send(Buffer.from(String(index)), to(B));
        world.clock.advance(milliseconds(20));
      }
      world.clock.advance(seconds(1));
      const numbers = b.received.map(({ text }) => Number(text));
      assert.equal(new Set(numbers).size, 1_000);
      assert.ok(numbers.length > 1_050 && numbers.length < 1_150, `${numbers.length}`);
      assert.ok(numbers.some((number, index) => index > 0 && number < (numbers[index - 1] ?? 0)));
    });

    it("lose exactly what a filter names", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      let seen = 0;
      world.network.impair({ to: B, drop: ({ bytes }) => bytes.toString() === "1" || ++seen === 3 });
      send(a, 5);
      world.clock.advance(seconds(1));
      assert.deepEqual(
        b.received.map(({ text }) => text),
        ["0", "2", "4"],
      );
    });

    it("are decided property by property by the youngest rule, and end when taken back", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      world.network.impair({ from: "192.0.2.0/24", delay: milliseconds(30) });
      const cut = world.network.partition(A, B);
      send(a, 1);
      world.clock.advance(seconds(1));
      assert.equal(b.received.length, 0);
      cut.remove();
      send(a, 1);
      world.clock.advance(milliseconds(29));
      assert.equal(b.received.length, 0);
      world.clock.advance(milliseconds(1));
      assert.equal(b.received.length, 1);
    });

    it("tell the sender when its own system has no route", () => {
      const world = createSimulation({ seed: 1 });
      const a = party(world, A);
      world.network.impair({ from: A, unreachable: true });
      send(a, 1);
      world.clock.advance(seconds(1));
      assert.deepEqual(
        a.errors.map(({ code }) => code),
        ["NETWORK_UNREACHABLE"],
      );
    });

    it("refuse rules that mean nothing", () => {
      const { network } = createSimulation({ seed: 1 });
      assert.throws(() => network.impair({ loss: 1.5 }), { code: "NETWORK_BAD_RULE" });
      assert.throws(() => network.impair({ delay: milliseconds(-1) }), { code: "NETWORK_BAD_RULE" });
      assert.throws(() => network.impair({ from: "customer" }), { code: "NETWORK_BAD_PATTERN" });
      assert.throws(() => network.impair({ from: "192.0.2.0/33" }), { code: "NETWORK_BAD_PATTERN" });
    });
  });

  describe("observation", () => {
    it("shows every packet with its time, addresses, own bytes and fate", () => {
      const world = createSimulation({ seed: 1 });
      const [a] = [party(world, A), party(world, B)];
      const packets = watch(world);
      const bytes = Buffer.from("INVITE");
      a.socket.send(bytes, to(B));
      a.socket.send(bytes, to(B, 9));
      a.socket.send(bytes, to("203.0.113.9"));
      bytes.fill(0);
      world.network.partition(A);
      a.socket.send(Buffer.from("cut"), to(B));
      assert.deepEqual(
        packets.map(({ bytes: copy, fate, to: target }) => [copy.toString(), target.port, fate]),
        [
          ["INVITE", 5060, undefined],
          ["INVITE", 9, "unreachable"],
          ["INVITE", 5060, "unreachable"],
          ["cut", 5060, "partitioned"],
        ],
      );
      assert.equal(packets[0]?.at, world.clock.wallClock());
    });

    it("gives the same trace for the same seed and another for another", () => {
      const trace = (seed: number): string => {
        const world = createSimulation({ seed });
        const [a, b] = [party(world, A), party(world, B)];
        const packets = watch(world);
        world.network.impair({ loss: 0.1, jitter: milliseconds(30), reorder: 0.1, duplicate: 0.05 });
        for (let round = 0; round < 50; round += 1) {
          send(a, 3);
          send(b, 2, A);
          world.clock.advance(milliseconds(10));
        }
        world.clock.advance(seconds(1));
        const arrivals = [...a.received, ...b.received].map(({ text, atMs }) => `${text}@${atMs}`);
        return JSON.stringify([packets.map(({ at, fate }) => [at, fate]), arrivals]);
      };
      assert.equal(trace(7), trace(7));
      assert.notEqual(trace(7), trace(8));
    });

    it("draws for each link apart: a packet more on one changes nothing on another", () => {
      const lostOnSecond = (extra: number): string[] => {
        const world = createSimulation({ seed: 5 });
        const [a, b] = [party(world, A), party(world, B)];
        party(world, "203.0.113.9");
        world.network.impair({ loss: 0.3 });
        send(a, extra, "203.0.113.9");
        send(a, 50);
        world.clock.advance(seconds(1));
        return b.received.map(({ text }) => text);
      };
      assert.deepEqual(lostOnSecond(0), lostOnSecond(17));
    });
  });

  describe("hosts", () => {
    it("have several addresses, and each name leads to the same host", () => {
      const { network } = createSimulation({ seed: 1 });
      const host = network.host(A, "2001:DB8:0::10");
      assert.equal(network.host("2001:db8::10"), host);
      network.host(B);
      assert.throws(() => network.host(A, B), { code: "NETWORK_HOST_CONFLICT" });
      assert.throws(() => network.host("customer"), { code: "NETWORK_BAD_ADDRESS" });
    });

    it("lose all sockets when killed, tell nobody on them, and can be used again", () => {
      const world = createSimulation({ seed: 1 });
      const [a, b] = [party(world, A), party(world, B)];
      send(a, 1);
      world.network.host(B).kill();
      assert.deepEqual(world.network.host(B).open(), []);
      world.clock.advance(seconds(1));
      assert.deepEqual([b.received.length, b.errors.length], [0, 0]);
      const reborn = party(world, B);
      send(a, 1);
      world.clock.advance(seconds(1));
      assert.equal(reborn.received.length, 1);
    });

    it("answer nothing without power", () => {
      const world = createSimulation({ seed: 1 });
      const a = party(world, A);
      world.network.host(B).kill("power");
      const packets = watch(world);
      send(a, 1);
      assert.equal(packets[0]?.fate, "unreachable");
      world.clock.advance(seconds(1));
      world.network.host(B).powerOn();
      const b = party(world, B);
      send(a, 1);
      world.clock.advance(seconds(1));
      assert.equal(b.received.length, 1);
    });

    it("let one of two processes die alone", () => {
      const world = createSimulation({ seed: 1 });
      const [signalling, media] = [world.process("vos3000d", B), world.process("mbx3000d", B)];
      let heard = 0;
      for (const [process, port] of [
        [signalling, 5060],
        [media, 10_000],
      ] as const) {
        process.network.udp({ local: to(B, port) }, { onDatagram: () => (heard += 1), onError: (error) => assert.fail(error) });
        process.clock.in(seconds(5), "own timer", () => (heard += 100));
      }
      media.kill();
      assert.deepEqual(world.network.host(B).open(), ["udp 198.51.100.20:5060"]);
      const a = party(world, A);
      a.socket.send(Buffer.from("x"), to(B, 10_000));
      a.socket.send(Buffer.from("x"), to(B, 5060));
      world.clock.advance(seconds(10));
      assert.equal(heard, 101);
      assert.throws(() => media.files.replace("/x", Buffer.alloc(1)), { code: "FILE_IO" });
      assert.equal(media.clock.in(seconds(1), "dead", () => assert.fail("ran")).name, "dead");
      world.clock.advance(seconds(10));
    });
  });

  describe("NAT", () => {
    const PUBLIC = "203.0.113.1";
    const PHONE = "10.0.0.5";
    const behind = (kind: "fullCone" | "addressRestricted" | "portRestricted" | "symmetric") => {
      const world = createSimulation({ seed: 1 });
      const router = world.network.nat({ publicAddress: PUBLIC, inside: "10.0.0.0/8", kind, mappingTimeout: seconds(30) });
      const phone = party(world, PHONE);
      const [b, sameHostOtherPort, stranger] = [party(world, B), party(world, B, 7_000), party(world, A)];
      phone.socket.send(Buffer.from("out"), to(B));
      world.clock.advance(milliseconds(10));
      const mapped = b.received[0]?.from as SocketAddress;
      return { world, router, phone, b, sameHostOtherPort, stranger, mapped };
    };
    const reaches = ({ world, phone, mapped }: ReturnType<typeof behind>, sender: Party): boolean => {
      const before = phone.received.length;
      sender.socket.send(Buffer.from("in"), mapped);
      world.clock.advance(milliseconds(10));
      return phone.received.length > before;
    };

    it("shows the public address outside, and lets the answer in", () => {
      const lab = behind("symmetric");
      assert.equal(lab.mapped.address, PUBLIC);
      assert.notEqual(lab.mapped.port, 5060);
      assert.ok(reaches(lab, lab.b));
      assert.deepEqual(lab.phone.received[0]?.from, to(B));
    });

    it("lets in whom its kind lets in", () => {
      const table = [
        ["fullCone", true, true],
        ["addressRestricted", true, false],
        ["portRestricted", false, false],
        ["symmetric", false, false],
      ] as const;
      for (const [kind, otherPort, stranger] of table) {
        const lab = behind(kind);
        assert.deepEqual([kind, reaches(lab, lab.sameHostOtherPort), reaches(lab, lab.stranger)], [kind, otherPort, stranger]);
      }
    });

    it("gives each destination its own port when symmetric, and one port for all otherwise", () => {
      for (const [kind, isSame] of [
        ["symmetric", false],
        ["fullCone", true],
      ] as const) {
        const lab = behind(kind);
        lab.phone.socket.send(Buffer.from("out"), to(A));
        lab.world.clock.advance(milliseconds(10));
        assert.equal(lab.stranger.received[0]?.from.port === lab.mapped.port, isSame, kind);
      }
    });

    it("forgets a mapping that is not used, and keeps one that is", () => {
      const lab = behind("fullCone");
      lab.world.clock.advance(seconds(20));
      lab.phone.socket.send(Buffer.from("keep"), to(B));
      lab.world.clock.advance(seconds(20));
      assert.ok(reaches(lab, lab.b));
      lab.world.clock.advance(seconds(31));
      assert.equal(reaches(lab, lab.b), false);
      lab.phone.socket.send(Buffer.from("new"), to(B));
      lab.world.clock.advance(milliseconds(10));
      assert.notEqual(lab.b.received.at(-1)?.from.port, lab.mapped.port);
    });

    it("hides the private address", () => {
      const lab = behind("fullCone");
      lab.b.socket.send(Buffer.from("in"), to(PHONE));
      lab.world.clock.advance(milliseconds(10));
      assert.equal(lab.phone.received.length, 0);
    });

    it("lets hosts behind it talk without it, and reach each other by the public address", () => {
      const lab = behind("fullCone");
      const second = party(lab.world, "10.0.0.6");
      second.socket.send(Buffer.from("direct"), to(PHONE));
      second.socket.send(Buffer.from("hairpin"), lab.mapped);
      lab.world.clock.advance(milliseconds(10));
      assert.deepEqual(
        lab.phone.received.map(({ text }) => text),
        ["direct", "hairpin"],
      );
      assert.deepEqual(lab.phone.received[0]?.from, to("10.0.0.6"));
    });

    it("translates TCP connections, outward only", () => {
      const lab = behind("portRestricted");
      let remote: SocketAddress | undefined;
      lab.world.network.host(B).listenTcp(to(B), {
        onConnection: (connection) => {
          remote = connection.remote;
          connection.send(Buffer.from("hello"));
          return { onData: () => undefined, onClose: () => undefined };
        },
        onError: (error) => assert.fail(error),
      });
      let heard = "";
      lab.world.network
        .host(PHONE)
        .connectTcp(to(B), { onData: (bytes) => (heard += bytes.toString()), onClose: () => assert.fail("closed") });
      lab.world.clock.advance(seconds(1));
      assert.equal(remote?.address, PUBLIC);
      assert.equal(heard, "hello");
    });
  });

  describe("TCP", () => {
    interface Ends {
      near: TcpConnection;
      readonly far: string[];
      readonly closes: (string | undefined)[];
    }
    const connected = (world: Simulation): Ends => {
      const far: string[] = [];
      const closes: (string | undefined)[] = [];
      world.network.host(B).listenTcp(to(B), {
        onConnection: () => ({
          onData: (bytes) => far.push(bytes.toString()),
          onClose: (error) => closes.push(error?.code ?? "clean"),
        }),
        onError: (error) => assert.fail(error),
      });
      const near = world.network
        .host(A)
        .connectTcp(to(B), { onData: () => undefined, onClose: (error) => closes.push(`near ${error?.code ?? "clean"}`) });
      world.clock.advance(milliseconds(10));
      return { near, far, closes };
    };

    it("keeps order and loses nothing on a link that loses, duplicates and reorders", () => {
      const world = createSimulation({ seed: 1 });
      const { near, far } = connected(world);
      world.network.impair({ loss: 0.3, reorder: 0.3, duplicate: 0.3, jitter: milliseconds(50) });
      for (let index = 0; index < 100; index += 1) near.send(Buffer.from(`${index}`));
      world.clock.advance(seconds(300));
      assert.deepEqual(far.map(Number), [...Array(100).keys()]);
    });

    it("outlives a short partition and gives a long one up", () => {
      const world = createSimulation({ seed: 1 });
      const { near, far, closes } = connected(world);
      const cut = world.network.partition(A, B);
      near.send(Buffer.from("late"));
      world.clock.advance(seconds(20));
      assert.deepEqual(far, []);
      cut.remove();
      world.clock.advance(seconds(30));
      assert.deepEqual(far, ["late"]);
      world.network.partition(A, B);
      near.send(Buffer.from("never"));
      world.clock.advance(seconds(1_200));
      assert.deepEqual(closes, ["near NETWORK_TIMEOUT"]);
    });

    it("gives a connection request to nobody up after 127 seconds", () => {
      const world = createSimulation({ seed: 1 });
      const outcomes: [string | undefined, number][] = [];
      world.network.host(A).connectTcp(to("203.0.113.77"), {
        onData: () => undefined,
        onClose: (error) => outcomes.push([error?.code, world.clock.now() / 1_000 / 1_000]),
      });
      world.clock.advance(seconds(200));
      assert.deepEqual(outcomes, [["NETWORK_TIMEOUT", 127]]);
    });

    it("ends cleanly for the peer of a killed process, and resets what the peer still sends", () => {
      const world = createSimulation({ seed: 1 });
      const { near, closes } = connected(world);
      world.network.host(B).kill("process");
      world.clock.advance(seconds(1));
      assert.deepEqual(closes, ["near clean"]);
      assert.equal(near.send(Buffer.from("x")), false);
    });

    it("is silent for the peer of a host without power until it sends", () => {
      const world = createSimulation({ seed: 1 });
      const { near, closes } = connected(world);
      world.network.host(B).kill("power");
      world.clock.advance(seconds(600));
      assert.deepEqual(closes, []);
      near.send(Buffer.from("x"));
      world.clock.advance(seconds(5));
      world.network.host(B).powerOn();
      world.clock.advance(seconds(20));
      assert.deepEqual(closes, ["near NETWORK_RESET"]);
    });

    it("closes with NETWORK_QUEUE_FULL when a partition makes its queue grow too long", () => {
      const world = createSimulation({ seed: 1 });
      const { near, closes } = connected(world);
      world.network.partition(A, B);
      let sent = 0;
      while (near.send(Buffer.alloc(10_000))) sent += 10_000;
      assert.ok(sent > 1_000_000 && sent <= 1_048_576);
      world.clock.advance(milliseconds(1));
      assert.deepEqual(closes, ["near NETWORK_QUEUE_FULL"]);
    });

    it("leaves no timer behind once it is closed", () => {
      const world = createSimulation({ seed: 1 });
      const { near } = connected(world);
      near.end();
      world.clock.advance(seconds(1));
      assert.deepEqual(world.clock.armed(), []);
      assert.deepEqual(world.network.open(), ["tcp listen 198.51.100.20:5060"]);
    });
  });
});
