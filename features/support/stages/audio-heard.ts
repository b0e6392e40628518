import { g711ByPayloadType, judgeAudio, MU_LAW, SAMPLE_RATE_HZ, speech } from "../../../src/codec";
import { payloadsInOrder, readRtp, type MediaReport } from "../../../simulators/endpoint";
import type { AudioHeard } from "../../../reports/evidence";

const SAMPLES_PER_PACKET = 160;
const VOICE_TYPES = [0, 8];
/** Speech that is judged at most: a minute says all. */
const MAX_JUDGED_SAMPLES = 60 * SAMPLE_RATE_HZ;

/** What one party sent and received. */
export interface PartyMedia {
  readonly name: string;
  readonly media: readonly MediaReport[];
}

const isVoice = (bytes: Buffer): boolean => VOICE_TYPES.includes(readRtp(bytes)?.payloadType ?? -1);

/** What a media session heard, as samples: payloads in order, each by its own law. */
export function samplesHeard(report: MediaReport): Int16Array {
  const received = report.received.filter(({ bytes }) => isVoice(bytes));
  const law = g711ByPayloadType(readRtp(received[0]?.bytes ?? Buffer.alloc(0))?.payloadType ?? 0) ?? MU_LAW;
  return law.decode(Buffer.concat(payloadsInOrder(received, VOICE_TYPES))).subarray(0, MAX_JUDGED_SAMPLES);
}

/** How many samples of its voice a session sent. */
export const samplesSpoken = (report: MediaReport): number =>
  report.sent.filter(({ bytes }) => isVoice(bytes)).length * SAMPLES_PER_PACKET;

/** Judges what `listener` heard against the first of what `speaker` said. */
export function judgeHeard(listener: MediaReport, speaker: MediaReport): ReturnType<typeof judgeAudio> {
  const spoken = Math.min(samplesSpoken(speaker), MAX_JUDGED_SAMPLES);
  return judgeAudio(samplesHeard(listener), speech(speaker.speaker, spoken));
}

/** Every session that heard something, or should have: each against the only other party that spoke, when there is one. */
export function audioHeard(parties: readonly PartyMedia[]): readonly AudioHeard[] {
  return parties.flatMap(({ name, media }) =>
    media.flatMap((report) => {
      const speakers = parties.filter((other) => other.name !== name).flatMap((other) => other.media);
      const speaker = speakers.find((other) => samplesSpoken(other) > 0);
      if (speaker === undefined) return [];
      const { verdict } = judgeHeard(report, speaker);
      return [{ listener: name, speaker: speaker.speaker, samples: samplesHeard(report), verdict }];
    }),
  );
}
