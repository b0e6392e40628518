import assert from "node:assert/strict";
import { Then, When } from "@cucumber/cucumber";
import type { Duration } from "../../src/base";
import { captureCommand, captureVerdict, repetition } from "../../src/diagnosis";
import { encodeMuLawTone } from "../support/facts/tone";
import { packetsWith } from "../support/facts/hop-facts";
import { rtpBetween, rtpSent } from "../support/facts/media-facts";
import { captureOnSwitches, dissect, emittedLook, streamsBetween, type SwitchCapture } from "../support/facts/switch-captures";
import { onHost, type HostCommand } from "../support/stages/docker/on-host";
import type { LabWorld } from "../support/world";

/** The guide's command to the letter, and the doctor's; both are ended after two seconds when they listen. */
const GUIDE = "tcpdump -i eth0 -w /tmp/rtp_capture.pcap port 10000-20000";
const DOCTOR = captureCommand(10_000, 20_000).join(" ");

const capturesOf = (world: LabWorld): readonly [SwitchCapture, SwitchCapture] =>
  world.facts as readonly [SwitchCapture, SwitchCapture];

When("the guide's capture command and the doctor's run on {switch}", async function (this: LabWorld, name: string) {
  const stage = await this.stage;
  const brief = (command: string): readonly string[] => ["sh", "-c", `timeout 2 ${command} 2>&1`];
  this.facts = [await onHost(stage, name, brief(GUIDE)), await onHost(stage, name, brief(DOCTOR))];
});

Then("the guide's is refused because of {string}", function (this: LabWorld, because: string) {
  const [guide] = this.facts as readonly HostCommand[];
  assert(guide !== undefined && guide.exitCode !== 0 && !guide.output.includes("listening on"), guide?.output);
  assert(guide.output.includes(because), guide.output);
});

Then("the doctor's listens", function (this: LabWorld) {
  const [, doctor] = this.facts as readonly HostCommand[];
  assert(doctor?.output.includes("listening on"), doctor?.output);
});

When(
  "{party} calls {number}, both switches capture, and they talk for {duration}",
  async function (this: LabWorld, caller: string, to: string, time: Duration) {
    this.facts = await captureOnSwitches(this.lab, async () => {
      await this.lab.callAndTalk([await this.lab.place({ caller, to })], time);
    });
  },
);

Then(
  "tshark finds both streams in the media of switch {string}, with the numbers that were sent",
  async function (this: LabWorld, _name: string) {
    const stage = await this.stage;
    const [capture] = capturesOf(this);
    const media = capture.packets.filter(
      ({ from, to }) =>
        from.port !== 5060 &&
        to.port !== 5060 &&
        stage.hostOf(from.address) !== undefined &&
        stage.hostOf(to.address) !== undefined,
    );
    const found = await dissect(media);
    const sent = await rtpSent(stage, this.lab.partyNames);
    assert(
      new Set(found.map(({ ssrc }) => ssrc)).size === 2,
      `tshark found ${new Set(found.map(({ ssrc }) => ssrc)).size} streams`,
    );
    assert(found.length > 250, `tshark found ${found.length} RTP packets`);
    const strangers = found.filter((packet) => !sent.has(`${packet.ssrc} ${packet.sequence} ${packet.timestamp}`));
    assert.deepEqual(strangers, []);
  },
);

Then("both captures hold the same streams at the same time", function (this: LabWorld) {
  const [a, b] = capturesOf(this);
  for (const [from, to] of [
    ["switch A", "switch B"],
    ["switch B", "switch A"],
  ] as const) {
    const [seenByA] = streamsBetween(this.lab, a, from, to);
    const [seenByB] = streamsBetween(this.lab, b, from, to);
    assert(seenByA !== undefined && seenByB !== undefined, `${from} to ${to} is missing in a capture`);
    assert.equal(seenByA.ssrc, seenByB.ssrc);
    const span = (stream: typeof seenByA): readonly [number, number] => [
      stream.packets[0]?.at ?? 0,
      stream.packets.at(-1)?.at ?? 0,
    ];
    const [[startA, endA], [startB, endB]] = [span(seenByA), span(seenByB)];
    assert(Math.min(endA, endB) - Math.max(startA, startB) > 2_000_000, "the captures do not overlap by two seconds");
  }
});

Then("every payload between the switches has {int} bytes", async function (this: LabWorld, bytes: number) {
  const packets = await rtpBetween(await this.stage, "switch A", "switch B");
  assert(packets.length > 250, `${packets.length} packets`);
  assert.deepEqual(new Set(packets.map(({ rtp }) => rtp.payload.length)), new Set([bytes]));
});

Then(
  "switch {string} emitted what looks {word} and switch {string} what looks {word}",
  function (this: LabWorld, _a: string, lookA: string, _b: string, lookB: string) {
    const [a, b] = capturesOf(this);
    assert.deepEqual([emittedLook(this.lab, a, "B"), emittedLook(this.lab, b, "A")], [lookA, lookB]);
  },
);

Then("from the captures and the ear alone the verdict is {string}", async function (this: LabWorld, verdict: string) {
  const [a, b] = capturesOf(this);
  const looks = [emittedLook(this.lab, a, "B"), emittedLook(this.lab, b, "A")] as const;
  assert(looks[0] !== undefined && looks[1] !== undefined);
  assert.equal(captureVerdict(looks[0], looks[1], await this.clinic.isClear()), verdict);
});

When("{party} sends a tone of 1 kHz and then silence", async function (this: LabWorld, party: string) {
  const tone = Array.from({ length: 20 }, () => encodeMuLawTone(1_000, 160));
  const silence = Array.from({ length: 20 }, () => Buffer.alloc(160, 0xff));
  await this.lab.sendDatagrams(party, "rtp", packetsWith([...tone, ...silence], 0));
});

Then(
  "between the switches the tone repeats every {int} bytes and silence is one byte",
  async function (this: LabWorld, period: number) {
    const payloads = (await rtpBetween(await this.stage, "switch A", "switch B")).map(({ rtp }) => rtp.payload);
    const [tone, silence] = [payloads.slice(0, 20), payloads.slice(-20)];
    assert(payloads.length >= 40, `${payloads.length} packets passed`);
    assert.equal(repetition(tone, period), 1);
    for (let shorter = 1; shorter < period; shorter += 1)
      assert(repetition(tone, shorter) < 0.6, `it repeats every ${shorter} bytes already`);
    assert.equal(repetition(silence, 1), 1);
  },
);
