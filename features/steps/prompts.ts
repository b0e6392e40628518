import assert from "node:assert/strict";
import { Given, Then, When, type DataTable } from "@cucumber/cucumber";
import { inSeconds, seconds, type Duration, type Instant } from "../../src/base";
import { encodeWav, SAMPLE_RATE_HZ, tone } from "../../src/codec";
import { expected } from "../support/facts/expect";
import { asSent, audioBefore, firstResponse, tonesOf } from "../support/facts/prompt-facts";
import { assertSilent } from "../support/facts/received";
import { POLITE } from "../../simulators/endpoint";
import { addAccounts } from "../support/rating-desk";
import type { Lab } from "../support/lab";
import type { LabWorld } from "../support/world";

const BYTES_A_SECOND = SAMPLE_RATE_HZ;

/** The recording of a language: a tone of its own, so that two recordings cannot be taken for each other. */
const recorded = (language: string, samples: number): Int16Array =>
  tone({ samples, frequencyHz: 400 + 10 * language.charCodeAt(0) });

function addRecording(lab: Lab, { name, language, wav }: { name: string; language: string; wav: Buffer }): void {
  const settings = lab.switch(lab.firstSwitch);
  settings.dataFiles = [...(settings.dataFiles ?? []), { path: `prompts/${language}/${name}.wav`, bytes: wav }];
}

Given(
  /^account "([^"]+)" has (\S+|no limit) and pays (\S+) a minute$/,
  function (this: LabWorld, name: string, balance: string, price: string) {
    const settings = this.lab.switch(this.lab.firstSwitch);
    const table = { name: `${name} pays`, rates: [{ prefix: "", rate: price, period: 1 }] };
    settings.rating = { ...settings.rating, rateTables: [...(settings.rating?.rateTables ?? []), table] };
    const money = balance === "no limit" ? { balance: "0", limit: "-1" } : { balance };
    addAccounts(this.lab, [{ account: name, "rate table": table.name, ...money }]);
  },
);

Given("the prompts of {party} are:", function (this: LabWorld, name: string, table: DataTable) {
  const { "not enough balance": balance, remaining, language } = table.rowsHash();
  this.lab.changeCustomer(name, {
    ...(balance === undefined ? {} : { balanceNotEnoughAlarm: balance as "system" | "on" | "off" }),
    ...(remaining === undefined ? {} : { callRemainingTimePrompts: remaining as "system" | "amount" | "minutes" | "none" }),
    ...(language === undefined ? {} : { language }),
  });
});

Given("{switch} tells callers that their balance is not enough", function (this: LabWorld, name: string) {
  this.lab.switch(name).announcements = { balanceNotEnough: true };
});

Given(
  "{switch} has a recording of {string} in {string} of {int} seconds",
  function (this: LabWorld, _name: string, prompt: string, language: string, length: number) {
    addRecording(this.lab, { name: prompt, language, wav: encodeWav(recorded(language, length * SAMPLE_RATE_HZ)) });
  },
);

Given(
  "{switch} has a recording of {string} in {string} at {int} Hz",
  function (this: LabWorld, _name: string, prompt: string, language: string, rate: number) {
    const wav = encodeWav(recorded(language, SAMPLE_RATE_HZ), undefined, rate);
    addRecording(this.lab, { name: prompt, language, wav });
  },
);

Given("{party} may have {int} call(s) up", function (this: LabWorld, name: string, lineLimit: number) {
  this.lab.changeCustomer(name, { lineLimit });
});

Given("{party} offers payload type {int} alone", function (this: LabWorld, party: string, payloadType: number) {
  this.lab.partyTraits(party, { sdp: { ...POLITE.sdp, payloadTypes: [payloadType] } });
});

When("{party} places 2 calls, the second one after {duration}", async function (this: LabWorld, caller: string, pause: Duration) {
  const calls = [await this.lab.place({ caller, to: "+442079460123" })];
  await (await this.stage).pass(pause);
  calls.push(await this.lab.place({ caller, to: "+442079460124" }));
  for (const call of calls) await this.lab.settled(call);
});

async function assertPlayed(lab: Lab, party: string, names: readonly string[], end: Instant | undefined): Promise<void> {
  const heard = await audioBefore(lab.stage, party, end);
  assert.ok(heard.equals(asSent(tonesOf(names), 0)), expected(`what ${party} hears`, names.join(" "), `${heard.length} bytes`));
}

Then(/^"([^"]+)" hears the prompt "([^"]+)"$/, async function (this: LabWorld, party: string, name: string) {
  const stage = await this.stage;
  await assertSilent(stage, party, { label: "200", answering: "INVITE" });
  await assertPlayed(this.lab, party, [name], await firstResponse(stage, party, "403"));
});

Then(
  "{party} hears the recording of {string} in {string}",
  async function (this: LabWorld, party: string, _prompt: string, language: string) {
    const heard = await audioBefore(await this.stage, party, undefined);
    assert.ok(heard.length > BYTES_A_SECOND, `${heard.length} bytes`);
    assert.ok(heard.equals(asSent(recorded(language, heard.length), 0)), expected("the recording", language, "another"));
  },
);

Then("{party} hears no prompt", async function (this: LabWorld, party: string) {
  assert.equal((await audioBefore(await this.stage, party, undefined)).length, 0);
});

Then("{party} hears {duration} of a prompt at most", async function (this: LabWorld, party: string, time: Duration) {
  const { length } = await audioBefore(await this.stage, party, undefined);
  assert.ok(length > 0, "the prompt had begun");
  const most = (inSeconds(time) + inSeconds(seconds(0.04))) * BYTES_A_SECOND;
  assert.ok(length <= most, expected("bytes of the prompt", `${most} at most`, String(length)));
});

Then(
  /^"([^"]+)" hears before ringing (?:the prompts "([^"]+)"|no prompt)$/,
  async function (this: LabWorld, party: string, names: string | undefined) {
    const stage = await this.stage;
    const ringing = (await firstResponse(stage, party, "180")) ?? (await firstResponse(stage, party, "200"));
    assert.ok(ringing !== undefined, `${party} was never told of ringing or an answer`);
    await assertPlayed(this.lab, party, names?.split(" ") ?? [], ringing);
  },
);

Then("the calls end, in their order, for:", async function (this: LabWorld, table: DataTable) {
  const records = await (await this.stage).records(this.lab.firstSwitch);
  assert.deepEqual(
    records.map(({ endReason }) => endReason),
    table.raw().flat(),
  );
});

Then("{party} is never sent {int}", async function (this: LabWorld, party: string, status: number) {
  await assertSilent(await this.stage, party, { label: String(status) });
});
