import { after, type Instant } from "../../../src/base";
import { A_LAW, g711ByPayloadType, MU_LAW } from "../../../src/codec";
import { builtInPrompt } from "../../../src/media";
import { readRtp, type MediaReport } from "../../../simulators/endpoint";
import type { Stage } from "../stages";
import { matching, messagesOf } from "./message-facts";

const SAMPLES_PER_PACKET = 160;

/** G.711 bytes that a party was sent, in their order, up to a moment. */
export async function audioBefore(stage: Stage, party: string, end: Instant | undefined): Promise<Buffer> {
  const report: MediaReport | undefined = (await stage.media(party)).at(-1);
  const packets = (report?.received ?? []).filter(({ at, port }) => port === "rtp" && (end === undefined || at <= end));
  return Buffer.concat(packets.map(({ bytes }) => readRtp(bytes)?.payload ?? Buffer.alloc(0)));
}

/** Samples as they are sent: packets of 20 ms, the last one filled up with silence. */
export function asSent(samples: Int16Array, payloadType: number): Buffer {
  const filled = new Int16Array(Math.ceil(samples.length / SAMPLES_PER_PACKET) * SAMPLES_PER_PACKET);
  filled.set(samples);
  return Buffer.from((g711ByPayloadType(payloadType) === A_LAW ? A_LAW : MU_LAW).encode(filled));
}

/** The built-in tones of several prompts, one after another. */
export function tonesOf(names: readonly string[]): Int16Array {
  return Int16Array.from(names.flatMap((name) => [...(builtInPrompt(name) ?? [])]));
}

/** When a party was sent its first response of a kind; undefined when it never was. */
export async function firstResponse(stage: Stage, party: string, label: string): Promise<Instant | undefined> {
  const [found] = matching(await messagesOf(stage, party, "received"), { label, answering: "INVITE" });
  return found === undefined ? undefined : after(found.logged.at, stage.tolerance);
}
