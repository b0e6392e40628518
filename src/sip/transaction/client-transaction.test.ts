import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inSeconds, milliseconds, seconds, type Duration } from "../../base";
import type { SipRequest } from "../message";
import { ClientMachine } from "./client-machine";
import type { ClientInput, ClientState } from "./client-tables";
import { buildLayer, ownRequest, PEER, responseText, type LayerUnderTest } from "./layer-builder";
import type { SipTransportName } from "./types";

const INPUTS: readonly ClientInput[] = [
  "provisional",
  "success",
  "failure",
  "retransmitTimer",
  "timeoutTimer",
  "waitTimer",
  "timerC",
  "cancelTimer",
  "transportError",
];

/** One row: an input, the state it leads to, what is sent and what the user is told. Inputs without a row must do nothing. */
type Row = readonly [state: ClientState, sent: string[], told: string[]];
type Expectations = Partial<Record<ClientInput, Row>>;

interface Started extends LayerUnderTest {
  readonly machine: ClientMachine;
  readonly request: SipRequest;
}

function started(method: string, transport: SipTransportName): Started {
  const world = buildLayer();
  const machine = world.layer.request(ownRequest(method), { remote: PEER, transport }, world.user);
  assert.ok(machine instanceof ClientMachine);
  return { ...world, machine, request: machine.request };
}

function respond(world: Started, status: number): void {
  world.receive(responseText(world.request, status), world.machine.flow);
}

const REACH: Record<ClientState, (world: Started) => void> = {
  calling: () => undefined,
  trying: () => undefined,
  proceeding: (world) => respond(world, 180),
  completed: (world) => respond(world, 486),
  accepted: (world) => respond(world, 200),
  terminated: (world) => {
    world.machine.feed("transportError");
  },
};

const STATUS: Partial<Record<ClientInput, number>> = { provisional: 183, success: 200, failure: 503 };

function check(method: string, table: Partial<Record<ClientState, Expectations>>, transport: SipTransportName): void {
  for (const [state, expectations] of Object.entries(table) as [ClientState, Expectations][]) {
    for (const input of INPUTS) {
      const row = expectations[input];
      it(`${state}: ${input} ${row === undefined ? "does nothing" : `leads to ${row[0]}`}`, () => {
        const world = started(method, transport);
        REACH[state](world);
        world.lines();
        world.news();
        const armed = [...world.wheel.armed()];
        const status = STATUS[input];
        if (status === undefined) world.machine.feed(input);
        else respond(world, status);
        const [expectedState, sent, told] = row ?? [state, [], []];
        assert.equal(world.machine.state, expectedState);
        assert.deepEqual(world.lines(), sent);
        assert.deepEqual(world.news(), told);
        if (row === undefined) assert.deepEqual(world.wheel.armed(), armed);
        if (world.machine.state === "terminated") assert.equal(world.layer.size, 0);
      });
    }
  }
}

const INVITE_OVER_UDP: Partial<Record<ClientState, Expectations>> = {
  calling: {
    provisional: ["proceeding", [], ["response 183"]],
    success: ["accepted", [], ["response 200"]],
    failure: ["completed", ["ACK"], ["response 503"]],
    retransmitTimer: ["calling", ["INVITE"], []],
    timeoutTimer: ["terminated", [], ["failure timeout"]],
    timerC: ["terminated", [], ["failure timeout"]],
    transportError: ["terminated", [], ["failure transport"]],
  },
  proceeding: {
    provisional: ["proceeding", [], ["response 183"]],
    success: ["accepted", [], ["response 200"]],
    failure: ["completed", ["ACK"], ["response 503"]],
    timerC: ["proceeding", ["CANCEL"], []],
    cancelTimer: ["terminated", [], ["failure timeout"]],
  },
  completed: {
    failure: ["completed", ["ACK"], []],
    waitTimer: ["terminated", [], []],
    transportError: ["terminated", [], []],
  },
  accepted: {
    success: ["accepted", [], ["response 200"]],
    waitTimer: ["terminated", [], []],
  },
  // A 2xx after the end is a stray and goes to the core.
  terminated: { success: ["terminated", [], ["stray 200"]] },
};

const NON_INVITE_OVER_UDP: Partial<Record<ClientState, Expectations>> = {
  trying: {
    provisional: ["proceeding", [], ["response 183"]],
    success: ["completed", [], ["response 200"]],
    failure: ["completed", [], ["response 503"]],
    retransmitTimer: ["trying", ["OPTIONS"], []],
    timeoutTimer: ["terminated", [], ["failure timeout"]],
    transportError: ["terminated", [], ["failure transport"]],
  },
  proceeding: {
    provisional: ["proceeding", [], ["response 183"]],
    success: ["completed", [], ["response 200"]],
    failure: ["completed", [], ["response 503"]],
    retransmitTimer: ["proceeding", ["OPTIONS"], []],
    timeoutTimer: ["terminated", [], ["failure timeout"]],
    transportError: ["terminated", [], ["failure transport"]],
  },
  completed: { waitTimer: ["terminated", [], []] },
  terminated: {},
};

/** When messages with this start line were sent, in seconds. */
const timesOf = ({ sent }: LayerUnderTest, line: string): number[] =>
  sent.filter(({ message }) => message.kind === "request" && message.method === line).map(({ at }) => inSeconds(at as Duration));

describe("INVITE client transaction", () => {
  describe("over UDP", () => check("INVITE", INVITE_OVER_UDP, "udp"));

  describe("over TCP", () => {
    check(
      "INVITE",
      {
        calling: {
          ...INVITE_OVER_UDP.calling,
          // Timer D is zero: the transaction is over with the ACK.
          failure: ["terminated", ["ACK"], ["response 503"]],
        },
        proceeding: { ...INVITE_OVER_UDP.proceeding, failure: ["terminated", ["ACK"], ["response 503"]] },
        accepted: INVITE_OVER_UDP.accepted ?? {},
      },
      "tcp",
    );

    it("is not retransmitted, and times out by timer B at 32 s", () => {
      const world = started("INVITE", "tcp");
      world.elapse(milliseconds(31_999));
      assert.deepEqual([timesOf(world, "INVITE"), world.told], [[0], []]);
      world.elapse(milliseconds(1));
      assert.deepEqual(world.told, ["failure timeout"]);
      assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
    });
  });

  it("retransmits by timer A at 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s and times out by timer B at 32 s", () => {
    const world = started("INVITE", "udp");
    world.elapse(milliseconds(31_999));
    assert.deepEqual(timesOf(world, "INVITE"), [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]);
    assert.deepEqual(world.told, []);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.told, ["failure timeout"]);
    assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
  });

  it("retransmits the same bytes", () => {
    const world = started("INVITE", "udp");
    world.elapse(seconds(4));
    const [first, ...others] = world.sent.map(({ bytes }) => bytes.toString("latin1"));
    assert.equal(others.length, 3);
    for (const other of others) assert.equal(other, first);
  });

  it("scales timers A and B with T1", () => {
    const world = buildLayer({ timers: { t1: milliseconds(250), t2: seconds(4), t4: seconds(5), timerD: seconds(32) } });
    world.layer.request(ownRequest("INVITE"), { remote: PEER }, world.user);
    world.elapse(seconds(60));
    // 250 ms doubling; 64 * 250 ms = 16 s.
    assert.deepEqual(timesOf(world, "INVITE"), [0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75]);
    assert.deepEqual(world.told, ["failure timeout"]);
  });

  it("takes timer B from the layer's options, and from the request before that", () => {
    const timers = { t1: milliseconds(500), t2: seconds(4), t4: seconds(5), timerD: seconds(32), timerB: seconds(10) };
    const world = buildLayer({ timers });
    world.layer.request(ownRequest("INVITE"), { remote: PEER }, world.user);
    world.layer.request(ownRequest("INVITE", { cseq: 2 }), { remote: PEER }, world.user, { timerB: seconds(3) });
    world.elapse(milliseconds(2_999));
    assert.deepEqual(world.news(), []);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.news(), ["failure timeout"]);
    world.elapse(milliseconds(6_999));
    assert.deepEqual(world.news(), []);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.news(), ["failure timeout"]);
  });

  it("stops retransmitting and never times out once a provisional response came", () => {
    const world = started("INVITE", "udp");
    world.elapse(seconds(1));
    respond(world, 100);
    world.elapse(seconds(3_600));
    assert.deepEqual(timesOf(world, "INVITE"), [0, 0.5]);
    assert.equal(world.machine.state, "proceeding");
    assert.deepEqual(world.wheel.armed(), []);
  });

  it("stays completed for timer D (32 s) and answers each retransmitted final response with the same ACK", () => {
    const world = started("INVITE", "udp");
    respond(world, 486);
    world.elapse(milliseconds(31_999));
    respond(world, 486);
    const acks = world.sent.filter(({ message }) => message.kind === "request" && message.method === "ACK");
    assert.equal(acks.length, 2);
    assert.equal(acks[0]?.bytes.toString("latin1"), acks[1]?.bytes.toString("latin1"));
    world.elapse(milliseconds(1));
    assert.equal(world.layer.size, 0);
    respond(world, 486);
    assert.equal(world.sent.length, 3);
    assert.equal(world.layer.counters["strayResponses"], 1);
  });

  it("stays accepted for timer M (64*T1) on both transports and passes each 2xx on", () => {
    for (const transport of ["udp", "tcp"] as const) {
      const world = started("INVITE", transport);
      respond(world, 200);
      world.elapse(milliseconds(31_999));
      world.receive(responseText(world.request, 200, "fork2"));
      assert.deepEqual(world.told, ["response 200", "response 200"]);
      assert.deepEqual(world.wheel.armed(), ["timer M"]);
      world.elapse(milliseconds(1));
      assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
      respond(world, 200);
      assert.deepEqual(world.news().at(-1), "stray 200");
    }
  });

  it("builds the ACK for a final response over 300 from the INVITE and the response's To", () => {
    const world = buildLayer();
    const invite = ownRequest("INVITE", { extra: "Route: <sip:192.0.2.50;lr>\r\nRoute: <sip:192.0.2.51;lr>" });
    const transaction = world.layer.request(invite, { remote: PEER }, world.user);
    world.receive(responseText(transaction.request, 404, "busy-tag"));
    const ack = world.sent[1]?.message as SipRequest;
    assert.equal(ack.uri, invite.uri);
    assert.equal(ack.vias.length, 1);
    assert.equal(ack.topVia.branch, transaction.request.topVia.branch);
    assert.equal(ack.header("From"), invite.header("From"));
    assert.equal(ack.toTag, "busy-tag");
    assert.equal(ack.callId, invite.callId);
    assert.deepEqual(ack.cseq, { number: 1, method: "ACK" });
    assert.deepEqual(ack.values("Route"), ["<sip:192.0.2.50;lr>", "<sip:192.0.2.51;lr>"]);
    assert.deepEqual(world.sent[1]?.flow, world.sent[0]?.flow);
  });

  describe("CANCEL", () => {
    it("waits for the first provisional response", () => {
      const world = started("INVITE", "udp");
      world.layer.cancel(world.machine, [{ name: "Reason", value: "SIP;cause=200" }]);
      world.elapse(seconds(2));
      assert.deepEqual(timesOf(world, "CANCEL"), []);
      respond(world, 180);
      assert.deepEqual(timesOf(world, "CANCEL"), [2]);
      const cancel = world.sent.at(-1)?.message as SipRequest;
      assert.equal(cancel.topVia.branch, world.request.topVia.branch);
      assert.equal(cancel.vias.length, 1);
      assert.equal(cancel.header("Reason"), "SIP;cause=200");
      assert.deepEqual(cancel.cseq, { number: 1, method: "CANCEL" });
      assert.equal(cancel.header("To"), world.request.header("To"));
      assert.equal(cancel.header("Require"), undefined);
    });

    it("goes at once when a provisional response is there, and only once", () => {
      const world = started("INVITE", "udp");
      respond(world, 180);
      world.layer.cancel(world.machine);
      world.layer.cancel(world.machine);
      assert.deepEqual(world.lines(), ["INVITE", "CANCEL"]);
    });

    it("is not sent after a final response, nor when the INVITE gets one without a provisional", () => {
      for (const status of [200, 486]) {
        const late = started("INVITE", "udp");
        respond(late, status);
        late.layer.cancel(late.machine);
        assert.deepEqual(timesOf(late, "CANCEL"), []);
        const pending = started("INVITE", "udp");
        pending.layer.cancel(pending.machine);
        respond(pending, status);
        assert.deepEqual(timesOf(pending, "CANCEL"), []);
      }
    });

    it("ends the INVITE by itself when no final response comes within 64*T1", () => {
      const world = started("INVITE", "udp");
      respond(world, 180);
      world.layer.cancel(world.machine);
      world.receive(responseText(world.sent[1]?.message as SipRequest, 200), world.machine.flow);
      world.elapse(milliseconds(31_999));
      assert.deepEqual(world.told, ["response 180"]);
      world.elapse(milliseconds(1));
      assert.deepEqual(world.told, ["response 180", "failure timeout"]);
      assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
    });

    it("is a transaction of its own: retransmitted by timer E, its 200 not told to the INVITE's user", () => {
      const world = started("INVITE", "udp");
      respond(world, 180);
      world.layer.cancel(world.machine);
      world.elapse(milliseconds(600));
      assert.deepEqual(timesOf(world, "CANCEL"), [0, 0.5]);
      world.receive(responseText(world.sent[1]?.message as SipRequest, 200), world.machine.flow);
      respond(world, 487);
      world.elapse(seconds(40));
      assert.deepEqual(world.told, ["response 180", "response 487"]);
      assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
    });
  });

  describe("timer C", () => {
    const timers = { t1: milliseconds(500), t2: seconds(4), t4: seconds(5), timerD: seconds(32), timerC: seconds(180) };

    it("is restarted by 101 to 199, not by 100, and then cancels", () => {
      const world = buildLayer({ timers });
      const transaction = world.layer.request(ownRequest("INVITE"), { remote: PEER }, world.user);
      world.elapse(seconds(10));
      world.receive(responseText(transaction.request, 100));
      world.elapse(seconds(90));
      world.receive(responseText(transaction.request, 180));
      world.elapse(milliseconds(179_999));
      assert.deepEqual(timesOf(world, "CANCEL"), []);
      world.elapse(milliseconds(1));
      // 10 + 90 + 180 s: the 180 at 100 s restarted it.
      assert.deepEqual(timesOf(world, "CANCEL"), [280]);
      world.elapse(seconds(64));
      assert.equal(world.told.at(-1), "failure timeout");
      assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
    });

    it("runs from the request when only 100 came", () => {
      const world = buildLayer({ timers });
      const transaction = world.layer.request(ownRequest("INVITE"), { remote: PEER }, world.user);
      world.receive(responseText(transaction.request, 100));
      world.elapse(seconds(181));
      assert.deepEqual(timesOf(world, "CANCEL")[0], 180);
    });
  });
});

describe("non-INVITE client transaction", () => {
  describe("over UDP", () => check("OPTIONS", NON_INVITE_OVER_UDP, "udp"));

  describe("over TCP", () =>
    check(
      "OPTIONS",
      {
        trying: {
          ...NON_INVITE_OVER_UDP.trying,
          success: ["terminated", [], ["response 200"]],
          failure: ["terminated", [], ["response 503"]],
        },
      },
      "tcp",
    ));

  it("retransmits by timer E at intervals that double up to T2, and times out by timer F at 32 s", () => {
    const world = started("OPTIONS", "udp");
    world.elapse(milliseconds(31_999));
    assert.deepEqual(timesOf(world, "OPTIONS"), [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]);
    assert.deepEqual(world.told, []);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.told, ["failure timeout"]);
    assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
  });

  it("goes on at intervals of T2 after a provisional response, and still times out by timer F", () => {
    const world = started("OPTIONS", "udp");
    world.elapse(milliseconds(600));
    respond(world, 100);
    world.elapse(seconds(40));
    // The timer armed at 0.5 s fires at 1.5 s; from then on T2 = 4 s.
    assert.deepEqual(timesOf(world, "OPTIONS"), [0, 0.5, 1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5]);
    assert.deepEqual(world.told, ["response 100", "failure timeout"]);
  });

  it("absorbs retransmitted final responses for timer K (T4 = 5 s)", () => {
    const world = started("OPTIONS", "udp");
    respond(world, 200);
    world.elapse(milliseconds(4_999));
    respond(world, 200);
    assert.deepEqual([world.told, world.wheel.armed()], [["response 200"], ["timer K"]]);
    world.elapse(milliseconds(1));
    assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
  });

  it("takes timer F from the request", () => {
    const world = buildLayer();
    world.layer.request(ownRequest("OPTIONS"), { remote: PEER }, world.user, { timerB: seconds(2) });
    world.elapse(seconds(2));
    assert.deepEqual(world.told, ["failure timeout"]);
  });
});

describe("a request that nothing can carry", () => {
  it("fails as a transport failure, after request() has returned", () => {
    const world = buildLayer({ sender: { send: () => assert.fail("sent"), flowTo: () => undefined } });
    const transaction = world.layer.request(ownRequest("INVITE"), { remote: PEER }, world.user);
    assert.deepEqual(world.told, []);
    world.elapse(0 as Duration);
    assert.deepEqual(world.told, ["failure transport"]);
    assert.ok(transaction.isTerminated);
    assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
  });
});

describe("a large request", () => {
  const body = "x".repeat(1_400);

  it("goes by TCP with TCP in its Via, and by UDP with UDP in its Via when the connection is refused", () => {
    const world = buildLayer({ largeGoesByTcp: true });
    const transaction = world.layer.request(ownRequest("INVITE", { body }), { remote: PEER }, world.user);
    assert.equal(world.sent[0]?.flow.transport, "tcp");
    assert.equal(world.sent[0]?.message.topVia.transport, "TCP");
    world.sent[0]?.fail();
    assert.equal(world.sent[1]?.flow.transport, "udp");
    assert.equal(world.sent[1]?.message.topVia.transport, "UDP");
    assert.equal(transaction.request.topVia.transport, "UDP");
    world.elapse(milliseconds(500));
    assert.equal(world.sent.length, 3, "retransmitted by timer A");
    world.receive(responseText(transaction.request, 200));
    assert.deepEqual(world.told, ["response 200"]);
    world.elapse(seconds(32));
    assert.deepEqual([world.layer.size, world.wheel.armed()], [0, []]);
  });

  it("stays on TCP when TCP was named, and fails with it", () => {
    const world = buildLayer({ largeGoesByTcp: true });
    world.layer.request(ownRequest("INVITE", { body }), { remote: PEER, transport: "tcp" }, world.user);
    world.sent[0]?.fail();
    assert.deepEqual(world.told, ["failure transport"]);
    assert.equal(world.sent.length, 1);
  });

  it("stays on UDP when UDP was named", () => {
    const world = buildLayer({ largeGoesByTcp: true });
    world.layer.request(ownRequest("INVITE", { body }), { remote: PEER, transport: "udp" }, world.user);
    assert.equal(world.sent[0]?.flow.transport, "udp");
  });
});

describe("an unreachable peer", () => {
  it("fails the transactions that have no answer yet, and no others", () => {
    const world = buildLayer();
    const ringing = world.layer.request(ownRequest("INVITE", { cseq: 1 }), { remote: PEER }, world.user);
    world.receive(responseText(ringing.request, 180));
    world.layer.request(ownRequest("INVITE", { cseq: 2 }), { remote: PEER }, world.user);
    const elsewhere = world.layer.request(ownRequest("INVITE", { cseq: 3 }), { remote: { ...PEER, port: 5070 } }, world.user);
    world.news();
    world.layer.unreachable("udp", PEER);
    assert.deepEqual(world.news(), ["failure transport"]);
    assert.equal(ringing.isTerminated, false);
    assert.equal(elsewhere.isTerminated, false);
    world.layer.unreachable("tcp", PEER);
    assert.deepEqual(world.news(), []);
  });
});

describe("matching of responses", () => {
  it("discards one whose Via is not ours, and one with two Vias", () => {
    const world = started("INVITE", "udp");
    const text = responseText(world.request, 200);
    world.receive(text.replace("192.0.2.1:5060;", "192.0.2.9:5060;"));
    world.receive(text.replace("\r\nFrom:", "\r\nVia: SIP/2.0/UDP 203.0.113.9;branch=z9hG4bKother\r\nFrom:"));
    assert.deepEqual(world.told, []);
    assert.equal(world.layer.counters["foreignResponses"], 2);
  });

  it("discards one whose CSeq names another method", () => {
    const world = started("INVITE", "udp");
    world.receive(responseText(world.request, 200).replace("1 INVITE", "1 BYE"));
    assert.deepEqual(world.told, []);
    assert.equal(world.layer.counters["strayResponses"], 1);
  });

  it("puts a Via with rport, the sent-by of its flow and a branch of its own on top of each request", () => {
    const world = buildLayer();
    for (const transport of ["udp", "tcp"] as const) {
      world.layer.request(ownRequest("OPTIONS"), { remote: PEER, transport }, world.user);
    }
    const vias = world.sent.map(({ message }) => message.values("Via")[0]);
    assert.deepEqual(vias, [
      "SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKb2",
      "SIP/2.0/TCP 192.0.2.1:5060;rport;branch=z9hG4bKb3",
    ]);
  });
});

describe("the ACK for a 2xx", () => {
  it("has a branch of its own, is sent once for each call, and has the same bytes when it is sent again", () => {
    const world = buildLayer();
    const ack = ownRequest("ACK");
    world.layer.acknowledge(ack, { remote: PEER }).again();
    world.layer.acknowledge(ownRequest("ACK"), { remote: PEER });
    const [first, second, third] = world.sent.map(({ bytes }) => bytes.toString("latin1"));
    assert.equal(first, second);
    assert.notEqual(first, third);
    assert.equal(world.layer.size, 0);
    world.elapse(seconds(60));
    assert.equal(world.sent.length, 3);
  });
});

describe("a large ACK for a 2xx", () => {
  it("goes by UDP, and stays there, when the peer refuses TCP", () => {
    const world = buildLayer({ largeGoesByTcp: true });
    const ack = ownRequest("ACK", { body: "x".repeat(1_400) });
    const sent = world.layer.acknowledge(ack, { remote: PEER });
    world.sent[0]?.fail();
    sent.again();
    assert.deepEqual(
      world.sent.map(({ flow, message }) => [flow.transport, message.topVia.transport, message.topVia.branch]),
      [
        ["tcp", "TCP", "z9hG4bKb2"],
        ["udp", "UDP", "z9hG4bKb2"],
        ["udp", "UDP", "z9hG4bKb2"],
      ],
    );
  });
});

describe("close", () => {
  it("drops every transaction and timer without a word", () => {
    const world = started("INVITE", "udp");
    world.layer.request(ownRequest("OPTIONS"), { remote: PEER }, world.user);
    world.layer.close();
    assert.deepEqual([world.layer.size, world.wheel.armed(), world.told], [0, [], []]);
  });
});
