import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../../base";
import { Party, sdp } from "./testing/party";
import { Wire } from "./testing/wire";

const caller = { address: "192.0.2.1", port: 5060 };
const callee = { address: "192.0.2.2", port: 5060 };

function twoParties(): { wire: Wire; alice: Party; bob: Party } {
  const wire = new Wire();
  return { wire, alice: new Party(wire, caller), bob: new Party(wire, callee) };
}

/** Nothing is left when the last transaction's wait is over. */
function assertNothingLeft(wire: Wire, ...parties: readonly Party[]): void {
  assert.equal(wire.settle(seconds(200)), true, wire.armed().join());
  for (const { agent, layer } of parties) {
    assert.equal(agent.sessions, 0);
    assert.equal(layer.size, 0);
  }
}

describe("a call between two user agents", () => {
  it("rings, is answered, acknowledged and ended by the caller", () => {
    const { wire, alice, bob } = twoParties();
    bob.onInvite = (session) => {
      session.progress(180);
      wire.wheel.in(seconds(3), "answer", () => session.answer({ sdp: sdp("callee") }));
    };
    const session = alice.invite(bob);
    wire.pass(seconds(5));
    assert.deepEqual(bob.detailsOf("onAcknowledged"), [[undefined]]);
    assert.equal(session.state, "confirmed");
    assert.equal(bob.call.state, "confirmed");
    assert.deepEqual(alice.names(), ["onProvisional", "onAnswered"]);
    assert.deepEqual(alice.detailsOf("onAnswered")[0]?.slice(1), [sdp("callee"), false]);
    assert.equal(session.end(), true);
    wire.pass(seconds(1));
    assert.deepEqual(alice.detailsOf("onEnded"), [[{ cause: "bye", by: "local" }]]);
    assert.equal((bob.detailsOf("onEnded")[0]?.[0] as { cause: string }).cause, "bye");
    assert.deepEqual(
      wire.lines().map((line) => line.split(" ").slice(1).join(" ")),
      [
        "192.0.2.1:5060 INVITE",
        "192.0.2.2:5060 100 INVITE",
        "192.0.2.2:5060 180 INVITE",
        "192.0.2.1:5060 PRACK",
        "192.0.2.2:5060 200 PRACK",
        "192.0.2.2:5060 200 INVITE",
        "192.0.2.1:5060 ACK",
        "192.0.2.1:5060 BYE",
        "192.0.2.2:5060 200 BYE",
      ],
    );
    assertNothingLeft(wire, alice, bob);
  });

  it("is ended by a BYE whose 200 waits for the owner's word", () => {
    const wire = new Wire();
    const sw = new Party(
      wire,
      { address: "192.0.2.1", port: 5060 },
      { onInvite: (session) => session.answer({ sdp: sdp("switch") }) },
    );
    const caller = new Party(wire, { address: "192.0.2.2", port: 5060 });
    let answer: () => void = () => assert.fail("the BYE was not told");
    sw.on = { onEnded: (_session, _end, hold) => (answer = hold()) };
    const call = caller.invite(sw);
    wire.pass(seconds(1));
    call.end();
    wire.pass(seconds(1));
    assert.equal(wire.responses(200, "BYE").length, 0);
    answer();
    answer();
    wire.pass(seconds(0.1));
    assert.equal(wire.responses(200, "BYE").length, 1);
    assert.equal(wire.settle(seconds(300)), true);
  });

  it("is ended by the callee", () => {
    const { wire, alice, bob } = twoParties();
    bob.onInvite = (session) => session.answer({ sdp: sdp("callee") });
    alice.invite(bob);
    wire.pass(seconds(1));
    bob.call.end();
    assertNothingLeft(wire, alice, bob);
    assert.deepEqual(bob.detailsOf("onEnded"), [[{ cause: "bye", by: "local" }]]);
    assert.equal(alice.names().at(-1), "onEnded");
  });

  it("is refused", () => {
    const { wire, alice, bob } = twoParties();
    bob.onInvite = (session) => session.reject(486);
    alice.invite(bob);
    assertNothingLeft(wire, alice, bob);
    const [failure] = alice.detailsOf("onFailed")[0] as [{ kind: string; response: { status: number; reason: string } }];
    assert.equal(failure.kind, "response");
    assert.equal(failure.response.status, 486);
    assert.deepEqual(bob.names(), []);
  });

  it("is cancelled while it rings", () => {
    const { wire, alice, bob } = twoParties();
    bob.onInvite = (session) => session.progress(180);
    const session = alice.invite(bob);
    wire.pass(seconds(2));
    assert.equal(session.cancel(), true);
    assert.equal(session.cancel(), false);
    assertNothingLeft(wire, alice, bob);
    const [outcome] = alice.detailsOf("onCancelCompleted")[0] as [{ response: { status: number } }];
    assert.equal(outcome.response.status, 487);
    assert.deepEqual(bob.names(), ["onCancelled"]);
    assert.deepEqual(alice.detailsOf("onFailed"), []);
  });

  it("fails by timeout after 64*T1 when nobody is there", () => {
    const { wire, alice } = twoParties();
    wire.fate = () => "lost";
    alice.invite({ address: callee });
    wire.pass(seconds(31.9));
    assert.deepEqual(alice.names(), []);
    wire.pass(seconds(0.1));
    assert.deepEqual(alice.detailsOf("onFailed"), [[{ kind: "timeout" }]]);
    assertNothingLeft(wire, alice);
  });
});
