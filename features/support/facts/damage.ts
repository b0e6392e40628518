import assert from "node:assert";
import type { RtpText } from "../../../simulators/endpoint";
import type { Lab } from "../lab";
import { keyOf, rtpOf } from "./media-facts";

/** One RTP packet as it was sent by the caller and as it came to the called party. */
export interface PayloadPair {
  readonly sent: Buffer;
  readonly received: Buffer;
}

async function packets(lab: Lab, party: string, way: "sent" | "received"): Promise<readonly RtpText[]> {
  const reports = await lab.stage.media(party);
  return rtpOf(reports.at(-1)?.[way] ?? []);
}

/** Every packet that `party` received beside the one that the caller sent. Fails when there is none. */
export async function payloadPairs(lab: Lab, party: string): Promise<readonly PayloadPair[]> {
  const sent = new Map((await packets(lab, lab.call().caller, "sent")).map((packet) => [keyOf(packet), packet.payload]));
  const pairs = (await packets(lab, party, "received")).map((packet) => {
    const original = sent.get(keyOf(packet));
    assert(original !== undefined, "a packet came that nobody sent");
    return { sent: original, received: packet.payload };
  });
  assert(pairs.length > 0, `${party} received no packet`);
  return pairs;
}

/** How often each packet that came at all came. */
export async function receivedCounts(lab: Lab, party: string): Promise<readonly number[]> {
  const counts = new Map<string, number>();
  for (const packet of await packets(lab, party, "received")) counts.set(keyOf(packet), (counts.get(keyOf(packet)) ?? 0) + 1);
  return [...counts.values()];
}

/** How many bits of two payloads of one length differ. */
export function bitsChanged(one: Buffer, other: Buffer): number {
  assert.strictEqual(one.length, other.length, "lengths differ");
  let bits = 0;
  one.forEach((byte, index) => {
    for (let rest = byte ^ (other[index] ?? 0); rest > 0; rest >>= 1) bits += rest & 1;
  });
  return bits;
}
