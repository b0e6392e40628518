import assert from "node:assert/strict";
import { Then, When } from "@cucumber/cucumber";
import { xorPeriod } from "../../src/diagnosis";
import { bitsChanged, payloadPairs, receivedCounts } from "../support/facts/damage";
import * as hop from "../support/facts/hop-facts";
import { rtpBetween } from "../support/facts/media-facts";
import type { LabWorld } from "../support/world";

const A_LAW_SILENCE = 0xd5;
const BLOCK = 16;

async function silenceOnHop(world: LabWorld): Promise<Buffer> {
  const packet = (await rtpBetween(await world.stage, "switch A", "switch B")).at(-1);
  assert(packet !== undefined, "nothing passed between the switches");
  return packet.rtp.payload;
}

When("{party} sends 160 bytes of A-law silence", async function (this: LabWorld, party: string) {
  await this.lab.sendDatagrams(party, "rtp", hop.packetsWith([Buffer.alloc(160, A_LAW_SILENCE)]));
});

Then("between the switches all 10 blocks of 16 bytes are alike", async function (this: LabWorld) {
  const blocks = hop.blocksOf(await silenceOnHop(this), BLOCK);
  assert.equal(blocks.length, 10);
  assert.equal(new Set(blocks).size, 1);
});

Then("the byte of silence turns the first block into {string}", async function (this: LabWorld, key: string) {
  const block = (await silenceOnHop(this)).subarray(0, BLOCK);
  assert.equal(Buffer.from(block.map((byte) => byte ^ A_LAW_SILENCE)).toString("latin1"), key);
});

Then("a known packet shows a pad that repeats every {int} bytes", async function (this: LabWorld, period: number) {
  assert.equal(xorPeriod(await silenceOnHop(this), Buffer.alloc(160, A_LAW_SILENCE)), period);
});

Then("a known packet shows no pad that repeats", async function (this: LabWorld) {
  const payload = await silenceOnHop(this);
  assert(!payload.equals(Buffer.alloc(160, A_LAW_SILENCE)), "the packet passed in clear");
  assert.equal(xorPeriod(payload, Buffer.alloc(160, A_LAW_SILENCE)), undefined);
});

Then("{string} receives payloads that differ from what was sent in 1 bit", async function (this: LabWorld, party: string) {
  for (const { sent, received } of await payloadPairs(this.lab, party)) assert.equal(bitsChanged(sent, received), 1);
});

Then(
  "{string} receives payloads that differ from what was sent in one block of 16 bytes and 1 bit in the next",
  async function (this: LabWorld, party: string) {
    for (const { sent, received } of await payloadPairs(this.lab, party)) {
      const changed = hop
        .blocksOf(sent, BLOCK)
        .map((block, index) =>
          bitsChanged(Buffer.from(block, "hex"), Buffer.from(hop.blocksOf(received, BLOCK)[index] ?? "", "hex")),
        );
      const damaged = changed.flatMap((bits, index) => (bits === 0 ? [] : [index]));
      assert.equal(damaged.length, 2, `blocks ${damaged.join(", ")} are damaged`);
      const [first = 0, second = 0] = damaged;
      assert.equal(second, first + 1);
      // 128 bits of garbage: about half of them wrong.
      assert((changed[first] ?? 0) > 32, `${changed[first]} bits of the hit block are wrong`);
      assert.equal(changed[second], 1);
    }
  },
);

Then("{switch} has dropped nothing", async function (this: LabWorld, name: string) {
  const { dropped } = await (await this.stage).mediaCounters(name);
  assert.deepEqual(
    Object.values(dropped).filter((count) => count > 0),
    [],
    JSON.stringify(dropped),
  );
});

Then("{string} receives each packet {int} times", async function (this: LabWorld, party: string, times: number) {
  const counts = await receivedCounts(this.lab, party);
  assert(counts.length > 0, "nothing came");
  assert.deepEqual(new Set(counts), new Set([times]));
});
