import { g711ByPayloadType, judgeAudio, MU_LAW, SAMPLE_RATE_HZ } from "../../../src/codec";
import { payloadsInOrder, readRtp, type MediaDatagram, type MediaReport } from "../../../simulators/endpoint";
import type { AudioHeard } from "../../../reports/evidence";

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
export const samplesHeard = (report: MediaReport): Int16Array => samplesOf(report.received);

function samplesOf(datagrams: readonly MediaDatagram[]): Int16Array {
  const voice = datagrams.filter(({ bytes }) => isVoice(bytes));
  const law = g711ByPayloadType(readRtp(voice[0]?.bytes ?? Buffer.alloc(0))?.payloadType ?? 0) ?? MU_LAW;
  return law.decode(Buffer.concat(payloadsInOrder(voice, VOICE_TYPES))).subarray(0, MAX_JUDGED_SAMPLES);
}

/** What a session said, as samples. */
const samplesSaid = (report: MediaReport): Int16Array => samplesOf(report.sent);

const hasSpoken = (report: MediaReport): boolean => report.sent.some(({ bytes }) => isVoice(bytes));

/** Judges what `listener` heard against what `speaker` said. */
export const judgeHeard = (listener: MediaReport, speaker: MediaReport): ReturnType<typeof judgeAudio> =>
  judgeAudio(samplesHeard(listener), samplesSaid(speaker));

/** Every session that heard something, or should have: each against the first other party that spoke. */
export function audioHeard(parties: readonly PartyMedia[]): readonly AudioHeard[] {
  const speakers = parties.flatMap(({ name, media }) => {
    const report = media.find(hasSpoken);
    return report === undefined ? [] : [{ name, report }];
  });
  return parties.flatMap(({ name, media }) => {
    const speaker = speakers.find((other) => other.name !== name)?.report;
    if (speaker === undefined) return [];
    return media.map((report) => {
      const { verdict } = judgeHeard(report, speaker);
      return { listener: name, speaker: speaker.speaker, samples: samplesHeard(report), verdict };
    });
  });
}
