import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { requestOf } from "./call-builder";
import { divertedBy, isForwarded } from "./shown-number";

const invite = (headers: Readonly<Record<string, string>>) => requestOf("INVITE", "sip:442079460123@192.0.2.1", headers);

describe("a forwarded call", () => {
  it("has a Diversion; a history of one entry tells of no forwarding", () => {
    assert.equal(isForwarded(invite({})), false);
    assert.equal(isForwarded(invite({ Diversion: "<tel:+442079460008>" })), true);
    assert.equal(isForwarded(invite({ "History-Info": "<sip:442079460123@example.com>;index=1" })), false);
  });
});

describe("a diverting party with another number", () => {
  const rewritten = (value: string): string | undefined => divertedBy([{ name: "Diversion", value }], "4420#1")[0]?.value;

  it("keeps its name, its domain and its parameters", () => {
    assert.equal(
      rewritten('"Desk" <sip:442079460008@example.com;user=phone>;reason=no-answer'),
      '"Desk" <sip:4420%231@example.com;user=phone>;reason=no-answer',
    );
    assert.equal(rewritten("<tel:+442079460008>;reason=no-answer"), "<tel:4420#1>;reason=no-answer");
  });

  it("is the one that diverted last, and another header stays as it is", () => {
    const headers = [
      { name: "X-Site", value: "<sip:1@example.com>" },
      { name: "Diversion", value: "<sip:2@example.com>, <sip:3@example.com>" },
      { name: "Diversion", value: "<sip:4@example.com>" },
    ];
    const values = divertedBy(headers, "99").map(({ value }) => value);
    assert.deepEqual(values, ["<sip:1@example.com>", "<sip:99@example.com>, <sip:3@example.com>", "<sip:4@example.com>"]);
  });

  it("stays as it is when it has no number", () => assert.equal(rewritten("<sip:example.com>"), "<sip:example.com>"));
});
