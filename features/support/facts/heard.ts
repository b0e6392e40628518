import type { AudioVerdict } from "../../../src/codec";
import { UsageError } from "../../../src/base";
import { readRtp, type MediaReport, type RtpText } from "../../../simulators/endpoint";
import type { Lab } from "../lab";
import { judgeHeard } from "../stages/audio-heard";
import { keyOf, reportSince, rtpOf, VOICE_TYPES } from "./media-facts";

/** The newest media of a party, from the moment on that verdicts are about. */
async function mediaOf(lab: Lab, party: string): Promise<MediaReport> {
  const reports = await lab.stage.media(party);
  const report = reports.at(-1);
  if (report === undefined) throw new UsageError("LAB_NO_SUCH_CALL", `${party} has had no call`, { party });
  return reportSince(report, lab.heardSince ?? 0);
}

/** Whom a listener is in a call with: the caller, or the party that answered. */
async function counterpart(lab: Lab, listener: string): Promise<string> {
  const call = lab.call();
  return listener === call.caller ? ((await lab.answeringParty(call)) ?? listener) : call.caller;
}

/** What `listener` makes of what `speaker`, or whoever is at the other end, said. */
export async function verdictOf(lab: Lab, listener: string, speaker?: string): Promise<AudioVerdict> {
  const heard = await mediaOf(lab, listener);
  return judgeHeard(heard, await mediaOf(lab, speaker ?? (await counterpart(lab, listener)))).verdict;
}

/** How many voice bytes came, of how many, and which share of those that came is right at its place. */
export async function bytesAlike(
  lab: Lab,
  listener: string,
  speaker?: string,
): Promise<{ readonly received: number; readonly sent: number; readonly alike: number }> {
  const voice = (packets: readonly RtpText[]): readonly RtpText[] =>
    packets.filter(({ payloadType }) => VOICE_TYPES.includes(payloadType));
  const received = voice(rtpOf((await mediaOf(lab, listener)).received));
  const sent = voice(rtpOf((await mediaOf(lab, speaker ?? (await counterpart(lab, listener)))).sent));
  const byKey = new Map(sent.map((packet) => [keyOf(packet), packet.payload]));
  let bytes = 0;
  let right = 0;
  for (const packet of received) {
    const original = byKey.get(keyOf(packet));
    bytes += packet.payload.length;
    packet.payload.forEach((byte, index) => (right += original?.[index] === byte ? 1 : 0));
  }
  return {
    received: bytes,
    sent: sent.reduce((sum, { payload }) => sum + payload.length, 0),
    alike: bytes === 0 ? 0 : right / bytes,
  };
}

/** Different packets that came, how many were sent, and how many of those that came are not among them. */
export async function payloadsReceivedOf(
  lab: Lab,
  listener: string,
  speaker?: string,
): Promise<{ readonly received: number; readonly sent: number; readonly strangers: number }> {
  const text = ({ bytes }: { readonly bytes: Buffer }): string => bytes.toString("hex");
  const isRtp = ({ bytes, port }: { readonly bytes: Buffer; readonly port: string }): boolean =>
    port === "rtp" && readRtp(bytes) !== undefined;
  const received = new Set((await mediaOf(lab, listener)).received.filter(isRtp).map(text));
  const sent = new Set((await mediaOf(lab, speaker ?? (await counterpart(lab, listener)))).sent.filter(isRtp).map(text));
  return { received: received.size, sent: sent.size, strangers: [...received].filter((packet) => !sent.has(packet)).length };
}
