import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds } from "../../base";
import { header, noTimer, Party, sdp } from "./testing/party";
import { RawPeer } from "./testing/raw-peer";
import { Wire } from "./testing/wire";

const switchAddress = { address: "192.0.2.1", port: 5060 };
const gatewayAddress = { address: "192.0.2.2", port: 5060 };
const SWITCH = "192.0.2.1:5060";

interface Scene {
  readonly wire: Wire;
  readonly sw: Party;
  readonly gateway: RawPeer;
}

function scene(): Scene {
  const wire = new Wire();
  const gateway = new RawPeer(wire, gatewayAddress);
  gateway.on["BYE"] = (bye) => gateway.respond(bye, 200);
  gateway.on["PRACK"] = (prack) => gateway.respond(prack, 200);
  gateway.on["CANCEL"] = (cancel) => gateway.respond(cancel, 200);
  return { wire, sw: new Party(wire, switchAddress, { timer: noTimer }), gateway };
}

const answers = ({ gateway }: Scene): void => {
  gateway.on["INVITE"] = (invite) => gateway.respond(invite, 200, { body: sdp("gateway") });
};

function assertNothingLeft({ wire, sw }: Scene): void {
  assert.equal(wire.settle(seconds(300)), true, wire.armed().join());
  assert.equal(sw.agent.sessions, 0);
  assert.equal(sw.layer.size, 0);
}

describe("the answer's description", () => {
  it("comes from the 2xx", () => {
    const made = scene();
    answers(made);
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(1));
    assert.deepEqual(made.sw.detailsOf("onAnswered")[0]?.slice(1), [sdp("gateway"), false]);
  });

  for (const [kind, headers] of [
    ["a plain 183", []],
    ["a reliable 183", [header("Require", "100rel"), header("RSeq", "1")]],
  ] as const) {
    it(`comes from ${kind} of the same dialog when the 2xx has none`, () => {
      const made = scene();
      made.sw.invite(made.gateway);
      made.wire.pass(seconds(0.1));
      const invite = made.gateway.request("INVITE");
      made.gateway.respond(invite, 183, { body: sdp("gateway"), headers });
      made.wire.pass(seconds(1));
      made.gateway.respond(invite, 180);
      made.wire.pass(seconds(1));
      made.gateway.respond(invite, 200);
      made.wire.pass(seconds(1));
      assert.deepEqual(
        made.sw.detailsOf("onProvisional").map(([, body]) => body),
        [sdp("gateway"), undefined],
      );
      assert.deepEqual(made.sw.detailsOf("onAnswered")[0]?.slice(1), [sdp("gateway"), false]);
      assert.equal(made.wire.requests("PRACK").length, headers.length === 0 ? 0 : 1);
    });
  }

  it("does not come from a 183 of another dialog", () => {
    const made = scene();
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.1));
    const invite = made.gateway.request("INVITE");
    made.gateway.respond(invite, 183, { body: sdp("one"), tag: "one" });
    made.gateway.respond(invite, 200, { body: sdp("two"), tag: "two" });
    made.wire.pass(seconds(1));
    assert.deepEqual(made.sw.detailsOf("onAnswered")[0]?.slice(1), [sdp("two"), false]);
  });
});

describe("a reliable provisional response", () => {
  it("is acknowledged once, in order, within its dialog", () => {
    const made = scene();
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.1));
    const invite = made.gateway.request("INVITE");
    const ring = (rseq: number): void => {
      made.gateway.respond(invite, 180, { headers: [header("Require", "100rel"), header("RSeq", String(rseq))] });
      made.wire.pass(seconds(0.1));
    };
    [7, 7, 9, 8].forEach(ring);
    assert.deepEqual(
      made.wire.requests("PRACK").map((prack) => prack.header("RAck")),
      ["7 1 INVITE", "8 1 INVITE"],
    );
    assert.equal(made.sw.detailsOf("onProvisional").length, 2);
  });

  it("with an offer waits for the owner's answer, which goes into the PRACK", () => {
    const made = scene();
    const session = made.sw.invite(made.gateway, { offers: false });
    made.wire.pass(seconds(0.1));
    const invite = made.gateway.request("INVITE");
    made.gateway.respond(invite, 183, { body: sdp("gateway"), headers: [header("Require", "100rel"), header("RSeq", "5")] });
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.wire.requests("PRACK"), []);
    assert.equal(session.answerOffer(sdp("caller")), true);
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.wire.requests("PRACK")[0]?.body, sdp("caller"));
    made.gateway.respond(invite, 200);
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.sw.detailsOf("onAnswered")[0]?.slice(1), [sdp("gateway"), false]);
  });
});

describe("a retransmitted 2xx (DBG-102)", () => {
  it("gets the same ACK again each time, and the owner hears of it once", () => {
    const made = scene();
    made.gateway.on["INVITE"] = (invite) => {
      for (const at of [0, 0.5, 1.5, 3.5, 40])
        made.wire.wheel.in(seconds(at), "2xx", () => made.gateway.respond(invite, 200, { body: sdp("gateway") }));
    };
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(60));
    assert.equal(made.wire.requests("ACK").length, 5);
    assert.equal(new Set(made.wire.requests("ACK").map((ack) => ack.topVia.branch)).size, 1);
    assert.deepEqual(made.sw.names(), ["onAnswered"]);
  });
});

describe("several 2xx", () => {
  it("the first one wins, the others are acknowledged and released with BYE", () => {
    const made = scene();
    made.gateway.on["INVITE"] = (invite) => {
      made.gateway.respond(invite, 200, { body: sdp("one"), tag: "one" });
      made.gateway.respond(invite, 200, { body: sdp("two"), tag: "two" });
      made.wire.wheel.in(seconds(1), "again", () => made.gateway.respond(invite, 200, { body: sdp("two"), tag: "two" }));
    };
    const session = made.sw.invite(made.gateway);
    made.wire.pass(seconds(5));
    assert.deepEqual(
      made.sw.detailsOf("onAnswered").map(([, body]) => body),
      [sdp("one")],
    );
    assert.deepEqual(
      made.wire.requests("BYE").map((bye) => bye.toTag),
      ["two"],
    );
    assert.deepEqual(
      made.wire.requests("ACK").map((ack) => ack.toTag),
      ["one", "two", "two"],
    );
    assert.equal(session.state, "confirmed");
    session.end();
    assertNothingLeft(made);
  });

  it("one that comes after the call was given up is acknowledged and released", () => {
    const made = scene();
    made.wire.fate = ({ from }) => (from === SWITCH ? [milliseconds(1)] : [seconds(100)]);
    answers(made);
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(99));
    assert.deepEqual(made.sw.detailsOf("onFailed"), [[{ kind: "timeout" }]]);
    assert.equal(made.sw.agent.sessions, 0);
    made.wire.pass(seconds(2));
    assert.equal(made.wire.requests("ACK").length > 0, true);
    assert.equal(made.wire.requests("BYE").length > 0, true);
    assert.equal(made.sw.agent.counters.strayAnswers > 0, true);
    assertNothingLeft(made);
  });
});

describe("cancel()", () => {
  it("waits for a provisional response (RFC 3261 section 9.1)", () => {
    const made = scene();
    const session = made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.2));
    assert.equal(session.cancel([header("Reason", "SIP;cause=200")]), true);
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.wire.requests("CANCEL"), []);
    const invite = made.gateway.request("INVITE");
    made.gateway.respond(invite, 180);
    made.wire.pass(seconds(0.1));
    assert.equal(made.wire.requests("CANCEL")[0]?.header("Reason"), "SIP;cause=200");
    assert.deepEqual(made.sw.names(), []);
    made.gateway.respond(invite, 487);
    made.wire.pass(seconds(0.1));
    assert.deepEqual(made.sw.names(), ["onCancelCompleted"]);
    assertNothingLeft(made);
  });

  it("that crosses a 2xx ends in ACK and BYE, and the owner is told `answered`", () => {
    const made = scene();
    const session = made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.1));
    const invite = made.gateway.request("INVITE");
    made.gateway.respond(invite, 180);
    made.wire.pass(seconds(0.1));
    made.gateway.respond(invite, 200, { body: sdp("gateway") });
    session.cancel();
    made.wire.pass(seconds(1));
    assert.equal(made.wire.requests("CANCEL").length, 1);
    assert.equal(made.wire.requests("ACK").length, 1);
    assert.equal(made.wire.requests("BYE").length, 1);
    assert.deepEqual(made.sw.detailsOf("onCancelCompleted"), [[{ kind: "answered" }]]);
    assert.deepEqual(made.sw.detailsOf("onAnswered"), []);
    assertNothingLeft(made);
  });

  it("without a final response is over 64*T1 after the CANCEL", () => {
    const made = scene();
    const session = made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.1));
    made.gateway.respond(made.gateway.request("INVITE"), 180);
    made.wire.pass(seconds(1));
    session.cancel();
    made.wire.pass(seconds(31.9));
    assert.deepEqual(made.sw.names(), ["onProvisional"]);
    made.wire.pass(seconds(0.2));
    assert.deepEqual(made.sw.detailsOf("onCancelCompleted"), [[{ kind: "timeout" }]]);
    assertNothingLeft(made);
  });

  it("does nothing after the answer", () => {
    const made = scene();
    answers(made);
    const session = made.sw.invite(made.gateway);
    made.wire.pass(seconds(1));
    assert.equal(session.cancel(), false);
    assert.equal(session.state, "confirmed");
  });
});

describe("a late offer of the peer", () => {
  it("waits for acknowledge(), and the answer goes into the ACK", () => {
    const made = scene();
    answers(made);
    const session = made.sw.invite(made.gateway, { offers: false });
    made.wire.pass(seconds(1));
    assert.deepEqual(made.sw.detailsOf("onAnswered")[0]?.slice(1), [sdp("gateway"), true]);
    assert.deepEqual(made.wire.requests("ACK"), []);
    assert.equal(session.acknowledge(sdp("caller")), true);
    assert.equal(session.acknowledge(sdp("caller")), false);
    made.gateway.respond(made.gateway.request("INVITE"), 200, { body: sdp("gateway") });
    made.wire.pass(seconds(1));
    assert.deepEqual(
      made.wire.requests("ACK").map((ack) => ack.body),
      [sdp("caller"), sdp("caller")],
    );
  });

  it("is acknowledged without an answer when the owner ends the call", () => {
    const made = scene();
    answers(made);
    made.sw.on = { onAnswered: (session) => session.end() };
    made.sw.invite(made.gateway, { offers: false });
    made.wire.pass(seconds(1));
    assert.equal(made.wire.requests("ACK")[0]?.body.length, 0);
    assert.equal(made.wire.requests("BYE").length, 1);
    assertNothingLeft(made);
  });
});

describe("an early dialog of ours", () => {
  it("whose UPDATE is under way when the 2xx comes keeps its own answer apart from the UPDATE's", () => {
    const made = scene();
    made.gateway.on["UPDATE"] = (update) =>
      made.wire.wheel.in(seconds(1), "answer", () => made.gateway.respond(update, 200, { body: sdp("gateway", 2) }));
    const session = made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.1));
    const invite = made.gateway.request("INVITE");
    const headers = [header("Require", "100rel"), header("RSeq", "1"), header("Allow", "UPDATE")];
    made.gateway.respond(invite, 183, { body: sdp("gateway"), headers });
    made.wire.pass(seconds(0.1));
    assert.equal(session.offer(sdp("caller", 2)), true);
    made.gateway.respond(invite, 200);
    made.wire.pass(seconds(2));
    assert.deepEqual(made.sw.detailsOf("onAnswered")[0]?.slice(1), [sdp("gateway"), false]);
    assert.deepEqual(made.sw.detailsOf("onOfferOutcome"), [[{ sdp: sdp("gateway", 2) }]]);
  });

  it("that the callee ends with BYE is a call that was not answered", () => {
    const made = scene();
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(0.1));
    const invite = made.gateway.request("INVITE");
    made.gateway.respond(invite, 180);
    made.wire.pass(seconds(0.1));
    made.gateway.within(invite, "BYE");
    made.wire.pass(seconds(1));
    assert.equal(made.wire.responses(200, "BYE", SWITCH).length, 1);
    assert.equal((made.sw.detailsOf("onFailed")[0]?.[0] as { response: { status: number } }).response.status, 487);
    made.gateway.respond(invite, 487);
    assertNothingLeft(made);
  });
});

describe("routes and targets", () => {
  it("reverse Record-Route, and loose routers stay in Route", () => {
    const made = scene();
    made.gateway.on["INVITE"] = (invite) =>
      made.gateway.respond(invite, 200, {
        body: sdp("gateway"),
        contact: "<sip:gw@198.51.100.9:5070>",
        headers: [
          header("Record-Route", "<sip:192.0.2.2:5060;lr>, <sip:203.0.113.7;lr>"),
          header("Record-Route", "<sip:192.0.2.2:5060;lr;n=3>"),
        ],
      });
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(1));
    const ack = made.wire.requests("ACK")[0];
    assert.equal(ack?.uri, "sip:gw@198.51.100.9:5070");
    assert.deepEqual(ack?.values("Route"), ["<sip:192.0.2.2:5060;lr;n=3>", "<sip:203.0.113.7;lr>", "<sip:192.0.2.2:5060;lr>"]);
    assert.equal(made.wire.log.at(-1)?.to, "192.0.2.2:5060");
  });

  it("put a strict router on the request line and the remote target last", () => {
    const made = scene();
    made.gateway.on["INVITE"] = (invite) =>
      made.gateway.respond(invite, 200, {
        body: sdp("gateway"),
        headers: [header("Record-Route", "<sip:203.0.113.8>"), header("Record-Route", "<sip:203.0.113.7:5099>")],
      });
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(1));
    const ack = made.wire.requests("ACK")[0];
    assert.equal(ack?.uri, "sip:203.0.113.7:5099");
    assert.deepEqual(ack?.values("Route"), ["<sip:203.0.113.8>", "<sip:raw@192.0.2.2:5060>"]);
    assert.equal(made.wire.log.at(-1)?.to, "203.0.113.7:5099");
  });

  it("send the ACK to the address in the peer's Contact, private or not (DBG-102)", () => {
    const made = scene();
    made.gateway.on["INVITE"] = (invite) =>
      made.gateway.respond(invite, 200, { body: sdp("gateway"), contact: "<sip:gw@10.0.0.7>" });
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(1));
    assert.equal(made.wire.log.at(-1)?.to, "10.0.0.7:5060");
  });
});

describe("the session limit", () => {
  it("fails a call of ours after invite() has returned", () => {
    const wire = new Wire();
    const sw = new Party(wire, switchAddress, { maxSessions: 0 });
    const gateway = new RawPeer(wire, gatewayAddress);
    sw.invite(gateway);
    assert.deepEqual(sw.names(), []);
    wire.pass(seconds(0));
    assert.deepEqual(sw.detailsOf("onFailed"), [[{ kind: "transport" }]]);
    assertNothingLeft({ wire, sw, gateway });
  });
});
