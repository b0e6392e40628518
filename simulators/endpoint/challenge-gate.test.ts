import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { SeededRandom } from "../../src/adapters/random";
import { ChallengeGate } from "./challenge-gate";
import type { ChallengeTraits, HeaderText, SipText } from ".";

const TRAITS: ChallengeTraits = {
  by: "proxy",
  of: ["INVITE"],
  realm: "carrier.example",
  username: "u",
  password: "p",
  algorithms: ["MD5"],
  qop: true,
};

const gateOf = (traits: Partial<ChallengeTraits> = {}) => new ChallengeGate({ ...TRAITS, ...traits }, SeededRandom.fromSeed(1));

const requestOf = (cseq: number, headers: readonly HeaderText[] = [], method = "INVITE"): SipText => ({
  startLine: `${method} sip:1@192.0.2.1 SIP/2.0`,
  headers: [{ name: "Call-ID", value: "call" }, { name: "CSeq", value: `${cseq} ${method}` }, ...headers],
  body: "",
});

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const nonceOf = (challenge: readonly HeaderText[] | undefined): string =>
  /nonce="(\w+)"/.exec(challenge?.[0]?.value ?? "")?.[1] ?? "";

function answer(nonce: string, { password = "p", nc = "00000001" } = {}): HeaderText {
  const response = md5(`${md5(`u:carrier.example:${password}`)}:${nonce}:${nc}:c:auth:${md5("INVITE:sip:1@192.0.2.1")}`);
  return {
    name: "Proxy-Authorization",
    value: `Digest username="u", realm="carrier.example", nonce="${nonce}", uri="sip:1@192.0.2.1", qop=auth, nc=${nc}, cnonce="c", response="${response}"`,
  };
}

describe("the gate of a party that asks for a password", () => {
  it("lets in a right answer to a nonce of its own, and its retransmission", () => {
    const gate = gateOf();
    const nonce = nonceOf(gate.refusalOf(requestOf(1)));
    assert.equal(gate.refusalOf(requestOf(2, [answer(nonce)])), undefined);
    assert.equal(gate.refusalOf(requestOf(2, [answer(nonce)])), undefined);
  });

  it("asks again for a wrong password, without calling it stale", () => {
    const gate = gateOf();
    const again = gate.refusalOf(requestOf(2, [answer(nonceOf(gate.refusalOf(requestOf(1))), { password: "q" })]));
    assert.doesNotMatch(again?.[0]?.value ?? assert.fail(), /stale/);
  });

  it("calls stale: a count that came before, a nonce of somebody else, and a nonce that is used up", () => {
    const gate = gateOf();
    const nonce = nonceOf(gate.refusalOf(requestOf(1)));
    gate.refusalOf(requestOf(2, [answer(nonce)]));
    for (const [cseq, header] of [
      [3, answer(nonce)],
      [4, answer("other")],
    ] as const)
      assert.match(gate.refusalOf(requestOf(cseq, [header]))?.[0]?.value ?? "", /stale=true/);
    const once = gateOf({ nonceUses: 1 });
    const short = nonceOf(once.refusalOf(requestOf(1)));
    assert.equal(once.refusalOf(requestOf(2, [answer(short)])), undefined);
    assert.match(once.refusalOf(requestOf(3, [answer(short, { nc: "00000002" })]))?.[0]?.value ?? "", /stale=true/);
  });

  it("asks for nothing in other requests", () => assert.equal(gateOf().refusalOf(requestOf(1, [], "BYE")), undefined));
});
