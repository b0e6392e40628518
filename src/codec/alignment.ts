import { crossCorrelate } from "./fourier";
import { rms } from "./level";

/** Samples an envelope point: 5 ms. */
const HOP = 40;
/** Where the whole gives no sure answer, so many stretches of one second are tried. */
const WINDOWS = 12;
const WINDOW = 8_000;
/** A waveform correlation that leaves no doubt. */
const SURE = 0.95;
/** How many of the envelope's best lags are tried on the waveform. */
const CANDIDATES = 6;
/** Stretches of the reference on which a candidate is tried, and their length: 20 ms. */
const PROBES = 12;
const PROBE = 160;

/**
 * The normalised correlation of `length` samples of `a` from `atA` with those of `b` from `atB`, -1..1;
 * 0 when either side is silent or reaches out of its signal.
 */
export function correlation(a: Int16Array, atA: number, b: Int16Array, atB: number, length: number): number {
  if (atA < 0 || atB < 0 || atA + length > a.length || atB + length > b.length) return 0;
  let product = 0;
  let powerA = 0;
  let powerB = 0;
  for (let i = 0; i < length; i++) {
    const x = a[atA + i] as number;
    const y = b[atB + i] as number;
    product += x * y;
    powerA += x * x;
    powerB += y * y;
  }
  return powerA === 0 || powerB === 0 ? 0 : product / Math.sqrt(powerA * powerB);
}

/**
 * By how many samples `heard` lags behind `reference`: heard[i + delay] is reference[i]. Negative when the listener came late.
 *
 * Coarse by the envelopes' cross-correlation, which noise in the codec does not disturb, then exact by the waveform. When no one
 * delay holds for the whole, because lost packets were left out rather than replaced, it is the delay of some second of it.
 */
export function findDelay(heard: Int16Array, reference: Int16Array): number {
  let best = search(heard, reference);
  for (let i = 0; i < WINDOWS && best.score < SURE && heard.length > 2 * WINDOW; i++) {
    const from = Math.floor((i * (heard.length - WINDOW)) / (WINDOWS - 1));
    const { delay, score } = search(heard.subarray(from, from + WINDOW), reference);
    if (score > best.score) best = { delay: delay + from, score };
  }
  return best.delay;
}

interface Found {
  readonly delay: number;
  /** The waveform's correlation, at most 1. */
  readonly score: number;
}

function search(heard: Int16Array, reference: Int16Array): Found {
  const coarse = [...envelopePeaks(heard, reference), 0, onset(heard) - onset(reference)];
  let best: Found = { delay: 0, score: -1 };
  for (const lag of coarse) {
    const probes = loudestProbes(heard, reference, lag);
    if (probes.length === 0) continue;
    for (let delay = lag - 1.5 * HOP; delay <= lag + 1.5 * HOP; delay++) {
      const score = bestHalf(probes.map((at) => correlation(heard, at + delay, reference, at, PROBE)));
      if (score > best.score + 1e-9) best = { delay, score };
    }
  }
  return best;
}

/** The mean of the better half, so that gaps do not hide a delay that holds elsewhere. */
function bestHalf(scores: number[]): number {
  const kept = scores.sort((a, b) => b - a).slice(0, PROBES / 2);
  return kept.reduce((sum, score) => sum + score, 0) / (PROBES / 2);
}

/** Logarithmic, so that a few loud clicks do not hide the speech under them; its mean is taken off. */
function envelope(samples: Int16Array): Float64Array {
  const points = Float64Array.from({ length: Math.ceil(samples.length / HOP) }, (_, i) =>
    Math.log(1 + rms(samples, i * HOP, Math.min(samples.length, (i + 1) * HOP)) / 50),
  );
  const mean = points.reduce((sum, point) => sum + point, 0) / Math.max(1, points.length);
  return points.map((point) => point - mean);
}

function envelopePeaks(heard: Int16Array, reference: Int16Array): number[] {
  const b = envelope(reference);
  const correlated = crossCorrelate(envelope(heard), b);
  const peaks: { lag: number; value: number }[] = [];
  correlated.forEach((value, i) => {
    if (value < (correlated[i - 1] ?? -Infinity) || value < (correlated[i + 1] ?? -Infinity)) return;
    peaks.push({ lag: (i - b.length + 1) * HOP, value });
  });
  return peaks
    .sort((x, y) => y.value - x.value)
    .slice(0, CANDIDATES)
    .map(({ lag }) => lag);
}

function onset(samples: Int16Array): number {
  const at = samples.findIndex((sample) => Math.abs(sample) > 200);
  return at < 0 ? 0 : at;
}

/** Where the reference is loudest among what `heard` can hold at that lag, spread over the whole. */
function loudestProbes(heard: Int16Array, reference: Int16Array, lag: number): number[] {
  const from = Math.max(0, -lag + 2 * HOP);
  const to = Math.min(reference.length, heard.length - lag - 2 * HOP) - PROBE;
  const stretch = Math.max(PROBE / 2, Math.ceil((to - from + 1) / PROBES));
  const probes: number[] = [];
  for (let start = from; start <= to; start += stretch) {
    let loudest = { at: start, level: 0 };
    for (let at = start; at < Math.min(start + stretch, to + 1); at += PROBE) {
      const level = rms(reference, at, at + PROBE);
      if (level > loudest.level) loudest = { at, level };
    }
    if (loudest.level > 0) probes.push(loudest.at);
  }
  return probes;
}
