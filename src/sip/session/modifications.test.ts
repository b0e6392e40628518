import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { milliseconds, seconds } from "../../base";
import type { SipRequest, SipResponse } from "../message";
import { header, Party, sdp, type PartyOptions } from "./testing/party";
import { RawPeer } from "./testing/raw-peer";
import type { InviteSession } from "./types";
import { Wire } from "./testing/wire";

const switchAddress = { address: "192.0.2.1", port: 5060 };
const peerAddress = { address: "192.0.2.2", port: 5060 };
const SWITCH = "192.0.2.1:5060";
const PEER = "192.0.2.2:5060";

/** Two parties with a call between them. */
function call(): { wire: Wire; alice: Party; bob: Party; near: InviteSession; far: InviteSession } {
  const wire = new Wire();
  const alice = new Party(wire, switchAddress);
  const bob = new Party(wire, peerAddress, { onInvite: (session) => session.answer({ sdp: sdp("callee") }) });
  const near = alice.invite(bob);
  wire.pass(seconds(1));
  alice.told.length = 0;
  bob.told.length = 0;
  return { wire, alice, bob, near, far: bob.call };
}

interface RawCall {
  readonly wire: Wire;
  readonly sw: Party;
  readonly peer: RawPeer;
  readonly session: InviteSession;
  readonly invite: SipRequest;
}

/** The switch has called a scripted peer, which has answered. */
function rawCall(options: PartyOptions = {}): RawCall {
  const wire = new Wire();
  const sw = new Party(wire, switchAddress, options);
  const peer = new RawPeer(wire, peerAddress);
  peer.on["INVITE"] = (invite) =>
    peer.respond(invite, 200, { body: sdp("peer"), headers: [header("Allow", "INVITE, ACK, BYE, UPDATE")] });
  peer.on["BYE"] = (bye) => peer.respond(bye, 200);
  const session = sw.invite(peer);
  wire.pass(seconds(1));
  sw.told.length = 0;
  delete peer.on["INVITE"];
  return { wire, sw, peer, session, invite: peer.request("INVITE") };
}

const last = <Item>(items: readonly Item[]): Item => {
  const item = items.at(-1);
  assert.ok(item !== undefined, "at least one was expected");
  return item;
};

const settles = (wire: Wire, ...parties: readonly Party[]): void => {
  assert.equal(wire.settle(seconds(400)), true, wire.armed().join());
  for (const { agent, layer } of parties) assert.deepEqual([agent.sessions, layer.size], [0, 0]);
};

describe("an offer inside a call", () => {
  it("of the caller is answered by the callee, and of the callee by the caller", () => {
    const { wire, alice, bob, near, far } = call();
    bob.on = { onOffer: (session) => session.answerOffer(sdp("callee", 2)) };
    alice.on = { onOffer: (session) => session.answerOffer(sdp("caller", 3)) };
    assert.equal(near.offer(sdp("caller", 2)), true);
    wire.pass(seconds(1));
    assert.deepEqual(alice.detailsOf("onOfferOutcome"), [[{ sdp: sdp("callee", 2) }]]);
    assert.equal(far.offer(sdp("callee", 3)), true);
    wire.pass(seconds(1));
    assert.deepEqual(bob.detailsOf("onOfferOutcome"), [[{ sdp: sdp("caller", 3) }]]);
    near.end();
    settles(wire, alice, bob);
  });

  it("that the peer answers later gets 100 meanwhile", () => {
    const { wire, bob, near, far } = call();
    near.offer(sdp("caller", 2));
    wire.pass(seconds(3));
    assert.equal(wire.responses(100, "INVITE").length, 2);
    assert.equal(far.answerOffer(sdp("callee", 2)), true);
    assert.equal(far.answerOffer(sdp("callee", 2)), false);
    wire.pass(seconds(1));
    assert.deepEqual(bob.names(), ["onOffer"]);
  });

  it("that is refused with 488 leaves the session up, and what was in force in force", () => {
    const { wire, alice, bob, near } = call();
    bob.on = { onOffer: (session) => session.rejectOffer(488) };
    near.offer(sdp("caller", 2));
    wire.pass(seconds(1));
    assert.deepEqual(alice.detailsOf("onOfferOutcome"), [[{ status: 488 }]]);
    assert.equal(near.state, "confirmed");
    bob.on = {};
    bob.told.length = 0;
    near.offer(sdp("caller"));
    wire.pass(seconds(1));
    assert.deepEqual(bob.names(), [], "the first description is a refresh, not a change");
  });

  it("is not made twice at once, nor while the peer's waits for our answer", () => {
    const { wire, near, far } = call();
    assert.equal(near.offer(sdp("caller", 2)), true);
    assert.equal(near.offer(sdp("caller", 3)), false);
    wire.pass(seconds(1));
    assert.equal(far.offer(sdp("callee", 2)), false);
  });

  it("is asked for with an empty re-INVITE, and the answer goes into the ACK", () => {
    const { wire, alice, bob, near } = call();
    bob.on = { onOffer: (session, offer) => assert.equal(offer === undefined && session.answerOffer(sdp("callee", 2)), true) };
    alice.on = { onOfferOutcome: (session) => session.acknowledge(sdp("caller", 2)) };
    near.offer(undefined);
    wire.pass(seconds(1));
    assert.deepEqual(alice.detailsOf("onOfferOutcome"), [[{ sdp: sdp("callee", 2) }]]);
    assert.deepEqual(bob.detailsOf("onAcknowledged"), [[sdp("caller", 2)]]);
  });

  it("waits until the ACK for the first 2xx came", () => {
    const wire = new Wire();
    const sw = new Party(wire, switchAddress, { onInvite: (session) => session.answer({ sdp: sdp("switch") }) });
    const caller = new RawPeer(wire, peerAddress);
    const invite = caller.invite(switchAddress, { body: sdp("caller") });
    wire.pass(seconds(0.2));
    assert.equal(sw.call.offer(sdp("switch", 2)), true);
    wire.pass(seconds(0.1));
    assert.deepEqual(wire.requests("INVITE", SWITCH), []);
    caller.follow(invite, last(wire.responses(200, "INVITE")), "ACK");
    wire.pass(seconds(0.1));
    assert.equal(wire.requests("INVITE", SWITCH).length > 0, true);
  });
});

describe("glare", () => {
  it("gives both sides 491, and both offers are made in the end (RFC 3261 section 14.1)", () => {
    const { wire, alice, bob, near, far } = call();
    const answers =
      (name: string) =>
      (session: InviteSession): void =>
        void session.answerOffer(sdp(name, 9));
    alice.on = { onOffer: answers("caller") };
    bob.on = { onOffer: answers("callee") };
    near.offer(sdp("caller", 2));
    far.offer(sdp("callee", 2));
    wire.pass(seconds(0.1));
    assert.equal(wire.responses(491, "INVITE").length, 2);
    const at = (from: string): number => (wire.timesOf("INVITE", from).at(-1) ?? 0) - 1;
    wire.pass(seconds(10));
    assert.deepEqual(alice.detailsOf("onOfferOutcome"), [[{ sdp: sdp("callee", 9) }]]);
    assert.deepEqual(bob.detailsOf("onOfferOutcome"), [[{ sdp: sdp("caller", 9) }]]);
    assert.ok(at(SWITCH) >= 2.1 && at(SWITCH) <= 4.1, `owner of the Call-ID: ${at(SWITCH)}`);
    assert.ok(at(PEER) >= 0 && at(PEER) <= 2.1, `the other: ${at(PEER)}`);
  });

  it("that never ends is reported as 491 after a bounded number of tries", () => {
    const { wire, sw, peer, session } = rawCall();
    peer.on["INVITE"] = (invite) => peer.respond(invite, 491);
    session.offer(sdp("caller", 2));
    wire.pass(seconds(60));
    assert.deepEqual(sw.detailsOf("onOfferOutcome"), [[{ status: 491 }]]);
    assert.equal(wire.requests("INVITE").length, 1 + 1 + 4);
    assert.equal(session.state, "confirmed");
  });

  it("of an UPDATE with our re-INVITE gives 491 too", () => {
    const { wire, peer, session, invite } = rawCall();
    session.offer(sdp("caller", 2));
    peer.within(invite, "UPDATE", { body: sdp("peer", 2) });
    wire.pass(seconds(0.1));
    assert.equal(wire.responses(491, "UPDATE", SWITCH).length, 1);
  });
});

describe("a second offer before the first is answered", () => {
  for (const method of ["INVITE", "UPDATE"]) {
    it(`by ${method} gets 500 with a Retry-After of 0 to 10 s`, () => {
      const { wire, peer, invite } = rawCall();
      peer.within(invite, "INVITE", { body: sdp("peer", 2) });
      wire.pass(seconds(0.1));
      peer.within(invite, method, { body: sdp("peer", 3), cseq: 2 });
      wire.pass(seconds(0.1));
      const retryAfter = Number(last(wire.responses(500, method, SWITCH)).header("Retry-After"));
      assert.ok(retryAfter >= 0 && retryAfter <= 10);
    });
  }

  it("is tried again after the peer's Retry-After", () => {
    const { wire, sw, peer, session } = rawCall();
    let refusals = 0;
    peer.on["INVITE"] = (invite) => {
      refusals += 1;
      if (refusals === 1) peer.respond(invite, 500, { headers: [header("Retry-After", "3")] });
      else peer.respond(invite, 200, { body: sdp("peer", 2) });
    };
    session.offer(sdp("caller", 2));
    wire.pass(seconds(5));
    assert.deepEqual(sw.detailsOf("onOfferOutcome"), [[{ sdp: sdp("peer", 2) }]]);
  });
});

describe("UPDATE", () => {
  it("makes an early offer once the first exchange is complete on both sides (RFC 3311)", () => {
    const wire = new Wire();
    const alice = new Party(wire, switchAddress);
    const bob = new Party(wire, peerAddress, { onInvite: (session) => session.progress(183, { sdp: sdp("callee") }) });
    const near = alice.invite(bob);
    assert.equal(near.offer(sdp("caller", 2)), false);
    wire.pass(seconds(1));
    bob.on = { onOffer: (session) => session.answerOffer(sdp("callee", 2)) };
    alice.on = { onOffer: (session) => session.answerOffer(sdp("caller", 3)) };
    assert.equal(near.offer(sdp("caller", 2)), true);
    wire.pass(seconds(1));
    assert.equal(bob.call.offer(sdp("callee", 3)), true);
    wire.pass(seconds(1));
    assert.equal(wire.requests("UPDATE").length, 2);
    assert.deepEqual(alice.detailsOf("onOfferOutcome"), [[{ sdp: sdp("callee", 2) }]]);
    assert.deepEqual(bob.detailsOf("onOfferOutcome"), [[{ sdp: sdp("caller", 3) }]]);
    bob.call.answer();
    wire.pass(seconds(1));
    assert.equal(near.state, "confirmed");
    near.end();
    settles(wire, alice, bob);
  });

  it("without a description is answered by the session itself and moves the target", () => {
    const { wire, sw, peer, session, invite } = rawCall();
    const moved = new RawPeer(wire, { address: "192.0.2.77", port: 5080 });
    peer.within(invite, "UPDATE", { contact: "<sip:peer@192.0.2.77:5080>" });
    wire.pass(seconds(0.1));
    assert.equal(wire.responses(200, "UPDATE", SWITCH).length, 1);
    assert.deepEqual(sw.names(), []);
    session.end();
    wire.pass(seconds(0.1));
    assert.equal(moved.request("BYE").uri, "sip:peer@192.0.2.77:5080");
  });
});

describe("a re-INVITE", () => {
  it("that the peer cancels gets 487 and waits for nobody", () => {
    const { wire, sw, peer, session, invite } = rawCall();
    const reinvite = peer.within(invite, "INVITE", { body: sdp("peer", 2) });
    wire.pass(seconds(0.1));
    peer.cancel(reinvite, switchAddress);
    wire.pass(seconds(0.1));
    assert.equal(wire.responses(487, "INVITE", SWITCH).length > 0, true);
    assert.equal(session.answerOffer(sdp("switch", 2)), false);
    assert.equal(session.offer(sdp("switch", 3)), true);
    assert.deepEqual(sw.names(), ["onOffer"]);
  });

  it("whose 2xx gets no ACK ends the session after 64*T1 (RFC 3261 section 14.2)", () => {
    const { wire, sw, peer, session, invite } = rawCall();
    peer.within(invite, "INVITE", { body: sdp("peer", 2) });
    wire.pass(seconds(0.1));
    session.answerOffer(sdp("switch", 2));
    wire.pass(seconds(33));
    assert.deepEqual(sw.detailsOf("onEnded"), [[{ cause: "ackTimeout", by: "local" }]]);
    settles(wire, sw);
  });

  for (const status of [408, 481]) {
    it(`of ours that gets ${status} ends the session`, () => {
      const { wire, sw, peer, session } = rawCall();
      peer.on["INVITE"] = (invite) => peer.respond(invite, status);
      session.offer(sdp("caller", 2));
      wire.pass(seconds(1));
      assert.deepEqual(sw.names(), ["onOfferOutcome", "onEnded"]);
      assert.deepEqual(sw.detailsOf("onEnded"), [[{ cause: "dialogLost", by: "local" }]]);
      settles(wire, sw);
    });
  }

  it("of ours that nobody answers ends the session after 64*T1", () => {
    const { wire, sw, session } = rawCall();
    session.offer(sdp("caller", 2));
    wire.pass(seconds(33));
    assert.deepEqual(sw.detailsOf("onOfferOutcome"), [[{ status: undefined }]]);
    assert.deepEqual(sw.detailsOf("onEnded"), [[{ cause: "dialogLost", by: "local" }]]);
    settles(wire, sw);
  });

  it("of ours that rings without end is cancelled, and nothing is left", () => {
    const { wire, sw, peer, session } = rawCall();
    peer.on["INVITE"] = (invite) => peer.respond(invite, 180);
    session.offer(sdp("caller", 2));
    wire.pass(seconds(300));
    assert.equal(wire.requests("CANCEL").length > 0, true);
    assert.deepEqual(sw.detailsOf("onEnded"), [[{ cause: "dialogLost", by: "local" }]]);
    settles(wire, sw);
  });
});

describe("BYE", () => {
  it("that crosses BYE is answered 200 on both sides, and each hears of its own end", () => {
    const { wire, alice, bob, near, far } = call();
    near.end();
    far.end();
    wire.pass(seconds(1));
    assert.equal(wire.responses(200, "BYE").length, 2);
    assert.deepEqual(alice.detailsOf("onEnded"), [[{ cause: "bye", by: "local" }]]);
    assert.deepEqual(bob.detailsOf("onEnded"), [[{ cause: "bye", by: "local" }]]);
    settles(wire, alice, bob);
  });

  it("during a re-INVITE answers it with 487 and tells both owners", () => {
    const { wire, alice, bob, near } = call();
    near.offer(sdp("caller", 2));
    wire.pass(seconds(0.1));
    near.end();
    wire.pass(seconds(1));
    assert.equal(wire.responses(487, "INVITE").length > 0, true);
    assert.deepEqual(alice.names(), ["onOfferOutcome", "onEnded"]);
    assert.deepEqual(bob.names(), ["onOffer", "onEnded"]);
    assert.equal(bob.call.answerOffer(sdp("callee", 2)), false);
    settles(wire, alice, bob);
  });

  for (const status of [200, 481, 500]) {
    it(`answered ${status} is the end all the same`, () => {
      const { wire, sw, peer, session } = rawCall();
      peer.on["BYE"] = (bye) => peer.respond(bye, status);
      session.end();
      settles(wire, sw);
      assert.deepEqual(sw.names(), ["onEnded"]);
    });
  }

  it("that nobody answers is given up after 64*T1", () => {
    const { wire, sw, peer, session } = rawCall();
    delete peer.on["BYE"];
    session.end();
    wire.pass(seconds(31.9));
    assert.equal(sw.agent.sessions, 1);
    settles(wire, sw);
  });
});

describe("other requests inside a call", () => {
  it("are relayed to the owner, who answers once", () => {
    const { wire, alice, bob, near } = call();
    bob.on = {
      onRequest: (_session, request, respond) => {
        assert.equal(request.method, "INFO");
        respond(200, [header("X-Note", "taken")]);
        respond(500);
      },
    };
    const responses: (SipResponse | undefined)[] = [];
    const body = Buffer.from("Signal=5\r\nDuration=160\r\n");
    const headers = [header("Content-Type", "application/dtmf-relay")];
    assert.equal(
      near.request("INFO", { headers, body }, (response) => responses.push(response)),
      true,
    );
    wire.pass(seconds(1));
    assert.deepEqual(
      responses.map((response) => response?.status),
      [200],
    );
    assert.equal(responses[0]?.header("X-Note"), "taken");
    assert.deepEqual(wire.requests("INFO")[0]?.body, body);
    assert.deepEqual(alice.names(), []);
  });

  it("that wait when the session ends get 487", () => {
    const { wire, alice, near, far } = call();
    const statuses: (number | undefined)[] = [];
    near.request("INFO", {}, (response) => statuses.push(response?.status));
    wire.pass(seconds(0.1));
    far.end();
    wire.pass(seconds(1));
    assert.deepEqual(statuses, [487]);
    settles(wire, alice);
  });

  for (const [status, ends] of [
    [405, false],
    [501, false],
    [415, false],
    [481, true],
    [408, true],
  ] as const) {
    it(`answered ${status} ${ends ? "end" : "do not end"} the session`, () => {
      const { wire, sw, peer, session } = rawCall();
      peer.on["INFO"] = (info) => peer.respond(info, status);
      session.request("INFO", {}, () => undefined);
      wire.pass(seconds(1));
      assert.equal(session.state, ends ? "terminated" : "confirmed");
      assert.deepEqual(sw.names(), ends ? ["onEnded"] : []);
    });
  }

  it("that were overtaken get 500, those of no dialog 481, unknown methods 501 and known ones that we lack 405", () => {
    const { wire, sw, peer, invite } = rawCall();
    peer.within(invite, "OPTIONS", { cseq: 5 });
    peer.within(invite, "INFO", { cseq: 4 });
    peer.within(invite, "INFO", { cseq: 6, tag: "RAW" });
    peer.within(invite, "SUBSCRIBE", { cseq: 7 });
    peer.within(invite, "DANCE", { cseq: 8 });
    wire.pass(seconds(0.1));
    const statusOf = (cseq: number): number | undefined =>
      wire.log
        .map(({ message }) => message)
        .find(
          (message): message is SipResponse =>
            message.kind === "response" && message.cseq.number === cseq && message.cseq.method !== "INVITE",
        )?.status;
    assert.deepEqual([5, 4, 6, 7, 8].map(statusOf), [200, 500, 481, 405, 501]);
    assert.deepEqual(sw.names(), []);
  });
});

describe("a number that repeats", () => {
  it("is no disorder: naive peers send BYE with the number of their last request", () => {
    const { wire, sw, peer, invite } = rawCall();
    peer.within(invite, "INFO", { cseq: 3 });
    peer.within(invite, "BYE", { cseq: 3 });
    wire.pass(seconds(0.1));
    assert.equal(wire.responses(200, "BYE", SWITCH).length, 1);
    assert.deepEqual(sw.names(), ["onRequest", "onEnded"]);
    settles(wire, sw);
  });
});

describe("timers", () => {
  it("of a session go with it", () => {
    const timer = { interval: seconds(1800), minSe: seconds(90), refresher: "uac", negotiation: "rfc" } as const;
    const { wire, sw, session } = rawCall({ timer });
    assert.equal(wire.armed().includes("session refresh"), true);
    session.end();
    wire.pass(seconds(33));
    assert.deepEqual(wire.armed(), []);
    assert.equal(sw.agent.sessions, 0);
  });
});

describe("OPTIONS outside a call", () => {
  it("of a known source tells what we can do; another gets 403", () => {
    const wire = new Wire();
    const sw = new Party(wire, switchAddress);
    const other = new Party(wire, peerAddress);
    const statuses: (SipResponse | undefined)[] = [];
    const ping = (): void =>
      other.agent.options(
        { target: { remote: switchAddress }, uri: `sip:${SWITCH}`, from: "<sip:peer@192.0.2.2>", to: `<sip:${SWITCH}>` },
        (response) => statuses.push(response),
      );
    ping();
    wire.pass(milliseconds(10));
    sw.isKnown = false;
    ping();
    wire.pass(milliseconds(10));
    assert.deepEqual(
      statuses.map((response) => response?.status),
      [200, 403],
    );
    assert.equal(statuses[0]?.lists("Allow", "INVITE"), true);
    assert.equal(statuses[0]?.lists("Supported", "100rel"), true);
    assert.equal(statuses[0]?.header("Accept"), "application/sdp");
    settles(wire, sw, other);
  });

  it("of ours that nobody answers ends with undefined", () => {
    const wire = new Wire();
    const sw = new Party(wire, switchAddress);
    const outcomes: unknown[] = [];
    sw.agent.options(
      {
        target: { remote: peerAddress },
        uri: "sip:192.0.2.2",
        from: "<sip:a@192.0.2.1>",
        to: "<sip:192.0.2.2>",
        timeout: seconds(4),
      },
      (response) => outcomes.push(response),
    );
    wire.pass(seconds(4));
    assert.deepEqual(outcomes, [undefined]);
    settles(wire, sw);
  });
});

describe("requests of no call", () => {
  for (const [method, status] of [
    ["BYE", 481],
    ["INFO", 481],
    ["PRACK", 481],
    ["UPDATE", 481],
    ["MESSAGE", 405],
    ["REFER", 405],
  ] as const) {
    it(`${method} gets ${status}`, () => {
      const wire = new Wire();
      const sw = new Party(wire, switchAddress);
      const peer = new RawPeer(wire, peerAddress);
      peer.alone(method, switchAddress);
      wire.pass(seconds(1));
      const [response, ...others] = wire.responses(status, method);
      assert.deepEqual(others, []);
      if (status === 405) assert.equal(response?.lists("Allow", method), false, "what gets 405 is not in its Allow");
      assert.equal(sw.agent.sessions, 0);
    });
  }
});
