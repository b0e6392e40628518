import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds } from "../../base";
import type { SipResponse } from "../message";
import { defaultSipTimers } from "../transaction";
import { header, noTimer, Party, sdp, type PartyOptions } from "./testing/party";
import { RawPeer, type RawOptions } from "./testing/raw-peer";
import { Wire } from "./testing/wire";

const switchAddress = { address: "192.0.2.1", port: 5060 };
const callerAddress = { address: "192.0.2.3", port: 5060 };
const SWITCH = "192.0.2.1:5060";

interface Scene {
  readonly wire: Wire;
  readonly sw: Party;
  readonly caller: RawPeer;
}

function scene(options: PartyOptions = {}): Scene {
  const wire = new Wire();
  return { wire, sw: new Party(wire, switchAddress, { timer: noTimer, ...options }), caller: new RawPeer(wire, callerAddress) };
}

const rounded = (times: readonly number[]): number[] => times.map((at) => Math.round(at * 1000) / 1000);
const since = (times: readonly number[], start: number | undefined): number[] => rounded(times.map((at) => at - (start ?? 0)));
const reliable = header("Supported", "100rel");

function first(responses: readonly SipResponse[]): SipResponse {
  const [response] = responses;
  assert.ok(response, "a response was expected");
  return response;
}

function assertNothingLeft({ wire, sw }: Scene): void {
  assert.equal(wire.settle(seconds(300)), true, wire.armed().join());
  assert.equal(sw.agent.sessions, 0);
  assert.equal(sw.layer.size, 0);
}

describe("a 2xx without its ACK (DBG-101)", () => {
  it("is sent again at 0.5, 1.5, 3.5, 7.5, 11.5 ... 31.5 s, and BYE ends the call at 32.0 s", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(33));
    const [start, ...again] = made.wire.timesOf("200 INVITE", SWITCH);
    assert.deepEqual(since(again, start), [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]);
    assert.deepEqual(since(made.wire.timesOf("BYE", SWITCH), start).slice(0, 1), [32]);
    assert.deepEqual(made.sw.detailsOf("onEnded"), [[{ cause: "ackTimeout", by: "local" }]]);
    assert.deepEqual(made.sw.names(), ["onEnded"]);
    assertNothingLeft(made);
  });

  it("scales with T1: 250 ms gives 16 s", () => {
    const made = scene({
      timers: { ...defaultSipTimers, t1: milliseconds(250) },
      onInvite: (session) => session.answer({ sdp: sdp("switch") }),
    });
    made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(17));
    const [start] = made.wire.timesOf("200 INVITE", SWITCH);
    assert.deepEqual(since(made.wire.timesOf("BYE", SWITCH), start).slice(0, 1), [16]);
  });

  it("is sent again over TCP too, for a hop behind may be UDP", () => {
    const wire = new Wire();
    const sw = new Party(wire, switchAddress, {
      transport: "tcp",
      onInvite: (session) => session.answer({ sdp: sdp("switch") }),
    });
    const caller = new Party(wire, callerAddress, { transport: "tcp" });
    wire.fate = ({ message }) => (message.kind === "request" && message.method === "ACK" ? "lost" : [milliseconds(1)]);
    caller.invite(sw);
    wire.pass(seconds(33));
    assert.equal(wire.timesOf("200 INVITE", SWITCH).length, 11);
    assert.deepEqual(sw.detailsOf("onEnded"), [[{ cause: "ackTimeout", by: "local" }]]);
  });

  it("is not sent again once the ACK came, even late", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(5));
    made.caller.follow(invite, first(made.wire.responses(200, "INVITE")), "ACK");
    made.wire.pass(seconds(60));
    assert.equal(made.wire.timesOf("200 INVITE", SWITCH).length, 4);
    assert.deepEqual(made.sw.names(), ["onAcknowledged"]);
    assert.equal(made.sw.call.state, "confirmed");
    assert.deepEqual(made.wire.armed(), []);
  });

  it("is over when the caller says BYE instead", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(1));
    made.caller.follow(invite, first(made.wire.responses(200, "INVITE")), "BYE");
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(200, "BYE", SWITCH).length, 1);
    assert.equal(made.sw.names().join(), "onEnded");
    assertNothingLeft(made);
  });

  it("holds our BYE back until the ACK comes (RFC 3261 section 15)", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(1));
    assert.equal(made.sw.call.end([header("Reason", "Q.850;cause=16")]), true);
    made.wire.pass(seconds(1));
    assert.deepEqual(made.wire.requests("BYE"), []);
    assert.deepEqual(made.sw.detailsOf("onEnded"), [[{ cause: "bye", by: "local" }]]);
    made.caller.on["BYE"] = (bye) => made.caller.respond(bye, 200);
    made.caller.follow(invite, first(made.wire.responses(200, "INVITE")), "ACK");
    made.wire.pass(seconds(1));
    assert.equal(made.wire.requests("BYE")[0]?.header("Reason"), "Q.850;cause=16");
    assert.deepEqual(made.sw.names(), ["onEnded"]);
    assertNothingLeft(made);
  });
});

describe("a caller that gives up", () => {
  it("by CANCEL before an answer gets 200 for it and 487 for the INVITE", () => {
    const made = scene({ onInvite: (session) => session.progress(180) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(1));
    made.caller.cancel(invite, switchAddress);
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(200, "CANCEL", SWITCH).length, 1);
    assert.equal(made.wire.responses(487, "INVITE", SWITCH).length > 0, true);
    assert.deepEqual(made.sw.names(), ["onCancelled"]);
    assert.equal(made.sw.call.answer({ sdp: sdp("switch") }), false);
    assert.equal(made.sw.call.reject(486), false);
    assertNothingLeft(made);
  });

  it("by CANCEL after our 200 gets 200 for it, and the call stays", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(milliseconds(10));
    made.caller.cancel(invite, switchAddress);
    made.caller.follow(invite, first(made.wire.responses(200, "INVITE")), "ACK");
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(200, "CANCEL", SWITCH).length, 1);
    assert.equal(made.sw.call.state, "confirmed");
    assert.deepEqual(made.sw.names(), ["onAcknowledged"]);
  });

  it("by BYE in the early dialog gets 200 for it and 487 for the INVITE", () => {
    const made = scene({ onInvite: (session) => session.progress(180) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(1));
    made.caller.follow(invite, first(made.wire.responses(180, "INVITE")), "BYE");
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(200, "BYE", SWITCH).length, 1);
    assert.equal(made.wire.responses(487, "INVITE", SWITCH).length > 0, true);
    assert.equal((made.sw.detailsOf("onCancelled")[0]?.[0] as { method: string }).method, "BYE");
    assertNothingLeft(made);
  });
});

describe("reliable provisional responses (RFC 3262)", () => {
  const prack = (
    { caller }: Scene,
    invite: ReturnType<RawPeer["invite"]>,
    response: SipResponse,
    options: RawOptions & { rack?: string } = {},
  ): void => {
    const rack = options.rack ?? `${response.header("RSeq")} ${invite.cseq.number} INVITE`;
    caller.follow(invite, response, "PRACK", { cseq: 2, ...options, headers: [header("RAck", rack)] });
  };

  it("have an RSeq and Require: 100rel, and are sent again at T1 doubling until the PRACK", () => {
    const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(4));
    const response = first(made.wire.responses(183, "INVITE"));
    assert.equal(response.lists("Require", "100rel"), true);
    assert.match(response.header("RSeq") ?? "", /^[1-9]\d{0,9}$/);
    prack(made, invite, response);
    made.wire.pass(seconds(20));
    const [start, ...again] = made.wire.timesOf("183 INVITE");
    assert.deepEqual(since(again, start), [0.5, 1.5, 3.5]);
    assert.equal(made.wire.responses(200, "PRACK", SWITCH).length, 1);
  });

  it("that nobody acknowledges end the call with 504 after 64*T1", () => {
    const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
    made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(33));
    const [start, ...again] = made.wire.timesOf("183 INVITE");
    assert.deepEqual(since(again, start), [0.5, 1.5, 3.5, 7.5, 15.5, 31.5]);
    assert.deepEqual(since(made.wire.timesOf("504 INVITE"), start).slice(0, 1), [32]);
    assert.deepEqual(made.sw.detailsOf("onCancelled"), [[undefined]]);
    assertNothingLeft(made);
  });

  it("wait for each other, and their RSeq grows by one", () => {
    const made = scene({
      onInvite: (session) => {
        session.progress(183, { sdp: sdp("switch") });
        session.progress(180);
        session.progress(181);
      },
    });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(0.1));
    assert.equal(made.wire.responses(180, "INVITE").length, 0);
    const response = first(made.wire.responses(183, "INVITE"));
    prack(made, invite, response);
    made.wire.pass(seconds(0.1));
    const next = first(made.wire.responses(180, "INVITE"));
    assert.equal(Number(next.header("RSeq")), Number(response.header("RSeq")) + 1);
    assert.equal(next.body.length, 0);
    assert.equal(made.wire.responses(181, "INVITE").length, 0);
  });

  it("delay the 2xx while their description is not acknowledged", () => {
    const made = scene({
      onInvite: (session) => {
        session.progress(183, { sdp: sdp("switch") });
        assert.equal(session.answer({ sdp: sdp("switch") }), true);
        assert.equal(session.state, "early");
      },
    });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(200, "INVITE").length, 0);
    prack(made, invite, first(made.wire.responses(183, "INVITE")));
    made.wire.pass(seconds(0.1));
    assert.equal(first(made.wire.responses(200, "INVITE")).body.length, 0);
    assert.equal(made.sw.call.state, "confirmed");
  });

  it("without a description do not delay the 2xx, and their PRACK is still answered", () => {
    const made = scene({
      onInvite: (session) => {
        session.progress(180);
        session.answer({ sdp: sdp("switch") });
      },
    });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(0.1));
    assert.deepEqual(first(made.wire.responses(200, "INVITE")).body, sdp("switch"));
    prack(made, invite, first(made.wire.responses(180, "INVITE")));
    made.wire.pass(seconds(5));
    assert.equal(made.wire.responses(200, "PRACK").length, 1);
    assert.equal(made.wire.responses(180, "INVITE").length, 1);
  });

  for (const [what, rack] of [
    ["another RSeq", "1 1 INVITE"],
    ["another CSeq", "R 2 INVITE"],
    ["another method", "R 1 UPDATE"],
    ["no RAck that can be read", "nothing"],
  ] as const) {
    it(`a PRACK with ${what} gets 481`, () => {
      const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
      const invite = made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
      made.wire.pass(seconds(0.1));
      const response = first(made.wire.responses(183, "INVITE"));
      prack(made, invite, response, { rack: rack.replace("R", response.header("RSeq") ?? "") });
      made.wire.pass(seconds(0.1));
      assert.equal(made.wire.responses(481, "PRACK").length, 1);
    });
  }

  it("are not used for a caller that does not know them, nor for 100, nor when the owner says so", () => {
    const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
    made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(5));
    assert.equal(made.wire.responses(183, "INVITE").length, 1);
    assert.equal(first(made.wire.responses(183, "INVITE")).header("RSeq"), undefined);
    assert.equal(made.sw.call.progress(100), false);
    const other = scene({ onInvite: (session) => session.progress(180, { reliable: false }) });
    other.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    other.wire.pass(seconds(5));
    assert.equal(first(other.wire.responses(180, "INVITE")).header("RSeq"), undefined);
  });

  it("carry our offer when the caller made none, and the PRACK brings the answer", () => {
    const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { headers: [reliable] });
    made.wire.pass(seconds(0.1));
    const response = first(made.wire.responses(183, "INVITE"));
    assert.deepEqual(response.body, sdp("switch"));
    prack(made, invite, response, { body: sdp("caller") });
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.sw.detailsOf("onOfferOutcome"), [[{ sdp: sdp("caller") }]]);
    made.sw.call.answer();
    made.wire.pass(seconds(0.1));
    assert.equal(first(made.wire.responses(200, "INVITE")).body.length, 0);
  });

  it("may be followed by an offer in the PRACK, answered in its 200", () => {
    const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
    made.sw.on = { onOffer: (session) => session.answerOffer(sdp("switch", 2)) };
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(0.1));
    prack(made, invite, first(made.wire.responses(183, "INVITE")), { body: sdp("caller", 2) });
    made.wire.pass(seconds(0.1));
    assert.deepEqual(first(made.wire.responses(200, "PRACK")).body, sdp("switch", 2));
  });
});

describe("a call refused while a reliable response waits", () => {
  it("has no timer left", () => {
    const made = scene({ onInvite: (session) => session.progress(183, { sdp: sdp("switch") }) });
    made.caller.invite(switchAddress, { body: sdp("caller"), headers: [reliable] });
    made.wire.pass(seconds(0.1));
    assert.equal(made.wire.armed().includes("1xx retransmission"), true);
    made.sw.call.reject(486);
    assert.deepEqual(
      made.wire.armed().filter((name) => name === "1xx retransmission" || name === "PRACK wait"),
      [],
    );
  });
});

describe("a late offer", () => {
  it("is in our 2xx, and the ACK brings the answer", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress);
    made.wire.pass(seconds(0.1));
    const answer = first(made.wire.responses(200, "INVITE"));
    assert.deepEqual(answer.body, sdp("switch"));
    made.caller.follow(invite, answer, "ACK", { body: sdp("caller") });
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.sw.detailsOf("onAcknowledged"), [[sdp("caller")]]);
  });
});

describe("an INVITE that comes in", () => {
  it("gets 100 at once, before its owner knows of it", () => {
    const made = scene({ onInvite: () => assert.equal(made.wire.responses(100, "INVITE").length, 1) });
    made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(milliseconds(2));
    assert.equal(made.sw.calls.length, 1);
    assert.equal(first(made.wire.responses(100, "INVITE")).toTag, undefined);
  });

  for (const [what, options, status] of [
    ["a Contact that is no SIP URI", { contact: "<tel:+442079460100>" }, 400],
    ["two Contacts", { contact: "<sip:a@192.0.2.3>, <sip:b@192.0.2.3>" }, 400],
    ["a body of another kind", { body: Buffer.from("hello"), type: "text/plain" }, 415],
    ["an Accept that leaves out SDP", { headers: [header("Accept", "text/plain, application/isup;q=0.5")] }, 406],
    ["a compressed body", { body: Buffer.from("v=0"), headers: [header("Content-Encoding", "gzip")] }, 415],
  ] as const) {
    it(`with ${what} gets ${status} and is nobody's call`, () => {
      const made = scene();
      made.caller.invite(switchAddress, { body: sdp("caller"), ...options });
      made.wire.pass(seconds(1));
      assert.equal(made.wire.responses(status, "INVITE").length > 0, true);
      assert.deepEqual(made.sw.calls, []);
      assertNothingLeft(made);
    });
  }

  for (const accept of ["Application/SDP;level=1, text/html", "application/*;q=0.1", "*/*", ""]) {
    it(`with Accept: ${accept === "" ? "(empty)" : accept} is a call`, () => {
      const made = scene({ onInvite: (session) => session.reject(486) });
      made.caller.invite(switchAddress, { body: sdp("caller"), headers: [header("Accept", accept)] });
      made.wire.pass(seconds(0.1));
      assert.equal(made.wire.responses(486, "INVITE").length > 0, true);
    });
  }

  it("without a Contact, as of an RFC 2543 peer, is a call whose caller is reached at the URI in From", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), contact: null });
    made.wire.pass(seconds(0.1));
    made.caller.follow(invite, first(made.wire.responses(200, "INVITE")), "ACK");
    made.wire.pass(seconds(0.1));
    made.sw.calls[0]?.end();
    made.wire.pass(seconds(0.1));
    assert.equal(made.caller.request("BYE").uri, invite.from.uri);
  });

  it("over the session limit gets 503 with Retry-After", () => {
    const made = scene({ maxSessions: 1, onInvite: (session) => session.progress(180) });
    made.caller.invite(switchAddress, { body: sdp("caller") });
    made.caller.invite(switchAddress, { body: sdp("caller"), callId: "second-call" });
    made.wire.pass(seconds(1));
    assert.equal(made.sw.calls.length, 1);
    assert.notEqual(first(made.wire.responses(503, "INVITE")).header("Retry-After"), undefined);
    assert.equal(made.sw.agent.counters.refusedByLimit, 1);
  });

  it("of an RFC 2543 peer without a tag is a call like another", () => {
    const made = scene({ onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const invite = made.caller.invite(switchAddress, { body: sdp("caller"), fromTag: null });
    made.wire.pass(seconds(0.1));
    const answer = first(made.wire.responses(200, "INVITE"));
    made.caller.follow(invite, answer, "ACK");
    made.caller.follow(invite, answer, "BYE");
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.sw.names(), ["onAcknowledged", "onEnded"]);
    assertNothingLeft(made);
  });
});

describe("end() of a call that came in", () => {
  it("refuses it with 480 while it is not answered", () => {
    const made = scene({ onInvite: (session) => session.end([header("Reason", "Q.850;cause=34")]) });
    made.caller.invite(switchAddress, { body: sdp("caller") });
    made.wire.pass(seconds(0.1));
    assert.equal(first(made.wire.responses(480, "INVITE")).header("Reason"), "Q.850;cause=34");
    assert.deepEqual(made.sw.names(), []);
    assertNothingLeft(made);
  });
});
