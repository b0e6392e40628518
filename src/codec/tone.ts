import { SAMPLE_RATE_HZ, sineAmplitude } from "./level";

/** What a {@link tone} is made of. */
export interface ToneOptions {
  readonly samples: number;
  /** 1000 when absent: with 8 kHz sampling it repeats every 8 samples. */
  readonly frequencyHz?: number;
  /** -10 when absent. */
  readonly dbm0?: number;
}

/** A sine at 8 kHz sampling that starts at phase 0. */
export function tone({ samples, frequencyHz = 1_000, dbm0 = -10 }: ToneOptions): Int16Array {
  const amplitude = sineAmplitude(dbm0);
  const step = (2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ;
  return Int16Array.from({ length: samples }, (_, i) => Math.round(amplitude * Math.sin(step * i)));
}

/** `samples` samples of digital silence. */
export const silence = (samples: number): Int16Array => new Int16Array(samples);
