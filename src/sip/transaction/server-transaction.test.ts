import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inSeconds, milliseconds, seconds, type Duration } from "../../base";
import { createResponse, type SipRequest } from "../message";
import { buildLayer, flowOver, requestText, type LayerUnderTest } from "./layer-builder";
import { ServerMachine } from "./server-machine";
import type { ServerInput, ServerState } from "./server-tables";
import type { SipTransportName } from "./types";

const INPUTS: readonly ServerInput[] = [
  "request",
  "ack",
  "provisional",
  "success",
  "failure",
  "tryingTimer",
  "timerG",
  "timerH",
  "waitTimer",
  "abandonTimer",
  "transportError",
];

/** One row: an input, the state it leads to, what is sent and what the core is told. Inputs without a row must do nothing. */
type Row = readonly [state: ServerState, sent: string[], told: string[]];
type Expectations = Partial<Record<ServerInput, Row>>;

interface Started extends LayerUnderTest {
  readonly machine: ServerMachine;
  readonly request: SipRequest;
  readonly method: string;
  readonly transport: SipTransportName;
}

function started(method: string, transport: SipTransportName): Started {
  const world = buildLayer();
  world.receive(requestText(method), flowOver(transport));
  const machine = world.transactions[0];
  assert.ok(machine instanceof ServerMachine);
  return { ...world, machine, request: machine.request, method, transport };
}

const answer = ({ layer, machine, request }: Started, status: number): void =>
  layer.respond(machine, createResponse(request, status, { toTag: "to1" }));

/** An ACK for a response over 300 has the branch of the INVITE. */
const acknowledge = (world: Started): void => world.receive(requestText("ACK", { toTag: "to1" }), flowOver(world.transport));

const REACH: Record<ServerState, (world: Started) => void> = {
  trying: () => undefined,
  proceeding: (world) => answer(world, 180),
  completed: (world) => answer(world, 486),
  accepted: (world) => answer(world, 200),
  confirmed: (world) => {
    answer(world, 486);
    acknowledge(world);
  },
  terminated: (world) => {
    answer(world, 486);
    world.machine.feed("timerH");
    world.machine.feed("waitTimer");
  },
};

function apply(world: Started, input: ServerInput): void {
  if (input === "request") world.receive(requestText(world.method), flowOver(world.transport));
  else if (input === "ack") acknowledge(world);
  else if (input === "provisional") answer(world, 183);
  else if (input === "success") answer(world, 200);
  else if (input === "failure") answer(world, 503);
  else world.machine.feed(input);
}

function check(method: string, table: Partial<Record<ServerState, Expectations>>, transport: SipTransportName): void {
  for (const [state, expectations] of Object.entries(table) as [ServerState, Expectations][]) {
    for (const input of INPUTS) {
      // An ACK belongs to INVITE alone.
      if (method !== "INVITE" && input === "ack") continue;
      const row = expectations[input];
      it(`${state}: ${input} ${row === undefined ? "does nothing" : `leads to ${row[0]}`}`, () => {
        const world = started(method, transport);
        REACH[state](world);
        world.lines();
        world.news();
        const armed = [...world.wheel.armed()];
        apply(world, input);
        const [expectedState, sent, told] = row ?? [state, [], []];
        assert.equal(world.machine.state, expectedState);
        assert.deepEqual(world.lines(), sent);
        assert.deepEqual(world.news(), told);
        if (row === undefined) assert.deepEqual(world.wheel.armed(), armed);
        if (world.machine.state === "terminated" && input !== "request") assert.equal(world.layer.size, 0);
      });
    }
  }
}

const INVITE_OVER_UDP: Partial<Record<ServerState, Expectations>> = {
  proceeding: {
    request: ["proceeding", ["180 INVITE"], []],
    provisional: ["proceeding", ["183 INVITE"], []],
    success: ["accepted", ["200 INVITE"], []],
    failure: ["completed", ["503 INVITE"], []],
    tryingTimer: ["proceeding", ["100 INVITE"], []],
    transportError: ["proceeding", [], ["server transport"]],
  },
  completed: {
    request: ["completed", ["486 INVITE"], []],
    ack: ["confirmed", [], []],
    timerG: ["completed", ["486 INVITE"], []],
    timerH: ["terminated", [], ["server timeout"]],
    transportError: ["completed", [], ["server transport"]],
  },
  accepted: {
    success: ["accepted", ["200 INVITE"], []],
    ack: ["accepted", [], ["ack"]],
    waitTimer: ["terminated", [], []],
    transportError: ["accepted", [], ["server transport"]],
  },
  confirmed: {
    waitTimer: ["terminated", [], []],
  },
  terminated: {
    // The transaction is gone: a copy that comes so late is a new request, an ACK goes to the core.
    request: ["terminated", [], ["request INVITE"]],
    ack: ["terminated", [], ["ack"]],
  },
};

const NON_INVITE_OVER_UDP: Partial<Record<ServerState, Expectations>> = {
  trying: {
    provisional: ["proceeding", ["183 BYE"], []],
    success: ["completed", ["200 BYE"], []],
    failure: ["completed", ["503 BYE"], []],
    abandonTimer: ["terminated", [], []],
  },
  proceeding: {
    request: ["proceeding", ["180 BYE"], []],
    provisional: ["proceeding", ["183 BYE"], []],
    success: ["completed", ["200 BYE"], []],
    failure: ["completed", ["503 BYE"], []],
    abandonTimer: ["terminated", [], []],
    transportError: ["proceeding", [], ["server transport"]],
  },
  completed: {
    request: ["completed", ["486 BYE"], []],
    waitTimer: ["terminated", [], []],
    transportError: ["completed", [], ["server transport"]],
  },
  terminated: {
    request: ["terminated", [], ["request BYE"]],
  },
};

/** When responses with this status were sent, in seconds. */
const timesOf = ({ sent }: LayerUnderTest, status: number): number[] =>
  sent
    .filter(({ message }) => message.kind === "response" && message.status === status)
    .map(({ at }) => inSeconds(at as Duration));

const assertEnded = ({ layer, wheel }: LayerUnderTest): void => assert.deepEqual([layer.size, wheel.armed()], [0, []]);

describe("INVITE server transaction", () => {
  describe("over UDP", () => check("INVITE", INVITE_OVER_UDP, "udp"));

  describe("over TCP", () =>
    check(
      "INVITE",
      {
        proceeding: INVITE_OVER_UDP.proceeding ?? {},
        // Timer I is zero.
        completed: { ...INVITE_OVER_UDP.completed, ack: ["terminated", [], []] },
        accepted: INVITE_OVER_UDP.accepted ?? {},
      },
      "tcp",
    ));

  it("retransmits a final response over 300 by timer G at intervals up to T2, and gives up by timer H at 32 s", () => {
    const world = started("INVITE", "udp");
    answer(world, 486);
    world.elapse(milliseconds(31_999));
    assert.deepEqual(timesOf(world, 486), [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]);
    assert.deepEqual(world.told, ["request INVITE"]);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.told, ["request INVITE", "server timeout"]);
    assertEnded(world);
  });

  it("does not retransmit over TCP, but gives up by timer H all the same", () => {
    const world = started("INVITE", "tcp");
    answer(world, 486);
    world.elapse(milliseconds(31_999));
    assert.deepEqual(timesOf(world, 486), [0]);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.told, ["request INVITE", "server timeout"]);
    assertEnded(world);
  });

  it("stops at the ACK and absorbs further ACKs for timer I (T4 = 5 s)", () => {
    const world = started("INVITE", "udp");
    answer(world, 486);
    world.elapse(seconds(1));
    acknowledge(world);
    assert.deepEqual(world.wheel.armed(), ["timer I"]);
    world.elapse(milliseconds(4_999));
    acknowledge(world);
    assert.deepEqual(world.told, ["request INVITE"]);
    world.elapse(milliseconds(1));
    assertEnded(world);
    assert.deepEqual(timesOf(world, 486), [0, 0.5]);
  });

  it("sends a 2xx again only when the core does, and absorbs INVITEs for timer L (64*T1) on both transports", () => {
    for (const transport of ["udp", "tcp"] as const) {
      const world = started("INVITE", transport);
      answer(world, 200);
      world.elapse(seconds(2));
      answer(world, 200);
      world.elapse(milliseconds(29_999));
      world.receive(requestText("INVITE"), flowOver(transport));
      assert.deepEqual(timesOf(world, 200), [0, 2]);
      assert.deepEqual(world.told, ["request INVITE"]);
      world.elapse(milliseconds(1));
      assertEnded(world);
    }
  });

  it("says 100 Trying after 200 ms when the core says nothing", () => {
    const world = started("INVITE", "udp");
    world.elapse(milliseconds(199));
    assert.deepEqual(world.lines(), []);
    world.elapse(milliseconds(1));
    assert.deepEqual(world.lines(), ["100 INVITE"]);
    assert.equal(world.sent[0]?.message.toTag, undefined);
    assert.deepEqual(world.wheel.armed(), []);
  });

  it("does not say 100 Trying when the core answers before", () => {
    const quick = buildLayer({
      onRequest: (request, transaction, layer) => layer.respond(transaction, createResponse(request, 180, { toTag: "x" })),
    });
    quick.receive(requestText("INVITE"));
    quick.elapse(seconds(1));
    assert.deepEqual(quick.lines(), ["180 INVITE"]);
    const later = started("INVITE", "udp");
    later.elapse(milliseconds(100));
    answer(later, 180);
    later.elapse(seconds(1));
    assert.deepEqual(later.lines(), ["180 INVITE"]);
  });

  it("tells the core of a response that could not be delivered once", () => {
    const world = started("INVITE", "tcp");
    answer(world, 200);
    world.sent[0]?.fail();
    world.sent[0]?.fail();
    assert.deepEqual(world.told, ["request INVITE", "server transport"]);
    assert.equal(world.machine.state, "accepted");
  });

  it("drops a second final response and counts it", () => {
    const world = started("INVITE", "udp");
    answer(world, 486);
    answer(world, 200);
    assert.deepEqual(world.lines(), ["486 INVITE"]);
    assert.equal(world.machine.finalStatus, 486);
    assert.equal(world.layer.counters["lateResponses"], 1);
  });
});

describe("non-INVITE server transaction", () => {
  describe("over UDP", () => check("BYE", NON_INVITE_OVER_UDP, "udp"));

  describe("over TCP", () =>
    check(
      "BYE",
      {
        trying: {
          ...NON_INVITE_OVER_UDP.trying,
          // Timer J is zero.
          success: ["terminated", ["200 BYE"], []],
          failure: ["terminated", ["503 BYE"], []],
        },
      },
      "tcp",
    ));

  it("answers retransmissions from its memory for timer J (64*T1) and is gone then", () => {
    const world = started("BYE", "udp");
    answer(world, 200);
    world.elapse(milliseconds(31_999));
    world.receive(requestText("BYE"));
    assert.deepEqual(timesOf(world, 200), [0, 31.999]);
    world.elapse(milliseconds(1));
    assertEnded(world);
  });

  it("is given up without a word when the core has not answered within 64*T1, provisional responses or not", () => {
    for (const provisional of [undefined, 183]) {
      const world = started("BYE", "udp");
      if (provisional !== undefined) answer(world, provisional);
      world.elapse(milliseconds(31_999));
      assert.equal(world.layer.size, 1);
      world.elapse(milliseconds(1));
      assertEnded(world);
      assert.equal(world.layer.counters["unansweredRequests"], 1);
      answer(world, 200);
      assert.equal(timesOf(world, 200).length, 0);
    }
  });

  it("says no 100 Trying of its own", () => {
    const world = started("BYE", "udp");
    world.elapse(seconds(5));
    assert.deepEqual(world.lines(), []);
  });
});
