import { Then, When, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inSeconds, seconds, type Duration } from "../../src/base";
import { header, statusOf, tagOf, uriOf, userOf } from "../../simulators/endpoint";
import { expected, isNear } from "../support/facts/expect";
import { mostCallsAtOnce } from "../support/facts/lines-in-use";
import { matching, messagesOf, secondsAfter, withoutRepeats } from "../support/facts/message-facts";
import { assertOffered, assertOfferedAt, offersSince } from "../support/facts/offered";
import type { SipStatus } from "../support/parameter-types/sip-status";
import type { LabWorld } from "../support/world";

/** Longest search of any scenario: the longest protect delay, and silent vendors before it. */
const SEARCH_LIMIT = seconds(300);

When("{party} calls {number} and waits for a verdict", async function (this: LabWorld, caller: string, to: string) {
  await this.lab.settled(await this.lab.place({ caller, to }), SEARCH_LIMIT);
});

When("{party} calls {int} numbers at once", async function (this: LabWorld, caller: string, count: number) {
  for (const call of await this.lab.placeMany(caller, count)) await this.lab.settled(call);
});

When(
  "{party} calls {int} numbers within {duration}",
  async function (this: LabWorld, caller: string, count: number, time: Duration) {
    const calls = await this.lab.placeWithin(caller, count, time);
    for (const call of calls) await this.lab.settled(call);
  },
);

When(
  "{party} calls {number} and hangs up after {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    const call = await this.lab.place({ caller, to });
    await (await this.stage).pass(time);
    await this.lab.giveUp(call);
  },
);

Then("the call is offered to {partyList}, and to nobody else", async function (this: LabWorld, wanted: readonly string[]) {
  await assertOffered(await this.stage, (await this.lab.callerLeg(this.lab.call())).startedAt, wanted);
});

Then("the call is offered to nobody", async function (this: LabWorld) {
  await assertOffered(await this.stage, (await this.lab.callerLeg(this.lab.call())).startedAt, []);
});

Then("the call is offered to:", async function (this: LabWorld, table: DataTable) {
  const wanted = table
    .hashes()
    .map(({ vendor = "", after = "" }) => ({ vendor, after: Number(after.replace(/ seconds?$/, "")) }));
  await assertOfferedAt(await this.stage, (await this.lab.callerLeg(this.lab.call())).startedAt, wanted);
});

Then("the numbers that vendors are asked for are:", async function (this: LabWorld, table: DataTable) {
  const offers = await offersSince(await this.stage, (await this.lab.callerLeg(this.lab.call())).startedAt);
  const found = offers.map(({ vendor, invite }) => [
    vendor,
    userOf(invite.startLine.split(" ")[1] ?? ""),
    userOf(uriOf(header(invite, "To"))),
  ]);
  assert.deepEqual(
    found,
    table.hashes().map(({ vendor, number }) => [vendor, number, number]),
    "request-URI and To of each INVITE",
  );
});

Then("{party} is told:", async function (this: LabWorld, party: string, table: DataTable) {
  const stage = await this.stage;
  const { id, startedAt } = await this.lab.callerLeg(this.lab.call());
  const told = withoutRepeats(await messagesOf(stage, party, "received")).filter(
    ({ message, method }) => statusOf(message) !== undefined && method === "INVITE" && header(message, "Call-ID") === id,
  );
  const times = secondsAfter(startedAt, told);
  const found = told.map(({ label }, index) => `${label} after ${times[index]} seconds`).join(", ");
  const rows = table.hashes();
  const agree = rows.every(
    ({ response, after = "" }, index) =>
      told[index]?.label === response &&
      isNear(times[index] ?? Number.NaN, Number(after.replace(/ seconds?$/, "")), stage.tolerance),
  );
  const wanted = rows.map(({ response, after }) => `${response} after ${after}`).join(", ");
  assert(agree && told.length === rows.length, expected(`leg of ${party}`, wanted, found));
});

Then(
  "{party} receives {response} {duration} after it called",
  async function (this: LabWorld, party: string, { status }: SipStatus, time: Duration) {
    const stage = await this.stage;
    const { id, startedAt } = await this.lab.callerLeg(this.lab.call());
    const answers = matching(await messagesOf(stage, party, "received"), { label: String(status), answering: "INVITE" });
    const own = answers.filter(({ message }) => header(message, "Call-ID") === id);
    const [at = Number.NaN] = secondsAfter(startedAt, own);
    assert(isNear(at, inSeconds(time), stage.tolerance), expected(`${status} to ${party}`, `${inSeconds(time)} s`, `${at} s`));
  },
);

Then("{party} sees one dialog", async function (this: LabWorld, party: string) {
  const { id } = await this.lab.callerLeg(this.lab.call());
  const responses = (await messagesOf(await this.stage, party, "received")).filter(
    ({ message, method }) => method === "INVITE" && (statusOf(message) ?? 0) > 100 && header(message, "Call-ID") === id,
  );
  assert(responses.length > 0, `${party} received no response`);
  assert.deepEqual(
    [...new Set(responses.map(({ message }) => tagOf(header(message, "To"))))].length,
    1,
    "To tags of the responses",
  );
});

Then("each attempt has a Call-ID of its own and is acknowledged once", async function (this: LabWorld) {
  const stage = await this.stage;
  const offers = await offersSince(stage, (await this.lab.callerLeg(this.lab.call())).startedAt);
  const ids = offers.map(({ invite }) => header(invite, "Call-ID"));
  assert.equal(new Set(ids).size, ids.length, "Call-IDs of the attempts");
  for (const { vendor, invite } of offers) {
    const acks = withoutRepeats(matching(await messagesOf(stage, vendor, "received"), { label: "ACK" }));
    const own = acks.filter(({ message }) => header(message, "Call-ID") === header(invite, "Call-ID"));
    assert.equal(own.length, 1, `ACKs to ${vendor}`);
  }
});

Then("at its busiest {party} has {int} call(s) at once", async function (this: LabWorld, vendor: string, count: number) {
  const [first] = this.lab.placedCalls;
  assert(first !== undefined, "no call has been placed yet");
  const start = (await this.lab.callerLeg(first)).startedAt;
  assert.equal(await mostCallsAtOnce(await this.stage, [vendor], start), count);
});

Then(
  "at their busiest {partyList} together have {int} calls at once",
  async function (this: LabWorld, vendors: readonly string[], count: number) {
    const [first] = this.lab.placedCalls;
    assert(first !== undefined, "no call has been placed yet");
    assert.equal(await mostCallsAtOnce(await this.stage, vendors, (await this.lab.callerLeg(first)).startedAt), count);
  },
);

Then(
  "{int} calls are up and {int} is the answer to {int} call(s)",
  async function (this: LabWorld, up: number, status: number, refused: number) {
    const legs = await Promise.all(this.lab.placedCalls.map((call) => this.lab.callerLeg(call)));
    assert.deepEqual(
      [legs.filter(({ state }) => state === "answered").length, legs.filter(({ finalStatus }) => finalStatus === status).length],
      [up, refused],
    );
  },
);

Then("{party} receives CANCEL {duration} after the call began", async function (this: LabWorld, vendor: string, time: Duration) {
  const stage = await this.stage;
  const { startedAt } = await this.lab.callerLeg(this.lab.call());
  const [at = Number.NaN] = secondsAfter(startedAt, matching(await messagesOf(stage, vendor, "received"), { label: "CANCEL" }));
  assert(isNear(at, inSeconds(time), stage.tolerance), expected(`CANCEL to ${vendor}`, `${inSeconds(time)} s`, `${at} s`));
});

Then("no refused caller waited longer than {duration}", async function (this: LabWorld, limit: Duration) {
  const legs = await Promise.all(this.lab.placedCalls.map((call) => this.lab.callerLeg(call)));
  const waits = legs.filter(({ end }) => end === "refused").map(({ startedAt, endedAt }) => (endedAt ?? Infinity) - startedAt);
  assert(waits.length > 0, "nobody was refused");
  assert(Math.max(...waits) <= limit, `somebody waited ${inSeconds(Math.max(...waits) as Duration)} s`);
});

When("an operator sets the priority of {party} to {string}", async function (this: LabWorld, vendor: string, text: string) {
  const number = Number(text);
  const priority = (Number.isNaN(number) ? text : number) as number;
  this.saveOutcome = await (await this.stage).changeGateway(this.lab.firstSwitch, vendor, { priority });
});

Then("the change is refused since {string}", function (this: LabWorld, rule: string) {
  const outcome = this.saveOutcome;
  assert(!outcome.saved, "it was saved");
  assert(outcome.message.includes(rule), expected("the refusal", rule, outcome.message));
});

Then(
  "Routing Analysis of {number} for {party} lists {partyList}",
  async function (this: LabWorld, callee: string, from: string, wanted: readonly string[]) {
    const { attempts } = await (await this.stage).analyse(this.lab.firstSwitch, { caller: "", callee, from });
    assert.deepEqual(
      attempts.map(({ gateway }) => gateway),
      wanted,
    );
  },
);

Then(
  "the group {string} has {int} members and {int} of its {int} lines in use",
  async function (this: LabWorld, name: string, members: number, active: number, limit: number) {
    const groups = (await (await this.stage).gatewayStates(this.lab.firstSwitch)).flatMap(({ group }) =>
      group?.name === name ? [group] : [],
    );
    assert.equal(groups.length, members, "members of the group");
    for (const group of groups) assert.deepEqual(group, { name, active, limit });
  },
);
