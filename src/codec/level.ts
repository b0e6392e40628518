/** Samples a second of every signal in this room. */
export const SAMPLE_RATE_HZ = 8_000;

/**
 * The root mean square of a full-scale mu-law sine, 32124 / sqrt(2), which G.711 puts at +3.17 dBm0.
 */
const FULL_SCALE_SINE_RMS = 32_124 / Math.SQRT2;
const FULL_SCALE_SINE_DBM0 = 3.17;

/** The root mean square of `samples[from..to)`; 0 for no samples. */
export function rms(samples: Int16Array, from = 0, to = samples.length): number {
  if (to <= from) return 0;
  let sum = 0;
  for (let i = from; i < to; i++) sum += (samples[i] as number) ** 2;
  return Math.sqrt(sum / (to - from));
}

/** A root mean square of 16-bit samples as a level in dBm0; -Infinity for 0. @see ITU-T G.711 section 4 (tables 5 and 6) */
export function toDbm0(rootMeanSquare: number): number {
  return 20 * Math.log10(rootMeanSquare / FULL_SCALE_SINE_RMS) + FULL_SCALE_SINE_DBM0;
}

/** The peak amplitude of a sine of `dbm0`. */
export function sineAmplitude(dbm0: number): number {
  return FULL_SCALE_SINE_RMS * Math.SQRT2 * 10 ** ((dbm0 - FULL_SCALE_SINE_DBM0) / 20);
}

/** The level of `samples` in dBm0; -Infinity when all are 0 or there are none. */
export function levelDbm0(samples: Int16Array): number {
  return toDbm0(rms(samples));
}
