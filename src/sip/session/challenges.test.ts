import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seconds } from "../../base";
import type { AnySipMessage } from "../message";
import { header, noTimer, Party, sdp } from "./testing/party";
import { RawPeer } from "./testing/raw-peer";
import { Wire } from "./testing/wire";

const switchAddress = { address: "192.0.2.1", port: 5060 };
const gatewayAddress = { address: "192.0.2.2", port: 5060 };
const credentials = { username: "carrierlab", password: "secret" };

interface Scene {
  readonly wire: Wire;
  readonly sw: Party;
  readonly gateway: RawPeer;
}

function scene(): Scene {
  const wire = new Wire();
  const gateway = new RawPeer(wire, gatewayAddress);
  for (const method of ["BYE", "PRACK", "INFO", "UPDATE", "CANCEL"])
    gateway.on[method] = (message) => gateway.respond(message, 200);
  return { wire, sw: new Party(wire, switchAddress, { timer: noTimer }), gateway };
}

const challenge = (nonce: string, more = "") =>
  header("Proxy-Authenticate", `Digest realm="alpha", nonce="${nonce}", qop="auth"${more}`);

const answerOf = (message: AnySipMessage): string => message.header("Proxy-Authorization") ?? "";
const nonceOf = (message: AnySipMessage): string | undefined => /nonce="(\w+)"/.exec(answerOf(message))?.[1];
const countOf = (message: AnySipMessage): number => Number.parseInt(/nc=(\w+)/.exec(answerOf(message))?.[1] ?? "0", 16);

/** Challenges every request with method `method` that does not answer the nonce of its number: `n1`, then `n2` where `nonces` is 2. */
function challenges({ gateway }: Scene, method: string, answer: (request: AnySipMessage) => void, nonces = 1): void {
  let asked = 0;
  gateway.on[method] = (request) => {
    if (nonceOf(request) === `n${nonces}`) return answer(request);
    asked += 1;
    gateway.respond(request, 407, { tag: `refusal${asked}`, headers: [challenge(`n${asked}`, asked > 1 ? ", stale=true" : "")] });
  };
}

const answers = (made: Scene) => (invite: AnySipMessage) => made.gateway.respond(invite, 200, { body: sdp("gateway") });

function up(): Scene {
  const made = scene();
  challenges(made, "INVITE", answers(made));
  made.sw.invite(made.gateway, { credentials });
  made.wire.pass(seconds(1));
  assert.deepEqual(made.sw.names(), ["onAnswered"]);
  return made;
}

function assertNothingLeft({ wire, sw }: Scene): void {
  assert.equal(wire.settle(seconds(300)), true, wire.armed().join());
  assert.equal(sw.agent.sessions, 0);
  assert.equal(sw.layer.size, 0);
}

describe("a challenge to our INVITE", () => {
  it("is acknowledged, and the same call goes out again with the next number and the answer", () => {
    const { wire, sw, gateway } = up();
    const [first = assert.fail(), second = assert.fail(), ...more] = wire.requests("INVITE");
    assert.deepEqual(more, []);
    assert.equal(answerOf(first), "");
    assert.match(answerOf(second), /^Digest username="carrierlab", realm="alpha", nonce="n1", uri="sip:/);
    assert.equal(second.callId, first.callId);
    assert.equal(second.header("From"), first.header("From"));
    assert.equal(second.toTag, undefined);
    assert.deepEqual(second.body, first.body);
    assert.notEqual(second.topVia.branch, first.topVia.branch);
    assert.deepEqual([first.cseq.number, second.cseq.number], [1, 2]);
    const [refusal, success] = wire.requests("ACK");
    assert.deepEqual([refusal?.cseq.number, refusal?.toTag, refusal?.topVia.branch], [1, "refusal1", first.topVia.branch]);
    assert.deepEqual([success?.cseq.number, success?.toTag], [2, gateway.tag]);
    assert.equal(sw.agent.sessions, 1);
  });

  it("is answered in the ACK for the 2xx with the credentials of the INVITE", () => {
    const { wire } = up();
    assert.equal(answerOf(wire.requests("ACK")[1] ?? assert.fail()), answerOf(wire.requests("INVITE")[1] ?? assert.fail()));
  });

  it("is a refusal without credentials", () => {
    const made = scene();
    challenges(made, "INVITE", answers(made));
    made.sw.invite(made.gateway);
    made.wire.pass(seconds(1));
    assert.deepEqual(made.sw.names(), ["onFailed"]);
    assert.equal(made.wire.requests("INVITE").length, 1);
    assertNothingLeft(made);
  });

  it("is answered once more when only the nonce was too old", () => {
    const made = scene();
    challenges(made, "INVITE", answers(made), 2);
    made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    assert.deepEqual(made.wire.requests("INVITE").map(nonceOf), [undefined, "n1", "n2"]);
    assert.deepEqual(made.sw.names(), ["onAnswered"]);
  });

  it("that comes again after the answer is a refusal: the password is wrong, and two INVITEs are all", () => {
    const made = scene();
    let asked = 0;
    made.gateway.on["INVITE"] = (invite) => made.gateway.respond(invite, 407, { headers: [challenge(`n${(asked += 1)}`)] });
    made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(60));
    assert.deepEqual(made.wire.requests("INVITE").map(nonceOf), [undefined, "n1"]);
    assert.equal(made.wire.requests("ACK").length, 2);
    assert.deepEqual(made.sw.names(), ["onFailed"]);
    assertNothingLeft(made);
  });

  it("is not answered once the call was cancelled", () => {
    const made = scene();
    made.gateway.on["INVITE"] = (invite) => made.gateway.respond(invite, 100);
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    session.cancel();
    made.gateway.respond(made.gateway.request("INVITE"), 407, { headers: [challenge("n1")] });
    made.wire.pass(seconds(1));
    assert.equal(made.wire.requests("INVITE").length, 1);
    assert.deepEqual(made.sw.names(), ["onCancelCompleted"]);
    assertNothingLeft(made);
  });

  it("leaves the second INVITE to be cancelled like any other", () => {
    const made = scene();
    challenges(made, "INVITE", (invite) => made.gateway.respond(invite, 180));
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    session.cancel();
    made.wire.pass(seconds(1));
    const [invite, cancel] = [made.wire.requests("INVITE")[1], made.wire.requests("CANCEL")[0]];
    assert.equal(cancel?.topVia.branch, invite?.topVia.branch);
    assert.equal(cancel?.cseq.number, 2);
    made.gateway.respond(invite ?? assert.fail(), 487);
    assertNothingLeft(made);
  });

  it("goes with the Min-SE of a 422 that came before it", () => {
    const made = scene();
    made.sw.invite(made.gateway, { credentials, timer: { ...noTimer, interval: seconds(1800) } });
    made.wire.pass(seconds(0.1));
    made.gateway.respond(made.gateway.request("INVITE"), 422, { headers: [header("Min-SE", "3600")] });
    made.wire.pass(seconds(0.1));
    made.gateway.respond(made.gateway.request("INVITE"), 407, { headers: [challenge("n1")] });
    made.wire.pass(seconds(0.1));
    const last = made.gateway.request("INVITE");
    assert.deepEqual([last.cseq.number, last.header("Session-Expires"), nonceOf(last)], [3, "3600", "n1"]);
  });
});

describe("requests inside the call", () => {
  it("carry the credentials that the INVITE needed, counted up, so that nothing is asked twice", () => {
    const made = scene();
    challenges(made, "INVITE", answers(made));
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    session.request("INFO", {}, () => undefined);
    made.wire.pass(seconds(1));
    session.end();
    made.wire.pass(seconds(1));
    const [info, bye] = [made.gateway.request("INFO"), made.gateway.request("BYE")];
    assert.deepEqual([nonceOf(info), countOf(info), nonceOf(bye), countOf(bye)], ["n1", 2, "n1", 3]);
    assertNothingLeft(made);
  });

  it("BYE that is challenged goes out again, and the session is gone afterwards", () => {
    const made = scene();
    challenges(made, "INVITE", answers(made));
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    const asked: AnySipMessage[] = [];
    made.gateway.on["BYE"] = (bye) => {
      asked.push(bye);
      if (nonceOf(bye) === "bye") made.gateway.respond(bye, 200);
      else made.gateway.respond(bye, 407, { headers: [challenge("bye")] });
    };
    session.end();
    made.wire.pass(seconds(1));
    assert.deepEqual(
      asked.map((bye) => [nonceOf(bye), countOf(bye), bye.cseq.number]),
      [
        ["n1", 2, 3],
        ["bye", 1, 4],
      ],
    );
    assertNothingLeft(made);
  });

  it("re-INVITE that is challenged goes out again; its own number and credentials are in the ACK", () => {
    const made = scene();
    challenges(made, "INVITE", answers(made));
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    made.gateway.on["INVITE"] = (invite) => {
      if (nonceOf(invite) === "again") made.gateway.respond(invite, 200, { body: sdp("gateway", 2) });
      else made.gateway.respond(invite, 407, { headers: [challenge("again", ", stale=true")] });
    };
    session.offer(sdp("caller", 2));
    made.wire.pass(seconds(1));
    assert.deepEqual(made.sw.names(), ["onAnswered", "onOfferOutcome"]);
    const [invite = assert.fail(), ack = assert.fail()] = [made.wire.requests("INVITE").at(-1), made.wire.requests("ACK").at(-1)];
    assert.deepEqual([invite.cseq.number, ack.cseq.number], [4, 4]);
    assert.equal(answerOf(ack), answerOf(invite));
    assert.equal(nonceOf(ack), "again");
  });

  it("INFO that is refused again tells its owner the refusal, once", () => {
    const made = scene();
    challenges(made, "INVITE", answers(made));
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    let asked = 0;
    made.gateway.on["INFO"] = (info) => made.gateway.respond(info, 407, { headers: [challenge(`i${(asked += 1)}`)] });
    const outcomes: (number | undefined)[] = [];
    session.request("INFO", {}, (response) => outcomes.push(response?.status));
    made.wire.pass(seconds(1));
    assert.deepEqual([asked, outcomes], [2, [407]]);
  });

  it("BYE for an answer that crossed our CANCEL has the credentials, and is answered when they are asked for afresh", () => {
    const made = scene();
    challenges(made, "INVITE", (invite) => made.gateway.respond(invite, 180));
    const session = made.sw.invite(made.gateway, { credentials });
    made.wire.pass(seconds(1));
    const byes: AnySipMessage[] = [];
    made.gateway.on["BYE"] = (bye) => {
      byes.push(bye);
      made.gateway.respond(bye, nonceOf(bye) === "bye" ? 200 : 407, { headers: [challenge("bye")] });
    };
    session.cancel();
    answers(made)(made.gateway.request("INVITE"));
    made.wire.pass(seconds(1));
    assert.deepEqual(byes.map(nonceOf), ["n1", "bye"]);
    assert.equal(nonceOf(made.wire.requests("ACK").at(-1) ?? assert.fail()), "n1");
    assertNothingLeft(made);
  });
});
