import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation, type Simulation, type SimulatedProcess } from "../../adapters/sim";
import { milliseconds, seconds, type SocketAddress } from "../../base";
import type { RelayRequest } from "../../media";
import { answerOf, CALLEE, CALLER, opened, partyAt, request, statisticsOf, talk } from "../../media/relay/relay-builder";
import { ParameterStore, type ParameterValues } from "../../parameters";
import { connectMediaService, type MediaService, type MediaServiceOptions } from "./client";
import { ORPHAN_GRACE } from "./control-server";
import { startMbx3000d, type Mbx3000d, type Mbx3000dOptions } from "./mbx3000d";
import type { MediaServiceStatus } from "./protocol";

const MEDIA_HOST = "192.0.2.1";
const SIGNALLING_HOST = "192.0.2.2";
const CONTROL: SocketAddress = { address: MEDIA_HOST, port: 7_100 };
const TOKEN = "shared by the switch's services";
const KEY = "abcdefghijklmnop";

/** A switch's two services, each in its process; `media` may be started, stopped and killed. */
class Switch {
  readonly world: Simulation;
  readonly parameters: ParameterStore;
  process!: SimulatedProcess;
  media!: Mbx3000d;

  private readonly options: Partial<Mbx3000dOptions>;

  constructor(initial: ParameterValues = {}, options: Partial<Mbx3000dOptions> = {}) {
    this.options = options;
    this.world = createSimulation({ seed: 11 });
    this.parameters = new ParameterStore({ files: this.world.disk(MEDIA_HOST), folder: "data", initial });
    this.startMedia();
  }

  startMedia(): void {
    this.process = this.world.process("mbx3000d", MEDIA_HOST);
    this.media = startMbx3000d(
      { control: CONTROL, token: TOKEN, addresses: [MEDIA_HOST], ...this.options },
      { ...this.ports(), parameters: this.parameters },
    );
  }

  private ports() {
    const { network, clock, random, log } = this.process;
    return { network, clock, random, log };
  }

  connect(options: Partial<MediaServiceOptions> = {}, name = "vos3000d"): MediaService {
    const { clock, log, random } = this.world;
    const network = this.world.network.host(SIGNALLING_HOST);
    return connectMediaService({ network, clock, log, random: random.fork(name), address: CONTROL, token: TOKEN, ...options });
  }

  pass(count: number): void {
    this.world.clock.advance(milliseconds(count));
  }
}

function callThrough(lab: Switch, service: MediaService, wanted: RelayRequest = request("call")) {
  const at = opened(lab.world, service, wanted);
  service.point(wanted.relay, "a", CALLER);
  service.point(wanted.relay, "b", CALLEE);
  lab.pass(50);
  return { at, caller: partyAt(lab.world, CALLER), callee: partyAt(lab.world, CALLEE) };
}

const statusOf = (lab: Switch, service: MediaService): MediaServiceStatus => {
  const result = answerOf<MediaServiceStatus>(lab.world, (done) => service.status(done));
  assert.ok(result.ok);
  return result.value;
};

describe("mbx3000d: control channel", () => {
  it("opens, points, counts and closes as the relay itself does", () => {
    const lab = new Switch();
    const service = lab.connect();
    const { at, caller, callee } = callThrough(lab, service);
    const said = talk(lab.world, caller, { to: at.a, count: 10 });
    assert.deepEqual(callee.heard, said);
    assert.equal(statisticsOf(lab.world, service, "call").fromA.received, 10);
    const closed = answerOf(lab.world, (done) => service.close("call", done));
    assert.ok(closed.ok);
    assert.equal(lab.process.network.open().filter((socket) => socket.startsWith("udp")).length, 0);
    assert.deepEqual(
      answerOf(lab.world, (done) => service.close("call", done)),
      { ok: false, failure: { kind: "unknownRelay" } },
    );
  });

  it("takes requests made while it connects", () => {
    const lab = new Switch();
    assert.ok(opened(lab.world, lab.connect(), request("early")));
  });

  it("hands failures on", () => {
    const lab = new Switch({}, { ports: { from: 10_000, to: 10_003 } });
    const service = lab.connect();
    opened(lab.world, service, request("one"));
    assert.deepEqual(
      answerOf(lab.world, (done) => service.open(request("two"), done)),
      { ok: false, failure: { kind: "noPorts" } },
    );
  });

  it("tells the call's client of the first packet on each side", () => {
    const lab = new Switch();
    const heard: string[] = [];
    const service = lab.connect({ onFirstMedia: (relay, side) => heard.push(`${relay} ${side}`) });
    const { at, caller } = callThrough(lab, service);
    talk(lab.world, caller, { to: at.a, count: 3 });
    assert.deepEqual(heard, ["call a"]);
  });

  for (const [what, hello] of [
    ["another token", { do: "hello", version: 1, token: "guess", client: "x" }],
    ["another version", { do: "hello", version: 99, token: TOKEN, client: "x" }],
    ["a command before hello", { do: "status", id: 1 }],
    ["no JSON", "GET / HTTP/1.1"],
    ["a line without end", "x".repeat(70_000)],
  ] as const) {
    it(`ends the connection on ${what}`, () => {
      const lab = new Switch();
      let closed = false;
      const answers: string[] = [];
      lab.world.network.host("192.0.2.66").connectTcp(CONTROL, {
        onOpen: (opened) => {
          const text = typeof hello === "string" ? hello : JSON.stringify(hello);
          opened.send(Buffer.from(text.length > 66_000 ? text : `${text}\n${JSON.stringify({ do: "status", id: 2 })}\n`));
        },
        onData: (bytes) => answers.push(bytes.toString()),
        onClose: () => (closed = true),
      });
      lab.world.clock.advance(seconds(1));
      assert.ok(closed);
      assert.match(answers.join(""), /^\{"refused":"(token|version|message)"\}\n$/);
    });
  }

  it("ends a connection that says nothing", () => {
    const lab = new Switch();
    let closed = false;
    lab.world.network.host("192.0.2.66").connectTcp(CONTROL, { onData: () => undefined, onClose: () => (closed = true) });
    lab.world.clock.advance(seconds(6));
    assert.ok(closed);
  });

  it("a client with another token is told and gets nothing", () => {
    const lab = new Switch();
    const service = lab.connect({ token: "guess" });
    assert.deepEqual(
      answerOf(lab.world, (done) => service.open(request("x"), done)),
      { ok: false, failure: { kind: "unavailable" } },
    );
    assert.equal(lab.world.log.of("media.service.refused")[0]?.fields.refused, "token");
  });
});

describe("mbx3000d: status", () => {
  it("shows the running mode, the key's fingerprint and the start, never the key", () => {
    const lab = new Switch({ SS_RTPENCRYPTIONMODE: 3, SS_RTPENCRYPTIONKEY: KEY });
    const status = statusOf(lab, lab.connect());
    assert.equal(status.mode, 3);
    assert.deepEqual(status.key, { sha256: "f39dac6c", bytes: 16 });
    assert.match(status.startedAt, /^2026-01-05T09:00:0/);
    assert.ok(!JSON.stringify([status, lab.world.log.entries]).includes(KEY));
  });

  it("counts packets of ended calls too", () => {
    const lab = new Switch({ SS_RTPENCRYPTIONMODE: 1, SS_RTPENCRYPTIONKEY: "k" });
    const service = lab.connect();
    const { at, caller } = callThrough(lab, service, request("call", "b"));
    talk(lab.world, caller, { to: at.a, count: 10 });
    answerOf(lab.world, (done) => service.close("call", done));
    const { packets, relays, opened: count } = statusOf(lab, service).counters;
    assert.deepEqual([packets.received, packets.encrypted, relays, count], [10, 10, 0, 1]);
  });
});

describe("mbx3000d: what is saved applies with the next start", () => {
  it("a new call runs with the old values until then", () => {
    const lab = new Switch();
    const service = lab.connect();
    lab.parameters.save("SS_RTPENCRYPTIONMODE", 1);
    lab.parameters.save("SS_RTPENCRYPTIONKEY", KEY);
    const { at, caller, callee } = callThrough(lab, service, request("call", "b"));
    const [said] = talk(lab.world, caller, { to: at.a });
    assert.deepEqual(callee.heard[0], said);
    assert.equal(statusOf(lab, service).mode, 0);
    lab.media.stop();
    lab.startMedia();
    lab.world.clock.advance(seconds(1));
    assert.equal(statusOf(lab, service).mode, 1);
    const [next] = talk(lab.world, caller, { to: at.a, first: 1 });
    // RTP-062: the call in progress resumes on its ports under the new parameters.
    assert.notDeepEqual(callee.heard[1]?.subarray(12), next?.subarray(12));
    assert.deepEqual(callee.heard[1]?.subarray(12, 14), Buffer.from([1 ^ 0x61, 1 ^ 0x62]));
  });
});

describe("mbx3000d: death and return", () => {
  for (const death of ["stop", "kill"] as const) {
    it(`after ${death} a call's media pause, then resume on the same ports both ways`, () => {
      const lab = new Switch();
      const service = lab.connect();
      const { at, caller, callee } = callThrough(lab, service);
      talk(lab.world, caller, { to: at.a, count: 5 });
      if (death === "stop") lab.media.stop();
      else lab.process.kill();
      lab.pass(100);
      assert.equal(service.isReady, false);
      talk(lab.world, caller, { to: at.a, count: 50, first: 5 });
      assert.equal(callee.heard.length, 5);
      lab.startMedia();
      lab.world.clock.advance(seconds(3));
      assert.equal(service.isReady, true);
      talk(lab.world, caller, { to: at.a, count: 10, first: 55 });
      talk(lab.world, callee, { to: at.b, count: 10, ssrc: 2 });
      assert.deepEqual([callee.heard.length, caller.heard.length], [15, 10]);
      assert.equal(statisticsOf(lab.world, service, "call").fromA.received, 10);
    });
  }

  it("resumes hold as hold", () => {
    const lab = new Switch();
    const service = lab.connect();
    const { at, caller, callee } = callThrough(lab, service);
    service.point("call", "b", undefined);
    lab.process.kill();
    lab.startMedia();
    lab.world.clock.advance(seconds(3));
    talk(lab.world, caller, { to: at.a, count: 5 });
    assert.equal(callee.heard.length, 0);
    service.point("call", "b", CALLEE);
    lab.pass(50);
    talk(lab.world, caller, { to: at.a, count: 5, first: 5 });
    assert.equal(callee.heard.length, 5);
  });

  it("answers unavailable while it is away, each request once, and connects again by itself", () => {
    const lab = new Switch();
    const service = lab.connect();
    opened(lab.world, service, request("one"));
    lab.process.kill();
    const results = [1, 2, 3].map((i) => answerOf(lab.world, (done) => service.open(request(`n${i}`), done)));
    assert.ok(results.every((result) => !result.ok && result.failure.kind === "unavailable"));
    lab.world.clock.advance(seconds(60));
    lab.startMedia();
    lab.world.clock.advance(seconds(3));
    assert.ok(opened(lab.world, service, request("after")));
  });

  it("does not bring back a call that was closed while it was away", () => {
    const lab = new Switch();
    const service = lab.connect();
    opened(lab.world, service, request("one"));
    lab.process.kill();
    lab.pass(50);
    assert.equal(answerOf(lab.world, (done) => service.close("one", done)).ok, false);
    lab.startMedia();
    lab.world.clock.advance(seconds(3));
    assert.equal(lab.media.status().counters.relays, 0);
  });

  it("tells of a call whose port was taken meanwhile", () => {
    const lab = new Switch();
    const lost: string[] = [];
    const service = lab.connect({ onRelayLost: (relay) => lost.push(relay) });
    const at = opened(lab.world, service, request("one"));
    opened(lab.world, service, request("two"));
    lab.process.kill();
    partyAt(lab.world, at.a);
    lab.startMedia();
    lab.world.clock.advance(seconds(3));
    assert.deepEqual(lost, ["one"]);
    assert.equal(lab.media.status().counters.relays, 1);
  });

  it("a service that hangs counts as gone", () => {
    const lab = new Switch();
    const service = lab.connect();
    opened(lab.world, service, request("one"));
    const cut = lab.world.network.partition(SIGNALLING_HOST, MEDIA_HOST);
    assert.deepEqual(
      answerOf(lab.world, (done) => service.open(request("two"), done)),
      { ok: false, failure: { kind: "unavailable" } },
    );
    cut.remove();
    lab.world.clock.advance(seconds(5));
    assert.ok(service.isReady);
    // What the lost request opened is swept; the call in progress stays.
    assert.equal(lab.media.status().counters.relays, 1);
  });

  it("keeps relays over a lost connection, and frees them when the client does not come back", () => {
    const lab = new Switch();
    const service = lab.connect();
    opened(lab.world, service, request("one"));
    service.disconnect();
    lab.world.clock.advance((ORPHAN_GRACE - 1_000_000) as typeof ORPHAN_GRACE);
    assert.equal(lab.media.status().counters.relays, 1);
    lab.world.clock.advance(seconds(2));
    assert.equal(lab.media.status().counters.relays, 0);
    assert.deepEqual(
      lab.world.clock.armed().map(({ name }) => name),
      [],
    );
  });

  it("another client neither sweeps nor inherits", () => {
    const lab = new Switch();
    const first = lab.connect();
    opened(lab.world, first, request("one"));
    opened(lab.world, lab.connect({}, "another vos3000d"), request("two"));
    lab.world.clock.advance(seconds(30));
    assert.equal(lab.media.status().counters.relays, 2);
  });

  it("leaves no socket and no timer after stop", () => {
    const lab = new Switch();
    const service = lab.connect();
    opened(lab.world, service, request("one"));
    service.disconnect();
    lab.pass(100);
    lab.media.stop();
    lab.world.clock.advance(seconds(30));
    assert.deepEqual(lab.world.network.open(), []);
    assert.deepEqual(lab.world.clock.armed(), []);
  });
});

describe("mbx3000d: faults", () => {
  it("a layer that escapes the key gives this service another key", () => {
    const escaped = new Switch(
      { SS_RTPENCRYPTIONMODE: 2, SS_RTPENCRYPTIONKEY: "a&b<c>d" },
      { faults: { readKey: (key) => key.replaceAll("&", "&amp;") } },
    );
    assert.equal(statusOf(escaped, escaped.connect()).key.bytes, "a&amp;b<c>d".length);
  });

  it("a control port in use is told, and leaves nothing behind", () => {
    const lab = new Switch();
    const failures: string[] = [];
    lab.pass(10);
    const { network, clock, random, log } = lab.process;
    startMbx3000d(
      { control: CONTROL, token: TOKEN, addresses: [MEDIA_HOST] },
      { network, clock, random, log, parameters: lab.parameters, onFailed: (error) => failures.push(error.code) },
    );
    lab.pass(10);
    assert.deepEqual(failures, ["NETWORK_ADDRESS_IN_USE"]);
  });
});
