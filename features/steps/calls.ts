import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { seconds, type Duration } from "../../src/base";
import { assertSilent, assertReceived } from "../support/facts/received";
import { withoutRepeats, matching, messagesOf } from "../support/facts/message-facts";
import type { SipStatus } from "../support/parameter-types/sip-status";
import type { LabWorld } from "../support/world";

/** Longer than the longest call of any scenario: "waits for the end". */
const END_LIMIT = seconds(10_000);

When("{party} calls {number}", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.settled(await this.lab.place({ caller, to }));
});

When("{party} calls {number} through {switch}", async function (this: LabWorld, caller: string, to: string, through: string) {
  await this.lab.settled(await this.lab.place({ caller, to, through }));
});

When(
  "{party} calls {number} as {number} and they talk for {duration}",
  async function (this: LabWorld, caller: string, to: string, number: string, time: Duration) {
    await this.lab.callAndTalk([await this.lab.place({ caller, to, from: { number } })], time);
  },
);

When(
  "{party} calls {number} and they talk for {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    await this.lab.callAndTalk([await this.lab.place({ caller, to })], time);
  },
);

When(
  "{party} calls {int} numbers at once and they talk for {duration}",
  async function (this: LabWorld, caller: string, count: number, time: Duration) {
    await this.lab.callAndTalk(await this.lab.placeMany(caller, count), time);
  },
);

When(
  "{party} calls {number} and listens for {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    await this.lab.reaches(await this.lab.place({ caller, to }), "ringing");
    await (await this.stage).pass(time);
  },
);

When("{party} calls {number} and waits for the answer", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.reaches(await this.lab.place({ caller, to }), "answered", seconds(120));
});

When("{party} calls {number} and waits for the end", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.ended(await this.lab.place({ caller, to }), END_LIMIT);
});

When(
  "{party} calls {number} and hangs up {duration} after the answer",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    const call = await this.lab.place({ caller, to });
    await this.lab.reaches(call, "answered");
    await (await this.stage).pass(time);
    await this.lab.hangUp(call);
  },
);

Given("{party} is in a call to {number}", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.reaches(await this.lab.place({ caller, to }), "answered");
});

Given("{party} has a ringing call to {number}", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.reaches(await this.lab.place({ caller, to }), "ringing");
});

Given("{party} has called {number} {duration} ago", async function (this: LabWorld, caller: string, to: string, time: Duration) {
  await this.lab.place({ caller, to });
  await (await this.stage).pass(time);
});

Given(
  "{party} has called {number} through {switch} and was refused",
  async function (this: LabWorld, caller: string, to: string, through: string) {
    const call = await this.lab.place({ caller, to, through });
    await this.lab.settled(call);
    assert.equal((await this.lab.callerLeg(call)).end, "refused");
  },
);

Given("{int} calls of {party} are answered and both sides speak", async function (this: LabWorld, count: number, caller: string) {
  const calls = await this.lab.placeMany(caller, count);
  for (const call of calls) await this.lab.reaches(call, "answered");
  await this.lab.speakAll(calls, seconds(1));
});

Given("{int} calls of {party} have been answered and have ended", async function (this: LabWorld, count: number, caller: string) {
  await this.lab.callAndTalk(await this.lab.placeMany(caller, count), seconds(0.2));
});

When("{party} hangs up", async function (this: LabWorld, party: string) {
  await (await this.stage).act(party, this.lab.selectorFor(party), { do: "hangUp" });
  await this.lab.settled(this.lab.call(), seconds(5));
});

When("{party} and {party} hang up at the same moment", async function (this: LabWorld, a: string, b: string) {
  await this.lab.together([a, b], { do: "hangUp" });
  await this.lab.ended(this.lab.call(), seconds(5));
});

Then("{party} receives no call", async function (this: LabWorld, party: string) {
  await assertSilent(await this.stage, party, { label: "INVITE" });
});

Then("{party} receives {response}", async function (this: LabWorld, party: string, { status, reason }: SipStatus) {
  const found = await assertReceived(await this.stage, party, { label: String(status), answering: "INVITE" });
  assert.equal(found.message.startLine, `SIP/2.0 ${status} ${reason}`);
});

Then("the call is up", async function (this: LabWorld) {
  const call = this.lab.call();
  const called = await this.lab.answeringParty(call);
  assert.equal((await this.lab.callerLeg(call)).state, "answered", `the call as ${call.caller} sees it`);
  assert.equal((await this.lab.legOf(called ?? "")).state, "answered", `the call as ${called} sees it`);
});

Then("all {int} calls are up", async function (this: LabWorld, count: number) {
  const legs = await Promise.all(this.lab.placedCalls.map((call) => this.lab.callerLeg(call)));
  assert.equal(legs.filter(({ state }) => state === "answered").length, count);
});

Then("the calls to {party} and {party} have different Call-IDs", async function (this: LabWorld, a: string, b: string) {
  const [one, other] = [await this.lab.legOf(a), await this.lab.legOf(b)];
  assert.notEqual(one.id, other.id);
});

Then("nobody is sent a response of 300 or over", async function (this: LabWorld) {
  const stage = await this.stage;
  for (const party of this.lab.partyNames) {
    const refusals = (await messagesOf(stage, party, "received")).filter(({ label }) => Number(label) >= 300);
    assert.deepEqual(
      refusals.map(({ label }) => label),
      [],
      party,
    );
  }
});

Then("within {duration} both offers are answered", async function (this: LabWorld, limit: Duration) {
  const stage = await this.stage;
  const call = this.lab.call();
  const parties = [call.caller, (await this.lab.answeringParty(call)) ?? ""];
  const answered = async (party: string): Promise<boolean> => {
    const own = withoutRepeats(matching(await messagesOf(stage, party, "received"), { label: "200", answering: "INVITE" }));
    return own.length >= (party === call.caller ? 2 : 1);
  };
  assert(
    await stage.until(async () => (await Promise.all(parties.map(answered))).every(Boolean), limit),
    "an offer was never answered",
  );
});
