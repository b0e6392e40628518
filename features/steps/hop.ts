import { Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import * as hop from "../support/facts/hop-facts";
import { packetsBetween, mediaBetween } from "../support/facts/media-facts";
import type { LabWorld } from "../support/world";

Then("between the switches every payload is as it was spoken", async function (this: LabWorld) {
  hop.assertAllAlike(await hop.compared(this.lab, "switch A", "switch B"));
});

Then("between the switches no payload is as it was spoken", async function (this: LabWorld) {
  hop.assertNoneAlike(await hop.compared(this.lab, "switch A", "switch B"));
});

Then("between {host} and {host} every payload is as it was spoken", async function (this: LabWorld, a: string, b: string) {
  hop.assertAllAlike(await hop.compared(this.lab, a, b));
});

Then("no payload crosses between the switches", async function (this: LabWorld) {
  assert.equal((await mediaBetween(await this.stage, "switch A", "switch B")).length, 0, "media packets between the switches");
});

Then("every RTP header between the switches is the one that was sent", async function (this: LabWorld) {
  for (const { hop: seen, original } of await hop.compared(this.lab, "switch A", "switch B")) {
    assert.equal(seen.headerHex, original?.headerHex);
  }
});

Then("every payload between the switches is as long as the one that was sent", async function (this: LabWorld) {
  for (const { hop: seen, original } of await hop.compared(this.lab, "switch A", "switch B")) {
    assert.equal(seen.payload.length, original?.payload.length);
  }
});

Then(
  "between the switches every payload decrypts with {word} and key {string}",
  async function (this: LabWorld, cipher: string, key: string) {
    hop.assertDecrypts(await hop.compared(this.lab, "switch A", "switch B"), cipher, key);
  },
);

Then(
  "between the switches the packet keeps its first {int} bytes and changes the rest",
  async function (this: LabWorld, kept: number) {
    const [seen, sent] = [await hop.rawOnHop(this.lab), await hop.rawSent(this.lab)];
    assert.equal(seen.length, sent.length);
    assert.equal(seen.subarray(0, kept).toString("hex"), sent.subarray(0, kept).toString("hex"));
    assert.notEqual(seen.subarray(kept).toString("hex"), sent.subarray(kept).toString("hex"));
  },
);

Then("between the switches the packet passes unchanged", async function (this: LabWorld) {
  assert.equal((await hop.rawOnHop(this.lab)).toString("hex"), (await hop.rawSent(this.lab)).toString("hex"));
});

Then("between the switches its payload is {string}", async function (this: LabWorld, hex: string) {
  assert.equal((await hop.rawOnHop(this.lab)).subarray(12).toString("hex"), hex);
});

Then("between the switches payloads of {numbers} bytes pass", async function (this: LabWorld, lengths: readonly number[]) {
  const seen = (await hop.compared(this.lab, "switch A", "switch B")).map((each) => each.hop.payload.length);
  assert.deepEqual(seen, lengths);
});

Then("between the switches their payloads differ", async function (this: LabWorld) {
  const payloads = (await hop.compared(this.lab, "switch A", "switch B")).map((each) => each.hop.payload.toString("hex"));
  assert.equal(new Set(payloads).size, payloads.length);
});

Then("between the switches their payloads are alike", async function (this: LabWorld) {
  const payloads = (await hop.compared(this.lab, "switch A", "switch B")).map((each) => each.hop.payload.toString("hex"));
  assert(payloads.length > 1, "fewer than two packets passed");
  assert.equal(new Set(payloads).size, 1);
});

Then("between the switches no block of 16 bytes comes twice", async function (this: LabWorld) {
  const blocks = (await hop.compared(this.lab, "switch A", "switch B")).flatMap((each) => hop.blocksOf(each.hop.payload, 16));
  assert(blocks.length > 100, `only ${blocks.length} blocks passed`);
  assert.equal(new Set(blocks).size, blocks.length);
});

Then("between the switches at least {int} of them differ from what was sent", async function (this: LabWorld, least: number) {
  const packets = await hop.compared(this.lab, "switch A", "switch B");
  const different = packets.filter((each) => !each.alike).length;
  assert(different >= least, `${different} of ${packets.length} differ`);
});

Then("between the switches no key press can be read", async function (this: LabWorld) {
  const events = (await hop.compared(this.lab, "switch A", "switch B")).filter((each) => each.hop.payloadType === 101);
  assert(events.length > 0, "no key press passed");
  hop.assertNoneAlike(events);
});

Then("no packet between the switches contains {string}", async function (this: LabWorld, text: string) {
  await hop.assertNowhere(this.lab, [text]);
});

Then(
  "no packet between the switches contains {string} or {string} or {string}",
  async function (this: LabWorld, one: string, two: string, three: string) {
    await hop.assertNowhere(this.lab, [one, two, three]);
  },
);

Then("everything between the switches is SIP, RTP or RTCP", async function (this: LabWorld) {
  const packets = await packetsBetween(await this.stage, "switch A", "switch B");
  assert(packets.length > 100, `only ${packets.length} packets were seen`);
  assert.deepEqual(
    [...new Set(packets.map(hop.protocolOf))].filter((name) => !["SIP", "RTP", "RTCP"].includes(name)),
    [],
  );
});

Then("every SDP of the call offers plain RTP\\/AVP without a key", async function (this: LabWorld) {
  hop.assertWithoutKeys(await hop.sdpsOf(this.lab));
});

Then("every SDP between the switches offers plain RTP\\/AVP without a key", async function (this: LabWorld) {
  hop.assertWithoutKeys((await hop.sdpsOf(this.lab)).filter(({ isOnHop }) => isOnHop));
});

Then("the SDP between the switches is that of mode 0 but for addresses, ports and session ids", async function (this: LabWorld) {
  hop.assertPlainSdp((await hop.sdpsOf(this.lab)).filter((each) => each.isOnHop).map((each) => each.body));
});

When(
  "{party} sends the {mediaPort} packet {string}",
  async function (this: LabWorld, party: string, port: "rtp" | "rtcp", hex: string) {
    await this.lab.sendDatagrams(party, port, [hex]);
  },
);

When("{party} sends an RTP packet with the payload 00 to 9f", async function (this: LabWorld, party: string) {
  await this.lab.sendDatagrams(party, "rtp", hop.packetsWith([Buffer.from(Array.from({ length: 160 }, (_, index) => index))]));
});

When("{party} sends RTP payloads of {numbers} bytes", async function (this: LabWorld, party: string, lengths: readonly number[]) {
  await this.lab.sendDatagrams(party, "rtp", hop.packetsWith(lengths.map((length) => hop.countingBytes(length))));
});

When(
  "{party} sends {int} RTP packets with the same payload of {int} bytes",
  async function (this: LabWorld, party: string, count: number, length: number) {
    await this.lab.sendDatagrams(party, "rtp", hop.packetsWith(Array.from({ length: count }, () => Buffer.alloc(length, 0xd5))));
  },
);

When(
  "{party} sends {int} RTP packets, numbers {int} to {int} missing and {int} and {int} swapped",
  async function (this: LabWorld, party: string, count: number, from: number, to: number, a: number, b: number) {
    await this.lab.sendDatagrams(party, "rtp", hop.damagedOrder(count, [from, to], [a, b]));
  },
);

When(
  "{party} sends {int} comfort noise packets of {int} byte",
  async function (this: LabWorld, party: string, count: number, length: number) {
    await this.lab.sendDatagrams(
      party,
      "rtp",
      hop.packetsWith(
        Array.from({ length: count }, () => Buffer.alloc(length, 0x40)),
        13,
      ),
    );
  },
);

When("both sides send {int} RTP packets", async function (this: LabWorld, count: number) {
  const call = this.lab.call();
  const packets = hop.packetsWith(Array.from({ length: count }, () => hop.countingBytes(160)));
  await this.lab.sendDatagrams(call.caller, "rtp", packets);
  await this.lab.sendDatagrams((await this.lab.answeringParty(call)) ?? "", "rtp", packets);
});

Then("a listener between the switches hears {party} clearly", async function (this: LabWorld, speaker: string) {
  assert.equal((await hop.overheard(this.lab, speaker)).verdict, "intelligible");
});

Then("a listener between the switches hears noise instead of {party}", async function (this: LabWorld, speaker: string) {
  assert.equal((await hop.overheard(this.lab, speaker)).verdict, "noise");
});

Then("about 1 in 256 of the bytes that the listener sees are right", async function (this: LabWorld) {
  const { rightShare } = await hop.overheard(this.lab, this.lab.call().caller);
  // By chance 1/256 = 0.0039; mu-law bytes are unevenly spread, so somewhat more or less.
  assert(rightShare > 0.001 && rightShare < 0.02, `${(rightShare * 100).toFixed(2)} % of the bytes are right`);
});
