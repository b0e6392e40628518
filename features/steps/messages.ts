import { Then, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { expected, assertTimes } from "../support/facts/expect";
import { carries, chosen, headersOf } from "../support/facts/headers";
import { describe, matching, messagesOf, secondsAfter, withoutRepeats, type MessageFilter } from "../support/facts/message-facts";
import { assertReceived, assertSilent } from "../support/facts/received";
import { requestsSentTo } from "../support/facts/sent-to";
import type { MessageChoice } from "../support/parameter-types/sip-message";
import { header, readSdp, tagOf, userOf, uriOf } from "../../simulators/endpoint";
import type { Duration } from "../../src/base";
import type { LabWorld } from "../support/world";

Then("{party} receives {request}", async function (this: LabWorld, party: string, filter: MessageFilter) {
  await assertReceived(await this.stage, party, filter);
});

Then("{party} receives no {request}", async function (this: LabWorld, party: string, filter: MessageFilter) {
  await assertSilent(await this.stage, party, filter);
});

Then(
  "{duration} later {party} has received no {request}",
  async function (this: LabWorld, time: Duration, party: string, filter: MessageFilter) {
    const stage = await this.stage;
    await stage.pass(time);
    await assertSilent(stage, party, filter);
  },
);

Then("{party} receives {requests} in this order", async function (this: LabWorld, party: string, wanted: readonly string[]) {
  const all = withoutRepeats(await messagesOf(await this.stage, party, "received")).map(({ label }) => label);
  assert.deepEqual(
    all.filter((label) => wanted.includes(label)),
    wanted,
    `leg of ${party}`,
  );
});

Then(
  "{party} receives {request} {numbers} seconds after the answer",
  async function (this: LabWorld, party: string, filter: MessageFilter, wanted: readonly number[]) {
    await this.lab.assertTimesAfterAnswer(party, "received", filter, wanted);
  },
);

Then(
  "{party} sends {request} {numbers} seconds after the answer",
  async function (this: LabWorld, party: string, filter: MessageFilter, wanted: readonly number[]) {
    await this.lab.assertTimesAfterAnswer(party, "sent", filter, wanted);
  },
);

Then(
  "{party} receives the 200 to INVITE again {numbers} seconds after the answer",
  async function (this: LabWorld, party: string, wanted: readonly number[]) {
    await this.lab.assertTimesAfterAnswer(party, "received", { label: "200", answering: "INVITE" }, [0, ...wanted]);
  },
);

Then(
  "{party} receives {request} {numbers} seconds after the first one",
  async function (this: LabWorld, party: string, filter: MessageFilter, wanted: readonly number[]) {
    const stage = await this.stage;
    const found = matching(await messagesOf(stage, party, "received"), filter);
    const start = found[0]?.logged.at ?? stage.now();
    assertTimes(`leg of ${party}: ${filter.label} after the first one`, secondsAfter(start, found), wanted, stage.tolerance);
  },
);

Then(
  "{party} is sent {request} {numbers} seconds after the answer",
  async function (this: LabWorld, party: string, { label }: MessageFilter, wanted: readonly number[]) {
    const stage = await this.stage;
    const { answeredAt } = await this.lab.legOf(party);
    const times = await requestsSentTo(stage, party, label, answeredAt ?? stage.now());
    assertTimes(`what the network carried to ${party}: ${label} after the answer`, times, wanted, stage.tolerance);
  },
);

Then("{party} receives one {message}", async function (this: LabWorld, party: string, filter: MessageChoice) {
  const found = withoutRepeats(matching(await messagesOf(await this.stage, party, "received"), filter));
  assert.equal(found.length, 1, `leg of ${party}: ${describe(found)}`);
});

Then(
  "{party} receives {request} with {string}",
  async function (this: LabWorld, party: string, filter: MessageFilter, text: string) {
    const found = await assertReceived(await this.stage, party, filter);
    assert(found.message.body.includes(text), expected(`leg of ${party}, body of ${filter.label}`, text, found.message.body));
  },
);

Then(
  "{party} receives ACK for {string} and {string}",
  async function (this: LabWorld, party: string, one: string, other: string) {
    const tags = matching(await messagesOf(await this.stage, party, "received"), { label: "ACK" }).map(({ message }) =>
      tagOf(header(message, "To")),
    );
    assert.deepEqual([...new Set(tags)].sort(), [one, other].sort(), `branches of ${party} that were acknowledged`);
  },
);

Then("{party} receives BYE for {string} first", async function (this: LabWorld, party: string, tag: string) {
  const bye = await assertReceived(await this.stage, party, { label: "BYE" });
  assert.equal(tagOf(header(bye.message, "To")), tag);
});

Then(
  "the {message} to {party} carries:",
  async function (this: LabWorld, choice: MessageChoice, party: string, table: DataTable) {
    const { message } = await chosen(await this.stage, party, choice);
    for (const [name = "", value = ""] of table.raw()) carries(`leg of ${party}, ${choice.label}`, message, name, value);
  },
);

Then(
  "the {message} to {party} carries no {word}",
  async function (this: LabWorld, choice: MessageChoice, party: string, name: string) {
    const { message } = await chosen(await this.stage, party, choice);
    assert.deepEqual(headersOf(message, name), [], `leg of ${party}, ${choice.label}`);
  },
);

Then(
  "the {message} to {party} offers {string} media",
  async function (this: LabWorld, choice: MessageChoice, party: string, direction: string) {
    const { message } = await chosen(await this.stage, party, choice);
    assert.equal(readSdp(message.body)?.direction, direction, `leg of ${party}, SDP of ${choice.label}`);
  },
);

Then("the last INVITE to {party} repeats the SDP of the first", async function (this: LabWorld, party: string) {
  const invites = matching(await messagesOf(await this.stage, party, "received"), { label: "INVITE" });
  assert(invites.length > 1, expected(`leg of ${party}`, "two INVITEs", describe(invites)));
  assert.equal(invites.at(-1)?.message.body, invites[0]?.message.body);
});

Then(
  "the second INVITE to {party} has the Call-ID of the first and the next CSeq",
  async function (this: LabWorld, party: string) {
    const [first, second] = withoutRepeats(matching(await messagesOf(await this.stage, party, "received"), { label: "INVITE" }));
    assert(first !== undefined && second !== undefined, "there was no second INVITE");
    const numberOf = (text: string | undefined): number => Number.parseInt(text ?? "", 10);
    assert.equal(header(second.message, "Call-ID"), header(first.message, "Call-ID"));
    assert.equal(numberOf(header(second.message, "CSeq")), numberOf(header(first.message, "CSeq")) + 1);
  },
);

Then(
  "the INVITE to {party} is for {string} from {string}",
  async function (this: LabWorld, party: string, to: string, from: string) {
    const { message } = await assertReceived(await this.stage, party, { label: "INVITE" });
    assert.equal(userOf(message.startLine.split(" ")[1] ?? ""), to);
    assert.equal(userOf(uriOf(header(message, "From"))), from);
  },
);

Then(
  "the INVITE to {party} names neither {string} nor {string}",
  async function (this: LabWorld, party: string, one: string, other: string) {
    const { logged } = await assertReceived(await this.stage, party, { label: "INVITE" });
    for (const number of [one, other])
      assert(!logged.text.includes(number), expected(`leg of ${party}, INVITE`, `not to name ${number}`, logged.text));
  },
);

Then("no message to {party} names the address of {party}", async function (this: LabWorld, party: string, other: string) {
  const stage = await this.stage;
  const [leg] = await stage.media(other);
  const address = leg?.local.address ?? "nowhere";
  for (const { logged } of await messagesOf(stage, party, "received")) {
    assert(!logged.text.includes(address), expected(`leg of ${party}`, `not to learn ${address}`, logged.text));
  }
});

Then("the switch has answered each repeated 200 of {party} with ACK", async function (this: LabWorld, party: string) {
  const stage = await this.stage;
  const answers = matching(await messagesOf(stage, party, "sent"), { label: "200", answering: "INVITE" });
  const acks = (await stage.packets()).filter(
    ({ from, bytes }) => stage.hostOf(from.address) === "switch A" && bytes.subarray(0, 4).toString() === "ACK ",
  );
  assert(answers.length > 5, "the vendor did not repeat its 200");
  assert.equal(acks.length, answers.length);
});

Then("no response to {party} mentions SRTP", async function (this: LabWorld, party: string) {
  for (const { logged } of await messagesOf(await this.stage, party, "received")) {
    assert(!/SAVP|a=crypto|a=fingerprint/.test(logged.text), expected(`leg of ${party}`, "no SRTP", logged.text));
  }
});

Then("the answer to {party} rejects the SRTP stream and takes the plain one", async function (this: LabWorld, party: string) {
  const { message } = await assertReceived(await this.stage, party, { label: "200", answering: "INVITE" });
  const streams = message.body.split(/\r\n/).filter((line) => line.startsWith("m="));
  assert.equal(streams.length, 2, message.body);
  assert.match(streams[0] ?? "", /^m=audio 0 /);
  assert.match(streams[1] ?? "", /^m=audio [1-9]\d* RTP\/AVP /);
});
