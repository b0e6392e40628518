import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation, type Simulation } from "../../src/adapters/sim";
import { between, inMilliseconds, seconds, type Duration } from "../../src/base";
import { judgeAudio, MU_LAW, speech } from "../../src/codec";
import { answersTimer, hangsUpAfter, PERSONALITIES, refuses, wantsInterval } from "../carrier";
import {
  Endpoint,
  payloadsInOrder,
  POLITE,
  statusOf,
  methodOf,
  readSipText,
  header,
  type LoggedMessage,
  type Personality,
} from ".";

interface Lab {
  readonly world: Simulation;
  readonly caller: Endpoint;
  readonly callee: Endpoint;
  pass(duration: Duration): void;
}

const VIA = { address: "198.51.100.11", port: 5060 };

function lab(options: { readonly caller?: Personality; readonly callee?: Personality } = {}): Lab {
  const world = createSimulation({ seed: 1 });
  const party = (name: string, address: string, personality: Personality): Endpoint =>
    new Endpoint({
      name,
      clock: world.clock,
      network: world.network.host(address),
      random: world.random.fork(name),
      address: { address, port: 5060 },
      personality,
    });
  const caller = party("Acme", "198.51.100.10", options.caller ?? POLITE);
  const callee = party("Alpha", VIA.address, options.callee ?? POLITE);
  world.clock.advance(seconds(0.1));
  return { world, caller, callee, pass: (duration) => world.clock.advance(duration) };
}

const place = ({ caller }: Lab): void => caller.call({ call: "first", to: "442079460123", via: VIA });

/** `INVITE 200 ACK`: what a party received or sent, each message as its method or status. */
function line(messages: readonly LoggedMessage[], direction: "sent" | "received"): string {
  return messages
    .filter((message) => message.direction === direction)
    .map(({ text }) => readSipText(Buffer.from(text, "latin1")))
    .map((message) => (message === undefined ? "?" : (methodOf(message) ?? String(statusOf(message)))))
    .join(" ");
}

/** Milliseconds from the first to each message that matches. */
function times(messages: readonly LoggedMessage[], direction: "sent" | "received", start: string): readonly number[] {
  const found = messages.filter((message) => message.direction === direction && message.text.startsWith(start));
  return found.map(({ at }) => Math.round(inMilliseconds(between(found[0]?.at ?? at, at))));
}

describe("two parties without a switch", () => {
  it("set up a call, hear each other, and release it", () => {
    const room = lab();
    place(room);
    room.pass(seconds(2));
    room.caller.act({ call: "first" }, { do: "speak" });
    room.callee.act({}, { do: "speak" });
    room.pass(seconds(3));
    room.caller.act({ call: "first" }, { do: "hangUp" });
    room.pass(seconds(40));
    assert.equal(line(room.caller.messages, "sent"), "INVITE ACK BYE");
    assert.equal(line(room.caller.messages, "received"), "100 180 200 200");
    for (const [listener, speaker] of [
      [room.caller, "Alpha"],
      [room.callee, "Acme"],
    ] as const) {
      const heard = MU_LAW.decode(Buffer.concat(payloadsInOrder(listener.media({}).received, [0])));
      assert.equal(judgeAudio(heard, speech(speaker, 8_000 * 3)).verdict, "intelligible", `what ${listener.name} heard`);
    }
    assert.deepEqual(room.world.clock.armed(), []);
    assert.deepEqual([room.caller.problems, room.callee.problems], [[], []]);
  });

  it("cancel a ringing call", () => {
    const room = lab({ callee: PERSONALITIES["rings for ever"] });
    place(room);
    room.pass(seconds(2));
    room.caller.act({}, { do: "hangUp" });
    room.pass(seconds(40));
    assert.equal(line(room.callee.messages, "received"), "INVITE CANCEL ACK");
    assert.equal(room.caller.legs[0]?.end, "cancelled");
    assert.deepEqual(room.world.clock.armed(), []);
  });

  it("release a call that was answered after CANCEL", () => {
    const room = lab({ callee: PERSONALITIES["answers after CANCEL"] });
    place(room);
    room.pass(seconds(2));
    room.caller.act({}, { do: "hangUp" });
    room.pass(seconds(40));
    assert.equal(line(room.callee.messages, "received"), "INVITE CANCEL ACK BYE");
  });

  it("hold and resume", () => {
    const room = lab();
    place(room);
    room.pass(seconds(2));
    room.caller.act({}, { do: "hold" });
    room.pass(seconds(1));
    const answers = room.caller.messages.filter(({ text }) => text.startsWith("SIP/2.0 200"));
    assert.match(answers.at(-1)?.text ?? "", /a=recvonly/);
    room.caller.act({}, { do: "resume" });
    room.pass(seconds(1));
    assert.match(room.callee.messages.at(-2)?.text ?? "", /a=sendrecv/);
  });

  it("resolve glare: both offers get through after 491", () => {
    const room = lab();
    place(room);
    room.pass(seconds(2));
    room.caller.act({}, { do: "offer", with: "INVITE" });
    room.callee.act({}, { do: "offer", with: "INVITE" });
    room.pass(seconds(8));
    assert.equal(line(room.caller.messages, "received").match(/491/g)?.length, 1);
    assert.equal(line(room.callee.messages, "received").match(/491/g)?.length, 1);
    assert.equal(line(room.callee.messages, "received").match(/INVITE/g)?.length, 3);
  });
});

describe("personalities", () => {
  it("never acknowledging makes the callee repeat its 200 by RFC 3261 section 13.3.1.4 and hang up at 64*T1", () => {
    const room = lab({ caller: PERSONALITIES["never acknowledges"] });
    place(room);
    room.pass(seconds(40));
    const seen = times(room.callee.messages, "sent", "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 198.51.100.10");
    // 500 ms doubled up to T2 = 4 s.
    assert.deepEqual(seen, [0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
    assert.equal(room.callee.legs[0]?.end, "noAck");
    const { answeredAt, endedAt } = room.callee.legs[0] ?? {};
    assert.equal(inMilliseconds(between(answeredAt ?? (0 as never), endedAt ?? (0 as never))), 32_000);
  });

  it("silence makes the caller retransmit its INVITE and give up at 64*T1", () => {
    const room = lab({ callee: PERSONALITIES["keeps silent"] });
    place(room);
    room.pass(seconds(40));
    // T1 doubled without a cap: timer A.
    assert.deepEqual(times(room.caller.messages, "sent", "INVITE"), [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    assert.equal(room.caller.legs[0]?.end, "noAnswer");
  });

  it("refusing sends the status with its Reason until the ACK", () => {
    const room = lab({ callee: refuses(503, undefined, 41) });
    place(room);
    room.pass(seconds(40));
    assert.equal(room.caller.legs[0]?.finalStatus, 503);
    assert.match(room.caller.messages.at(-2)?.text ?? "", /Reason: Q\.850;cause=41/);
    assert.equal(line(room.callee.messages, "received"), "INVITE ACK");
  });

  it("a reliable ringing is acknowledged by PRACK", () => {
    const room = lab({
      caller: PERSONALITIES["supports reliable provisionals"],
      callee: PERSONALITIES["sends reliable ringing"],
    });
    place(room);
    room.pass(seconds(5));
    assert.equal(line(room.callee.messages, "received"), "INVITE PRACK ACK");
  });

  it("a late offer is answered in the ACK", () => {
    const room = lab({ caller: PERSONALITIES["offers late"] });
    place(room);
    room.pass(seconds(2));
    const ack = room.callee.messages.find(({ text }) => text.startsWith("ACK"));
    assert.match(ack?.text ?? "", /m=audio/);
  });

  it("wanting a longer interval answers 422, and the caller tries once more with it", () => {
    const caller = { ...POLITE, timerOffer: { interval: 1_800, retries: true } };
    const room = lab({ caller, callee: wantsInterval(3_600) });
    place(room);
    room.pass(seconds(3));
    assert.equal(line(room.caller.messages, "sent"), "INVITE ACK INVITE ACK");
    const second = readSipText(Buffer.from(room.callee.messages.filter(({ text }) => text.startsWith("INVITE"))[1]?.text ?? ""));
    assert.equal(second && header(second, "Session-Expires"), "3600");
  });

  it("the refresher refreshes at half the interval, again and again", () => {
    const caller = { ...POLITE, timerOffer: { interval: 600 } };
    const room = lab({ caller, callee: answersTimer(600, "uas", true) });
    place(room);
    room.pass(seconds(1_000));
    // 600 s / 2, counted from the answer to the last refresh: the round trip of 1 ms adds up.
    assert.deepEqual(times(room.callee.messages, "sent", "UPDATE"), [0, 300_001, 600_002]);
  });

  it("hanging up after a time sends BYE then", () => {
    const room = lab({ callee: hangsUpAfter(5_000) });
    place(room);
    room.pass(seconds(10));
    assert.equal(line(room.caller.messages, "received"), "100 180 200 BYE");
  });
});
