import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OfferAnswer, type OfferAnswerState } from "./offer-answer";

const sdp = Buffer.from("v=0");
const other = Buffer.from("v=0 other");

/** An exchange brought to `state`. */
function at(state: OfferAnswerState): OfferAnswer {
  const exchange = new OfferAnswer();
  if (state !== "idle") exchange.offerSent(sdp);
  if (state === "stable" || state === "remoteOffer") exchange.answerReceived(other);
  if (state === "remoteOffer") exchange.offerReceived(other);
  return exchange;
}

const inputs = {
  offerSent: (exchange: OfferAnswer) => exchange.offerSent(sdp),
  offerReceived: (exchange: OfferAnswer) => exchange.offerReceived(sdp),
  answerSent: (exchange: OfferAnswer) => exchange.answerSent(sdp),
  answerReceived: (exchange: OfferAnswer) => exchange.answerReceived(sdp),
};

/** What each input does in each state; the state itself where it must do nothing. */
const table: Record<OfferAnswerState, Record<keyof typeof inputs, OfferAnswerState>> = {
  idle: { offerSent: "localOffer", offerReceived: "remoteOffer", answerSent: "idle", answerReceived: "idle" },
  localOffer: { offerSent: "localOffer", offerReceived: "localOffer", answerSent: "localOffer", answerReceived: "stable" },
  remoteOffer: { offerSent: "remoteOffer", offerReceived: "remoteOffer", answerSent: "stable", answerReceived: "remoteOffer" },
  stable: { offerSent: "localOffer", offerReceived: "remoteOffer", answerSent: "stable", answerReceived: "stable" },
};

describe("an exchange of offer and answer", () => {
  for (const state of Object.keys(table) as OfferAnswerState[]) {
    for (const input of Object.keys(inputs) as (keyof typeof inputs)[]) {
      const next = table[state][input];
      it(`${input} in ${state} ${next === state ? "does nothing" : `leads to ${next}`}`, () => {
        const exchange = at(state);
        assert.equal(inputs[input](exchange), next !== state);
        assert.equal(exchange.state, next);
      });
    }
  }

  it("keeps what was in force when an offer is refused", () => {
    const exchange = at("remoteOffer");
    exchange.rollback();
    assert.deepEqual([exchange.state, exchange.local, exchange.remote], ["stable", sdp, other]);
    const first = at("localOffer");
    first.rollback();
    assert.equal(first.state, "idle");
  });
});
