import { transform } from "./fourier";

const WINDOW = 256;

/**
 * The spectral flatness of a signal: the geometric over the arithmetic mean of its power spectrum, averaged over windows of
 * 32 ms. Near 1 for white noise and for a cipher's output played as audio, under 0.3 for speech and tones, 0 for silence or for
 * less than one window.
 */
export function spectralFlatness(samples: Int16Array): number {
  const power = new Float64Array(WINDOW / 2);
  for (let from = 0; from + WINDOW <= samples.length; from += WINDOW) {
    const re = new Float64Array(WINDOW);
    const im = new Float64Array(WINDOW);
    for (let i = 0; i < WINDOW; i++) re[i] = (samples[from + i] as number) * Math.sin((Math.PI * (i + 0.5)) / WINDOW);
    transform(re, im, "forward");
    for (let k = 1; k < WINDOW / 2; k++) power[k] = (power[k] as number) + (re[k] as number) ** 2 + (im[k] as number) ** 2;
  }
  const bins = power.subarray(2);
  const mean = bins.reduce((sum, value) => sum + value, 0) / bins.length;
  if (mean === 0) return 0;
  const meanLog = bins.reduce((sum, value) => sum + Math.log(value / mean + 1e-12), 0) / bins.length;
  return Math.exp(meanLog);
}
