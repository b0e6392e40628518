import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../src/adapters/sim";
import { seconds } from "../../src/base";
import { InviteChoice, type IncomingCall } from "./invite-choice";
import type { InviteRule } from "./invite-rule";
import { POLITE } from "./personality";

const CALL: IncomingCall = { number: "442079460123", from: "442079460001" };
const REFUSED = [{ afterMs: 0, status: 503 }] as const;

function choosing(rules: readonly InviteRule[], openCalls: () => readonly IncomingCall[] = () => []) {
  const { clock } = createSimulation({ seed: 1 });
  const choice = new InviteChoice({ ...POLITE, inviteRules: rules }, clock, openCalls);
  /** Whether the rule decided, by call. */
  const refuses = (call: IncomingCall = CALL): boolean => choice.actsFor(call) === rules[0]?.acts;
  return { clock, choice, refuses };
}

describe("a party's choice for an INVITE", () => {
  it("refuses the first of so many calls by turns", () => {
    const { refuses } = choosing([{ when: { share: { hit: 1, of: 3 } }, acts: REFUSED }]);
    assert.deepEqual(
      Array.from({ length: 6 }, () => refuses()),
      [true, false, false, true, false, false],
    );
  });

  it("caps attempts of one From number a day, and forgets them at midnight", () => {
    const { clock, refuses } = choosing([{ when: { attemptsTodayOver: 2 }, acts: REFUSED }]);
    assert.deepEqual([refuses(), refuses(), refuses(), refuses({ ...CALL, from: "1" })], [false, false, true, false]);
    clock.advance(seconds(3_600));
    assert.equal(refuses(), true);
    clock.advance(seconds(86_400));
    assert.equal(refuses(), false);
  });

  it("keeps a number blocked that was over the cap on any day", () => {
    const { clock, refuses } = choosing([{ when: { attemptsOnADayOver: 1 }, acts: REFUSED }]);
    assert.deepEqual([refuses(), refuses()], [false, true]);
    clock.advance(seconds(86_400));
    assert.equal(refuses(), true);
  });

  it("lets a number in again after the days for which it was blocked, counted from the last day over the cap", () => {
    const { clock, refuses } = choosing([{ when: { attemptsOnADayOver: 1, daysBlocked: 2 }, acts: REFUSED }]);
    const days = Array.from({ length: 5 }, (_, day) => {
      const calls = Array.from({ length: day === 0 ? 2 : 1 }, () => refuses());
      clock.advance(seconds(86_400));
      return calls;
    });
    assert.deepEqual(days, [[false, true], [true], [true], [false], [false]]);
  });

  it("refuses a From number that is not written as it wants it", () => {
    const { refuses } = choosing([{ when: { fromNotBeginning: "+880" }, acts: REFUSED }]);
    assert.deepEqual([refuses({ ...CALL, from: "8801" }), refuses({ ...CALL, from: "+8801" })], [true, false]);
  });

  it("caps calls at once, of all numbers and of one", () => {
    const open: IncomingCall[] = [CALL];
    const all = choosing([{ when: { linesOver: 1 }, acts: REFUSED }], () => open);
    const one = choosing([{ when: { numberLinesOver: 1 }, acts: REFUSED }], () => open);
    assert.deepEqual([all.refuses(), one.refuses(), one.refuses({ ...CALL, from: "1" })], [true, true, false]);
    open.length = 0;
    assert.deepEqual([all.refuses(), one.refuses()], [false, false]);
  });

  it("is down and up by turns, for OPTIONS too", () => {
    const rule: InviteRule = { when: { downtime: { upMs: 10_000, downMs: 5_000 } }, acts: REFUSED, options: "ignore" };
    const { clock, choice, refuses } = choosing([rule]);
    assert.deepEqual([refuses(), choice.options()], [false, POLITE.onOptions]);
    clock.advance(seconds(10));
    assert.deepEqual([refuses(), choice.options()], [true, "ignore"]);
    clock.advance(seconds(5));
    assert.equal(refuses(), false);
  });

  it("serves its own range of numbers before any rule", () => {
    const { clock } = createSimulation({ seed: 1 });
    const personality = { ...POLITE, servesOnly: { prefix: "99", otherwise: 404 } };
    assert.deepEqual(new InviteChoice(personality, clock, () => []).actsFor(CALL), [{ afterMs: 0, status: 404 }]);
  });
});
