import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { moneyOf } from "../base";
import { MOST_SECONDS } from "../rating";
import { remainingPrompts } from "./caller-prompts";

const amount = (text: string): string => remainingPrompts("amount", { available: moneyOf(text), seconds: 60 }).join(" ");
const minutes = (seconds: number): string => remainingPrompts("minutes", { available: moneyOf("1"), seconds }).join(" ");

describe("what a caller is told of his account", () => {
  it("is an amount, digit by digit, down to hundredths", () => {
    assert.equal(amount("6"), "remaining-amount digit-6");
    assert.equal(amount("0.5"), "remaining-amount digit-0 point digit-5 digit-0");
    assert.equal(amount("120.0199"), "remaining-amount digit-1 digit-2 digit-0 point digit-0 digit-1");
  });

  it("is whole minutes", () => {
    assert.equal(minutes(59), "remaining-minutes digit-0");
    assert.equal(minutes(6_059), "remaining-minutes digit-1 digit-0 digit-0");
  });

  it("is nothing where nothing limits the call", () => {
    assert.equal(minutes(MOST_SECONDS), "");
    assert.deepEqual(remainingPrompts("amount", { available: undefined, seconds: MOST_SECONDS }), []);
    assert.deepEqual(remainingPrompts("none", { available: moneyOf("1"), seconds: 60 }), []);
  });
});
