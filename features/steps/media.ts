import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import { inMilliseconds, type Duration } from "../../src/base";
import { isHeardAfter, keysPressed, longestPauseMs } from "../support/facts/media-facts";
import { bytesAlike, payloadsReceivedOf, verdictOf } from "../support/facts/heard";
import type { LabWorld } from "../support/world";

Then("{party} hears {party} clearly", async function (this: LabWorld, listener: string, speaker: string) {
  assert.equal(await verdictOf(this.lab, listener, speaker), "intelligible", `what ${listener} hears`);
});

Then("{party} does not hear {party} clearly", async function (this: LabWorld, listener: string, speaker: string) {
  assert.equal(await verdictOf(this.lab, listener, speaker), "noise", `what ${listener} hears`);
});

Then("{party} hears {heard}", async function (this: LabWorld, listener: string, wanted: string) {
  assert.equal(await verdictOf(this.lab, listener), wanted, `what ${listener} hears`);
});

Then("{party} receives every byte that {party} sent", async function (this: LabWorld, listener: string, speaker: string) {
  const { received, sent, alike } = await bytesAlike(this.lab, listener, speaker);
  assert(sent > 8_000, `${speaker} sent only ${sent} bytes`);
  // What was sent within the stage's tolerance before the end may still be on its way: 160 bytes every 20 ms, and one packet more.
  const onTheirWay = 160 * (Math.ceil(inMilliseconds((await this.stage).tolerance) / 20) + 1);
  assert(received >= sent - onTheirWay, `${listener} received ${received} of ${sent} bytes`);
  assert.equal(alike, 1, `share of bytes that are right`);
});

Then("about 1 in 256 of the bytes that {party} receives are right", async function (this: LabWorld, listener: string) {
  const { received, alike } = await bytesAlike(this.lab, listener);
  assert(received > 20_000, `only ${received} bytes came`);
  // By chance 1/256 = 0.0039; mu-law bytes are unevenly spread, so somewhat more or less.
  assert(alike > 0.001 && alike < 0.02, `${(alike * 100).toFixed(2)} % of the bytes are right`);
});

Then(
  "{int} of each {int} bytes that {party} receives are right",
  async function (this: LabWorld, right: number, of: number, listener: string) {
    const { received, alike } = await bytesAlike(this.lab, listener);
    assert(received > 8_000, `only ${received} bytes came`);
    assert.equal(alike, right / of);
  },
);

Then(
  "every payload that {party} receives is one that {party} sent",
  async function (this: LabWorld, listener: string, speaker: string) {
    const { strangers, received } = await payloadsReceivedOf(this.lab, listener, speaker);
    assert(received > 0, `${listener} received nothing`);
    assert.equal(strangers, 0, `payloads that ${speaker} never sent`);
  },
);

Then(
  "{party} has received at least {int}% and at most {int}% of them",
  async function (this: LabWorld, listener: string, least: number, most: number) {
    const { received, sent } = await payloadsReceivedOf(this.lab, listener);
    const share = (100 * received) / sent;
    assert(share >= least && share <= most, `${received} of ${sent} arrived, ${share.toFixed(1)} %`);
  },
);

Then("{party} receives the payloads as they were sent", async function (this: LabWorld, listener: string) {
  const { strangers, received, sent } = await payloadsReceivedOf(this.lab, listener);
  assert.equal(received, sent, "packets that arrived");
  assert.equal(strangers, 0, "packets that were changed");
});

Then("{party} receives the key presses {numbers}", async function (this: LabWorld, party: string, keys: readonly number[]) {
  const reports = await (await this.stage).media(party);
  assert.deepEqual(keysPressed(reports.at(-1)?.received ?? []), keys.map(String));
});

Then("{party} receives the packet {string}", async function (this: LabWorld, party: string, hex: string) {
  const reports = await (await this.stage).media(party);
  const packets = (reports.at(-1)?.received ?? []).map(({ bytes }) => bytes.toString("hex"));
  assert(packets.includes(hex), `${party} received ${packets.join(", ")}`);
});

When(
  "{party} puts the call on hold, and both speak for {duration}",
  async function (this: LabWorld, party: string, time: Duration) {
    await this.lab.actAndSpeak(party, { do: "hold" }, time);
  },
);

When(
  "{party} takes the call back, and both speak for {duration}",
  async function (this: LabWorld, party: string, time: Duration) {
    await this.lab.actAndSpeak(party, { do: "resume" }, time);
  },
);

Given("{party} has put the call on hold", async function (this: LabWorld, party: string) {
  await this.lab.actAndSettle(party, { do: "hold" });
});

When("{party} and {party} offer new media at the same moment", async function (this: LabWorld, a: string, b: string) {
  await this.lab.together([a, b], { do: "offer", with: "INVITE" });
});

When("{party} presses {numbers} in the audio stream", async function (this: LabWorld, party: string, keys: readonly number[]) {
  await this.lab.actAndSettle(party, { do: "press", digits: keys.join("") });
});

When("{party} presses {int} by INFO", async function (this: LabWorld, party: string, key: number) {
  await this.lab.actAndSettle(party, {
    do: "info",
    contentType: "application/dtmf-relay",
    body: `Signal=${key}\r\nDuration=160\r\n`,
  });
});

Then(
  "the speech of all {int} calls pauses and goes on within {duration}",
  async function (this: LabWorld, count: number, limit: Duration) {
    const stage = await this.stage;
    const since = this.lab.heardSince ?? stage.now();
    const called = (await this.lab.answeringParty(this.lab.call())) ?? "";
    const goOn = async (): Promise<boolean> =>
      (await stage.media(called)).filter((report) => isHeardAfter(report, since)).length === count;
    assert(await stage.until(goOn, limit), "not every call has gone on");
    const pauses = (await stage.media(called)).map(longestPauseMs);
    // Packets come every 20 ms: where three or more are missing, the media service was away.
    assert.equal(pauses.filter((pause) => pause >= 60).length, count, `pauses of ${pauses.join(", ")} ms`);
  },
);

When(
  "{party} puts the call on hold by a zero address, and both speak for {duration}",
  async function (this: LabWorld, party: string, time: Duration) {
    await this.lab.actAndSpeak(party, { do: "offer", with: "INVITE", sdp: { holdsByZeroAddress: true } }, time);
  },
);
