import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { CallRecord } from "../../src/cdr";
import { SippVendors, TIMER_B_MS, until, VENDORS } from "../support/sipp-vendors";
import { leaveRun } from "../support/stages/after-the-run";

/** When an INVITE that nobody answers is sent until Timer B fires: T1 is 500 ms and doubles (FOV-050, FOV-052). */
const SENT_AT_MS = [0, 500, 1_500, 3_500, 7_500];
/** Two processes, a bridge and a busy machine between a cause and its effect; our choice. */
const TOLERANCE_MS = 400;

/** Numbers of the chain Alpha, Beta, Gamma, and numbers that Gamma serves first and Delta behind it. */
const CHAIN = "442079460123";
const GAMMA_FIRST = "332079460123";

/** Asserts that moments lie where they are documented to lie. */
function near(what: string, measured: readonly number[], documented: readonly number[]): void {
  const told = `${what}: ${measured.map((value) => Math.round(value)).join(", ")} ms`;
  console.log(told);
  assert.equal(measured.length, documented.length, told);
  for (const [index, value] of measured.entries()) {
    // Nothing is early but by the capture's own clock.
    const late = value - (documented[index] ?? 0);
    assert.ok(late > -20 && late < TOLERANCE_MS, told);
  }
}

const outcomes = ({ attempts }: CallRecord) => attempts.map(({ gateway: name, status, outcome }) => [name, status, outcome]);

describe("vendors that are SIPp, each in a container of its own", () => {
  let lab: SippVendors;
  before(async () => {
    lab = await SippVendors.start();
  });
  after(async () => {
    await lab?.close();
    await leaveRun();
  });

  it("goes on from 503 at once and from silence after Timer B, and the third vendor has the call (FOV-001, FOV-007, FOV-052)", async () => {
    const since = Date.now();
    const call = await lab.dial(CHAIN);
    await lab.answered(call, TIMER_B_MS + 5_000);
    const { Alpha = [], Beta = [], Gamma = [], ...others } = await lab.invites(since);
    const [asked] = (await lab.seen("INVITE ", since)).filter(({ path }) => path === "Acme > A");
    const [refused] = (await lab.seen("SIP/2.0 503", since)).filter(({ path }) => path === "Alpha > A");
    assert.deepEqual(others, {});
    assert.ok(asked && refused && Beta[0] !== undefined);
    const first = Beta[0];
    near(
      "Alpha after the caller's INVITE",
      Alpha.map((at) => at - asked.atMs),
      [0],
    );
    near("Beta after Alpha's 503", [first - refused.atMs], [0]);
    near(
      "Beta's INVITEs",
      Beta.map((at) => at - first),
      SENT_AT_MS,
    );
    near(
      "Gamma after Beta's first INVITE",
      Gamma.map((at) => at - first),
      [TIMER_B_MS],
    );
    assert.deepEqual(await lab.seen("CANCEL ", since), []);

    const record = await lab.hangUp(call);
    assert.equal(record.calleeGateway, "Gamma");
    const [alpha, beta, gamma, ...more] = outcomes(record);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [alpha, beta?.[0], beta?.[2], gamma],
      [["Alpha", 503, "refused"], "Beta", "timeout", ["Gamma", 200, "answered"]],
    );
    near("the attempt at Beta", [record.attempts[1]?.elapsedMs ?? 0], [TIMER_B_MS]);
    // A vendor that refuses calls or says nothing to them is there as long as it answers OPTIONS.
    for (const vendor of VENDORS) assert.ok(await lab.isOnline(vendor), vendor);
    const asking = (await lab.seen("OPTIONS ", since)).map(({ path }) => path);
    for (const vendor of VENDORS) assert.ok(asking.includes(`A > ${vendor}`), vendor);
  });

  it("keeps the calls of a vendor that is paused for less than their timers: the one that is up and the one that is set up", async () => {
    const since = Date.now();
    const up = await lab.dial(GAMMA_FIRST);
    await lab.answered(up, 5_000);
    const engine = await lab.engine("Gamma");
    await engine.pause();
    const paused = Date.now();
    const setUp = await lab.dial(GAMMA_FIRST);
    // Sent again: what the vendor has not taken has been noticed.
    await until("the INVITE is sent again", 5_000, async () => ((await lab.invites(paused)).Gamma?.length ?? 0) >= 2);
    await engine.unpause();
    await lab.answered(setUp, 5_000);
    assert.equal(await lab.stateOf(up), "answered");
    assert.ok(await lab.isOnline("Gamma"));
    assert.deepEqual(Object.keys(await lab.invites(since)), ["Gamma"]);
    for (const call of [up, setUp]) assert.deepEqual(outcomes(await lab.hangUp(call)), [["Gamma", 200, "answered"]]);
  });

  for (const { name, fall, rise } of [
    { name: "paused", fall: "pause", rise: "unpause" },
    { name: "killed", fall: "kill", rise: "start" },
  ] as const) {
    it(`takes a vendor out that is ${name}, and back in when it answers OPTIONS again (FOV-121, FOV-122, FOV-123, FOV-127)`, async () => {
      const up = await lab.dial(GAMMA_FIRST);
      await lab.answered(up, 5_000);
      const engine = await lab.engine("Gamma");
      await engine[fall]();
      const gone = Date.now();
      // Nothing is known yet: this call waits for Gamma before Delta has it.
      const unaware = await lab.dial(GAMMA_FIRST);
      await lab.becomes("Gamma", "offline");
      console.log(`${name}: out after ${Date.now() - gone} ms`);
      await lab.answered(unaware, TIMER_B_MS + 5_000);

      const out = Date.now();
      const aware = await lab.dial(GAMMA_FIRST);
      await lab.answered(aware, 5_000);
      const [asked] = (await lab.seen("INVITE ", out)).filter(({ path }) => path === "Acme > A");
      const { Delta = [], ...others } = await lab.invites(out);
      assert.deepEqual(others, {}, "nobody but Delta is asked while Gamma is out");
      near(
        `${name}: Delta after the caller's INVITE`,
        Delta.map((at) => at - (asked?.atMs ?? 0)),
        [0],
      );
      // The call that was up is nobody's business but that of its two ends.
      assert.equal(await lab.stateOf(up), "answered");

      assert.equal(await lab.isOnline("Gamma"), false);
      await engine[rise]();
      const risen = Date.now();
      await lab.becomes("Gamma", "online");
      console.log(`${name}: back after ${Date.now() - risen} ms`);
      const back = Date.now();
      const again = await lab.dial(GAMMA_FIRST);
      await lab.answered(again, 5_000);
      assert.deepEqual(Object.keys(await lab.invites(back)), ["Gamma"]);

      assert.equal(await lab.stateOf(up), "answered");
      const records = [await lab.hangUp(up), await lab.hangUp(unaware), await lab.hangUp(aware), await lab.hangUp(again)];
      assert.deepEqual(
        records.map(({ calleeGateway }) => calleeGateway),
        ["Gamma", "Delta", "Delta", "Gamma"],
      );
      const [lost] = records[1]?.attempts ?? [];
      assert.equal(lost?.gateway, "Gamma");
      assert.ok(lost.outcome === "timeout" || lost.outcome === "transport", lost.outcome);
      console.log(`${name}: an unaware call lost ${lost.elapsedMs} ms at Gamma (${lost.outcome})`);
      assert.ok(lost.elapsedMs < TIMER_B_MS + TOLERANCE_MS);
    });
  }

  it("has met nothing unexpected in the end", async () => {
    assert.deepEqual([...(await lab.control.problems()), ...(await lab.acme.party.problems())], []);
  });
});
